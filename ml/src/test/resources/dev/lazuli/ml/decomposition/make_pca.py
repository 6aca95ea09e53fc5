"""Makes pca.json: principal components of scikit-learn. Run with scikit-learn 1.9:
`python make_pca.py > pca.json`."""

import json

import numpy as np
from sklearn.decomposition import PCA

random = np.random.default_rng(4)
cases = []
for n, d in [(40, 5), (6, 9), (7, 7)]:
    x = np.round(random.normal(size=(n, 3)) @ random.normal(size=(3, d)) * 5, 3)
    x = np.round(x + random.normal(size=(n, d)) * 0.1 + 100, 4)
    for whiten in [False, True]:
        model = PCA(n_components=min(n - 1, d), whiten=whiten, svd_solver="full").fit(x)
        scores = model.transform(x)
        cases.append(
            {
                "x": x.tolist(),
                "whitening": whiten,
                "components": model.components_.tolist(),
                "variances": model.explained_variance_.tolist(),
                "shares": model.explained_variance_ratio_.tolist(),
                "scores": scores.tolist(),
                "needed": int(PCA(n_components=0.95, svd_solver="full").fit(x).n_components_),
            }
        )
print(json.dumps({"cases": cases}))
