"""Writes references.json: series made up here, and what statsmodels and statsforecast say of them.

Needs numpy, statsmodels 0.14 and statsforecast 2. Run it in this folder:
    python make_references.py
"""

import json
import warnings

import numpy as np
from statsforecast.models import AutoARIMA, AutoETS, DynamicOptimizedTheta, DynamicTheta
from statsforecast.models import OptimizedTheta, Theta
from statsmodels.tsa.exponential_smoothing.ets import ETSModel
from statsmodels.tsa.statespace.sarimax import SARIMAX

warnings.filterwarnings("ignore")
random = np.random.default_rng(11)
HORIZON = 12


def monthly():
    t = np.arange(120)
    season = 1 + 0.3 * np.sin(2 * np.pi * t / 12) + 0.1 * np.cos(4 * np.pi * t / 12)
    return (100 + 1.5 * t) * season * np.exp(random.normal(0, 0.04, 120))


def trending():
    return 50 + np.cumsum(0.4 + random.normal(0, 1.5, 100))


def autoregressive():
    values, errors = [0.0, 0.0], random.normal(0, 1, 202)
    for i in range(2, 202):
        values.append(0.6 * values[-1] - 0.3 * values[-2] + errors[i] + 0.5 * errors[i - 1])
    return np.array(values[2:]) + 10


SERIES = {
    name: np.round(make(), 6)
    for name, make in [("monthly", monthly), ("trending", trending), ("auto", autoregressive)]
}
WORDS = {"N": None, "A": "add", "M": "mul"}


def ets(name, form, period):
    damped = form[2] == "d"
    model = ETSModel(
        SERIES[name],
        error=WORDS[form[0]],
        trend=WORDS[form[1]],
        damped_trend=damped,
        seasonal=WORDS[form[-1]],
        seasonal_periods=period if form[-1] != "N" else None,
    )
    fit = model.fit(disp=False, maxiter=2000)
    return {
        "series": name,
        "form": form,
        "period": period,
        "log_likelihood": fit.llf,
        "forecast": list(fit.forecast(HORIZON)),
    }


def arima(name, order, seasonal, constant):
    trend = {0: "n", 1: "c"}[constant]
    model = SARIMAX(
        SERIES[name],
        order=order,
        seasonal_order=seasonal,
        trend=trend,
        simple_differencing=True,
    )
    fit = model.fit(disp=False, maxiter=500)
    return {
        "series": name,
        "order": list(order) + list(seasonal) + [constant],
        "log_likelihood": fit.llf,
    }


def theta(name, period, kind):
    model = {"STM": Theta, "OTM": OptimizedTheta, "DSTM": DynamicTheta, "DOTM": DynamicOptimizedTheta}[kind]
    forecast = model(season_length=period).forecast(y=SERIES[name], h=HORIZON)["mean"]
    return {"series": name, "period": period, "kind": kind, "forecast": [float(v) for v in forecast]}


def auto(name, period):
    return {
        "series": name,
        "period": period,
        "ets": [float(v) for v in AutoETS(season_length=period).forecast(y=SERIES[name], h=HORIZON)["mean"]],
        "arima": [float(v) for v in AutoARIMA(season_length=period).forecast(y=SERIES[name], h=HORIZON)["mean"]],
    }


document = {
    "series": {name: list(values) for name, values in SERIES.items()},
    "ets": [ets("monthly", form, 12) for form in ("ANN", "AAN", "AAdN", "ANA", "AAA", "MAM", "MAdM", "MNM", "MAA")]
    + [ets("trending", form, 1) for form in ("ANN", "AAN", "AAdN", "MNN", "MMN")],
    "arima": [
        arima("auto", (2, 0, 1), (0, 0, 0, 0), 1),
        arima("auto", (1, 0, 0), (0, 0, 0, 0), 1),
        arima("trending", (0, 1, 0), (0, 0, 0, 0), 1),
        arima("trending", (1, 1, 1), (0, 0, 0, 0), 0),
        arima("monthly", (0, 1, 1), (0, 1, 1, 12), 0),
        arima("monthly", (1, 1, 0), (1, 1, 0, 12), 0),
    ],
    "theta": [theta("trending", 1, kind) for kind in ("STM", "OTM", "DSTM", "DOTM")]
    + [theta("monthly", 12, kind) for kind in ("STM", "OTM", "DSTM", "DOTM")],
    "auto": [auto("monthly", 12), auto("trending", 1), auto("auto", 1)],
}
with open("references.json", "w", encoding="utf-8") as file:
    json.dump(document, file, indent=None, separators=(",", ":"))
    file.write("\n")
