"""Rolling forecasts of bike-no and nyc-energy: Lazuli, statsforecast and FLAML; run by `run`.

Every system sees the same values before each origin, the target only, and the same seconds where it
takes a budget. MASE is scaled by the in-sample error of the seasonal naive forecast. statsforecast's
models know one season and get slow on long series, so for the hourly table they see the latest four
weeks with a season of 24. FLAML overruns its seconds on long series, so it sees the latest 5,000 values.
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
    "bike-no": {"file": "bike-no.csv", "time": "date", "target": "cnt", "freq": "D", "season": 7, "horizon": 14, "windows": 10, "step": 31},
    "nyc-energy": {"file": "nyc-energy-train.csv", "time": "timeStamp", "target": "demand", "freq": "h", "season": 24, "horizon": 48, "windows": 4, "step": 1009},
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
            values = part.to_numpy()[-28 * 24 :] if spec["freq"] == "h" else part.to_numpy()
            made = getattr(models, model)(season_length=spec["season"]).forecast(y=values, h=spec["horizon"])
            forecasts.append(np.asarray(made["mean"]))
        return forecasts

    return run


def flaml(spec, parts, budget):
    from flaml import AutoML

    forecasts = []
    for part in parts:
        table = part.iloc[-5000:].rename("y").rename_axis("ds").reset_index()
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


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", default=os.path.join(HERE, "..", "..", "..", "shared", "data", "forecasting"))
    parser.add_argument("--windows", type=int, default=0, help="origins of each table")
    parser.add_argument("--budget", type=int, default=20, help="seconds a forecast, for Lazuli and FLAML")
    parser.add_argument("--only", choices=TABLES)
    parser.add_argument("--systems", nargs="*", default=list(SYSTEMS))
    given = parser.parse_args()
    for name, spec in TABLES.items():
        if given.only not in (None, name):
            continue
        series = read(spec, given.data)
        windows = given.windows or spec["windows"]
        ends = [len(series) - spec["horizon"] - w * spec["step"] for w in range(windows)][::-1]
        parts = [series.iloc[:end] for end in ends]
        actual = [series.to_numpy()[end : end + spec["horizon"]] for end in ends]
        scales = [np.mean(np.abs(part.to_numpy()[spec["season"] :] - part.to_numpy()[: -spec["season"]])) for part in parts]
        print(f"{name}: {windows} origins {spec['step']} apart, {spec['horizon']} ahead")
        for system in given.systems:
            start = time.time()
            try:
                forecasts = SYSTEMS[system](spec, parts, given.budget)
            except Exception as problem:  # a peer that fails is printed, and the others go on
                print(f"  {system:<10} failed: {str(problem).splitlines()[0][:100] if str(problem) else type(problem).__name__}")
                continue
            errors = [np.mean(np.abs(f - a)) / s for f, a, s in zip(forecasts, actual, scales)]
            each = " ".join(f"{error:.3f}" for error in errors)
            print(f"  {system:<10} MASE {np.mean(errors):.4f}  [{each}]  {time.time() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
