"""Makes svm.json: coefficients of scikit-learn's linear support vector machines on standardised
features. Run with scikit-learn 1.9: `python make_svm.py > svm.json`."""

import json

import numpy as np
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC, LinearSVR

random = np.random.default_rng(11)
n = 60
x = np.round(random.normal(size=(n, 3)) * [1, 5, 0.2] + [0, 3, -1], 3)
signal = 1.5 * x[:, 0] - 0.4 * x[:, 1] + 3 * x[:, 2]
number = np.round(signal + random.normal(size=n), 3)
noisy = signal + random.normal(size=n)
binary = (noisy > np.median(noisy)).astype(int)
three = np.digitize(noisy, np.quantile(noisy, [0.33, 0.66]))
weight = random.integers(1, 4, size=n).astype(float)
standard = StandardScaler().fit_transform(x)
common = {"tol": 1e-10, "max_iter": 10_000_000}
cases = []


def add(loss, target, cost, epsilon, model, weights=None):
    model.fit(standard, target, sample_weight=weights)
    cases.append(
        {
            "loss": loss,
            "target": [float(t) for t in target],
            "weights": [] if weights is None else weights.tolist(),
            "cost": cost,
            "epsilon": epsilon,
            "scores": model.decision_function(standard).tolist()
            if hasattr(model, "decision_function")
            else model.predict(standard).tolist(),
        }
    )


for cost in [0.05, 1.0]:
    for target in [binary, three]:
        add("HINGE", target, cost, 0, LinearSVC(loss="hinge", C=cost, **common))
        add("SQUARED_HINGE", target, cost, 0, LinearSVC(C=cost, dual=True, **common))
    for epsilon in [0.0, 0.5]:
        add(
            "EPSILON_INSENSITIVE", number, cost, epsilon,
            LinearSVR(C=cost, epsilon=epsilon, **common),
        )
        add(
            "SQUARED_EPSILON_INSENSITIVE", number, cost, epsilon,
            LinearSVR(C=cost, epsilon=epsilon, loss="squared_epsilon_insensitive", **common),
        )
add("SQUARED_HINGE", binary, 0.5, 0, LinearSVC(C=0.5, dual=True, **common), weight)
print(json.dumps({"x": x.tolist(), "cases": cases}))
