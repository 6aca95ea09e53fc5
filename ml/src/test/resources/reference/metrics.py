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


def classification(case, actual, probabilities, weights, weighted, predicted=None):
    classes = probabilities.shape[1]
    put(case, "actual", actual)
    put(case, "probabilities", probabilities)
    if weighted:
        put(case, "weights", weights)
    put(case, "classes", [classes])
    if predicted is None:
        predicted = probabilities.argmax(axis=1)
    else:
        put(case, "predicted", predicted)
    if weighted:  # rows of weight 0 are as if they were not there
        counts = weights > 0
        actual, probabilities, predicted = actual[counts], probabilities[counts], predicted[counts]
        weights = weights[counts]
    given = weights if weighted else None
    positive(case, actual, probabilities, predicted, given)
    present = np.unique(actual)  # the others have no rank and no chance to be right
    one_hot = np.eye(classes, dtype=int)[actual][:, present]
    ranked = probabilities[:, present]
    put(case, "accuracy", m.accuracy_score(actual, predicted, sample_weight=given))
    put(case, "matthews_correlation", m.matthews_corrcoef(actual, predicted, sample_weight=given))
    put(case, "log_loss", m.log_loss(actual, probabilities, labels=range(classes), sample_weight=given))
    for average in ["macro", "micro", "weighted"]:
        extra = {"average": average, "sample_weight": given}
        every = average == "micro"
        put(case, "AUC_" + average,
            m.roc_auc_score(np.eye(classes, dtype=int)[actual] if every else one_hot,
                            probabilities if every else ranked, **extra))
        put(case, "average_precision_score_" + average,
            m.average_precision_score(np.eye(classes, dtype=int)[actual] if every else one_hot,
                                      probabilities if every else ranked, **extra))
        extra["zero_division"] = 0
        put(case, "f1_score_" + average, m.f1_score(actual, predicted, **extra))
        put(case, "precision_score_" + average, m.precision_score(actual, predicted, **extra))
        put(case, "recall_score_" + average, m.recall_score(actual, predicted, **extra))
    recall = m.recall_score(actual, predicted, average="macro", sample_weight=given)
    put(case, "balanced_accuracy", recall)
    among = predicted
    if len(present) < classes:  # only classes that rows have can be predicted
        among = present[ranked.argmax(axis=1)]
    recall = m.recall_score(actual, among, average="macro", sample_weight=given)
    put(case, "norm_macro_recall", max(0, (recall - 1 / len(present)) / (1 - 1 / len(present))))
    base = weights if weighted else np.ones(len(actual))
    sizes = np.bincount(actual, weights=base)
    put(case, "weighted_accuracy",
        m.accuracy_score(actual, predicted, sample_weight=base * sizes[actual] / base.sum()))


def positive(case, actual, probabilities, predicted, given):
    """The metrics of class 1 against all others."""
    truth, said = (actual == 1).astype(int), (predicted == 1).astype(int)
    extra = {"sample_weight": given}
    put(case, "AUC_binary", m.roc_auc_score(truth, probabilities[:, 1], **extra))
    put(case, "average_precision_score_binary",
        m.average_precision_score(truth, probabilities[:, 1], **extra))
    extra["zero_division"] = 0
    put(case, "f1_score_binary", m.f1_score(truth, said, **extra))
    put(case, "precision_score_binary", m.precision_score(truth, said, **extra))
    put(case, "recall_score_binary", m.recall_score(truth, said, **extra))


def regression(case, actual, predicted, weights, weighted, targets=None):
    put(case, "actual", actual)
    put(case, "predicted", predicted)
    if weighted:
        put(case, "weights", weights)
    if targets is None:
        targets = actual
    else:
        put(case, "targets", targets)
    given = weights if weighted else None
    reach = targets.max() - targets.min()
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
        logs / (np.log1p(targets.max()) - np.log1p(targets.min())))


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
for weighted in [False, True]:
    suffix = "weighted" if weighted else ""
    actual = random.integers(0, 3, 90)  # no row is of the last of four classes
    raw = random.gamma(1, size=(90, 4)) + 1.2 * np.eye(4)[actual]
    probabilities = raw / raw.sum(axis=1, keepdims=True)
    weights = random.uniform(0.2, 3, 90)
    classification("subset" + suffix, actual, probabilities, weights, weighted)
    decided = (probabilities * [1.5, 1, 0.7, 1.1]).argmax(axis=1)
    classification("decided" + suffix, actual, probabilities, weights, weighted, decided)
    actual = random.gamma(2, 50, 80).round(1)
    predicted = np.abs(actual * random.normal(1, 0.2, 80) + random.normal(0, 5, 80)).round(1)
    regression("test" + suffix, actual, predicted, random.uniform(0.2, 3, 80), weighted,
               random.gamma(3, 50, 200).round(1))
weights = random.integers(0, 3, 90).astype(float)
weights[np.arange(90) % 3 == 2] = 0  # one class has no row that counts
actual = np.arange(90) % 3
raw = random.gamma(1, size=(90, 3)) + 1.2 * np.eye(3)[actual]
classification("zeros", actual, raw / raw.sum(axis=1, keepdims=True), weights, True)
with open("metrics.csv", "w") as file:
    file.write("\n".join(lines) + "\n")
