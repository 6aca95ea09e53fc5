"""Trains on the same rows with Lazuli and its peers, scores the same test rows, prints all."""

import argparse
import glob
import itertools
import json
import os
import pathlib
import subprocess
import tempfile
import time

import numpy as np
import pandas as pd
from tables import TABLES, add_table
from sklearn.metrics import log_loss, mean_absolute_error, mean_squared_error, roc_auc_score
from sklearn.model_selection import train_test_split

HERE = pathlib.Path(__file__).resolve().parent
BENCH = HERE.parent
LAZULI = BENCH.parent / "lazuli"
SYSTEMS = ["lazuli", "flaml", "autogluon", "autogluon-best", "h2o"]
METRICS = ["RMSE", "MAE", "1 - AUC", "log_loss"]


def lazuli(folder, job):
    """Trains and scores with the command line; returns seconds."""
    start = time.monotonic()
    command = [
        LAZULI, "automl", "train", folder / "train.csv", "--target", job["target"],
        "--task", job["task"], "--budget", f"{job['budget']}s", "--seed", job["seed"],
        "--out", folder / "model", "--overwrite",
    ]
    if job["task"] == "classification":
        command += ["--metric", "AUC_weighted"]
    run(command, folder)
    seconds = time.monotonic() - start
    run([LAZULI, "score", "--model", folder / "model", "--data", folder / "test.csv",
         "--out", folder / "predictions.csv"], folder)
    return seconds


def peer(folder, job):
    """Trains and scores a peer in its own environment; returns seconds."""
    (folder / "task.json").write_text(json.dumps(job))
    name = job["system"].removesuffix("-best")
    environment = dict(os.environ)
    if name == "h2o":
        java = os.environ.get("H2O_JAVA_HOME") or next(iter(glob.glob("/usr/lib/jvm/*17*")), "")
        if not java:
            raise SystemExit("h2o needs a Java of 8 to 17: set H2O_JAVA_HOME")
        environment["JAVA_HOME"] = java
        environment["PATH"] = f"{java}/bin:{environment['PATH']}"
    run([BENCH / f".venv-{name}" / "bin" / "python", HERE / "peer.py", folder], folder,
        environment)
    return json.loads((folder / "seconds.json").read_text())


def run(command, folder, environment=None):
    with open(folder / "log.txt", "ab") as log:
        done = subprocess.run([str(part) for part in command], stdout=log, stderr=log,
                              env=environment, check=False)
    if done.returncode:
        raise RuntimeError((folder / "log.txt").read_text(errors="replace")[-2000:])


def figures(task, truth, predicted):
    """The metrics that are compared, the first of them by rank; lower is better for all."""
    if task == "regression":
        values = predicted["prediction"].to_numpy()
        return {
            "RMSE": float(np.sqrt(mean_squared_error(truth, values))),
            "MAE": float(mean_absolute_error(truth, values)),
        }
    classes = sorted(truth.unique(), key=str)
    shares = predicted[[f"probability_{label}" for label in classes]].to_numpy()
    shares = shares / shares.sum(axis=1, keepdims=True)
    codes = truth.map({label: code for code, label in enumerate(classes)})
    area = (
        roc_auc_score(codes, shares[:, 1]) if len(classes) == 2
        else roc_auc_score(codes, shares, multi_class="ovr", average="weighted"))
    loss = log_loss(codes, np.clip(shares, 1e-15, 1), labels=range(len(classes)))
    return {"1 - AUC": 1 - float(area), "log_loss": float(loss)}


def identity(job):
    """What two measurements share when one stands for the other."""
    return tuple(job[key] for key in ("system", "table", "seed", "budget", "test", "cores"))


def measure(job, data):
    """Trains and scores one job: its metrics and seconds."""
    frame, target, task = TABLES[job["table"]](data)
    train, test = train_test_split(
        frame, test_size=job["test"], random_state=job["seed"],
        stratify=frame[target] if task == "classification" else None)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        train.to_csv(folder / "train.csv", index=False)
        test.drop(columns=[target]).to_csv(folder / "test.csv", index=False)
        job = job | {"target": target, "task": task}
        seconds = lazuli(folder, job) if job["system"] == "lazuli" else peer(folder, job)
        predicted = pd.read_csv(folder / "predictions.csv")
    return {"seconds": seconds, **figures(task, test[target], predicted)}


def report(results, systems):
    """Each table's means, then of each system the mean rank and how Lazuli stands beside it."""
    print(f"\n{'table':12} {'metric':9}" + "".join(f"{system:>18}" for system in systems))
    for table in dict.fromkeys(result["table"] for result in results):
        own = [result for result in results if result["table"] == table]
        for metric in [key for key in own[0] if key in METRICS]:
            line = f"{table:12} {metric:9}"
            for system in systems:
                values = [r[metric] for r in own if r["system"] == system]
                spread = f"±{np.std(values):.2g}" if len(values) > 1 else ""
                line += f"{np.mean(values):>10.5g}{spread:8}" if values else f"{'-':>18}"
            print(line)
    splits = {}
    for result in results:
        value = result["RMSE"] if "RMSE" in result else result["1 - AUC"]
        splits.setdefault((result["table"], result["seed"]), {})[result["system"]] = value
    whole = {key: row for key, row in splits.items() if set(row) == set(systems)}
    ranks = pd.DataFrame([pd.Series(row).rank() for row in whole.values()]).mean()
    print(f"\n{len(whole)} splits that all systems trained on; rank by RMSE or AUC")
    print(f"{'system':16} {'mean rank':>9} {'seconds':>14}   Lazuli beside it")
    for system in systems:
        seconds = [r["seconds"] for r in results if r["system"] == system]
        took = f"{np.mean(seconds):.0f}, max {max(seconds):.0f}" if seconds else "-"
        rank = f"{ranks[system]:9.2f}" if len(whole) else f"{'-':>9}"
        print(f"{system:16} {rank} {took:>14}   {beside(splits, results, system)}")


def beside(splits, results, system):
    """How often Lazuli is better than a system, and its worst table: AUC lost, or RMSE's ratio."""
    both = {key: (row["lazuli"], row[system]) for key, row in splits.items()
            if "lazuli" in row and system in row and system != "lazuli"}
    if not both:
        return "-"
    wins = sum(ours < theirs for ours, theirs in both.values())
    ties = sum(ours == theirs for ours, theirs in both.values())
    regressions = {r["table"] for r in results if "RMSE" in r}
    worst = {}
    for table in dict.fromkeys(table for table, _ in both):
        ours, theirs = np.mean([pair for key, pair in both.items() if key[0] == table], axis=0)
        worst[table in regressions, table] = ours / theirs - 1 if table in regressions else ours - theirs
    parts = [f"better {wins}, equal {ties}, worse {len(both) - wins - ties}"]
    for regression, name in [(False, "AUC"), (True, "RMSE")]:
        own = {key: value for key, value in worst.items() if key[0] == regression}
        if own:
            at = max(own, key=own.get)
            parts.append(f"worst {name} {-own[at] if not regression else own[at]:+.2%} ({at[1]})")
    return "; ".join(parts)


def main():
    parser = argparse.ArgumentParser(formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--budget", type=int, default=60, help="seconds of each training")
    parser.add_argument("--seeds", default="7", help="splits, parted by commas")
    parser.add_argument("--tables", default="diamonds,bank", help="all, or of " + ",".join(TABLES))
    parser.add_argument("--systems", default="lazuli,flaml", help="of " + ",".join(SYSTEMS))
    parser.add_argument("--own", action="append", default=[], metavar="CSV:TARGET:TASK",
                        help="a table of yours instead; TASK is classification or regression")
    parser.add_argument("--test", type=float, default=0.2, help="part of the rows to test on")
    parser.add_argument("--data", type=pathlib.Path, default=BENCH.parent.parent / "shared" / "data")
    parser.add_argument("--json", type=pathlib.Path, help="file of figures: those in it are not measured again")
    options = parser.parse_args()
    for own in options.own:
        add_table(*own.rsplit(":", 2))
    tables = ([pathlib.Path(own.rsplit(":", 2)[0]).stem for own in options.own]
              or (list(TABLES) if options.tables == "all" else options.tables.split(",")))
    systems = options.systems.split(",")
    for name, known in [(tables, TABLES), (systems, SYSTEMS)]:
        unknown = [one for one in name if one not in known]
        if unknown:
            parser.error(f"unknown: {', '.join(unknown)}; there are {', '.join(known)}")
    cores = len(os.sched_getaffinity(0))
    print(f"AutoML, {options.budget} s each, {cores} cores; lower is better everywhere")
    known = {}
    if options.json and options.json.exists():
        known = {identity(result): result for result in json.loads(options.json.read_text())}
    results = []
    for seed, table, system in itertools.product(options.seeds.split(","), tables, systems):
        job = {"system": system, "table": table, "seed": int(seed), "budget": options.budget,
               "test": options.test, "cores": cores}
        if identity(job) not in known:
            try:
                known[identity(job)] = job | measure(job, options.data)
            except RuntimeError as failed:
                print(f"{table} {seed} {system}: failed\n{failed}", flush=True)
                continue
            if options.json:
                options.json.write_text(json.dumps(list(known.values()), indent=1))
        result = known[identity(job)]
        results.append(result)
        shown = "  ".join(f"{key} {value:.5g}" for key, value in result.items() if key in METRICS)
        print(f"{table:12} seed {seed}  {system:16} {shown}  {result['seconds']:.0f} s", flush=True)
    if results:
        report(results, systems)


if __name__ == "__main__":
    main()
