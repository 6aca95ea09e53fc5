"""Writes the benchmark's tables as raw doubles, so that every engine reads the same bits.

usage: tables.py OUT [diamonds.csv] [name ...]
"""
import pathlib
import sys

import numpy as np
from sklearn.datasets import make_classification

out = pathlib.Path(sys.argv[1])
csv = sys.argv[2] if len(sys.argv) > 2 else ""
wanted = sys.argv[3:]


def write(name, x, y, task, categorical=()):
    order = np.random.default_rng(0).permutation(len(y))
    x, y = x[order], y[order]
    x.astype("<f8").T.tofile(out / f"{name}.x")
    y.astype("<f8").tofile(out / f"{name}.y")
    train = len(y) * 8 // 10
    fields = [name, len(y), x.shape[1], train, task, ",".join(map(str, categorical)) or "-"]
    with open(out / "tables.txt", "a") as index:
        index.write(" ".join(map(str, fields)) + "\n")


def classes(n, d, seed):
    return make_classification(
        n, d, n_informative=min(d, 12), n_redundant=d // 5, n_clusters_per_class=8,
        flip_y=0.05, class_sep=0.7, random_state=seed)


def diamonds(categorical):
    import pandas as pd
    frame = pd.read_csv(csv)
    ranks = {
        "cut": ["Fair", "Good", "Very Good", "Premium", "Ideal"],
        "color": list("JIHGFED"),
        "clarity": ["I1", "SI2", "SI1", "VS2", "VS1", "VVS2", "VVS1", "IF"]}
    names = [c for c in frame.columns if c in
             ("carat", "cut", "color", "clarity", "depth", "table", "x", "y", "z")]
    for name, order in ranks.items():
        frame[name] = frame[name].map(order.index)
    chosen = [i for i, name in enumerate(names) if name in ranks] if categorical else ()
    return frame[names].to_numpy(float), frame["price"].to_numpy(float), chosen


def nine():
    """Like diamonds in shape: few features, some with few values, a skewed number to predict."""
    random = np.random.default_rng(4)
    n = 53_940
    x = random.normal(size=(n, 9))
    x[:, 0] = np.round(np.exp(0.5 * x[:, 0]), 2)
    for f, k in ((1, 5), (2, 7), (3, 8)):
        x[:, f] = random.integers(0, k, n)
    x[:, 4:6] = np.round(60 + 2 * x[:, 4:6], 1)
    x[:, 6:9] = np.round(x[:, :1] ** (1 / 3) * 6 + 0.1 * x[:, 6:9], 2)
    y = 4000 * x[:, 0] ** 1.2 * (1 + 0.06 * x[:, 1] + 0.05 * x[:, 2] + 0.08 * x[:, 3])
    return x, y + 600 * random.normal(size=n), "regression"


def categories():
    random = np.random.default_rng(5)
    n = 100_000
    x = random.normal(size=(n, 20))
    codes = [4, 12, 40, 100, 200]
    y = x[:, 0] * (x[:, 1] > 0.5) + x[:, 1] + np.sin(2 * x[:, 2])
    for i, k in enumerate(codes):
        x[:, i + 10] = np.minimum(random.geometric(4 / k, n) - 1, k - 1)
        y += random.normal(size=k)[x[:, i + 10].astype(int)]
    x[random.random((n, 20)) < 0.05] = np.nan
    return x, y + random.normal(size=n), range(10, 15)


tables = {
    "nine": nine,
    "clf100k": lambda: (*classes(100_000, 30, 1), "binary"),
    "wide": lambda: (*classes(62_500, 200, 2), "binary"),
    "categories": lambda: (lambda x, y, c: (x, y, "regression", c))(*categories()),
    "big": lambda: (*classes(1_125_000, 30, 3), "binary"),
}
if csv and csv != "-":
    tables = {"diamonds": lambda: (*diamonds(False)[:2], "regression")} | tables
out.mkdir(parents=True, exist_ok=True)
(out / "tables.txt").unlink(missing_ok=True)
for name, make in tables.items():
    if not wanted or name in wanted:
        write(name, *make())
