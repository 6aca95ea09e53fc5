"""Makes kernel.json: scores of scikit-learn's support vector machines with a Gaussian kernel on
standardised features. Run with scikit-learn 1.9: `python make_kernel.py > kernel.json`."""

import json

import numpy as np
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, SVR

random = np.random.default_rng(3)
n = 80
x = np.round(random.normal(size=(n, 3)) * [1, 5, 0.2] + [0, 3, -1], 3)
standard = StandardScaler().fit_transform(x)
signal = np.sin(2 * standard[:, 0]) + standard[:, 1] * standard[:, 2]
number = np.round(10 * signal + random.normal(size=n), 3)
binary = (signal + 0.5 * random.normal(size=n) > 0).astype(int)
weight = random.integers(1, 4, size=n).astype(float)
cases = []


def add(classes, target, model, weights=None):
    model.fit(standard, target, sample_weight=weights)
    scores = model.decision_function(standard) if classes else model.predict(standard)
    cases.append(
        {
            "classes": classes,
            "target": [float(t) for t in target],
            "weights": [] if weights is None else weights.tolist(),
            "cost": model.C,
            "gamma": 0 if model.gamma == "scale" else model.gamma,
            "epsilon": 0 if classes else model.epsilon,
            "scores": [float(f"{score:.9g}") for score in scores],
        }
    )


for cost in [0.3, 5.0]:
    for gamma in ["scale", 2.0]:
        common = {"C": cost, "gamma": gamma, "tol": 1e-9}
        add(2, binary, SVC(**common))
        add(0, number, SVR(epsilon=0.5, **common))
add(2, binary, SVC(C=1.0, tol=1e-9), weight)
add(0, number, SVR(C=20.0, epsilon=0.0, tol=1e-9), weight)
print(json.dumps({"x": x.tolist(), "cases": cases}))
