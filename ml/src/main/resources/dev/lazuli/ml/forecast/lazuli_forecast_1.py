"""Forecasts with a Lazuli model of time series, with numpy and pandas alone; MLflow's `loader_module`.

`predict` takes rows with the time column, the id columns, and if any the regressors, and gives an
array: the forecast of each row. With `params={"quantiles": "0.1,0.9"}` it gives a table with columns
`prediction`, `quantile_0.1` and `quantile_0.9`. Where the rows have the target too, known values
after a series' end are learnt: their rows get them back, rows before them are forecast without
them, and later rows go on from them.
"""

import datetime
import json
import math
import os
import re

import numpy as np
import pandas as pd
from lazuli_model_1 import _Column, _shown, _Trees, _unpacked

_UTC = datetime.timezone.utc
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=_UTC)
_DAY_MILLIS = 86_400_000
_STEP_MILLIS = {"SECOND": 1000, "MINUTE": 60_000, "HOUR": 3_600_000}
_STEP_MONTHS = {"MONTH": 1, "QUARTER": 3, "YEAR": 12}
_REACH = 4
_MOVED_MAX = 6  # days by which a holiday moves a time within its month
_STL_PERIODS, _STL_PERIOD_MAX, _STL_JUMP, _STL_TURNS, _STL_SEASONAL = 8, 400, 10, 5, 7
_STEPS_MAX = 100_000
_VALUE_MAX = 1e140


def _load_pyfunc(path):
    return LazuliForecast(path)


class _Times(_Column):
    """A column of times; whole numbers from 1000 to 2999 are years, and `2026-01` is a month."""

    def _millis(self, value):
        if isinstance(value, str) and re.fullmatch("[0-9]{4}-[0-9]{2}", value, re.ASCII):
            value += "-01"
        return super()._millis(value)

    def _of_number(self, number):
        if number == int(number) and 1000 <= number <= 2999:
            year = datetime.datetime(int(number), 1, 1, tzinfo=_UTC)
            return float((year - _EPOCH) // datetime.timedelta(milliseconds=1))
        return super()._of_number(number)

    def millis(self, series):
        series = series.map(lambda v: str(v) if isinstance(v, (int, np.integer)) else v, na_action="ignore")
        millis = self.admit(series).values
        if np.isnan(millis).any():
            row = int(np.flatnonzero(np.isnan(millis))[0])
            raise ValueError(f"row {row + 1} has no time in column '{self.name}'")
        return np.floor(millis)


class LazuliForecast:
    """Weighted members, each standing at the end of every series."""

    def __init__(self, path):
        with open(os.path.join(path, "model.json"), encoding="utf-8") as file:
            model = json.load(file)
        with np.load(os.path.join(path, "arrays.npz"), allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        self.time_column = model["time_column"]
        self.id_columns = model["id_columns"]
        self.target = model["target"]
        self.horizon = model["horizon"]
        self._regressors = model["regressors"]
        self._grid = _Grid(model)
        holidays = model["holidays"]
        self._holidays = _Holidays(holidays["names"], holidays["days"], holidays["places"])
        self._series = []
        at = column_at = 0
        for place, series in enumerate(model["series"]):
            length = series["length"]
            values = arrays["values"][at : at + length]
            at += length
            columns = []
            for _ in self._regressors:
                columns.append(arrays["regressors"][column_at : column_at + length])
                column_at += length
            self._series.append(_Series(place, series, values, columns))
        self._places = {tuple(s.id): s.place for s in self._series}
        last = max(series.end for series in self._series) - 1
        self._times = _Times(
            {
                "name": self.time_column,
                "type": "datetime",
                "dates": model.get("dates", "year_first"),
                "range": [float(model["origin"]), float(self._grid.time(last))],
            }
        )
        self._spread = []
        at = 0
        for count in arrays["spread_counts"]:
            self._spread.append(arrays["spread"][at : at + count])
            at += count
        self._members = []
        for member in model["members"]:
            if member["kind"] == "local":
                self._members.append(_Local(member))
            else:
                self._members.append(_Panel(member, arrays, self))

    def predict(self, data, params=None):
        text = str((params or {}).get("quantiles") or "")
        names = [name.strip() for name in text.split(",") if name.strip()]
        levels = [float(name) for name in names]
        if any(not 0 < level < 1 for level in levels):
            raise ValueError(f"quantiles are {text}, they must lie between 0 and 1")
        numbers = self._forecast(pd.DataFrame(_unpacked(data)).reset_index(drop=True), levels)
        if not levels:
            return numbers[0]
        columns = ["prediction"] + [f"quantile_{level!r}" for level in levels]
        return pd.DataFrame(dict(zip(columns, numbers)))

    def forecast(self, data, quantiles=()):
        """The rows' times and ids with their forecasts."""
        text = ",".join(str(level) for level in quantiles)
        numbers = self.predict(data, {"quantiles": text})
        table = pd.DataFrame(data)[[self.time_column, *self.id_columns]].reset_index(drop=True)
        if not quantiles:
            numbers = pd.DataFrame({"prediction": numbers})
        return pd.concat([table, numbers], axis=1)

    def _forecast(self, data, levels):
        missing = [n for n in [self.time_column, *self.id_columns] if n not in data.columns]
        if missing:
            raise ValueError(f"missing columns: {missing}")
        millis = self._times.millis(data[self.time_column])
        groups = {}
        for row in range(len(data)):
            key = tuple(_shown(data[name].iloc[row]) for name in self.id_columns)
            if key not in self._places:
                raise ValueError(f"row {row + 1} is of series {key}, which the model does not know")
            groups.setdefault(self._places[key], []).append(row)
        numbers = [np.full(len(data), np.nan) for _ in range(1 + len(levels))]
        for place, rows in groups.items():
            self._one(self._series[place], data, rows, millis, levels, numbers)
        return numbers

    def _one(self, series, data, rows, millis, levels, numbers):
        steps = {}
        for row in rows:
            number = self._grid.number(int(millis[row]))
            step = number - series.end + 1
            if not self._grid.contains(int(millis[row])):
                raise ValueError(f"row {row + 1}: {data[self.time_column].iloc[row]} is no step of the series")
            if not 1 <= step <= _STEPS_MAX:
                raise ValueError(
                    f"row {row + 1}: {data[self.time_column].iloc[row]} is not after the end of its series"
                )
            steps[row] = step
        most = max(steps.values())
        known = np.full(most, np.nan)
        if self.target in data.columns:
            column = _numbers(data, self.target)
            for row in rows:
                if abs(column[row]) > _VALUE_MAX:
                    raise ValueError(f"row {row + 1}: column '{self.target}' holds {column[row]}; known values are at most 1e140 in size")
                known[steps[row] - 1] = column[row]
        regressors = [
            _filled(r["fill"], self._regressor(r, data, rows, steps, most), column)
            for r, column in zip(self._regressors, series.columns)
        ]
        values, since = self._path(series, known, regressors)
        for row in rows:
            value, steps_since = values[steps[row] - 1], since[steps[row] - 1]
            numbers[0][row] = value
            for q, level in enumerate(levels):
                add = series.scale * self._quantile(steps_since, level) if steps_since else 0.0
                numbers[q + 1][row] = max(0.0, value + add) if series.non_negative else value + add

    def _path(self, series, known, regressors):
        """Known values, forecasts between and after them, and how many steps before each one is known."""
        values, since = known.copy(), np.zeros(len(known), dtype=np.int64)
        standing = [member.at_end(series) for member in self._members]
        learned = at = 0
        while at < len(values):
            end = at
            while end < len(values) and values[end] != values[end]:
                end += 1
            if end > at:
                total = np.zeros(end - at)
                for member, model in zip(self._members, standing):
                    total += member.weight * model.forecast(values, learned, at, regressors, end - at)
                values[at:end] = np.maximum(total, 0.0) if series.non_negative else total
                since[at:end] = np.arange(1, end - at + 1)
                learned = at
            at = end + 1
        return values, since

    def _regressor(self, regressor, data, rows, steps, most):
        values = np.full(most, np.nan)
        if regressor["name"] not in data.columns:
            return values
        codes = {text: code for code, text in enumerate(regressor["categories"])}
        if not codes:
            column = _numbers(data, regressor["name"])
            for row in rows:
                values[steps[row] - 1] = column[row]
            return values
        column = data[regressor["name"]]
        for row in rows:
            value = column.iloc[row]
            if value is not None and value is not pd.NA and value == value:
                values[steps[row] - 1] = codes.get(_shown(value), np.nan)
        return values

    def _quantile(self, step, level):
        misses = self._spread[min(step, len(self._spread)) - 1]
        n = len(misses)
        if n == 0:
            return 0.0
        wanted = math.ceil((n + 1) * level) if level >= 0.5 else math.floor((n + 1) * level)
        value = misses[int(min(max(wanted - 1, 0), n - 1))]
        return value if step <= len(self._spread) else value * math.sqrt(step / len(self._spread))


def _filled(fill, values, before):
    """Values of a regressor without gaps, where something is to fill them."""
    if fill == "forward":
        last = before[-1] if len(before) else np.nan
        for i, value in enumerate(values):
            last = values[i] = last if np.isnan(value) else value
    elif fill:
        values[np.isnan(values)] = float(fill)
    return values


def _numbers(data, name):
    return _Column({"name": name, "type": "double"}).admit(data[name]).values


class _Series:
    def __init__(self, place, spec, values, columns):
        self.place = place
        self.id = spec["id"]
        self.start = int(spec["start"])
        self.values = values
        self.columns = columns
        self.scale = spec["scale"]
        self.non_negative = spec["non_negative"]
        self.end = self.start + len(values)


class _Grid:
    """Numbers of equally spaced times, as the library counts them."""

    def __init__(self, model):
        self._unit = model["unit"]
        self._count = model["count"]
        self._origin = int(model["origin"])
        self._place = model["month_place"]
        if model["zone"] in ("Z", "UTC"):
            self._zone = _UTC
        else:
            import zoneinfo

            self._zone = zoneinfo.ZoneInfo(model["zone"])
        self._local = self.local(self._origin)

    def local(self, millis):
        return (_EPOCH + datetime.timedelta(milliseconds=millis)).astimezone(self._zone)

    def number(self, millis):
        if self._unit in _STEP_MILLIS:
            return (millis - self._origin) // (_STEP_MILLIS[self._unit] * self._count)
        if self._unit in _STEP_MONTHS:
            here = self.local(millis)
            months = 12 * (here.year - self._local.year) + here.month - self._local.month
            return months // (_STEP_MONTHS[self._unit] * self._count)
        day, first = _day(self.local(millis)), _day(self._local)
        if self._unit == "BUSINESS_DAY":
            return (_business(day) - _business(first)) // self._count
        return (day - first) // (self._count * (7 if self._unit == "WEEK" else 1))

    def time(self, number):
        if self._unit in _STEP_MILLIS:
            return self._origin + number * _STEP_MILLIS[self._unit] * self._count
        if self._unit in _STEP_MONTHS:
            months = 12 * self._local.year + self._local.month - 1
            months += number * _STEP_MONTHS[self._unit] * self._count
            year, month = months // 12, months % 12 + 1
            date = self._in_month(year, month)
        elif self._unit == "BUSINESS_DAY":
            business = _business(_day(self._local)) + number * self._count
            date = datetime.date(1970, 1, 1) + datetime.timedelta(days=business // 5 * 7 + business % 5 - 3)
        else:
            days = number * self._count * (7 if self._unit == "WEEK" else 1)
            date = self._local.date() + datetime.timedelta(days=days)
        local = datetime.datetime.combine(date, self._local.time(), tzinfo=self._zone)
        return (local.astimezone(_UTC) - _EPOCH) // datetime.timedelta(milliseconds=1)

    def _in_month(self, year, month):
        one = datetime.timedelta(days=1)
        last = datetime.date(year + month // 12, month % 12 + 1, 1) - one
        if self._place == "same_day":
            return last.replace(day=min(self._local.day, last.day))
        date, step = (last.replace(day=1), one) if self._place == "first_weekday" else (last, -one)
        while self._place != "last_day" and date.weekday() > 4:
            date += step
        return date

    def contains(self, millis):
        """Whether a time is one of the grid's, or one that a holiday has moved within its month."""
        due = self.time(self.number(millis))
        if due == millis or self._place not in ("first_weekday", "last_weekday"):
            return due == millis
        due, here = self.local(due), self.local(millis)
        if (due.year, due.month, due.time()) != (here.year, here.month, here.time()) or here.weekday() > 4:
            return False
        return 0 <= (here.day - due.day if self._place == "first_weekday" else due.day - here.day) <= _MOVED_MAX


def _day(local):
    return (local.date() - datetime.date(1970, 1, 1)).days


def _business(day):
    monday = day + 3
    return monday // 7 * 5 + min(monday % 7, 4)


class _Holidays:
    def __init__(self, names, days, places):
        self.names = names
        self._places = {int(day): place for day, place in zip(days, places)}

    def of(self, day):
        near = [self._places.get(day)]
        until = next((d for d in range(_REACH) if day + d in self._places), _REACH)
        since = next((d for d in range(_REACH) if day - d in self._places), _REACH)
        return [np.nan if near[0] is None else near[0], until, since]


class _Local:
    """One model for each series."""

    def __init__(self, spec):
        self.weight = spec["weight"]
        self._models = spec["models"]

    def at_end(self, series):
        return _Standing(_MODELS[self._models[series.place]["kind"]](self._models[series.place]))


class _Standing:
    """A model of one series, which learns on."""

    def __init__(self, model):
        self._model = model

    def forecast(self, values, learned, at, regressors, count):
        for value in values[learned:at]:
            self._model.learn(float(value))
        return np.array(self._model.forecast(count))


class _Repeat:
    def __init__(self, spec):
        self._values = list(spec["values"])
        self._counts = list(spec["counts"])
        self._place = spec["place"]
        self._mean = spec["mean"]

    def learn(self, value):
        at = self._place
        self._counts[at] += 1
        if self._mean:
            self._values[at] += (value - self._values[at]) / self._counts[at]
        else:
            self._values[at] = value
        self._place = (at + 1) % len(self._values)

    def forecast(self, count):
        return [self._values[(self._place + h) % len(self._values)] for h in range(count)]


class _Drift:
    def __init__(self, spec):
        self._first, self._last, self._count = spec["first"], spec["last"], spec["count"]

    def learn(self, value):
        self._last = value
        self._count += 1

    def forecast(self, count):
        slope = 0.0 if self._count < 2 else (self._last - self._first) / (self._count - 1)
        return [self._last + slope * (h + 1) for h in range(count)]


class _Ets:
    def __init__(self, spec):
        form = spec["form"]
        self._trend_kind, self._season_kind = form[1], form[-1]
        self._damped = len(form) == 4
        self._alpha, self._beta, self._gamma, self._phi = spec["smoothing"]
        self._level, self._trend = spec["level"], spec["trend"]
        self._seasons, self._place = list(spec["seasons"]), spec["place"]

    def learn(self, value):
        season = self._seasons[self._place] if self._season_kind != "N" else 0.0
        before = self._level
        if self._trend_kind == "M":
            damped = self._trend**self._phi if self._damped else self._trend
            base = before * damped
        else:
            damped = self._phi * self._trend
            base = before if self._trend_kind == "N" else before + damped
        adjusted = {"N": lambda: value, "A": lambda: value - season, "M": lambda: value / season}
        self._level = base + self._alpha * (adjusted[self._season_kind]() - base)
        if self._trend_kind == "A":
            self._trend = damped + self._beta / self._alpha * (self._level - before - damped)
        elif self._trend_kind == "M":
            self._trend = damped + self._beta / self._alpha * (self._level / before - damped)
        if self._season_kind != "N":
            seen = value - base if self._season_kind == "A" else value / base
            self._seasons[self._place] = season + self._gamma * (seen - season)
            self._place = (self._place + 1) % len(self._seasons)

    def forecast(self, count):
        forecast = []
        phi = self._phi if self._damped else 1.0
        steps, power = 0.0, 1.0
        for h in range(count):
            power *= phi
            steps += power
            if self._trend_kind == "N":
                base = self._level
            elif self._trend_kind == "A":
                base = self._level + steps * self._trend
            else:
                base = self._level * self._trend**steps
            if self._season_kind != "N":
                season = self._seasons[(self._place + h) % len(self._seasons)]
                base = base + season if self._season_kind == "A" else base * season
            forecast.append(base)
        return forecast


class _Theta:
    def __init__(self, spec):
        self._alpha, self._theta, self._dynamic = spec["state"][:3]
        self._state = list(spec["state"][3:])
        self._seasons, self._turn = spec["seasons"], 0

    def _factor(self, step):
        return self._seasons[(self._turn + step) % len(self._seasons)] if self._seasons else 1.0

    def learn(self, value):
        self._state = self._after(self._state, value / self._factor(0))
        self._turn += 1

    def _next(self, state):
        level, _, line, slope, count = state
        rest = math.pow(1 - self._alpha, count)
        tail = (1 - (1 - self._alpha) * rest) / self._alpha * slope
        return level + (1 - 1 / self._theta) * (rest * line + tail)

    def _after(self, state, value):
        level, mean, line, slope, count = state
        n = count + 1
        next_mean = (count * mean + value) / n
        if self._dynamic:
            slope = ((n - 2) * slope + 6 * (value - mean) / n) / (n + 1)
            line = next_mean - slope * (n + 1) / 2
        return [self._alpha * value + (1 - self._alpha) * level, next_mean, line, slope, n]

    def forecast(self, count):
        forecast, state = [], self._state
        for h in range(count):
            value = self._next(state)
            forecast.append(value * self._factor(h))
            state = self._after(state, value)
        return forecast


class _Arima:
    def __init__(self, spec):
        self._value_weights, self._error_weights = spec["value_weights"], spec["error_weights"]
        self._constant = spec["constant"]
        self._values, self._errors = list(spec["values"]), list(spec["errors"])

    def _next(self, values, errors):
        total = self._constant
        for weight, value in zip(self._value_weights, values):
            total += weight * value
        for weight, error in zip(self._error_weights, errors):
            total += weight * error
        return total

    def learn(self, value):
        error = value - self._next(self._values, self._errors)
        self._values = [value, *self._values][: len(self._values)]
        self._errors = [error, *self._errors][: len(self._errors)]

    def forecast(self, count):
        values, errors, forecast = list(self._values), list(self._errors), []
        for _ in range(count):
            forecast.append(self._next(values, errors))
            values = [forecast[-1], *values][: len(values)]
            errors = [0.0, *errors][: len(errors)]
        return forecast


class _Croston:
    def __init__(self, spec):
        self._method = spec["method"]
        self._a, self._b, self._size, self._interval, self._since = spec["state"]

    def learn(self, value):
        demand = value != 0
        if demand:
            self._size += self._a * (value - self._size)
        if self._method == "TSB":
            self._interval += self._b * ((1 if demand else 0) - self._interval)
        elif demand:
            self._interval += self._a * (self._since + 1 - self._interval)
        self._since = 0 if demand else self._since + 1

    def forecast(self, count):
        if self._method == "TSB":
            rate = self._size * self._interval
        else:
            rate = self._size / max(1.0, self._interval)
            rate *= 1 - self._a / 2 if self._method == "SBA" else 1
        return [rate] * count


class _Seasons:
    def __init__(self, spec):
        self._seasons = [_Repeat(season) for season in spec["seasons"]]
        self._rest = _MODELS[spec["rest"]["kind"]](spec["rest"])

    def learn(self, value):
        for season in self._seasons:
            add = season.forecast(1)[0]
            value -= add
            season.learn(add)
        self._rest.learn(value)

    def forecast(self, count):
        total = np.array(self._rest.forecast(count))
        for season in self._seasons:
            total = total + np.array(season.forecast(count))
        return list(total)


_MODELS = {
    "repeat": _Repeat,
    "drift": _Drift,
    "ets": _Ets,
    "theta": _Theta,
    "arima": _Arima,
    "croston": _Croston,
    "seasons": _Seasons,
}


class _Panel:
    """Boosted trees that forecast each step directly."""

    def __init__(self, spec, arrays, model):
        prefix = spec["arrays"]
        own = {name[len(prefix) :]: a for name, a in arrays.items() if name.startswith(prefix)}
        self.weight = spec["weight"]
        self._trees = _Trees(own)
        self._spec = spec
        self._model = model

    def at_end(self, series):
        return _Following(self, series)

    def forecast(self, series, values, regressors, count):
        known = np.concatenate([series.values, values])
        columns = [np.concatenate(pair) for pair in zip(series.columns, regressors)]
        forecast = np.empty(count)
        done = 0
        while done < count:
            now = min(self._spec["horizon"], count - done)
            parts = self._parts(known)
            bases, rows = zip(*[self._row(series, known, columns, parts, h) for h in range(1, now + 1)])
            scores = self._trees.scores(np.array(rows, dtype=np.float64))[:, 0]
            forecast[done : done + now] = np.array(bases) + series.scale * scores
            known = np.concatenate([known, forecast[done : done + now]])
            done += now
        return forecast

    def _base(self, known, step):
        last = _at(known, len(known) - 1)
        periods = self._spec["periods"]
        if not periods:
            return last
        if self._spec["base"] == "season":
            period = periods[-1]
            base = _at(known, len(known) + step - 1 - period * -(-step // period))
        else:
            base = _mean(known, periods[0])
        return last if base != base else base

    def _parts(self, known):
        if self._spec["stl"] == "none":
            return None
        short = [p for p in self._spec["periods"] if p <= _STL_PERIOD_MAX]
        period = short[-1] if short else self._spec["periods"][0]
        latest = known[max(0, len(known) - _STL_PERIODS * period) :]
        if len(latest) <= 2 * period:
            return period, np.full(period, np.nan), np.full(period + 1, np.nan)
        return (period, *_stl(latest, period))

    def _row(self, series, known, columns, parts, step):
        spec, scale, size = self._spec, series.scale, len(known)
        base = self._base(known, step)
        target = size + step - 1
        row = [step]
        for lag in range(1, spec["recent"] + 1):
            row.append((_at(known, size - lag) - base) / scale)
        for lag in spec["lags"]:
            row.append((_at(known, size - lag) - base) / scale)
        for period in spec["periods"]:
            total = 0.0
            for cycle in range(spec["cycles"]):
                value = (_at(known, target - period * (-(-step // period) + cycle)) - base) / scale
                total += value
                row.append(value)
            row.append(total / spec["cycles"])
        for window in spec["windows"]:
            mean = _mean(known, window)
            row.append((mean - base) / scale)
            row.append(_deviation(known, window, mean) / scale)
        if parts:
            period, season, trend = parts
            row.append(float(season[len(season) - period + (step - 1) % period]) / scale)
            if spec["stl"] == "season_trend":
                row.append((float(trend[-1]) - base) / scale)
                row.append((float(trend[-1]) - float(trend[-1 - period])) / scale)
        row.extend(self._calendar(series.start + target))
        for regressor, column in zip(self._model._regressors, columns):
            latest = target if regressor["known_ahead"] else size - 1
            row.append(_at(column, latest))
            if regressor["known_ahead"] and not regressor["categories"] and spec["periods"]:
                period = spec["periods"][-1]
                row.append(_at(column, target - period * -(-step // period)))
            if not regressor["categories"]:
                row.extend(_at(column, latest - lag) for lag in spec["regressor_lags"])
        if spec["has_series"]:
            row.append(series.place)
        return base, row

    def _calendar(self, number):
        holidays = self._model._holidays
        if not self._spec["parts"] and not holidays.names:
            return []
        time = self._model._grid.local(self._model._grid.time(number))
        parts = {
            "month": time.month,
            "day_of_year": time.timetuple().tm_yday,
            "day_of_month": time.day,
            "weekday": time.isoweekday(),
            "hour": time.hour,
            "minute_of_day": time.hour * 60 + time.minute,
        }
        row = [parts[part] for part in self._spec["parts"]]
        return row + (holidays.of(_day(time)) if holidays.names else [])


class _Following:
    """Boosted trees behind the end of one series."""

    def __init__(self, panel, series):
        self._panel = panel
        self._series = series

    def forecast(self, values, learned, at, regressors, count):
        return self._panel.forecast(self._series, values[:at], regressors, count)


def _at(values, place):
    return float(values[place]) if 0 <= place < len(values) else math.nan


def _mean(known, window):
    if window > len(known):
        return math.nan
    total = 0.0
    for value in known[len(known) - window :]:
        total += float(value)
    return total / window


def _deviation(known, window, mean):
    if window > len(known):
        return math.nan
    total = 0.0
    for value in known[len(known) - window :]:
        total += (float(value) - mean) * (float(value) - mean)
    return math.sqrt(total / window)


def _stl(values, period):
    """Season and trend by loess, as the library takes series apart."""
    values = np.asarray(values, dtype=np.float64)
    n = len(values)
    length = math.ceil(1.5 * period / (1 - 1.5 / _STL_SEASONAL))
    trend_length, low_length = length + (length % 2 == 0), period + 1 + (period % 2)
    trend = np.zeros(n)
    for _ in range(_STL_TURNS):
        cycles = np.empty(n + 2 * period)
        for place in range(period):
            own = (values - trend)[place::period]
            smooth = _loess(own, _STL_SEASONAL)
            first = _loess_at(0, 0, own, _STL_SEASONAL, smooth[0])
            last = _loess_at(len(own) + 1, max(0, len(own) - _STL_SEASONAL), own, _STL_SEASONAL, smooth[-1])
            cycles[place::period][: len(own) + 2] = [first, *smooth, last]
        low = cycles
        for window in (period, period, 3):
            sums = np.concatenate([[0.0], np.cumsum(low)])
            low = (sums[window:] - sums[:-window]) / window
        season = cycles[period : period + n] - _loess(low, low_length)
        trend = _loess(values - season, trend_length)
    return season, trend


def _loess(values, length):
    n = len(values)
    places = list(range(0, n, min(-(-length // _STL_JUMP), max(1, n - 1))))
    if places[-1] != n - 1:
        places.append(n - 1)
    fitted = []
    for place in places:
        first = 0 if length >= n else min(max(place - (length + 1) // 2 + 1, 0), n - length)
        fitted.append(_loess_at(place + 1, first, values, length, values[place]))
    return np.interp(np.arange(n), places, fitted)


def _loess_at(x, first, values, length, otherwise):
    n = len(values)
    last = min(n, first + length)
    places = np.arange(first + 1, last + 1, dtype=np.float64)
    reach = max(x - (first + 1), last - x) + ((length - n) // 2 if length > n else 0)
    distance = np.abs(places - x)
    with np.errstate(divide="ignore", invalid="ignore"):
        weights = np.where(distance <= 0.001 * reach, 1.0, (1 - (distance / reach) ** 3) ** 3)
    weights[distance > 0.999 * reach] = 0.0
    total = weights.sum()
    if total <= 0:
        return float(otherwise)
    weights = weights / total
    mean = float((weights * places).sum())
    squares = float((weights * (places - mean) ** 2).sum())
    if reach > 0 and math.sqrt(squares) > 0.001 * (n - 1):
        weights = weights * ((x - mean) / squares * (places - mean) + 1)
    return float((weights * values[first:last]).sum())
