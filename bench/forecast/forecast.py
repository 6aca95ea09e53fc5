"""Rolling forecasts of bike-no and nyc-energy: Lazuli, statsforecast and FLAML; run by `run`.

Every system sees the same values before each origin: the target only, all of bike-no's days, and the
latest four weeks of nyc-energy's hours, because statsforecast's models get slow and FLAML overruns its
seconds on longer ones. Those that take a budget get the same seconds of the processor, by their own
clocks, so that other work on the machine costs nobody anything. The models of statsforecast take one
season, the shorter, but for MSTL, which is given both of nyc-energy's; Lazuli has to find them. MASE is
scaled by the error of the seasonal naive forecast within that history.

Origins lie a fixed step apart, back from the end, so that they meet all seasons and, in nyc-energy, all
hours of the day. A table may have gaps, which are filled by straight lines before the origin; an origin
after which a value is missing would test those lines, so it moves back until 48 hours (14 days) are known.

Each origin's error is printed as it comes, and kept in the file of `--json`: another run with the same
file goes on where it stopped. A table with the spread comes at the end.
"""

import argparse
import json
import multiprocessing
import os
import resource
import subprocess
import tempfile
import time
import warnings

import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")
HERE = os.path.dirname(os.path.abspath(__file__))
TABLES = {
    "bike-no": {"file": "bike-no.csv", "time": "date", "target": "cnt", "freq": "D", "season": 7, "periods": [7], "horizon": 14, "windows": 8, "step": 45, "history": 0},
    "nyc-energy": {"file": "nyc-energy-train.csv", "time": "timeStamp", "target": "demand", "freq": "h", "season": 24, "periods": [24, 168], "horizon": 48, "windows": 8, "step": 1009, "history": 28 * 24},
}


def read(spec, folder):
    """The series with NaN in its gaps."""
    frame = pd.read_csv(os.path.join(folder, spec["file"]), usecols=[spec["time"], spec["target"]])
    frame["ds"] = pd.to_datetime(frame[spec["time"]])
    return frame.groupby("ds")[spec["target"]].mean().asfreq(spec["freq"])


def lazuli(spec, part, budget):
    java = os.path.join(os.environ["JAVA_HOME"], "bin", "java") if "JAVA_HOME" in os.environ else "java"
    classes = os.path.join(HERE, "..", "..", "ml", "target", "classes")
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "known.csv")
        part.rename("y").rename_axis("ds").to_csv(file, date_format="%Y-%m-%d %H:%M:%S")
        command = [java, "-cp", classes, os.path.join(HERE, "Forecast.java"), "ds", "y", str(spec["horizon"]), str(budget), file]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    return np.array(done.stdout.split(), dtype=float)


def statsforecast(model):
    def run(spec, part, budget):
        from statsforecast import models

        faster = {"approximation": True} if model == "AutoARIMA" and spec["season"] > 12 else {}  # as R's auto.arima
        made = getattr(models, model)(season_length=spec["season"], **faster).forecast(y=part.to_numpy(), h=spec["horizon"])
        return np.asarray(made["mean"])

    return run


def mstl(spec, part, budget):
    """Seasons of all periods by loess, the rest by ARIMA: the rival that knows the week of hours too."""
    from statsforecast import models

    model = models.MSTL(season_length=spec["periods"], trend_forecaster=models.AutoARIMA())
    return np.asarray(model.forecast(y=part.to_numpy(), h=spec["horizon"])["mean"])


def flaml(spec, part, budget):
    from flaml import AutoML

    time.time = lambda begun=time.time(), busy=used(): begun + used() - busy  # FLAML's only clock
    model = AutoML()
    model.fit(
        dataframe=part.rename("y").rename_axis("ds").reset_index(),
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
    return np.asarray(model.predict(pd.DataFrame({"ds": ahead}))).ravel()


SYSTEMS = {
    "Lazuli": lazuli,
    "AutoETS": statsforecast("AutoETS"),
    "AutoARIMA": statsforecast("AutoARIMA"),
    "AutoTheta": statsforecast("AutoTheta"),
    "MSTL": mstl,
    "FLAML": flaml,
}
BUDGETED = ("Lazuli", "FLAML")


def used():
    """Processor seconds of this process and of those it waited for."""
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def forecast(system, spec, part, given):
    """A forecast in a process of its own, which ends when its time is over: (values, seconds, processor seconds)."""

    def work(pipe):
        resource.setrlimit(resource.RLIMIT_CPU, (given.limit, given.limit))
        start, begun = time.monotonic(), used()
        try:
            values = SYSTEMS[system](spec, part, given.budget)
            pipe.send((list(map(float, values)), time.monotonic() - start, used() - begun))
        except Exception as problem:  # a system that fails is printed, and the others go on
            line = str(problem).splitlines()[0][:100] if str(problem) else ""
            pipe.send(f"{type(problem).__name__} {line}")

    here, there = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=work, args=(there,))
    process.start()
    there.close()
    try:
        return here.recv()
    except EOFError:
        return f"ended without an answer; it may use {given.limit} seconds of the processor"
    finally:
        process.join()


def origins(series, spec, windows):
    """Places of the first values to forecast, the earliest first; what comes is known at each."""
    missing = np.isnan(series.to_numpy())
    places = []
    for window in range(windows):
        place = len(series) - spec["horizon"] - window * spec["step"]
        while missing[place : place + spec["horizon"]].any():
            place -= 1
        places.append(place)
    return places[::-1]


def compare(name, spec, given, kept):
    """Errors, seconds and processor seconds of each origin, by system."""
    series = read(spec, given.data)
    places = origins(series, spec, given.windows or spec["windows"])
    whole = series.interpolate()
    results = {}
    print(f"{name}: {len(places)} origins about {spec['step']} apart, {spec['horizon']} ahead")
    for place in places:
        part = whole.iloc[max(0, place - spec["history"]) if spec["history"] else 0 : place]
        actual = series.to_numpy()[place : place + spec["horizon"]]
        known, season = part.to_numpy(), spec["season"]
        scale = np.mean(np.abs(known[season:] - known[:-season]))
        filled = int(series.reindex(part.index).isna().sum())
        print(f"  {series.index[place]}, {len(part)} values known, {filled} of them filled")
        for system in given.systems:
            key = f"{name}/{series.index[place]}/{system}" + (f"/{given.budget}" if system in BUDGETED else "")
            if key not in kept:
                came = forecast(system, spec, part, given)
                if isinstance(came, str):
                    print(f"    {system:<10} failed: {came}", flush=True)
                    continue
                values, seconds, processor = came
                kept[key] = [float(np.mean(np.abs(np.array(values) - actual)) / scale), seconds, processor]
                if given.json:
                    with open(given.json, "w") as file:
                        json.dump(kept, file, indent=0)
            error, seconds, processor = kept[key]
            print(f"    {system:<10} {error:7.3f}   {processor:6.1f} s of {seconds:.1f}", flush=True)
            results.setdefault(system, {})[place] = kept[key]
    return results


def table(results, systems):
    """Mean MASE with its standard error over origins, by the best peer's, and seconds a forecast."""
    print("\n" + f"{'MASE':<10}" + "".join(f" | {name:^42}" for name in results))
    for system in systems:
        cells = []
        for own in results.values():
            whole = max(len(mine) for mine in own.values())
            mine = own.get(system, {})
            if len(mine) < whole:
                cells.append(f"{f'{len(mine)} of {whole} forecasts':^42}")
                continue
            errors = [error for error, _, _ in mine.values()]
            peers = [np.mean([e for e, _, _ in other.values()]) for key, other in own.items() if key != "Lazuli" and len(other) == whole]
            ratio = f"{np.mean(errors) / min(peers):.3f}x" if peers else ""
            spread = np.std(errors, ddof=1) / np.sqrt(whole) if whole > 1 else np.nan
            processor = np.mean([used for _, _, used in mine.values()])
            cells.append(f"{np.mean(errors):.4f} +- {spread:.4f} {ratio:>7} {processor:6.1f} processor s")
        print(f"{system:<10} | " + " | ".join(cells))
    for name, own in results.items():
        for system in own:
            both = [place for place in own.get("Lazuli", {}) if place in own[system]]
            if system != "Lazuli" and len(both) > 1:
                less = [own["Lazuli"][place][0] - own[system][place][0] for place in both]
                print(f"{name}: Lazuli less {system}: {np.mean(less):+.4f} +- {np.std(less, ddof=1) / np.sqrt(len(both)):.4f} over {len(both)} origins")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", default=os.path.join(HERE, "..", "..", "..", "shared", "data", "forecasting"))
    parser.add_argument("--windows", type=int, default=0, help="origins of each table")
    parser.add_argument("--budget", type=int, default=15, help="processor seconds a forecast, for Lazuli and FLAML")
    parser.add_argument("--limit", type=int, default=600, help="processor seconds after which a forecast counts as failed")
    parser.add_argument("--only", choices=TABLES)
    parser.add_argument("--systems", nargs="*", choices=SYSTEMS, default=list(SYSTEMS))
    parser.add_argument("--json", help="file that keeps what is done")
    given = parser.parse_args()
    kept = {}
    if given.json and os.path.exists(given.json):
        with open(given.json) as file:
            kept = json.load(file)
    chosen = {name: spec for name, spec in TABLES.items() if given.only in (None, name)}
    table({name: compare(name, spec, given, kept) for name, spec in chosen.items()}, given.systems)


if __name__ == "__main__":
    main()
