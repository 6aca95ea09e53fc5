"""Makes explain.json: interventional SHAP values of the shap package, partial dependence and
permutation importance of scikit-learn, all of LightGBM models. Run with shap 0.51, scikit-learn 1.9
and LightGBM 4.7: `python make_explain.py > explain.json`."""

import json

import lightgbm
import numpy as np
import shap
from sklearn.inspection import partial_dependence, permutation_importance

random = np.random.default_rng(1)
n, d = 400, 5
x = np.round(random.normal(size=(n, d)), 3)
x[random.random(size=x.shape) < 0.1] = np.nan
filled = np.nan_to_num(x, nan=0.5)
signal = 2 * filled[:, 0] + filled[:, 1] * filled[:, 2] + 0.3 * random.normal(size=n)
three = np.digitize(signal, np.quantile(signal, [0.3, 0.6]))
common = {"n_estimators": 12, "num_leaves": 12, "min_child_samples": 5, "verbose": -1, "n_jobs": 1}
number = lightgbm.LGBMRegressor(learning_rate=0.3, **common).fit(x, signal)
classes = lightgbm.LGBMClassifier(learning_rate=0.3, **common).fit(x, three)
background, rows = x[:40], x[40:60]


def cells(table):
    return [[None if np.isnan(v) else float(v) for v in line] for line in table]


def explained(model):
    # The package's exact explainer is used, over all subsets: its tree explainer against a
    # background holds weights in 32 bits, so it only agrees to 1e-7.
    masker = shap.maskers.Independent(background, max_samples=len(background))
    exact = shap.explainers.Exact(lambda t: model.booster_.predict(t, raw_score=True), masker)
    found = exact(rows)
    tree = shap.TreeExplainer(model, data=background, feature_perturbation="interventional")
    values, expected = np.asarray(found.values), np.atleast_1d(found.base_values[0])
    near = np.asarray(tree.shap_values(rows, check_additivity=False))
    if values.shape == near.shape:  # Of several classes it only knows the first.
        assert np.allclose(values, near, atol=1e-6)
    if values.ndim == 2:
        values = values[:, :, None]
    return {
        "model": model.booster_.model_to_string(),
        "expected": expected.tolist(),
        "values": np.moveaxis(values, 2, 1).tolist(),
    }


grid = [-1.5, -0.5, 0.0, 0.7, 2.0]
# scikit-learn looks at the values themselves, so the rows here have none missing.
whole = np.nan_to_num(x[60:100], nan=0.5)
dependence = partial_dependence(
    number, whole, [1], custom_values={1: np.array(grid)}, method="brute", kind="both"
)
permuted = permutation_importance(
    number, whole, signal[60:100], scoring="neg_mean_squared_error", n_repeats=400, random_state=0
)
print(
    json.dumps(
        {
            "background": cells(background),
            "rows": cells(rows),
            "number": explained(number),
            "classes": explained(classes),
            "whole": whole.tolist(),
            "whole_target": signal[60:100].tolist(),
            "grid": grid,
            "average": dependence["average"][0].tolist(),
            "individual": dependence["individual"][0].tolist(),
            "permutation_mean": permuted.importances_mean.tolist(),
            "permutation_deviation": permuted.importances_std.tolist(),
            "gains": number.booster_.feature_importance("gain").tolist(),
            "splits": number.booster_.feature_importance("split").tolist(),
        }
    )
)
