"""Forecast models saved by Java forecast the same through `mlflow.pyfunc.load_model`.

Needs mlflow, numpy and pandas, and the files that `ForecastFolderTest` writes to
`ml/target/python-forecast`. Run: `python conformance/python/ml_forecast_test.py [FOLDER]`.
"""

import json
import pathlib
import sys

import mlflow
import numpy as np
import pandas as pd


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def check(folder):
    model = mlflow.pyfunc.load_model(str(folder / "model"))
    inputs = model.metadata.get_input_schema().inputs
    types = {column.name: getattr(column.type, "name", "any") for column in inputs}
    rows = pd.DataFrame(read(folder / "rows.json"))
    for name in rows.columns:
        if types[name] == "double":
            rows[name] = rows[name].astype("float64")
    expected = [np.array(values) for values in read(folder / "expected.json")]
    predicted = model.predict(rows)
    assert isinstance(predicted, np.ndarray), type(predicted)
    times = [name for name in rows.columns if types[name] == "any"]
    dated = rows.assign(**{name: pd.to_datetime(rows[name]) for name in times})
    assert list(model.predict(dated)) == list(predicted)
    # what mlflow makes of a dict of lists of texts
    lists = pd.DataFrame([{name: list(rows[name]) for name in rows.columns}])
    assert list(model._model_impl.predict(lists)) == list(predicted)
    table = model.predict(rows, params={"quantiles": "0.1,0.9"})
    assert list(table.columns) == ["prediction", "quantile_0.1", "quantile_0.9"]
    worst = 0.0
    for actual, numbers in zip([predicted, *(table[c] for c in table.columns)], [expected[0], *expected]):
        worst = max(worst, float(np.max(np.abs(actual - numbers) / np.maximum(np.abs(numbers), 1e-9))))
    assert worst < 1e-9, worst
    example = model.input_example
    assert len(model.predict(example)) == len(example)
    return worst


def main():
    root = pathlib.Path(__file__).resolve().parents[2] / "ml" / "target" / "python-forecast"
    root = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else root
    folders = sorted(folder for folder in root.iterdir() if (folder / "expected.json").exists())
    assert folders, f"no models in {root}"
    for folder in folders:
        print(f"{folder.name}: largest relative difference {check(folder):.1e}")


if __name__ == "__main__":
    main()
