"""Models of other libraries, logged by the mlflow client and served in the server itself."""

import itertools
import json
import urllib.error
import urllib.request

import catboost
import lightgbm
import mlflow
import numpy as np
import pandas as pd
import pytest
import xgboost
from mlflow.models import infer_signature
from skl2onnx import to_onnx
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import LogisticRegression

WORKSPACE = (
    "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local"
    "/providers/Microsoft.MachineLearningServices/workspaces/default"
)
NAMES = (f"foreign-{i}" for i in itertools.count(1))
RANDOM = np.random.default_rng(5)
X = pd.DataFrame(RANDOM.normal(size=(300, 3)), columns=["a", "b", "c"])
Y = 2 * X["a"] + X["b"] ** 2
X.loc[::7, "b"] = np.nan
TWO = (Y > 1).astype(int)
THREE = np.digitize(Y, [0, 2])
WORDS = np.array(["low", "middle", "high"])[THREE]
QUIET = {"verbose": 0, "allow_writing_files": False, "iterations": 20, "depth": 4}


def booster(**settings):
    data = lightgbm.Dataset(X, THREE if "num_class" in settings else TWO if "binary" in settings.values() else Y)
    return lightgbm.train({"verbose": -1, "num_leaves": 15, **settings}, data, 20)


def early_stopped():
    model = xgboost.XGBRegressor(n_estimators=60, early_stopping_rounds=1, learning_rate=0.9)
    return model.fit(X[:200], Y[:200], eval_set=[(X[200:], Y[200:])], verbose=False)


CASES = {
    "lightgbm regression": ("lightgbm", lambda: booster(objective="regression"), {}),
    "lightgbm binary": ("lightgbm", lambda: booster(objective="binary"), {}),
    "lightgbm classes": ("lightgbm", lambda: booster(objective="multiclass", num_class=3), {}),
    "xgboost classifier": ("xgboost", lambda: xgboost.XGBClassifier(n_estimators=20).fit(X, THREE), {}),
    "xgboost regressor": ("xgboost", early_stopped, {}),
    "xgboost booster": (
        "xgboost",
        lambda: xgboost.train({"objective": "multi:softprob", "num_class": 3}, xgboost.DMatrix(X, THREE), 9),
        {"model_format": "json"},
    ),
    "catboost classifier": (
        "catboost", lambda: catboost.CatBoostClassifier(**QUIET).fit(X, WORDS), {"format": "json"}
    ),
    "catboost regressor": (
        "catboost",
        lambda: catboost.CatBoostRegressor(loss_function="Poisson", **QUIET).fit(X, np.exp(Y / 4)),
        {"format": "json"},
    ),
    "onnx forest": (
        "onnx",
        lambda: to_onnx(RandomForestRegressor(20, max_depth=6).fit(X.fillna(0), Y), tensor()),
        {},
    ),
}


def tensor():
    return X[:1].fillna(0).to_numpy(dtype=np.float32)


def call(server, method, path, body=None, key=None):
    headers = {"Content-Type": "application/json"}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(server.url + path, data, headers, method=method)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.loads(answer.read() or b"null")


def deploy(server, uri):
    """Puts a model behind a new endpoint: the state of its deployment, and how to score."""
    name = next(NAMES)
    endpoint = f"{WORKSPACE}/onlineEndpoints/{name}"
    call(server, "PUT", endpoint, {"properties": {"authMode": "Key"}})
    try:
        call(server, "PUT", f"{endpoint}/deployments/blue", {"properties": {"model": uri}})
    except urllib.error.HTTPError as error:
        return error.read().decode(), None
    made = call(server, "GET", f"{endpoint}/deployments/blue")
    call(server, "PATCH", endpoint, {"properties": {"traffic": {"blue": 100}}})
    key = call(server, "POST", f"{endpoint}/listKeys")["primaryKey"]
    return made["properties"], lambda body: call(server, "POST", f"/endpoints/{name}/score", body, key)


def logged(flavor, model, **settings):
    module = getattr(mlflow, flavor)
    with mlflow.start_run():
        return module.log_model(model, name="model", **settings).model_uri


@pytest.mark.parametrize("case", CASES)
def test_an_endpoint_answers_what_the_models_own_function_answers(server, client, experiment, case):
    flavor, make, settings = CASES[case]
    rows = X[:40].fillna(0) if flavor == "onnx" else X[:40]
    uri = logged(flavor, make(), signature=infer_signature(X.fillna(0), Y), **settings)
    expected = mlflow.pyfunc.load_model(uri).predict(rows)
    if isinstance(expected, pd.DataFrame):
        expected = expected.iloc[:, 0]

    state, score = deploy(server, uri)
    assert state["provisioningState"] == "Succeeded", state
    split = json.loads(rows.to_json(orient="split", double_precision=15))
    answer = score({"dataframe_split": split})["predictions"]

    if np.asarray(expected).dtype.kind in "OU":
        assert answer == np.asarray(expected).tolist()
    else:
        np.testing.assert_allclose(np.array(answer), np.asarray(expected), rtol=1e-6, atol=1e-7)


def test_classifiers_give_probabilities_when_asked(server, client, experiment):
    forest = RandomForestClassifier(10, max_depth=5).fit(X.fillna(0), WORDS)
    graph = to_onnx(forest, tensor(), options={"zipmap": False})
    rows = X[:20].fillna(0)

    _, score = deploy(server, logged("onnx", graph))
    answer = score({"inputs": rows.to_numpy().tolist(), "params": {"method": "predict_proba"}})

    np.testing.assert_allclose(
        np.array(answer["predictions"]), forest.predict_proba(rows), rtol=1e-5, atol=1e-6
    )
