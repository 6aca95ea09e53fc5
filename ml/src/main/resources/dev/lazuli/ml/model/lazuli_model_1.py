"""Applies a Lazuli model of a table with numpy and pandas alone; MLflow's `loader_module`.

`predict` gives numbers, or class labels; with `params={"method": "predict_proba"}` it gives the
probability of each class, a column for each label of `classes`, in that order.
"""

import datetime
import decimal
import json
import numbers
import os
import re

import numpy as np
import pandas as pd

_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?", re.ASCII)
_ENDLESS = re.compile(r"[+-]?inf(inity)?", re.ASCII | re.IGNORECASE)
_MISSING = {"", "NA", "N/A", "n/a", "#N/A", "<NA>", "NaN", "nan", "null", "NULL", "None", "?"}
_BLANKS = "".join(chr(code) for code in range(33))
_MILLIS_MAX = 2.5e14
_EPOCH_DAY = datetime.date(1970, 1, 1).toordinal()
_LATER_MIN = 3653 * 86_400_000.0
_EXPECTED = {"long": "a whole number", "double": "a number", "boolean": "true or false", "string": "a string"}
_EXAMPLES = {
    "year_first": "2026-01-31T12:00:00",
    "month_first": "01/31/2026, the month first",
    "day_first": "31/01/2026, the day first",
}
_TIME = re.compile(
    r"(?:(?P<year>[0-9]{4})(?P<part>[-/])(?P<month>[0-9]{1,2})(?P=part)(?P<day>[0-9]{1,2})"
    r"|(?P<first>[0-9]{1,2})(?P<mark>[/.-])(?P<second>[0-9]{1,2})(?P=mark)(?P<last>[0-9]{4}))"
    r"(?:[T ](?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})"
    r"(?::(?P<seconds>[0-9]{2})(?:[.,](?P<fraction>[0-9]+))?)?"
    r"(?: ?(?P<half>[AaPp][Mm])|Z|(?P<sign>[+-])(?P<zone_hours>[0-9]{2})(?::?(?P<zone_minutes>[0-9]{2}))?)?)?"
)
_DAY_MILLIS = 86_400_000
_CELLS_MAX = 2_000_000


def _load_pyfunc(path):
    return LazuliModel(path)


class LazuliModel:
    """Weighted members over encoded rows."""

    def __init__(self, path):
        with open(os.path.join(path, "model.json"), encoding="utf-8") as file:
            model = json.load(file)
        with np.load(os.path.join(path, "arrays.npz"), allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        self.task = model["task"]
        self._columns = [_Column(column) for column in model["columns"]]
        self.columns = [column["name"] for column in model["columns"]]
        self.required = [column["name"] for column in model["columns"] if column["required"]]
        self.classes = _labels(model["classes"], model["target_type"])
        self._encodings = [_ENCODINGS[e["kind"]](e, arrays) for e in model["encodings"]]
        self._members = [_Member(member, arrays) for member in model["members"]]
        second = model.get("second_layer")
        self._second = _Member(second, arrays) if second else None
        self._calibration = _calibration(model.get("calibration"), arrays)
        self._factors = np.array(model.get("class_factors", 1.0))

    def predict(self, data, params=None):
        method = (params or {}).get("method", "predict")
        if method not in ("predict", "predict_proba"):
            raise ValueError(f"method is '{method}', it must be predict or predict_proba")
        outputs = self._outputs(self._rows(data))
        if self.task == "regression":
            return outputs[:, 0]
        if method == "predict_proba":
            return outputs
        return self.classes[np.argmax(outputs * self._factors, axis=1)]

    def predict_proba(self, data):
        return self.predict(data, {"method": "predict_proba"})

    def _rows(self, data):
        data = _unpacked(data)
        if not isinstance(data, pd.DataFrame):
            data = pd.DataFrame(data)
            if list(data.columns) == list(range(len(self.columns))):
                data.columns = self.columns
        missing = [name for name in self.required if name not in data.columns]
        if missing:
            raise ValueError(f"missing columns: {missing}")
        return data

    def _outputs(self, data):
        features = []
        given = [c.admit(data[c.name]) if c.name in data.columns else None for c in self._columns]
        for encoding in self._encodings:
            values = [given[place] for place in encoding.columns]
            if all(one is not None for one in values):
                features.extend(encoding.encode(*values))
            else:
                features.extend(np.full(len(data), np.nan) for _ in range(encoding.width))
        rows = np.column_stack(features) if features else np.empty((len(data), 0))
        count = max(1, len(self.classes))
        predicted = [member.predict(rows, count) for member in self._members]
        if self._second:
            outputs = self._second.predict(np.column_stack([_inputs(p) for p in predicted]), count)
        else:
            outputs = np.zeros((len(data), count))
            for member, prediction in zip(self._members, predicted):
                outputs += member.weight * prediction
        return outputs if self.task == "regression" else self._calibration(outputs)


def _unpacked(data):
    """The rows of a table whose one row holds lists: mlflow makes that of a dict of lists of texts."""
    if isinstance(data, pd.DataFrame) and len(data) == 1:
        values = {name: data[name].iloc[0] for name in data.columns}
        if any(isinstance(value, list) for value in values.values()):
            return pd.DataFrame(values)
    return data


def _log_odds(probability):
    kept = np.minimum(np.maximum(probability, 1e-9), 1 - 1e-9)
    return np.log(kept / (1 - kept))


def _inputs(prediction):
    """What a second layer takes of a member."""
    if prediction.shape[1] == 1:
        return prediction
    return _log_odds(prediction[:, 1:] if prediction.shape[1] == 2 else prediction)


def _calibration(spec, arrays):
    """The function that corrects probabilities."""
    if spec is None:
        return lambda outputs: outputs
    if spec["kind"] == "temperature":
        return lambda outputs: _scaled(
            np.exp(spec["power"] * np.log(np.maximum(outputs, 1e-9)))
        )
    if spec["kind"] == "platt":
        return lambda outputs: _pair(
            _logit(spec["slope"] * _log_odds(outputs[:, 1]) + spec["shift"])
        )
    counts = arrays[spec["arrays"] + "count"]
    ends = np.cumsum(counts)[:-1]
    before = np.split(arrays[spec["arrays"] + "from"], ends)
    after = np.split(arrays[spec["arrays"] + "to"], ends)
    if len(counts) == 1:
        return lambda outputs: _pair(np.interp(outputs[:, 1], before[0], after[0]))
    return lambda outputs: _scaled(
        np.column_stack([np.interp(outputs[:, c], b, a) for c, (b, a) in enumerate(zip(before, after))])
    )


def _pair(share):
    return np.column_stack([1 - share, share])


def _scaled(outputs):
    sums = np.add.accumulate(outputs, axis=1)[:, -1:]
    return np.where(sums > 0, outputs / np.where(sums > 0, sums, 1), 1.0 / outputs.shape[1])


def _labels(classes, kind):
    if kind == "long":
        return np.array([int(float(label)) for label in classes], dtype=np.int64)
    if kind == "double":
        return np.array([float(label) for label in classes], dtype=np.float64)
    if kind == "boolean":
        return np.array([_number(label) != 0 for label in classes], dtype=bool)
    return np.array(classes, dtype=object)


def _is_missing(value):
    return value is None or value is pd.NA or value is pd.NaT or value != value


def _is_truth(value):
    return isinstance(value, (bool, np.bool_))


def _is_number(value):
    return isinstance(value, (numbers.Real, decimal.Decimal)) and not _is_truth(value)


def _is_time(value):
    return isinstance(value, (datetime.date, np.datetime64))


class _Column:
    """What a column holds, by the one rule for values that the library in Java has too.

    Numbers may be given as texts; texts that mean "no value" in tables do so in all columns but
    those of texts; infinite numbers are no values.
    """

    def __init__(self, spec):
        self.name = spec["name"]
        self.type = spec["type"]
        self.dates = spec.get("dates", "year_first")
        self.range = spec.get("range")

    def admit(self, series):
        """Numbers, truth values as 0 and 1, times as milliseconds, NaN when missing; or texts and the like."""
        if self.type == "string":
            return _Values(self.type, [self._text(value) for value in series.array])
        whole = isinstance(series.dtype, np.dtype)
        if whole and series.dtype.kind == "M" and self.type == "datetime":
            values = _stamps(series)
        elif whole and series.dtype.kind in "iuf" and self.type in ("long", "double"):
            values = series.to_numpy(dtype=np.float64)
            values = np.where(np.isfinite(values), values, np.nan)
            if self.type == "long":
                broken = np.flatnonzero(~np.isnan(values) & (values != np.rint(values)))
                if len(broken):
                    raise self._refusal(broken[0], values[broken[0]])
        else:
            values = self._one_by_one(series)
        return _Values(self.type, values)

    def _one_by_one(self, series):
        known = {}
        values = np.empty(len(series))
        for row, value in enumerate(series.array):
            key = None if _is_missing(value) else (type(value), str(value))
            if key not in known:
                number = np.nan if key is None else self._one(value)
                if number is None:
                    raise self._refusal(row, value)
                known[key] = number
            values[row] = known[key]
        return values

    @staticmethod
    def _text(value):
        if _is_missing(value) or (isinstance(value, str) and not value.strip(_BLANKS)):
            return None
        if _is_number(value) and not np.isfinite(float(value)):
            return None
        return value

    def _one(self, value):
        """The number that a value stands for; NaN for a missing one, None when it does not fit."""
        if isinstance(value, str):
            value = value.strip(_BLANKS)
            if value in _MISSING:
                return np.nan
        return {"long": _whole, "double": _real, "boolean": _truth, "datetime": self._millis}[self.type](value)

    def _millis(self, value):
        if _is_time(value):
            time = pd.to_datetime(value, utc=True, errors="coerce")
            millis = None if time is pd.NaT else float(time.value // 1_000_000)
        elif _is_number(value):
            millis = self._of_number(float(value))
        elif isinstance(value, str) and _NUMBER.fullmatch(value):
            millis = self._of_number(float(value))
        elif isinstance(value, str):
            millis = _text_millis(value, self.dates)
        else:
            millis = None
        return None if millis is None or abs(millis) > _MILLIS_MAX else millis

    def _of_number(self, number):
        """The time that a number means: in milliseconds, or in the unit that puts it near the times learned."""
        if not np.isfinite(number):
            return np.nan
        if not self.range:
            return number
        first, last = self.range
        for reach in (0.0, max(last - first, _LATER_MIN)):
            fitting = [
                (unit, millis)
                for unit, millis in ((unit, of(number)) for unit, of in _UNITS.items())
                if millis is not None and first - reach <= millis <= last + reach
            ]
            if fitting:
                units = [unit for unit, _ in fitting]
                clear = units[0] == _MILLISECONDS and not {_SECONDS, _DIGITS} & set(units)
                return fitting[0][1] if clear or len(fitting) == 1 else None
        return None

    def _refusal(self, row, value):
        shown = _shown(value).replace("T00:00:00Z", "") if _is_time(value) else _shown(value)
        expected = _EXPECTED.get(self.type, f"a time such as {_EXAMPLES[self.dates]}")
        short = shown[:60] + "…" if len(shown) > 60 else shown
        text = f"row {row + 1}: column '{self.name}' expects {expected}, not '{short}'"
        number = not _is_truth(value) and _NUMBER.fullmatch(shown.strip(_BLANKS))
        if self.type == "datetime" and self.range and number:
            text += ": " + self._readings(float(shown.strip(_BLANKS)))
        return ValueError(text)

    def _readings(self, number):
        readings = []
        for unit, of in _UNITS.items():
            millis = of(number)
            day = _EPOCH_DAY if millis is None else millis // _DAY_MILLIS + _EPOCH_DAY
            if millis is not None and 1 <= day <= datetime.date.max.toordinal():
                readings.append(f"{datetime.date.fromordinal(int(day))} {unit}")
        meant = "it would be " + ", or ".join(readings) if readings else "as a number it is no time in any unit"
        first, last = (datetime.date.fromordinal(int(m // _DAY_MILLIS) + _EPOCH_DAY) for m in self.range)
        return f"{meant}; the times learned are those of {first} to {last}"


class _Values:
    """The values of a column, and their type in the signature."""

    def __init__(self, kind, values):
        self.kind = kind
        self.values = values

    def distinct(self):
        """Values that can be looked up, each once, and the place of each row's; None when missing."""
        if self.kind == "string":
            known = {}
            places = np.empty(len(self.values), dtype=np.int64)
            for row, value in enumerate(self.values):
                places[row] = known.setdefault((type(value), value), len(known))
            return [value for _, value in known], places
        values, places = np.unique(self.values, return_inverse=True)
        name = {"boolean": bool, "datetime": _iso}.get(self.kind, float)
        return [None if np.isnan(value) else name(value) for value in values], places


def _stamps(series):
    times = series.to_numpy().astype("datetime64[ns]")
    missing = np.isnat(times)
    whole = np.where(missing, 0, times.astype(np.int64)) // 1_000_000
    return np.where(missing, np.nan, whole.astype(np.float64))


def _real(value):
    if isinstance(value, str):
        if _ENDLESS.fullmatch(value):
            return np.nan
        value = float(value) if _NUMBER.fullmatch(value) else None
    elif not _is_number(value):
        return None
    if value is None:
        return None
    return float(value) if np.isfinite(float(value)) else np.nan


def _whole(value):
    number = _real(value)
    return number if number is None or np.isnan(number) or number == np.rint(number) else None


def _truth(value):
    if _is_truth(value):
        return float(value)
    if _is_number(value) and not np.isfinite(float(value)):
        return np.nan
    number = _number(value) if isinstance(value, str) or _is_number(value) else np.nan
    return number if number in (0.0, 1.0) else None


def _number(value):
    """The value as a number; NaN when it does not read as one."""
    if isinstance(value, str):
        text = value.strip(_BLANKS)
        if _NUMBER.fullmatch(text):
            return float(text)
        return {"true": 1.0, "false": 0.0}.get(text.lower(), np.nan)
    if _is_truth(value) or _is_number(value):
        return float(value)
    return np.nan


def _shown(value):
    """A value as people write it."""
    if _is_truth(value):
        return "true" if value else "false"
    if _is_number(value):
        return _plain(float(value))
    if _is_time(value):
        return _iso(float(pd.to_datetime(value, utc=True).value // 1_000_000))
    return str(value)


def _plain(number):
    if number == 0 or not np.isfinite(number):
        return "0" if number == 0 else str(number)
    digits = format(decimal.Decimal(repr(float(number))), "f")
    return digits[:-2] if digits.endswith(".0") else digits


def _iso(millis):
    time = datetime.datetime(1970, 1, 1) + datetime.timedelta(milliseconds=millis)
    rest = int(millis % 1000)
    return time.strftime("%Y-%m-%dT%H:%M:%S") + (f".{rest:03d}" if rest else "") + "Z"


def _of_digits(number):
    if number != np.rint(number) or not 10_000_101 <= number <= 99_991_231:
        return None
    digits = int(number)
    try:
        day = datetime.date(digits // 10_000, digits // 100 % 100, digits % 100)
    except ValueError:
        return None
    return (day.toordinal() - _EPOCH_DAY) * 86_400_000.0


_MILLISECONDS, _SECONDS, _DIGITS = "in milliseconds since 1970", "in seconds since 1970", "as yyyymmdd"
_UNITS = {
    _MILLISECONDS: lambda number: number,
    _SECONDS: lambda number: number * 1000,
    "in microseconds since 1970": lambda number: number / 1000,
    "in nanoseconds since 1970": lambda number: number / 1_000_000,
    _DIGITS: _of_digits,
}


def _text_millis(text, order):
    """The time that a text names, its date written in this order; None when it is none."""
    found = _TIME.fullmatch(text)
    if not found:
        return None
    part = found.groupdict()
    if part["year"]:
        year, month, day = part["year"], part["month"], part["day"]
    elif order == "year_first":
        return None
    elif order == "month_first" and part["mark"] != ".":
        year, month, day = part["last"], part["first"], part["second"]
    else:
        year, month, day = part["last"], part["second"], part["first"]
    hour, minute, second = (int(part[name] or 0) for name in ("hour", "minute", "seconds"))
    if part["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if part["half"].lower() == "pm" else 0)
    if hour > 24 or minute > 59 or second > 60:
        return None
    try:
        days = datetime.date(int(year), int(month), int(day)).toordinal() - _EPOCH_DAY
    except ValueError:
        return None
    if part["zone_hours"]:
        zone = int(part["zone_hours"]) * 60 + int(part["zone_minutes"] or 0)
        minute -= -zone if part["sign"] == "-" else zone
    thousandths = int(((part["fraction"] or "") + "000")[:3])
    return float(((days * 24 + hour) * 60 + minute) * 60_000 + second * 1000 + thousandths)


class _Encoding:
    """One column's values to feature columns; equal values are encoded once."""

    width = 1

    def __init__(self, spec, arrays):
        self.columns = [spec["column"]]

    def encode(self, given):
        values, places = given.distinct()
        rows = [[np.nan] * self.width if value is None else self.one(value) for value in values]
        table = np.array(rows, dtype=np.float64).reshape(len(rows), self.width)
        return [table[places, i] for i in range(self.width)]


class _Numeric(_Encoding):
    def __init__(self, spec, arrays):
        super().__init__(spec, arrays)
        self._fill = spec.get("fill", np.nan)

    def encode(self, given):
        values = super().encode(given)[0] if given.kind == "string" else given.values
        return [np.where(np.isnan(values), self._fill, values)]

    def one(self, value):
        return [_number(value)]


class _Lookup:
    """Finds the code of a value in a dictionary; -1 when it is not there."""

    def __init__(self, values):
        self._texts = {}
        self._numbers = {}
        for code, text in enumerate(values):
            self._texts.setdefault(text, code)
            if _NUMBER.fullmatch(text.strip(_BLANKS)):
                self._numbers.setdefault(float(text), code)

    def code(self, value):
        if isinstance(value, str):
            return self._texts.get(value, -1)
        if _is_truth(value):
            names = ("true", "True") if value else ("false", "False")
            return next((self._texts[name] for name in names if name in self._texts), -1)
        if not _is_number(value):
            return self._texts.get(_shown(value), -1)
        return self._numbers.get(_number(value), -1)


class _Category(_Encoding):
    def __init__(self, spec, arrays):
        super().__init__(spec, arrays)
        self._lookup = _Lookup(spec["values"])

    def one(self, value):
        code = self._lookup.code(value)
        return [np.nan if code < 0 else code]


class _Table(_Encoding):
    def __init__(self, spec, arrays):
        super().__init__(spec, arrays)
        self._lookup = _Lookup(spec["values"])
        self.width = spec["width"]
        self._table = arrays[spec["array"]].reshape(-1, self.width)

    def one(self, value):
        return list(self._table[self._lookup.code(value)])


class _Gap(_Encoding):
    """The days from one time to another."""

    def __init__(self, spec, arrays):
        self.columns = [spec["column"], spec["other"]]

    def encode(self, later, earlier):
        return [(later.values - earlier.values) / _DAY_MILLIS]


class _Date(_Encoding):
    def __init__(self, spec, arrays):
        super().__init__(spec, arrays)
        self._parts = spec["parts"]
        self.width = len(self._parts)

    def encode(self, given):
        return list(self._of(given.values))

    def _of(self, millis):
        missing = ~(np.abs(millis) <= _MILLIS_MAX)
        whole = np.where(missing, 0, np.floor(millis)).astype(np.int64)
        day = whole // _DAY_MILLIS
        date = day.astype("datetime64[D]")
        month = date.astype("datetime64[M]")
        weekday = (day + 3) % 7 + 1
        parts = {
            "year": date.astype("datetime64[Y]").astype(np.int64) + 1970,
            "month": month.astype(np.int64) % 12 + 1,
            "day": (date - month.astype("datetime64[D]")).astype(np.int64) + 1,
            "weekday": weekday,
            "hour": (whole - day * _DAY_MILLIS) // 3_600_000,
            "weekend": weekday >= 6,
            "epoch_day": np.where(missing, 0, millis) / _DAY_MILLIS,
        }
        for part in self._parts:
            yield np.where(missing, np.nan, parts[part].astype(np.float64))


class _Text(_Encoding):
    def __init__(self, spec, arrays):
        super().__init__(spec, arrays)
        numbers_per_word = spec["width"]
        self.width = 3 + numbers_per_word
        table = arrays[spec["array"]]
        buckets = len(table) // numbers_per_word if numbers_per_word else 2
        self._table = table.reshape(buckets, numbers_per_word)

    def one(self, value):
        value = _shown(value)
        hashes = list(_word_hashes(value))
        if hashes:
            sums = np.zeros(self._table.shape[1])
            for word in hashes:
                sums = sums + self._table[word % (len(self._table) - 1)]
            means = sums / len(hashes)
        else:
            means = self._table[-1]
        digits = sum(1 for c in value if "0" <= c <= "9")
        return [len(value), digits, len(hashes), *means]


class _Words(_Encoding):
    """Scores that are linear in tf-idf of known words and pairs of words."""

    def __init__(self, spec, arrays):
        super().__init__(spec, arrays)
        self.width = spec["width"]
        hashes = arrays[spec["arrays"] + "term"]
        self._places = {int(term) & 0xFFFFFFFF: place for place, term in enumerate(hashes)}
        self._table = arrays[spec["arrays"] + "table"].reshape(-1, self.width + 1)

    def one(self, value):
        value = _shown(value)
        counts = {}
        for term in _terms(value):
            place = self._places.get(term)
            if place is not None:
                counts[place] = counts.get(place, 0) + 1
        places = sorted(counts)
        values = np.array([counts[place] for place in places]) * self._table[places, 0]
        scores = self._table[-1, 1:]
        for place, part in zip(places, values / np.sqrt(np.sum(values * values) or 1.0)):
            scores = scores + part * self._table[place, 1:]
        return list(scores)


def _terms(text):
    """The hash of each word and of each pair of words."""
    before = None
    for word in _word_hashes(text):
        yield word
        if before is not None:
            yield (before * 0x9E3779B1 + word) & 0xFFFFFFFF
        before = word


def _word_hashes(text):
    """The 32-bit FNV-1a hash of each run of letters and digits, lower case, as UTF-8."""
    for word in re.findall(r"[A-Za-z0-9\u0080-\U0010ffff]+", text):
        value = 0x811C9DC5
        lower = "".join(c.lower() if c < "\x80" else c for c in word)
        for byte in lower.encode("utf-8", "surrogatepass"):
            value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
        yield value


_ENCODINGS = {
    "numeric": _Numeric,
    "category": _Category,
    "lookup": _Table,
    "date": _Date,
    "text": _Text,
    "gap": _Gap,
    "words": _Words,
}


class _Member:
    """Raw scores of trees or of a linear model, and the link to predictions."""

    def __init__(self, spec, arrays):
        prefix = spec["arrays"]
        own = {name[len(prefix) :]: a for name, a in arrays.items() if name.startswith(prefix)}
        self.weight = spec["weight"]
        self._link = spec["link"]
        self._min = spec.get("score_min", -np.inf)
        self._max = spec.get("score_max", np.inf)
        self._part = _PARTS[spec["kind"]](own)

    def predict(self, rows, outputs):
        scores = np.minimum(np.maximum(self._part.scores(rows), self._min), self._max)
        predicted = _LINKS[self._link](scores)
        if outputs == 2 and predicted.shape[1] == 1:
            return np.column_stack([1 - predicted[:, 0], predicted[:, 0]])
        return predicted


def _softmax(scores):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / np.add.accumulate(powers, axis=1)[:, -1:]


def _shares(scores):
    clipped = np.clip(scores, 0.0, 1.0)
    if clipped.shape[1] == 1:
        return clipped
    sums = np.add.accumulate(clipped, axis=1)[:, -1:]
    return np.where(sums > 0, clipped / np.where(sums > 0, sums, 1), 1.0 / clipped.shape[1])


def _logit(scores):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-scores))


_LINKS = {
    "identity": lambda scores: scores,
    "log": np.exp,
    "logit": _logit,
    "softmax": _softmax,
    "shares": _shares,
}


class _Trees:
    """All trees walked at once; values are added in the order of the trees."""

    def __init__(self, arrays):
        counts = arrays["splits"].astype(np.int64)
        tree = np.repeat(np.arange(len(counts)), counts)
        split_base = np.concatenate([[0], np.cumsum(counts)])[:-1].astype(np.int64)
        self._splits = int(counts.sum())
        leaf_base = self._splits + split_base + np.arange(len(counts))
        self._root = np.where(counts > 0, split_base, leaf_base)
        self._left = self._child(arrays["left"], split_base[tree], leaf_base[tree])
        self._right = self._child(arrays["right"], split_base[tree], leaf_base[tree])
        self._feature = arrays["feature"].astype(np.int64)
        self._threshold = arrays["threshold"]
        self._missing_left = arrays["missing_left"] != 0
        self._words = arrays["words"].astype(np.int64)
        words = np.maximum(self._words, 0)
        self._word_base = np.cumsum(words) - words
        self._codes = np.append(arrays["codes"], 0).astype(np.int64)
        self._leaf_value = arrays["leaf_value"]
        self._start = arrays["start"]

    @staticmethod
    def _child(child, split_base, leaf_base):
        child = child.astype(np.int64)
        return np.where(child >= 0, child + split_base, ~child + leaf_base)

    def scores(self, rows):
        outputs = len(self._start)
        scores = np.empty((len(rows), outputs))
        step = max(1, _CELLS_MAX // max(1, len(self._root)))
        for first in range(0, len(rows), step):
            part = rows[first : first + step]
            values = self._leaf_value[self._leaves(part) - self._splits]
            values = values.reshape(len(part), -1, outputs)
            start = np.broadcast_to(self._start, (len(part), 1, outputs))
            values = np.concatenate([start, values], axis=1)
            scores[first : first + step] = np.add.accumulate(values, axis=1)[:, -1, :]
        return scores

    def _leaves(self, rows):
        trees = len(self._root)
        nodes = np.tile(self._root, len(rows))
        active = np.flatnonzero(nodes < self._splits)
        while len(active):
            node = nodes[active]
            value = rows[active // trees, self._feature[node]]
            left = np.where(
                np.isnan(value), self._missing_left[node], value <= self._threshold[node]
            )
            category = self._words[node] >= 0
            if category.any():
                left[category] = self._in_set(node[category], value[category])
            node = np.where(left, self._left[node], self._right[node])
            nodes[active] = node
            active = active[node < self._splits]
        return nodes

    def _in_set(self, node, value):
        code = np.where(np.isnan(value), -1, value).astype(np.int64)
        word = code >> 6
        inside = (code >= 0) & (word < self._words[node])
        at = np.where(inside, self._word_base[node] + word, len(self._codes) - 1)
        return inside & ((self._codes[at] >> (code & 63)) & 1 != 0)


class _Linear:
    """Slopes of numbers and weights of codes, added in the order of the features."""

    def __init__(self, arrays):
        self._cardinality = arrays["cardinality"]
        self._low = arrays["low"]
        self._high = arrays["high"]
        self._intercept = arrays["intercept"]
        self._weight = arrays["weight"].reshape(-1, len(self._intercept))

    def scores(self, rows):
        scores = np.tile(self._intercept, (len(rows), 1))
        line = 0
        for feature, cardinality in enumerate(self._cardinality):
            value = rows[:, feature]
            missing = np.isnan(value)
            if cardinality == 0:
                clipped = np.minimum(np.maximum(value, self._low[feature]), self._high[feature])
                slope, absent = self._weight[line], self._weight[line + 1]
                known = np.where(missing, 0, clipped)[:, None] * slope
                scores = scores + np.where(missing[:, None], absent, known)
                line += 2
            else:
                code = np.where(missing, cardinality, value).astype(np.int64)
                scores = scores + self._weight[line + code]
                line += cardinality + 1
        return scores


class _Design:
    """Standardised columns of numbers and 0/1 columns of codes and missing values."""

    def __init__(self, arrays):
        self._cardinality = arrays["design_cardinality"]
        self._mean = arrays["design_mean"]
        self._deviation = arrays["design_deviation"]
        self._column = arrays["design_column"]
        self._switch = arrays["design_switch"]
        used = np.concatenate([self._column, self._switch])
        self._columns = int((used >= 0).sum())

    def vectors(self, rows):
        out = np.zeros((len(rows), self._columns))
        places = np.arange(len(rows))
        start = 0
        for f, cardinality in enumerate(self._cardinality):
            value = rows[:, f]
            missing = np.isnan(value)
            if cardinality == 0:
                if self._column[f] >= 0:
                    standard = (np.where(missing, 0, value) - self._mean[f]) / self._deviation[f]
                    clipped = np.minimum(np.maximum(standard, -10.0), 10.0)
                    out[:, self._column[f]] = np.where(missing, 0, clipped)
                line = np.where(missing, self._switch[start], -1)
            else:
                known = ~missing & (value >= 0) & (value < cardinality)
                code = np.where(known, value, cardinality).astype(np.int64)
                line = self._switch[start + code]
            on = line >= 0
            out[places[on], line[on]] = 1
            start += cardinality + 1
        return out


class _Network:
    """Layers of rectified units; the last one is not rectified."""

    def __init__(self, arrays):
        self._design = _Design(arrays)
        self._layers = []
        inputs = self._design._columns
        for layer, units in enumerate(arrays["units"]):
            weights = arrays[f"weight{layer}"].reshape(inputs, units)
            self._layers.append((weights, arrays[f"bias{layer}"]))
            inputs = int(units)

    def scores(self, rows):
        values = self._design.vectors(rows)
        for weights, bias in self._layers[:-1]:
            values = np.maximum(values @ weights + bias, 0)
        weights, bias = self._layers[-1]
        return values @ weights + bias


class _Neighbors:
    """The mean, or the shares of classes, of the nearest training rows; the first among equals."""

    def __init__(self, arrays):
        self._design = _Design(arrays)
        self._classes, self._wanted, self._by_distance = (int(n) for n in arrays["settings"])
        self._target = arrays["target"]
        self._weight = arrays["weight"]
        self._vector = arrays["vector"].reshape(len(self._target), -1)
        self._wanted = min(self._wanted, len(self._target))

    def scores(self, rows):
        vectors = self._design.vectors(rows)
        scores = np.zeros((len(rows), max(1, self._classes)))
        for row, vector in enumerate(vectors):
            squared = np.zeros(len(self._vector))
            for column in range(self._vector.shape[1]):
                difference = vector[column] - self._vector[:, column]
                squared = squared + difference * difference
            nearest = np.argsort(squared, kind="stable")[: self._wanted]
            weights = self._weight[nearest]
            if self._by_distance:
                near = squared[nearest]
                if near[0] == 0:
                    weights = weights * (near == 0)
                else:
                    weights = weights / np.sqrt(near)
            total = weights.sum()
            if total > 0 and self._classes == 0:
                scores[row, 0] = (weights * self._target[nearest]).sum() / total
            elif total > 0:
                np.add.at(scores[row], self._target[nearest].astype(np.int64), weights)
                scores[row] /= total
        return scores


class _Kernel:
    """Weights of support vectors, by how near they lie."""

    def __init__(self, arrays):
        self._design = _Design(arrays)
        self._gamma = arrays["gamma"][0]
        self._intercept = arrays["intercept"]
        self._coefficient = arrays["coefficient"].reshape(-1, len(self._intercept))
        self._vector = arrays["vector"].reshape(len(self._coefficient), -1)

    def scores(self, rows):
        step = max(1, _CELLS_MAX // max(1, len(self._vector)))
        parts = [self._some(rows[i : i + step]) for i in range(0, len(rows), step)]
        return np.concatenate(parts) if parts else np.empty((0, len(self._intercept)))

    def _some(self, rows):
        vectors = self._design.vectors(rows)
        squared = np.zeros((len(rows), len(self._vector)))
        for column in range(self._vector.shape[1]):
            squared += (vectors[:, column, None] - self._vector[None, :, column]) ** 2
        return np.exp(-self._gamma * squared) @ self._coefficient + self._intercept


class _Bayes:
    """Log-likelihoods of classes, feature by feature; missing values say nothing."""

    def __init__(self, arrays):
        self._prior = arrays["prior"]
        ends = np.cumsum(arrays["length"])
        self._terms = list(zip(arrays["kind"], np.split(arrays["number"], ends[:-1])))

    def scores(self, rows):
        scores = np.tile(self._prior, (len(rows), 1))
        for feature, (kind, numbers_of) in enumerate(self._terms):
            value = rows[:, feature]
            known = ~np.isnan(value)
            added = self._added(kind, numbers_of, np.where(known, value, 0))
            scores = scores + np.where(known[:, None], added, 0)
        return scores

    def _added(self, kind, own, value):
        classes = len(self._prior)
        if kind == 0:
            term = own.reshape(classes, 3)
            difference = value[:, None] - term[:, 0]
            return term[:, 1] * difference * difference + term[:, 2]
        if kind == 1:
            present = (value > own[0]).astype(np.int64)
            return own[1:].reshape(classes, 2)[:, present].T
        if kind == 2:
            count = (value - own[0]) * own[1]
            if own[2] > 0:
                count = np.minimum(np.maximum(count, 0), 1)
            return count[:, None] * own[3:]
        table = own.reshape(-1, classes)
        known = (value >= 0) & (value < len(table))
        return np.where(known[:, None], table[np.where(known, value, 0).astype(np.int64)], 0)


_PARTS = {
    "trees": _Trees,
    "linear": _Linear,
    "network": _Network,
    "neighbors": _Neighbors,
    "bayes": _Bayes,
    "kernel": _Kernel,
}
