"""Trains python lightgbm on one table and prints for each fold: engine table rounds cpu_seconds loss.

usage: lightgbm_train.py DIR NAME ROUNDS RUNS FOLD...

The rows are turned by a fifth for each fold, so that another fifth is held out, and after five folds
taken in steps of another prime, so that other fifths are.
"""
import os
import sys
import time

os.environ["OMP_WAIT_POLICY"] = "PASSIVE"
import lightgbm
import numpy as np

folder, name, rounds, runs = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
fields = next(l.split() for l in open(f"{folder}/tables.txt") if l.split()[0] == name)
n, d, train, task = int(fields[1]), int(fields[2]), int(fields[3]), fields[4]
categorical = [] if fields[5] == "-" else [int(c) for c in fields[5].split(",")]
all_x = np.ascontiguousarray(np.fromfile(f"{folder}/{name}.x").reshape(d, n).T)
all_y = np.fromfile(f"{folder}/{name}.y")
settings = dict(
    objective=task, learning_rate=0.1, num_leaves=63, min_data_in_leaf=20, max_bin=255,
    num_threads=1, verbose=-1, force_row_wise=False)


def run(fold):
    order = np.arange(n) * (1, 7, 11, 13, 17, 19, 23)[fold // 5] % n
    order = np.roll(order, n * (fold % 5) // 5)
    x, y = all_x[order], all_y[order]
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        data = lightgbm.Dataset(x[:train], y[:train], categorical_feature=categorical,
                                free_raw_data=False, params=settings).construct()
        binned = time.process_time()
        model = lightgbm.train(settings, data, rounds)
        end = time.process_time()
        best = min(best, end - binned)
    p = model.predict(x[train:])
    t = y[train:]
    loss = (np.mean((p - t) ** 2) ** 0.5 if task == "regression" else
            -np.mean(np.log(np.where(t == 1, p, 1 - p))))
    print(f"lightgbm {name} rounds={rounds} train_cpu_s={best:.3f} bin_cpu_s={binned - start:.3f} "
          f"loss={loss:.6g}", flush=True)


for fold in sys.argv[5:]:
    run(int(fold))
