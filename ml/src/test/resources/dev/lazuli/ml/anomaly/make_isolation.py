"""Makes isolation.json: the trees of a scikit-learn isolation forest and its scores. Run with
scikit-learn 1.9: `python make_isolation.py > isolation.json`.

All values are multiples of 1/64, which scikit-learn's 32-bit features hold exactly."""

import json

import numpy as np
from sklearn.ensemble import IsolationForest

random = np.random.default_rng(6)
x = np.round(random.normal(size=(80, 2)) * 64) / 64
x[:4] *= 5
model = IsolationForest(n_estimators=8, max_samples=32, random_state=0).fit(x)
trees = []
for estimator in model.estimators_:
    tree = estimator.tree_
    trees.append(
        {
            "feature": tree.feature.tolist(),
            "threshold": tree.threshold.tolist(),
            "left": tree.children_left.tolist(),
            "right": tree.children_right.tolist(),
            "rows": tree.n_node_samples.tolist(),
        }
    )
print(
    json.dumps({"x": x.tolist(), "trees": trees, "scores": model.score_samples(x).tolist()})
)
