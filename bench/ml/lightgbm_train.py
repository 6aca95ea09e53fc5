"""Trains python lightgbm on one table and prints: engine table rounds cpu_seconds loss.

usage: lightgbm_train.py DIR NAME ROUNDS FOLD

The rows are turned by a fifth for each fold, so that another fifth is held out.
"""
import os
import sys
import time

os.environ["OMP_WAIT_POLICY"] = "PASSIVE"
import lightgbm
import numpy as np

folder, name, rounds, fold = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
fields = next(l.split() for l in open(f"{folder}/tables.txt") if l.split()[0] == name)
n, d, train, task = int(fields[1]), int(fields[2]), int(fields[3]), fields[4]
categorical = [] if fields[5] == "-" else [int(c) for c in fields[5].split(",")]
x = np.ascontiguousarray(np.fromfile(f"{folder}/{name}.x").reshape(d, n).T)
y = np.fromfile(f"{folder}/{name}.y")
turn = n * (fold % 5) // 5
x, y = np.roll(x, turn, axis=0), np.roll(y, turn)
settings = dict(
    objective=task, learning_rate=0.1, num_leaves=63, min_data_in_leaf=20, max_bin=255,
    num_threads=1, verbose=-1, force_row_wise=False)
best = float("inf")
for _ in range(2 if n > 500_000 else 3):
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
      f"loss={loss:.6g}")
