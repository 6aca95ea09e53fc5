"""Trains on the same rows with Lazuli and FLAML, scores the same test rows, prints both."""

import argparse
import json
import pathlib
import subprocess
import tempfile
import time

import numpy as np
import pandas as pd
from sklearn.metrics import log_loss, mean_absolute_error, mean_squared_error, roc_auc_score
from sklearn.model_selection import train_test_split

HERE = pathlib.Path(__file__).resolve().parent
LAZULI = HERE.parent / "lazuli"


def tables(folder: pathlib.Path, only: str | None):
    """The tables with their target, task and fixed split."""
    if only in (None, "diamonds"):
        frame = pd.read_csv(folder / "diamonds" / "diamonds.csv")
        train, test = train_test_split(frame, test_size=0.1, random_state=7)
        yield "diamonds", "price", "regression", train, test
    if only in (None, "bank"):
        train = pd.read_csv(folder / "bank-marketing" / "train.csv")
        test = pd.read_csv(folder / "bank-marketing" / "test.csv")
        yield "bank", "y", "classification", train, test


def lazuli(name, target, task, train, test, budget, folder):
    """Trains and scores with the command line; returns predictions and seconds."""
    train.to_csv(folder / "train.csv", index=False)
    test.drop(columns=[target]).to_csv(folder / "test.csv", index=False)
    start = time.monotonic()
    command = [
        LAZULI, "automl", "train", folder / "train.csv", "--target", target, "--task", task,
        "--budget", f"{budget}s", "--seed", "7", "--out", folder / "model", "--overwrite",
    ]
    if task == "classification":
        command += ["--metric", "AUC_weighted"]
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL)
    seconds = time.monotonic() - start
    subprocess.run(
        [LAZULI, "score", "--model", folder / "model", "--data", folder / "test.csv",
         "--out", folder / "predictions.csv"],
        check=True, stdout=subprocess.DEVNULL)
    scored = pd.read_csv(folder / "predictions.csv")
    best = json.loads((folder / "model" / "leaderboard.json").read_text())
    column = "prediction" if task == "regression" else "probability_yes"
    return scored[column].to_numpy(), seconds, best


def flaml(name, target, task, train, test, budget):
    """Trains and scores with FLAML on two jobs; returns predictions and seconds."""
    from flaml import AutoML

    x = train.drop(columns=[target])
    z = test.drop(columns=[target])
    for column in x.select_dtypes(["object", "str"]):
        kinds = pd.CategoricalDtype(sorted(x[column].dropna().unique()))
        x[column] = x[column].astype(kinds)
        z[column] = z[column].astype(kinds)
    y = train[target] if task == "regression" else (train[target] == "yes").astype(int)
    learner = AutoML()
    start = time.monotonic()
    learner.fit(
        x, y, task=task, time_budget=budget, seed=7, n_jobs=2, verbose=0,
        metric="rmse" if task == "regression" else "roc_auc")
    seconds = time.monotonic() - start
    if task == "regression":
        return learner.predict(z), seconds, learner.best_estimator
    return learner.predict_proba(z)[:, 1], seconds, learner.best_estimator


def figures(task, truth, predicted):
    """The metrics that are compared, by name."""
    if task == "regression":
        return {
            "RMSE": float(np.sqrt(mean_squared_error(truth, predicted))),
            "MAE": float(mean_absolute_error(truth, predicted)),
        }
    yes = (truth == "yes").astype(int)
    return {"AUC": float(roc_auc_score(yes, predicted)), "log_loss": float(log_loss(yes, predicted))}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--budget", type=int, default=60)
    parser.add_argument("--data", type=pathlib.Path, default=HERE.parent.parent / "shared" / "data")
    parser.add_argument("--only", choices=["diamonds", "bank"])
    options = parser.parse_args()
    print(f"AutoML, {options.budget} s each, 2 cores; ratio = Lazuli / FLAML")
    print(f"{'table':10} {'metric':10} {'Lazuli':>12} {'FLAML':>12} {'ratio':>8}   seconds")
    for name, target, task, train, test in tables(options.data, options.only):
        with tempfile.TemporaryDirectory() as folder:
            ours, our_seconds, _ = lazuli(
                name, target, task, train, test, options.budget, pathlib.Path(folder))
        theirs, their_seconds, _ = flaml(name, target, task, train, test, options.budget)
        our_figures = figures(task, test[target], ours)
        their_figures = figures(task, test[target], theirs)
        for metric, value in our_figures.items():
            other = their_figures[metric]
            print(f"{name:10} {metric:10} {value:12.5f} {other:12.5f} {value / other:8.4f}   "
                  f"{our_seconds:.0f} / {their_seconds:.0f}", flush=True)


if __name__ == "__main__":
    main()
