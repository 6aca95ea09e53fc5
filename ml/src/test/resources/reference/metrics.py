"""Writes metrics.csv: what scikit-learn and scipy say about some made-up predictions.

Needs numpy, scipy and scikit-learn. Run it in this folder: python metrics.py

A line is: case, name, values. Inputs are lines too, so that the test reads one file.
"""

import numpy as np
from scipy.stats import spearmanr
from sklearn import metrics as m

random = np.random.default_rng(20)
lines = []


def put(case, name, values):
    lines.append(",".join([case, name] + [repr(float(value)) for value in np.ravel(values)]))


def classification(case, actual, probabilities, weights, weighted):
    classes = probabilities.shape[1]
    put(case, "actual", actual)
    put(case, "probabilities", probabilities)
    if weighted:
        put(case, "weights", weights)
    put(case, "classes", [classes])
    predicted = probabilities.argmax(axis=1)
    given = weights if weighted else None
    one_hot = np.eye(classes, dtype=int)[actual]
    put(case, "accuracy", m.accuracy_score(actual, predicted, sample_weight=given))
    put(case, "matthews_correlation", m.matthews_corrcoef(actual, predicted, sample_weight=given))
    put(case, "log_loss", m.log_loss(actual, probabilities, labels=range(classes), sample_weight=given))
    for average in ["macro", "micro", "weighted"]:
        extra = {"average": average, "sample_weight": given}
        put(case, "AUC_" + average, m.roc_auc_score(one_hot, probabilities, **extra))
        put(case, "average_precision_score_" + average,
            m.average_precision_score(one_hot, probabilities, **extra))
        extra["zero_division"] = 0
        put(case, "f1_score_" + average, m.f1_score(actual, predicted, **extra))
        put(case, "precision_score_" + average, m.precision_score(actual, predicted, **extra))
        put(case, "recall_score_" + average, m.recall_score(actual, predicted, **extra))
    recall = m.recall_score(actual, predicted, average="macro", sample_weight=given)
    put(case, "balanced_accuracy", recall)
    put(case, "norm_macro_recall", max(0, (recall - 1 / classes) / (1 - 1 / classes)))
    base = weights if weighted else np.ones(len(actual))
    sizes = np.bincount(actual, weights=base)
    put(case, "weighted_accuracy",
        m.accuracy_score(actual, predicted, sample_weight=base * sizes[actual] / base.sum()))


def regression(case, actual, predicted, weights, weighted):
    put(case, "actual", actual)
    put(case, "predicted", predicted)
    if weighted:
        put(case, "weights", weights)
    given = weights if weighted else None
    reach = actual.max() - actual.min()
    absolute = m.mean_absolute_error(actual, predicted, sample_weight=given)
    median = m.median_absolute_error(actual, predicted)
    squared = m.mean_squared_error(actual, predicted, sample_weight=given) ** 0.5
    logs = m.mean_squared_log_error(actual, predicted, sample_weight=given) ** 0.5
    put(case, "explained_variance", m.explained_variance_score(actual, predicted, sample_weight=given))
    put(case, "r2_score", m.r2_score(actual, predicted, sample_weight=given))
    put(case, "spearman_correlation", spearmanr(actual, predicted)[0])
    put(case, "mean_absolute_error", absolute)
    put(case, "mean_absolute_percentage_error",
        100 * m.mean_absolute_percentage_error(actual[actual != 0], predicted[actual != 0]))
    put(case, "median_absolute_error", median)
    put(case, "root_mean_squared_error", squared)
    put(case, "root_mean_squared_log_error", logs)
    put(case, "normalized_mean_absolute_error", absolute / reach)
    put(case, "normalized_median_absolute_error", median / reach)
    put(case, "normalized_root_mean_squared_error", squared / reach)
    put(case, "normalized_root_mean_squared_log_error",
        logs / (np.log1p(actual.max()) - np.log1p(actual.min())))


for classes in [2, 4]:
    for weighted in [False, True]:
        rows = 120
        actual = random.integers(0, classes, rows)
        actual[:classes] = range(classes)
        raw = random.gamma(1, size=(rows, classes)) + 1.2 * np.eye(classes)[actual]
        probabilities = (raw / raw.sum(axis=1, keepdims=True)).round(2)
        probabilities[:, -1] = 1 - probabilities[:, :-1].sum(axis=1)
        classification(f"classes{classes}" + ("weighted" if weighted else ""), actual,
                       np.clip(probabilities, 0, 1), random.uniform(0.2, 3, rows), weighted)
for weighted in [False, True]:
    actual = random.gamma(2, 50, 101).round(1)
    actual[3] = 0
    predicted = np.abs(actual * random.normal(1, 0.2, 101) + random.normal(0, 5, 101)).round(1)
    regression("regression" + ("weighted" if weighted else ""), actual, predicted,
               random.uniform(0.2, 3, 101), weighted)
with open("metrics.csv", "w") as file:
    file.write("\n".join(lines) + "\n")
