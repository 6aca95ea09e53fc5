"""Models saved by Java predict the same through `mlflow.pyfunc.load_model`.

Needs mlflow, numpy and pandas, and the files that `PythonLoaderFilesTest` writes to
`ml/target/python-loader`. Run: `python conformance/python/ml_loader_test.py [FOLDER]`.
"""

import json
import pathlib
import sys

import mlflow
import numpy as np
import pandas as pd

TARGETS = ["price", "kind", "sold", "grade"]


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def kinds(model):
    """The type of each column of a model's signature; `any` for times, which may be texts too."""
    inputs = model.metadata.get_input_schema().inputs
    return {column.name: getattr(column.type, "name", "any") for column in inputs}


def with_texts(rows, types):
    """The rows with texts in place of times, as `read_csv` leaves them."""
    texts = rows.copy()
    for name in rows.columns:
        if types[name] == "any":
            texts[name] = rows[name].dt.strftime("%Y-%m-%dT%H:%M:%S.%f").where(rows[name].notna(), None)
    return texts


def frame(columns, types):
    """The rows with the pandas types that the model's signature asks for."""
    data = {}
    for name, column in columns.items():
        values = column["values"]
        kind = types[name]
        if kind == "any":
            data[name] = pd.to_datetime(pd.Series(values, dtype="float64"), unit="ms")
        elif kind == "boolean":
            data[name] = pd.Series([None if v is None else bool(v) for v in values], dtype=object)
        elif kind == "string":
            data[name] = pd.Series(values, dtype=object)
        elif kind == "long":
            data[name] = pd.Series(values, dtype="int64")
        else:
            data[name] = pd.Series(values, dtype="float64")
    return pd.DataFrame(data)


def difference(actual, expected):
    return float(np.max(np.abs(actual - expected) / np.maximum(np.abs(expected), 1e-300)))


def check(folder):
    model = mlflow.pyfunc.load_model(str(folder / "model"))
    types = kinds(model)
    rows = frame(read(folder / "rows.json"), types)
    expected = read(folder / "expected.json")
    predicted = model.predict(rows)
    if folder.name == "price":
        worst = difference(predicted, np.array(expected["prediction"]))
    else:
        probabilities = model.predict(rows, params={"method": "predict_proba"})
        names = [name for name in expected if name.startswith("probability_")]
        worst = difference(probabilities, np.array([expected[name] for name in names]).T)
        labeled = {"kind": str, "sold": np.bool_, "grade": np.int64}
        assert isinstance(predicted[0], labeled[folder.name]), type(predicted[0])
        labels = [bool(v) if folder.name == "sold" else v for v in expected["prediction"]]
        assert list(predicted) == labels
    assert worst < 1e-12, worst
    assert list(model.predict(with_texts(rows, types))) == list(predicted)
    # what mlflow makes of a dict of lists of texts
    lists = pd.DataFrame([{name: list(rows[name]) for name in rows.columns}])
    assert list(model._model_impl.predict(lists)) == list(predicted)
    one_by_one = [model.predict(rows.iloc[[i]])[0] for i in range(3)]
    if folder.name == "price":
        assert difference(np.array(one_by_one), predicted[:3]) < 1e-12
    else:
        assert list(predicted[:3]) == one_by_one
    check_values(model, read(folder / "values.json"))
    example = model.input_example
    assert len(model.predict(example)) == len(example)
    assert model.metadata.get_input_schema().input_names() == list(example.columns)
    return worst


def given(value):
    """A value as Python code has it."""
    if isinstance(value, dict):
        return pd.Timestamp(value["time"], unit="ms") if "time" in value else float(value["number"])
    return value


def check_values(model, cases):
    """Each row of strange values is predicted, or refused in the same words, as in Java."""
    own = model._model_impl
    wrong = []
    for case in cases:
        row = pd.DataFrame({name: pd.Series([given(v)], dtype=object) for name, v in case["values"].items()})
        try:
            outputs = own.predict(row) if own.task == "regression" else own.predict_proba(row)[0]
        except ValueError as refusal:
            if str(refusal) != case.get("refusal"):
                wrong.append((case, str(refusal)))
            continue
        if "outputs" not in case or difference(np.array(outputs), np.array(case["outputs"])) > 1e-9:
            wrong.append((case, list(outputs)))
    assert not wrong, "\n".join(str(one) for one in wrong[:20])


def main():
    root = pathlib.Path(__file__).resolve().parents[2] / "ml" / "target" / "python-loader"
    root = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else root
    for target in TARGETS:
        print(f"{target}: largest relative difference {check(root / target):.1e}")


if __name__ == "__main__":
    main()
