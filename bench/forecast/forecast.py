"""Rolling forecasts of bike-no and nyc-energy: Lazuli, statsforecast and FLAML; run by `run`.

Every system sees the same values before each origin: the target only, all of bike-no's days, and the
latest four weeks of nyc-energy's hours, because statsforecast's models get slow and FLAML overruns its
seconds on longer ones. Those that take a budget get the same seconds. MASE is scaled by the error of
the seasonal naive forecast within that history. Each origin's error is printed as it comes, and a
table at the end.
"""

import argparse
import os
import subprocess
import tempfile
import time
import warnings

import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")
HERE = os.path.dirname(os.path.abspath(__file__))
TABLES = {
    "bike-no": {"file": "bike-no.csv", "time": "date", "target": "cnt", "freq": "D", "season": 7, "horizon": 14, "windows": 6, "step": 53, "history": 0},
    "nyc-energy": {"file": "nyc-energy-train.csv", "time": "timeStamp", "target": "demand", "freq": "h", "season": 24, "horizon": 48, "windows": 4, "step": 1009, "history": 28 * 24},
}


def read(spec, folder):
    frame = pd.read_csv(os.path.join(folder, spec["file"]), usecols=[spec["time"], spec["target"]])
    frame["ds"] = pd.to_datetime(frame[spec["time"]])
    series = frame.groupby("ds")[spec["target"]].mean().asfreq(spec["freq"])
    return series.interpolate()


def lazuli(spec, parts, budget):
    java = os.path.join(os.environ["JAVA_HOME"], "bin", "java") if "JAVA_HOME" in os.environ else "java"
    classes = os.path.join(HERE, "..", "..", "ml", "target", "classes")
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for i, part in enumerate(parts):
            files.append(os.path.join(folder, f"{i}.csv"))
            part.rename("y").rename_axis("ds").to_csv(files[-1], date_format="%Y-%m-%d %H:%M:%S")
        command = [java, "-cp", classes, os.path.join(HERE, "Forecast.java"), "ds", "y", str(spec["horizon"]), str(budget), *files]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [np.array(line.split(), dtype=float) for line in done.stdout.strip().splitlines()]


def statsforecast(model):
    def run(spec, parts, budget):
        from statsforecast import models

        forecasts = []
        for part in parts:
            faster = {"approximation": True} if model == "AutoARIMA" and spec["season"] > 12 else {}  # as R's auto.arima
            made = getattr(models, model)(season_length=spec["season"], **faster).forecast(y=part.to_numpy(), h=spec["horizon"])
            forecasts.append(np.asarray(made["mean"]))
        return forecasts

    return run


def flaml(spec, parts, budget):
    from flaml import AutoML

    forecasts = []
    for part in parts:
        table = part.rename("y").rename_axis("ds").reset_index()
        model = AutoML()
        model.fit(
            dataframe=table,
            label="y",
            task="ts_forecast",
            period=spec["horizon"],
            time_budget=budget,
            metric="mae",
            eval_method="holdout",
            estimator_list=["lgbm", "rf", "extra_tree"],
            verbose=0,
            seed=1,
            n_jobs=1,
        )
        ahead = pd.date_range(part.index[-1], periods=spec["horizon"] + 1, freq=spec["freq"])[1:]
        forecasts.append(np.asarray(model.predict(pd.DataFrame({"ds": ahead}))).ravel())
    return forecasts


SYSTEMS = {
    "Lazuli": lazuli,
    "AutoETS": statsforecast("AutoETS"),
    "AutoARIMA": statsforecast("AutoARIMA"),
    "AutoTheta": statsforecast("AutoTheta"),
    "FLAML": flaml,
}


def compare(name, spec, given):
    """MASE at each origin and seconds, by system."""
    series = read(spec, given.data)
    windows = given.windows or spec["windows"]
    ends = [len(series) - spec["horizon"] - w * spec["step"] for w in range(windows)][::-1]
    parts = [series.iloc[max(0, end - spec["history"]) if spec["history"] else 0 : end] for end in ends]
    actual = [series.to_numpy()[end : end + spec["horizon"]] for end in ends]
    scales = [np.mean(np.abs(part.to_numpy()[spec["season"] :] - part.to_numpy()[: -spec["season"]])) for part in parts]
    print(f"{name}: {windows} origins {spec['step']} apart, {spec['horizon']} ahead, {len(parts[0])} to {len(parts[-1])} values known")
    results = {}
    for system in given.systems:
        start = time.time()
        try:
            forecasts = SYSTEMS[system](spec, parts, given.budget)
        except Exception as problem:  # a peer that fails is printed, and the others go on
            print(f"  {system:<10} failed: {str(problem).splitlines()[0][:100] if str(problem) else type(problem).__name__}")
            continue
        errors = [np.mean(np.abs(f - a)) / s for f, a, s in zip(forecasts, actual, scales)]
        results[system] = (errors, time.time() - start)
        each = " ".join(f"{error:.3f}" for error in errors)
        print(f"  {system:<10} [{each}]  {results[system][1]:.0f} s", flush=True)
    return results


def table(results, systems):
    """Mean MASE with its standard error over origins, by the best peer's, and seconds a forecast."""
    print("\n" + f"{'MASE':<10}" + "".join(f" | {name:^34}" for name in results))
    for system in systems:
        cells = []
        for own in results.values():
            if system not in own:
                cells.append(f"{'failed':^34}")
                continue
            errors, seconds = own[system]
            peers = [np.mean(other) for key, (other, _) in own.items() if key != "Lazuli"]
            ratio = f"{np.mean(errors) / min(peers):.3f}x" if peers else ""
            spread = np.std(errors, ddof=1) / np.sqrt(len(errors)) if len(errors) > 1 else np.nan
            cells.append(f"{np.mean(errors):.4f} +- {spread:.4f} {ratio:>7} {seconds / len(errors):6.1f} s  ")
        print(f"{system:<10} | " + " | ".join(cells))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", default=os.path.join(HERE, "..", "..", "..", "shared", "data", "forecasting"))
    parser.add_argument("--windows", type=int, default=0, help="origins of each table")
    parser.add_argument("--budget", type=int, default=15, help="seconds a forecast, for Lazuli and FLAML")
    parser.add_argument("--only", choices=TABLES)
    parser.add_argument("--systems", nargs="*", default=list(SYSTEMS))
    given = parser.parse_args()
    chosen = {name: spec for name, spec in TABLES.items() if given.only in (None, name)}
    table({name: compare(name, spec, given) for name, spec in chosen.items()}, given.systems)


if __name__ == "__main__":
    main()
