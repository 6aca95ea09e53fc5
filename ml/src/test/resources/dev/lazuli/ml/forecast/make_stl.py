"""Writes stl.json: how statsmodels takes two series made up here apart.

Needs numpy and statsmodels. Run it in this folder:
    python make_stl.py
"""

import json

import numpy as np
from statsmodels.tsa.seasonal import STL

random = np.random.default_rng(5)
t = np.arange(70)
SERIES = {
    "weekly": np.round(30 + 0.2 * t + 6 * np.sin(2 * np.pi * t / 7) + random.normal(0, 1, 70), 4),
    "quarterly": np.round(100 + 10 * np.cos(np.pi * t[:39] / 2) * (1 + t[:39] / 40) + random.normal(0, 2, 39), 4),
}
SERIES["weekly"][[20, 45]] += [40, -25]
CASES = [
    ("weekly", 7, {}),
    ("weekly", 7, {"robust": True}),
    ("weekly", 7, {"seasonal": 13, "trend": 21}),
    ("weekly", 7, {"seasonal_jump": 1, "trend_jump": 2, "low_pass_jump": 1, "jump": 10}),
    ("weekly", 7, {"seasonal_deg": 0, "trend_deg": 0, "low_pass_deg": 0}),
    ("quarterly", 4, {}),
    ("quarterly", 4, {"seasonal": 35, "robust": True}),
]
cases = []
for name, period, options in CASES:
    plain = {key: value for key, value in options.items() if key != "jump"}
    fit = STL(SERIES[name], period=period, **plain).fit()
    lists = {key: list(getattr(fit, key)) for key in ("seasonal", "trend")}
    cases.append({"series": name, "period": period, "options": options, **{"made_" + k: v for k, v in lists.items()}})
with open("stl.json", "w", encoding="utf-8") as file:
    document = {"series": {name: list(values) for name, values in SERIES.items()}, "cases": cases}
    json.dump(document, file, separators=(",", ":"))
    file.write("\n")
