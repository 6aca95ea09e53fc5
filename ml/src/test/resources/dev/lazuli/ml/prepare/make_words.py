"""Makes words.json: linear scores of texts by scikit-learn 1.9.1's tf-idf and ridge regression."""

import json
import pathlib

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import Ridge

random = np.random.default_rng(5)
WORDS = "good bad not very Film plot École actor slow 7 über dull".split()
texts = [" ".join(random.choice(WORDS, random.integers(1, 9))) for _ in range(60)]
texts = [text + random.choice(["", "!", ", ", " ...", "--good"]) for text in texts]
value = {"good": 1.0, "bad": -1.5, "Film": 0.3, "dull": -0.5}
y = [sum(value.get(word, 0) for word in text.split()) + random.normal(0, 0.2) for text in texts]

# Our own reading of words: A to Z alone become small.
small = lambda text: "".join(c.lower() if c < "\x80" else c for c in text)
terms = TfidfVectorizer(
    ngram_range=(1, 2), min_df=3, preprocessor=small, token_pattern="[a-z0-9\x80-\U0010ffff]+"
)
rows = terms.fit_transform(texts).toarray()
scores = {}
for penalty in (0.5, 2, 8, 32):
    ridge = Ridge(alpha=penalty, fit_intercept=False, solver="cholesky")
    scores[str(penalty)] = list(np.mean(y) + rows @ ridge.fit(rows, y - np.mean(y)).coef_)

made = {"terms": rows.shape[1], "texts": texts, "y": list(map(float, y)), "scores": scores}
file = pathlib.Path(__file__).with_name("words.json")
file.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
