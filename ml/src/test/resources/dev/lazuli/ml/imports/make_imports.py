"""Makes the models and predictions that the readers of other libraries' files are tested with.

    pip install xgboost==3.2.0 catboost==1.2.10 scikit-learn==1.9.1 skl2onnx==1.20.0 \
        onnx==1.23.2 onnxruntime==1.31.1 pandas==3.1.1
    python make_imports.py

Writes beside itself: a model file for each case, `rows.csv` with the rows (empty cells are
missing), and `expected.json` with what each library itself predicts for them. Rows are met where a
model decides: at thresholds, just beside them, and half-way to the next float, where rounding to
float decides.
"""

import json
import pathlib
import warnings

import catboost
import numpy as np
import onnx
import onnxruntime
import pandas as pd
import xgboost
from sklearn.compose import make_column_transformer
from sklearn.ensemble import (
    GradientBoostingClassifier,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, RobustScaler, StandardScaler
from sklearn.tree import DecisionTreeClassifier

warnings.filterwarnings("ignore")
HERE = pathlib.Path(__file__).resolve().parent
SEED = 11
plain = onnx.helper.make_attribute


def whole_truths(key, value, *args, **kwargs):
    """skl2onnx 1.20 gives truth values where onnx 1.23 wants whole numbers."""
    if isinstance(value, list):
        value = [int(v) if isinstance(v, (bool, np.bool_)) else v for v in value]
    return plain(key, value, *args, **kwargs)


onnx.helper.make_attribute = whole_truths
from skl2onnx import to_onnx  # noqa: E402


def training(rows=300):
    random = np.random.default_rng(SEED)
    x = pd.DataFrame(
        {
            "a": random.normal(size=rows).astype(np.float32),
            "b": random.normal(size=rows).astype(np.float32),
            "city": random.choice(["Ulm", "Köln", "Bonn", "Rom"], rows),
            "code": random.integers(0, 6, rows),
        }
    )
    value = 2 * x["a"] + x["b"] + (x["city"] == "Köln") + (x["code"] % 3)
    x.loc[random.random(rows) < 0.15, "a"] = np.nan
    return x, value.to_numpy() + random.normal(0, 0.1, rows)


X, Y = training()
FILLED = X.fillna({"a": 0.0})
BINARY = (Y > 1).astype(int)
CLASSES = np.digitize(Y, [0, 2])
EXPECTED = {}


def edges(thresholds):
    """Numbers at and around thresholds, and where doubles round to one float or the next."""
    for threshold in np.float32(thresholds):
        below = np.nextafter(threshold, np.float32(-np.inf))
        middle = (float(below) + float(threshold)) / 2
        yield from (float(threshold), float(below), middle)
        yield from (np.nextafter(middle, -np.inf), np.nextafter(middle, np.inf))


def rows():
    booster = xgb({"objective": "reg:squarederror"}, X[["a", "b"]], Y)
    found = json.loads(booster.save_raw("json"))["learner"]["gradient_booster"]["model"]["trees"]
    at = {0: [], 1: []}
    for tree in found:
        for node, left in enumerate(tree["left_children"]):
            if left >= 0:
                at[tree["split_indices"][node]].append(tree["split_conditions"][node])
    a = list(edges(at[0][:6])) + [np.nan, 0.0, 1e30, -1e30] + list(X["a"][:16])
    b = list(edges(at[1][:6])) + list(X["b"][:20])
    count = min(len(a), len(b))
    random = np.random.default_rng(3)
    return pd.DataFrame(
        {
            "a": np.array(a[:count], dtype=np.float64),
            "b": np.array(b[:count], dtype=np.float64),
            "city": random.choice(["Ulm", "Köln", "Bonn", "Rom"], count),
            "code": random.integers(0, 6, count),
        }
    )


def xgb(settings, x, y, **data):
    settings = {"max_depth": 4, "eta": 0.3, "seed": SEED, "nthread": 1, **settings}
    return xgboost.train(settings, xgboost.DMatrix(x, y, **data), 5)


def expect(name, predictions):
    predictions = np.asarray(predictions, dtype=np.float64)
    EXPECTED[name] = predictions.reshape(len(predictions), -1).tolist()


def xgboost_cases(new):
    numbers = X[["a", "b"]]
    cases = {
        "xgb-regression.json": ({"objective": "reg:squarederror"}, Y),
        "xgb-binary.ubj": ({"objective": "binary:logistic"}, BINARY),
        "xgb-classes.json": ({"objective": "multi:softprob", "num_class": 3}, CLASSES),
        "xgb-dart.ubj": (
            {"objective": "count:poisson", "booster": "dart", "rate_drop": 0.5}, np.exp(Y / 3)
        ),
        "xgb-linear.json": ({"objective": "reg:squarederror", "booster": "gblinear"}, Y),
    }
    for name, (settings, y) in cases.items():
        booster = xgb(settings, numbers, y)
        booster.save_model(HERE / name)
        expect(name, booster.predict(xgboost.DMatrix(new[["a", "b"]])))

    # XGBoost 3.2 writes offsets of characters into bytes: names beyond ASCII come out wrong
    ascii_names = {"Köln": "Kiel"}
    categories = X[["a", "city"]].assign(city=pd.Categorical(X["city"].replace(ascii_names)))
    categories.loc[::9, "city"] = np.nan
    settings = {"objective": "reg:squarederror", "max_cat_to_onehot": 1}
    booster = xgb(settings, categories, Y, enable_categorical=True)
    booster.save_model(HERE / "xgb-categories.json")
    names = categories["city"].cat.categories
    some = new[["a", "city"]].assign(
        city=pd.Categorical(new["city"].replace(ascii_names), names)
    )
    some.loc[::7, "city"] = np.nan
    expect("xgb-categories.json", booster.predict(xgboost.DMatrix(some, enable_categorical=True)))

    codes = X[["a", "code"]].to_numpy(dtype=np.float64)
    codes[::9, 1] = np.nan
    types = {"feature_types": ["q", "c"], "enable_categorical": True}
    booster = xgb(settings, codes, Y, **types)
    booster.save_model(HERE / "xgb-codes.ubj")
    some = new[["a", "code"]].to_numpy(dtype=np.float64)
    some[::7, 1] = np.nan
    some[::5, 1] = 9
    expect("xgb-codes.ubj", booster.predict(xgboost.DMatrix(some, **types)))


def catboost_cases(new):
    quiet = {"verbose": 0, "allow_writing_files": False, "random_seed": SEED, "thread_count": 1}
    small = {"iterations": 5, "depth": 3, **quiet}
    for name, mode in (("catboost-least.json", "Min"), ("catboost-greatest.json", "Max")):
        model = catboost.CatBoostRegressor(nan_mode=mode, **small)
        model.fit(X[["a", "b"]], Y)
        model.save_model(str(HERE / name), format="json")
        expect(name, model.predict(new[["a", "b"]]))

    columns = ["b", "city", "code"]
    pool = catboost.Pool(X[columns], BINARY, cat_features=["city", "code"])
    model = catboost.CatBoostClassifier(one_hot_max_size=10, **small).fit(pool)
    model.save_model(str(HERE / "catboost-categories.json"), format="json", pool=pool)
    some = new[columns].copy()
    some.loc[::5, "city"] = "never seen"
    expect("catboost-categories.json", model.predict_proba(some))

    model = catboost.CatBoostClassifier(
        grow_policy="Lossguide", max_leaves=6, loss_function="MultiClass", **{**small, "depth": 6}
    )
    model.fit(X[["a", "b"]], np.array(["low", "middle", "high"])[CLASSES])
    model.save_model(str(HERE / "catboost-classes.json"), format="json")
    expect("catboost-classes.json", model.predict_proba(new[["a", "b"]]))

    statistics = catboost.CatBoostRegressor(one_hot_max_size=2, **{**small, "iterations": 2})
    pool = catboost.Pool(X[["city"]], (X["city"] == "Ulm") + 0.5 * (X["city"] == "Rom"), ["city"])
    statistics.fit(pool)
    statistics.save_model(str(HERE / "catboost-statistics.json"), format="json", pool=pool)

    # what we do not read is left out of the files: it has times and machines in it
    for file in HERE.glob("catboost-*.json"):
        model = json.loads(file.read_text())
        information = model["model_info"]
        model["model_info"] = {
            "params": {"loss_function": information["params"]["loss_function"]},
            **({"class_params": information["class_params"]} if "class_params" in information else {}),
        }
        model.pop("ctr_data", None)
        file.write_text(json.dumps(model))


def onnx_cases(new):
    two = ["a", "b"]
    numbers, filled = X[two].to_numpy(), FILLED[two].to_numpy()
    words = np.array(["low", "high"])[BINARY]
    trees = {"max_depth": 4, "random_state": SEED}
    few = {**trees, "n_estimators": 4}
    hist = {"max_iter": 5, "max_leaf_nodes": 8, "random_state": SEED}
    scaled = make_pipeline(SimpleImputer(), StandardScaler(), MinMaxScaler())
    cases = {
        "sk-forest.onnx": (RandomForestRegressor(**few), filled, Y, np.float32),
        "sk-forest-binary.onnx": (RandomForestClassifier(**few), filled, words, np.float32),
        "sk-forest-classes.onnx": (RandomForestClassifier(**few), filled, CLASSES, np.float32),
        "sk-tree.onnx": (
            make_pipeline(scaled, DecisionTreeClassifier(**trees)), numbers, CLASSES, np.float32
        ),
        "sk-gradient.onnx": (GradientBoostingClassifier(**few), filled, BINARY, np.float32),
        "sk-gradient-classes.onnx": (GradientBoostingClassifier(**few), filled, CLASSES, np.float32),
        "sk-hist.onnx": (HistGradientBoostingRegressor(**hist), numbers, Y, np.float32),
        "sk-hist-binary.onnx": (HistGradientBoostingClassifier(**hist), numbers, BINARY, np.float32),
        "sk-hist-classes.onnx": (
            HistGradientBoostingClassifier(**hist), numbers, CLASSES, np.float32
        ),
        "sk-linear.onnx": (LinearRegression(), filled, Y, np.float32),
        "sk-ridge.onnx": (make_pipeline(RobustScaler(), Ridge()), filled, Y, np.float64),
        "sk-logistic.onnx": (
            make_pipeline(scaled, LogisticRegression()), numbers, words, np.float32
        ),
        "sk-logistic-classes.onnx": (LogisticRegression(), filled, CLASSES, np.float32),
    }
    for name, (model, x, y, kind) in cases.items():
        graph = to_onnx(model.fit(x, y), x[:1].astype(kind), options=plain_scores(model, y))
        given = new[two].to_numpy(dtype=kind)
        if x is filled:
            given = np.nan_to_num(given, nan=0.25)
        apply(name, graph, {"X": given})

    prepared = make_column_transformer(
        (make_pipeline(SimpleImputer(), StandardScaler()), two),
        (OneHotEncoder(handle_unknown="ignore"), ["city"]),
    )
    for name, model, y in (
        ("sk-columns-forest.onnx", RandomForestClassifier(**few), BINARY),
        ("sk-columns-linear.onnx", LinearRegression(), Y),
    ):
        columns = X[two + ["city"]]
        model = make_pipeline(prepared, model).fit(columns, y)
        graph = to_onnx(model, columns[:1], options=plain_scores(model, y))
        some = new[two + ["city"]].copy()
        some.loc[::5, "city"] = "never seen"
        given = {c: some[[c]].to_numpy(dtype=object if c == "city" else np.float32) for c in some}
        apply(name, graph, given)


def plain_scores(model, y):
    last = model[-1] if hasattr(model, "steps") else model
    return {id(last): {"zipmap": False}} if hasattr(last, "predict_proba") else None


def apply(name, graph, given):
    (HERE / name).write_bytes(graph.SerializeToString())
    session = onnxruntime.InferenceSession(
        graph.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    expect(name, session.run(None, given)[-1])


def main():
    new = rows()
    new.to_csv(HERE / "rows.csv", index=False)
    xgboost_cases(new)
    catboost_cases(new)
    onnx_cases(new)
    (HERE / "expected.json").write_text(json.dumps(EXPECTED, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
