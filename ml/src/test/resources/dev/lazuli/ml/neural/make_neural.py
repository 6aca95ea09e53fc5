"""Makes neural.json: weights of scikit-learn's networks, their predictions, and the slopes of their
losses at these weights. Run with scikit-learn 1.9: `python make_neural.py > neural.json`."""

import json

import numpy as np
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.preprocessing import StandardScaler

random = np.random.default_rng(9)
n = 30
x = np.round(random.normal(size=(n, 3)) * [1, 5, 0.2] + [0, 3, -1], 3)
signal = x[:, 0] - 0.3 * x[:, 1] + random.normal(size=n)
standard = StandardScaler().fit_transform(x)
targets = {
    "number": np.round(signal, 3),
    "two": (signal > np.median(signal)).astype(int),
    "three": np.digitize(signal, np.quantile(signal, [0.33, 0.66])),
}
cases = []
for name, target in targets.items():
    kind = MLPRegressor if name == "number" else MLPClassifier
    model = kind(hidden_layer_sizes=(5, 4), alpha=0, max_iter=20, random_state=1)
    with np.errstate(all="ignore"):
        model.fit(standard, target)
    layers = len(model.coefs_)
    encoded = (
        target.reshape(-1, 1).astype(float)
        if name == "number"
        else model._label_binarizer.transform(target).astype(float)
    )
    activations = [standard] + [None] * layers
    deltas = [None] * layers
    slopes = [np.empty_like(w) for w in model.coefs_]
    biases = [np.empty_like(b) for b in model.intercepts_]
    loss, slopes, biases = model._backprop(
        standard, encoded, None, activations, deltas, slopes, biases
    )
    predicted = model.predict(standard) if name == "number" else model.predict_proba(standard)
    cases.append(
        {
            "classes": {"number": 0, "two": 2, "three": 3}[name],
            "target": [float(t) for t in target],
            "weights": [w.ravel().tolist() for w in model.coefs_],
            "biases": [b.tolist() for b in model.intercepts_],
            "loss": float(loss),
            "weight_slopes": [w.ravel().tolist() for w in slopes],
            "bias_slopes": [b.tolist() for b in biases],
            "predictions": predicted.tolist(),
        }
    )
print(json.dumps({"x": x.tolist(), "cases": cases}))
