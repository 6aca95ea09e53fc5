"""Makes clusters.json: clusters of scikit-learn's KMeans and DBSCAN. Run with scikit-learn 1.9:
`python make_clusters.py > clusters.json`."""

import json

import numpy as np
from sklearn.cluster import DBSCAN, KMeans

random = np.random.default_rng(8)
middles = np.array([[0, 0], [4, 1], [1, 5]])
x = np.round(middles[random.integers(0, 3, size=120)] + random.normal(size=(120, 2)) * 0.9, 3)
kmeans = []
for first in [[0, 1, 2], [0, 1, 2, 3, 4], [5]]:
    for iterations, tolerance in [(1, 0), (300, 0), (300, 1e-2)]:
        model = KMeans(
            len(first), init=x[first], n_init=1, max_iter=iterations, tol=tolerance
        ).fit(x)
        kmeans.append(
            {
                "first": first,
                "iterations_max": iterations,
                "tolerance": tolerance,
                "centers": model.cluster_centers_.tolist(),
                "labels": model.labels_.tolist(),
                "inertia": float(model.inertia_),
                "iterations": int(model.n_iter_),
            }
        )
best = min(KMeans(5, n_init=20, random_state=s).fit(x).inertia_ for s in range(5))
dbscan = []
for epsilon, rows in [(0.5, 4), (0.8, 6), (0.3, 3), (5.0, 5)]:
    model = DBSCAN(eps=epsilon, min_samples=rows).fit(x)
    dbscan.append(
        {
            "epsilon": epsilon,
            "rows_min": rows,
            "labels": model.labels_.tolist(),
            "core": model.core_sample_indices_.tolist(),
        }
    )
print(json.dumps({"x": x.tolist(), "kmeans": kmeans, "best": float(best), "dbscan": dbscan}))
