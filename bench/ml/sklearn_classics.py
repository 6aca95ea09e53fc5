"""Grows a single tree and finds 20 clusters, from the first rows as centers, by scikit-learn, one
thread, and prints for each: engine table-method cpu_seconds quality.

usage: OMP_NUM_THREADS=1 sklearn_classics.py DIR NAME
"""
import sys
import time

import numpy as np
from sklearn.cluster import KMeans
from sklearn.tree import DecisionTreeClassifier

folder, name = sys.argv[1:]
fields = next(l.split() for l in open(f"{folder}/tables.txt") if l.split()[0] == name)
n, d, train = (int(field) for field in fields[1:4])
x = np.ascontiguousarray(np.fromfile(f"{folder}/{name}.x").reshape(d, n).T)
y = np.fromfile(f"{folder}/{name}.y")


def run(what, make, fit, quality):
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        model = fit(make())
        best = min(best, time.process_time() - start)
    print(f"sklearn {name}-{what} cpu_s={best:.3f} {quality(model)}", flush=True)


for what, leaves in ("tree", None), ("tree64", 64):
    run(what, lambda: DecisionTreeClassifier(max_leaf_nodes=leaves, random_state=0),
        lambda model: model.fit(x[:train], y[:train]),
        lambda model: f"accuracy={model.score(x[train:], y[train:]):.5g}")
run("kmeans", lambda: KMeans(20, init=x[:20], n_init=1), lambda model: model.fit(x[:train]),
    lambda model: f"inertia={model.inertia_ / train:.5g}")
