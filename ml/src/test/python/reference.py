"""Makes the LightGBM numbers that the tests of dev.lazuli.ml compare with.

usage, in ml/, after `mvn test-compile` (needs lightgbm, numpy, pandas):
    java -cp target/classes:target/test-classes dev.lazuli.ml.boost.ReferenceTables FOLDER
    python src/test/python/reference.py FOLDER
"""
import pathlib
import sys

import lightgbm
import numpy as np
import pandas as pd

folder = pathlib.Path(sys.argv[1])
resources = pathlib.Path(__file__).parent.parent / "resources/dev/lazuli/ml"


def softmax(raw):
    e = np.exp(raw - raw.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def loss(objective, raw, y, w):
    each = {
        "regression": lambda: (raw - y) ** 2 / 2,
        "regression_l1": lambda: np.abs(raw - y),
        "binary": lambda: np.log1p(np.exp(-np.where(y == 1, raw, -raw))),
        "multiclass": lambda: -np.log(softmax(raw)[np.arange(len(y)), y.astype(int)]),
        "poisson": lambda: np.exp(raw) - y * raw,
        "gamma": lambda: y * np.exp(-raw) + raw,
    }[objective]()
    return np.average(each, weights=w)


modes = dict(
    PLAIN=dict(),
    MONOTONE=dict(monotone_constraints=[1, 0, -1, 0, 0], monotone_constraints_method="basic"),
    GROUPS=dict(interaction_constraints=[[0, 1], [1, 2, 3, 4]]),
    GOSS=dict(data_sample_strategy="goss", top_rate=0.2, other_rate=0.1, seed=0),
    DART=dict(boosting="dart", uniform_drop=True, drop_rate=0.5, max_drop=50, skip_drop=0,
              learning_rate=0.5),
    EXTRA=dict(extra_trees=True))

losses = []
for line in open(folder / "cases.txt"):
    name, objective, train, k, categorical, mode, seeds = line.rstrip("\n").split(",")
    data = pd.read_csv(folder / f"{name}.csv", header=None).to_numpy()
    x, y, w = data[:, :-2], data[:, -2], data[:, -1]
    train = int(train)
    settings = dict(objective=objective, learning_rate=0.1, num_leaves=31, verbose=-1,
                    num_threads=1, deterministic=True) | modes[mode]
    if int(k) > 1:
        settings["num_class"] = int(k)
    sum = 0
    for seed in range(int(seeds)):
        dataset = lightgbm.Dataset(x[:train], y[:train], weight=w[:train],
                                   categorical_feature=[int(c) for c in categorical.split()])
        model = lightgbm.train(settings | dict(seed=seed) if seed else settings, dataset, 80)
        raw = model.predict(x[train:], raw_score=True)
        sum += float(loss(objective, raw, y[train:], w[train:]))
    losses.append(f"{name},{sum / int(seeds)!r}")
(resources / "boost/lightgbm-losses.csv").write_text("\n".join(losses) + "\n")


def write(path, array):
    pd.DataFrame(array).to_csv(path, header=False, index=False, float_format="%.17g", na_rep="NaN")


# a small model of LightGBM's own, with missing values, codes and classes, and its predictions
random = np.random.default_rng(7)
x = random.normal(size=(3000, 4))
x[:, 3] = random.integers(0, 70, 3000)
x[random.random(x.shape) < 0.1] = np.nan
signal = np.nan_to_num(x[:, 0]) + np.isnan(x[:, 1]) + np.sin(np.nan_to_num(x[:, 3]))
signal += 0.3 * random.normal(size=3000)
for name, extra, y in (
        ("regression", dict(objective="regression"), signal),
        ("classes", dict(objective="multiclass", num_class=3), np.digitize(signal, [0, 1]))):
    model = lightgbm.train(dict(num_leaves=12, verbose=-1, num_threads=1, **extra),
                           lightgbm.Dataset(x, y, categorical_feature=[3]), 4)
    rows = x[:60].copy()
    rows[0] = np.nan
    rows[1, 3] = 500
    rows[2] = np.inf
    rows[3] = -np.inf
    (resources / f"score/{name}.txt").write_text(model.model_to_string())
    write(resources / f"score/{name}-rows.csv", rows)
    write(resources / f"score/{name}-raw.csv", model.predict(rows, raw_score=True).reshape(60, -1))
    write(resources / f"score/{name}-contributions.csv", model.predict(rows, pred_contrib=True))

# our own text as LightGBM reads it
ours = lightgbm.Booster(model_file=str(folder / "ours.txt"))
data = pd.read_csv(folder / "classes.csv", header=None).to_numpy()[:60, :-2]
data[0] = np.nan
data[1, -1] = 500
(resources / "score/ours.txt").write_text((folder / "ours.txt").read_text())
write(resources / "score/ours-rows.csv", data)
write(resources / "score/ours-raw.csv", ours.predict(data, raw_score=True))
