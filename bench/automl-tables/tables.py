"""The tables of the AutoML benchmark: name -> (frame, target, task)."""

import pathlib

import pandas as pd
from sklearn import datasets


def _csv(folder, path, target, task, drop=()):
    return pd.read_csv(folder / path).drop(columns=list(drop)), target, task


def _bank(folder):
    parts = [pd.read_csv(folder / "bank-marketing" / f"{part}.csv")
             for part in ("train", "validation", "test")]
    return pd.concat(parts, ignore_index=True), "y", "classification"


def _sklearn(load, task):
    frame = load(as_frame=True).frame
    frame.columns = [column.replace(" ", "_") for column in frame.columns]
    return frame, "target", task


TABLES = {
    "diamonds": lambda d: _csv(d, "diamonds/diamonds.csv", "price", "regression"),
    "bank": _bank,
    "diabetes": lambda d: _csv(
        d, "diabetes/diabetes.csv", "Diabetic", "classification", ["PatientID"]),
    "attrition": lambda d: _csv(
        d, "hr-attrition/adapted-curated.csv", "Attrition", "classification", ["EmployeeNumber"]),
    "heart": lambda d: _csv(d, "classification/heart.csv", "target", "classification"),
    "cpu": lambda d: _csv(d, "regression/cpu-hardware.csv", "ERP", "regression"),
    "cancer": lambda d: _sklearn(datasets.load_breast_cancer, "classification"),
    "digits": lambda d: _sklearn(datasets.load_digits, "classification"),
    "wine": lambda d: _sklearn(datasets.load_wine, "classification"),
    "sk-diabetes": lambda d: _sklearn(datasets.load_diabetes, "regression"),
}


def add_table(path, target, task):
    """Makes a CSV file a table of the benchmark, named as the file is."""
    TABLES[pathlib.Path(path).stem] = lambda _: _csv(pathlib.Path(), path, target, task)
