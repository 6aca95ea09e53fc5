"""Trains one peer and predicts the test rows: run in the peer's own environment.

Reads FOLDER/train.csv, test.csv and task.json; writes predictions.csv (`prediction`, or a column
`probability_CLASS` for each class) and seconds.json.
"""

import json
import os
import pathlib
import sys
import time

import numpy as np
import pandas as pd

CORES = len(os.sched_getaffinity(0))


def categories(train, test):
    """Text columns as categories with the training values."""
    for column in train.columns:
        if not pd.api.types.is_numeric_dtype(train[column]):
            kinds = pd.CategoricalDtype(sorted(train[column].dropna().astype(str).unique()))
            train[column] = train[column].astype(str).where(train[column].notna()).astype(kinds)
            test[column] = test[column].astype(str).where(test[column].notna()).astype(kinds)
    return train, test


def flaml(train, test, target, task, budget, seed):
    from flaml import AutoML

    x, z = categories(train.drop(columns=[target]), test.copy())
    y = train[target]
    classes = sorted(y.unique(), key=str)
    codes = y if task == "regression" else y.map({c: i for i, c in enumerate(classes)})
    metric = "rmse" if task == "regression" else "roc_auc" if len(classes) == 2 else "roc_auc_ovr_weighted"
    learner = AutoML()
    start = time.monotonic()
    learner.fit(x, codes, task=task, time_budget=budget, seed=seed, n_jobs=CORES, verbose=0, metric=metric)
    seconds = time.monotonic() - start
    if task == "regression":
        return pd.DataFrame({"prediction": learner.predict(z)}), seconds
    return pd.DataFrame(learner.predict_proba(z), columns=[f"probability_{c}" for c in classes]), seconds


def autogluon(train, test, target, task, budget, seed, preset):
    from autogluon.tabular import TabularPredictor

    classes = train[target].nunique()
    problem = "regression" if task == "regression" else "binary" if classes == 2 else "multiclass"
    metric = {"regression": "rmse", "binary": "roc_auc", "multiclass": "roc_auc_ovr_weighted"}[problem]
    start = time.monotonic()
    predictor = TabularPredictor(
        label=target, problem_type=problem, eval_metric=metric, verbosity=0,
        path=f"autogluon-{seed}")
    predictor.fit(train, time_limit=budget, presets=preset, num_cpus=CORES)
    seconds = time.monotonic() - start
    if task == "regression":
        return pd.DataFrame({"prediction": predictor.predict(test)}), seconds
    shares = predictor.predict_proba(test)
    return shares.rename(columns=lambda c: f"probability_{c}"), seconds


def h2o(train, test, target, task, budget, seed):
    import h2o as server
    from h2o.automl import H2OAutoML

    server.init(nthreads=CORES, max_mem_size="3g")
    table = server.H2OFrame(train)
    rows = server.H2OFrame(test)
    if task == "classification":
        table[target] = table[target].asfactor()
    start = time.monotonic()
    learner = H2OAutoML(max_runtime_secs=budget, seed=seed)
    learner.train(y=target, training_frame=table)
    seconds = time.monotonic() - start
    predicted = learner.leader.predict(rows).as_data_frame()
    server.cluster().shutdown()
    if task == "regression":
        return predicted.rename(columns={"predict": "prediction"}), seconds
    names = {}
    for label in sorted(train[target].unique(), key=str):
        own = str(label) if str(label) in predicted else f"p{label}"
        names[own] = f"probability_{label}"
    return predicted[list(names)].rename(columns=names), seconds


def main():
    folder = pathlib.Path(sys.argv[1])
    job = json.loads((folder / "task.json").read_text())
    train = pd.read_csv(folder / "train.csv")
    test = pd.read_csv(folder / "test.csv")
    os.chdir(folder)
    np.random.seed(job["seed"])
    common = (train, test, job["target"], job["task"], job["budget"], job["seed"])
    system = job["system"]
    if system == "flaml":
        predicted, seconds = flaml(*common)
    elif system == "h2o":
        predicted, seconds = h2o(*common)
    else:
        preset = "best_quality" if system == "autogluon-best" else "medium_quality"
        predicted, seconds = autogluon(*common, preset)
    predicted.to_csv("predictions.csv", index=False)
    pathlib.Path("seconds.json").write_text(json.dumps(seconds))


if __name__ == "__main__":
    main()
