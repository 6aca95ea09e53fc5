"""Models written by `lazuli automl train --onnx`, applied with ONNX Runtime."""

import importlib.util
import os
import subprocess

import mlflow
import numpy as np
import onnx
import onnxruntime
import pandas as pd
import pytest
from workspace import JAR

TARGETS = ("price", "kind", "sold", "grade")


def table(rows, seed):
    random = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "size": random.uniform(20, 200, rows),
            "rooms": random.integers(1, 7, rows),
            "garden": random.random(rows) < 0.5,
            "built": pd.to_datetime(random.integers(0, 1_700_000_000, rows), unit="s"),
            "city": random.choice(["Ulm", "Köln", "Bonn", "10", "2.50"], rows),
            "street": [f"street {i}" for i in random.integers(0, 60, rows)],
        }
    )
    value = 5 * frame["size"] + 60 * frame["garden"] + 40 * (frame["city"] == "Köln")
    value += frame["street"].str[7:].astype(int)
    frame["price"] = np.exp(value / 200 + random.normal(0, 0.1, rows))
    frame["kind"] = np.where(value < 400, "small", np.where(value < 800, "middle", "large"))
    frame["sold"] = random.random(rows) < value / 1400
    frame["grade"] = np.where(value < 400, 1, np.where(value < 800, 2, 5))
    frame["seen"] = frame["built"] + pd.to_timedelta(random.integers(0, 900, rows), unit="D")
    for column in ("size", "city", "street", "built", "seen"):
        frame.loc[random.random(rows) < 0.05, column] = None
    return frame


def strange(frame, seed):
    """Rows with what training did not have."""
    random = np.random.default_rng(seed)
    rows = frame.drop(columns=list(TARGETS)).copy()
    some = lambda: random.random(len(rows)) < 0.1
    rows["rooms"] = rows["rooms"].astype(float)
    rows.loc[some(), "size"] = 1e15
    rows.loc[some(), "rooms"] = np.nan
    rows.loc[some(), "city"] = "never seen, Ärger"
    rows.loc[some(), "street"] = "street 999"
    rows.loc[some(), "built"] = pd.Timestamp("1931-02-28 23:59:59")
    return rows


def feed(session, rows):
    """Columns as the graph takes them: empty texts and NaN for what is missing."""
    columns = {}
    for value in session.get_inputs():
        column = rows[value.name]
        if value.type == "tensor(string)":
            array = column.astype(object).where(column.notna(), "").to_numpy(dtype=object)
        elif column.dtype.kind == "M":
            since = (column - pd.Timestamp(0)) / pd.Timedelta(milliseconds=1)
            array = since.to_numpy(dtype=np.float64)
        else:
            array = column.to_numpy(dtype=np.float64)
        columns[value.name] = array[:, None]
    return columns


def loaded(folder):
    """The model by the Python file in its folder, without MLflow's check of column types."""
    file = folder / "code" / "lazuli_model_1.py"
    spec = importlib.util.spec_from_file_location("lazuli_model", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module._load_pyfunc(str(folder / "lazuli"))


# What is trained: the target, and options of `automl train`.
CLASSIFIERS = (
    "LogisticRegression LightGBM GradientBoosting XGBoostClassifier RandomForest "
    "ExtremeRandomTrees DecisionTree NeuralNetwork LinearSVM SVM SGD BernoulliNaiveBayes "
    "MultinomialNaiveBayes"
).split()
REGRESSORS = (
    "ElasticNet LassoLars LightGBM GradientBoosting XGBoostRegressor RandomForest "
    "ExtremeRandomTrees DecisionTree NeuralNetwork SGD SVM"
).split()
CASES = [(target, ["--max-trials", "8"]) for target in TARGETS]
CASES += [("kind", ["--max-trials", "1", "--allow", name]) for name in CLASSIFIERS]
CASES += [("price", ["--max-trials", "1", "--allow", name]) for name in REGRESSORS]
# So few folds and algorithms that a second layer wins, and a metric that weighs classes.
CASES += [
    (target, ["--max-trials", "6", "--stack", "--folds", "3", "--metric", metric])
    for target, metric in [
        ("price", "normalized_mean_absolute_error"),
        ("sold", "norm_macro_recall"),
        ("kind", "accuracy"),
    ]
]


@pytest.fixture(scope="module", params=CASES, ids=lambda case: " ".join([case[0], *case[1]]))
def trained(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("onnx")
    target, options = request.param
    frame = table(600, 1)
    others = [name for name in TARGETS if name != target]
    frame.drop(columns=others).to_csv(folder / "table.csv", index=False)
    java = os.path.join(os.environ["JAVA_HOME"], "bin", "java")
    command = [java, "-jar", str(JAR), "automl", "train", str(folder / "table.csv")]
    command += ["--target", target, "--out", str(folder / "model"), "--onnx"]
    command += [*options, "--budget", "60s"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return target, frame, folder / "model"


def agree(target, found, plain, rows):
    if target == "price":
        np.testing.assert_allclose(found["prediction"][:, 0], plain.predict(rows), rtol=1e-5)
    else:
        expected = plain.predict_proba(rows)
        np.testing.assert_allclose(found["probabilities"], expected, rtol=1e-5)
        assert list(found["label"]) == list(plain.predict(rows))


def test_the_graph_predicts_what_the_model_predicts(trained):
    target, frame, folder = trained
    rows = strange(frame, 3)

    onnx.checker.check_model(onnx.load(folder / "model.onnx"), full_check=True)
    session = onnxruntime.InferenceSession(
        str(folder / "model.onnx"), providers=["CPUExecutionProvider"]
    )
    names = [output.name for output in session.get_outputs()]
    found = dict(zip(names, session.run(None, feed(session, rows))))

    agree(target, found, loaded(folder), rows)


def test_mlflow_loads_the_graph_by_its_onnx_flavor(trained):
    target, frame, folder = trained
    rows = strange(frame, 4)

    flavor = mlflow.models.Model.load(folder).flavors["onnx"]
    graph = mlflow.onnx.load_model(str(folder))
    session = onnxruntime.InferenceSession(
        graph.SerializeToString(), providers=flavor["providers"]
    )
    names = [output.name for output in session.get_outputs()]
    found = dict(zip(names, session.run(None, feed(session, rows))))

    assert flavor["data"] == "model.onnx"
    agree(target, found, loaded(folder), rows)


def test_python_function_stays_the_models_own(trained):
    target, frame, folder = trained
    rows = frame.drop(columns=list(TARGETS)).head(5)
    rows["built"] = rows["built"].fillna(pd.Timestamp("2001-02-03"))
    rows["seen"] = rows["seen"].fillna(pd.Timestamp("2001-02-03"))

    found = mlflow.pyfunc.load_model(str(folder)).predict(rows)

    assert list(found) == list(loaded(folder).predict(rows))
