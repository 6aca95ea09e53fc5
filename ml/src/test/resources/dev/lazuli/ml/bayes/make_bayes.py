"""Makes bayes.json: joint log-likelihoods, but for a constant of each row, of scikit-learn's naive
Bayes classifiers. Run with scikit-learn 1.9: `python make_bayes.py > bayes.json`."""

import json

import numpy as np
from sklearn.naive_bayes import BernoulliNB, CategoricalNB, ComplementNB, GaussianNB, MultinomialNB

random = np.random.default_rng(5)
n = 40
classes = random.integers(0, 3, size=n)
numbers = np.round(random.normal(size=(n, 3)) * [1, 10, 0.1] + classes[:, None] * [1, -3, 0.05], 3)
counts = random.poisson(1 + classes[:, None] * [0.5, 0, 2, 1], size=(n, 4)).astype(float)
codes = (random.integers(0, 3, size=(n, 2)) + classes[:, None]) % 4
weights = random.integers(1, 4, size=n).astype(float)
cases = []


def add(name, x, model, weight, **settings):
    model.fit(x, classes, sample_weight=weight)
    cases.append(
        {
            "name": name,
            "table": settings.pop("table"),
            "weighted": weight is not None,
            "probabilities": model.predict_proba(x).tolist(),
            **settings,
        }
    )


for weight in [None, weights]:
    add("GAUSSIAN", numbers, GaussianNB(var_smoothing=0), weight, table="numbers", smoothing=0)
    add("CODES", codes, CategoricalNB(alpha=0.5), weight, table="codes", smoothing=0.5)
    for alpha in [1.0, 0.1]:
        add(
            "BERNOULLI", numbers, BernoulliNB(alpha=alpha, binarize=0.3), weight,
            table="numbers", smoothing=alpha,
        )
        add("MULTINOMIAL", counts, MultinomialNB(alpha=alpha), weight, table="counts",
            smoothing=alpha)
        add("COMPLEMENT", counts, ComplementNB(alpha=alpha), weight, table="counts",
            smoothing=alpha)
add("GAUSSIAN", numbers, GaussianNB(var_smoothing=0.1), None, table="numbers", smoothing=0.1)
print(
    json.dumps(
        {
            "classes": classes.tolist(),
            "weights": weights.tolist(),
            "numbers": numbers.tolist(),
            "counts": counts.tolist(),
            "codes": codes.tolist(),
            "cases": cases,
        }
    )
)
