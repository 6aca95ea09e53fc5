"""Makes cart.json: predictions of scikit-learn's decision trees. Run with scikit-learn 1.9:
`python make_cart.py > cart.json`.

All values are multiples of 1/16, which scikit-learn's 32-bit features hold exactly."""

import json

import numpy as np
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

random = np.random.default_rng(10)
n = 100


def table(columns, missing):
    x = np.round(random.normal(size=(n, columns)) * 4 * 16) / 16
    x[random.random(size=x.shape) < missing] = np.nan
    return x


cases = []


def predictions(model, x):
    return model.predict_proba(x) if hasattr(model, "predict_proba") else model.predict(x)


def add(x, target, weights, model, **settings):
    model.fit(x, target, sample_weight=weights)
    predicted = predictions(model, x)
    for seed in range(10):  # Equal gains would leave the choice to chance.
        model.set_params(random_state=seed).fit(x, target, sample_weight=weights)
        assert np.allclose(predicted, predictions(model, x), atol=1e-12), settings
    cases.append(
        {
            "x": [[None if np.isnan(v) else float(v) for v in line] for line in x],
            "target": [float(t) for t in target],
            "weights": [] if weights is None else weights.tolist(),
            "leaves": int(model.get_n_leaves()),
            "predictions": predicted.tolist(),
            "classes": int(model.n_classes_) if hasattr(model, "classes_") else 0,
            **settings,
        }
    )


for missing in [0.0, 0.2]:
    x = table(3, missing)
    filled = np.nan_to_num(x, nan=-3)
    signal = filled[:, 0] - 0.5 * filled[:, 1] * (filled[:, 2] > 0) + random.normal(size=n)
    number = np.round(signal, 2)
    three = np.digitize(signal, np.quantile(signal, [0.3, 0.6]))
    two = (three > 0).astype(int)
    weights = random.integers(1, 4, size=n).astype(float)
    for w in [None, weights]:
        add(x, number, w, DecisionTreeRegressor(min_samples_leaf=6, max_depth=4),
            depth=4, leaf=6)
        add(x, two, w, DecisionTreeClassifier(min_samples_leaf=6, max_leaf_nodes=7),
            max_leaves=7, leaf=6)
        add(x, three, w, DecisionTreeClassifier(min_samples_leaf=6, criterion="entropy", max_depth=3),
            leaf=6, depth=3, entropy=True)
    if missing == 0:
        add(x, three, None, DecisionTreeClassifier(min_samples_leaf=4, ccp_alpha=0.02),
            leaf=4, pruning=0.02)
        add(x, number, None, DecisionTreeRegressor(min_samples_leaf=4, ccp_alpha=0.05),
            leaf=4, pruning=0.05)
        add(x, number, None,
            DecisionTreeRegressor(min_samples_split=30, min_impurity_decrease=0.02),
            split=30, decrease=0.02)
print(json.dumps({"cases": cases}))
