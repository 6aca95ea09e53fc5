"""Makes linear.json: coefficients of scikit-learn on standardised features, told on the features' own
scale. Run with scikit-learn 1.9 and statsmodels 0.15: `python make_linear.py > linear.json`."""

import json

import numpy as np
import statsmodels.api as sm
from sklearn.linear_model import ElasticNet, LogisticRegression, PoissonRegressor
from sklearn.preprocessing import StandardScaler

random = np.random.default_rng(7)
n = 80
x = np.round(random.normal(size=(n, 4)) * [1, 5, 0.2, 2] + [0, 3, -1, 10], 3)
signal = 1.5 * x[:, 0] - 0.4 * x[:, 1] + 3 * x[:, 2]
number = np.round(signal + random.normal(size=n), 3)
binary = (signal + random.normal(size=n) > np.median(signal)).astype(int)
three = np.digitize(signal + random.normal(size=n), np.quantile(signal, [0.33, 0.66]))

scaler = StandardScaler().fit(x)
standard = scaler.transform(x)
cases = []
count = random.poisson(np.exp(0.5 + 0.3 * signal))


def add(family, classes, target, l1_ratio, strength, model):
    model.fit(standard, target)
    coefficients = np.atleast_2d(model.coef_)
    intercepts = np.atleast_1d(model.intercept_)
    if family == "multinomial":
        # Only differences between classes are determined: here each feature sums to 0.
        intercepts = intercepts - intercepts.mean()
    slopes = coefficients / scaler.scale_
    cases.append(
        {
            "family": family,
            "classes": classes,
            "l1_ratio": l1_ratio,
            "lambda": strength,
            "target": [float(t) for t in target],
            "slopes": slopes.tolist(),
            "intercepts": (intercepts - slopes @ scaler.mean_).tolist(),
        }
    )


def logistic(l1_ratio, strength):
    return LogisticRegression(
        C=1 / (strength * n), l1_ratio=l1_ratio, solver="saga", tol=1e-13, max_iter=2_000_000
    )


for l1_ratio, strength in [(0.5, 0.1), (1.0, 0.3), (0.001, 0.05)]:
    net = ElasticNet(alpha=strength, l1_ratio=l1_ratio, tol=1e-14, max_iter=1_000_000)
    add("gaussian", 1, number, l1_ratio, strength, net)
for l1_ratio, strength in [(0.0, 0.05), (0.5, 0.03), (1.0, 0.02)]:
    add("logistic", 2, binary, l1_ratio, strength, logistic(l1_ratio, strength))
for l1_ratio, strength in [(0.0, 0.05), (0.5, 0.01)]:
    add("multinomial", 3, three, l1_ratio, strength, logistic(l1_ratio, strength))
for strength in [0.0, 0.2]:
    poisson = PoissonRegressor(alpha=strength, solver="newton-cholesky", tol=1e-12, max_iter=1000)
    add("poisson", 1, count, 0.0, strength, poisson)


class StatsModelsPoisson:
    def __init__(self, l1_ratio, strength):
        self.l1_ratio = l1_ratio
        self.strength = strength

    def fit(self, x, y):
        penalties = np.r_[0, np.full(x.shape[1], self.strength)]
        model = sm.GLM(y, sm.add_constant(x), family=sm.families.Poisson())
        found = model.fit_regularized(
            alpha=penalties, L1_wt=self.l1_ratio, cnvrg_tol=1e-13, maxiter=20000
        )
        self.intercept_, self.coef_ = found.params[0], found.params[1:]


for l1_ratio, strength in [(0.5, 0.1), (1.0, 0.4)]:
    add("poisson", 1, count, l1_ratio, strength, StatsModelsPoisson(l1_ratio, strength))
print(json.dumps({"x": x.tolist(), "cases": cases}))
