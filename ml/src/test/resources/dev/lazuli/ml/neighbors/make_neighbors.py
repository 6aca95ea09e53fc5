"""Makes neighbors.json: predictions of scikit-learn's nearest neighbours on standardised features.
Run with scikit-learn 1.9: `python make_neighbors.py > neighbors.json`."""

import json

import numpy as np
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.preprocessing import StandardScaler

random = np.random.default_rng(3)
x = np.round(random.normal(size=(90, 3)) * [1, 50, 0.01] + [0, 3, -1], 4)
number = np.round(x[:, 0] + 0.02 * x[:, 1] + random.normal(size=90), 3)
classes = random.integers(0, 3, size=90)
train, test = slice(0, 70), slice(60, 90)
scaler = StandardScaler().fit(x[train])
cases = []
for k in [1, 5, 12]:
    for weights in ["uniform", "distance"]:
        common = {"n_neighbors": k, "weights": weights}
        regression = KNeighborsRegressor(**common).fit(scaler.transform(x[train]), number[train])
        classifier = KNeighborsClassifier(**common).fit(scaler.transform(x[train]), classes[train])
        cases.append(
            {
                "neighbors": k,
                "voting": weights.upper(),
                "numbers": regression.predict(scaler.transform(x[test])).tolist(),
                "shares": classifier.predict_proba(scaler.transform(x[test])).tolist(),
            }
        )
print(
    json.dumps(
        {"x": x.tolist(), "number": number.tolist(), "class": classes.tolist(), "cases": cases}
    )
)
