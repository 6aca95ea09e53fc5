"""An MLflow model behind its `python_function`, asked in the forms of Azure and of MLflow."""

import base64
import datetime
import json
import logging
import os
import sys

from lazuli_worker import Answer, BadInput, timed

log = logging.getLogger("lazuli")

FORMS = {
    "input_data": ("", ""),
    "data": ('{"result": ', "}"),
    "Inputs": ('{"Results": ', "}"),
    "dataframe_split": ('{"predictions": ', "}"),
    "dataframe_records": ('{"predictions": ', "}"),
    "inputs": ('{"predictions": ', "}"),
    "instances": ('{"predictions": ', "}"),
}


def open_host(config):
    """Loads the model."""
    os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
    os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
    import mlflow.pyfunc

    return PyfuncHost(mlflow.pyfunc.load_model(config["model"]))


class PyfuncHost:
    """Predicts for the rows of each request."""

    wants_headers = False

    def __init__(self, model):
        self.model = model
        signature = model.metadata.signature
        self.schema = signature.inputs if signature else None
        self.takes_params = bool(signature and getattr(signature, "params", None))

    def swagger(self):
        return {}

    def answer(self, request):
        kind = request.content_type.split(";")[0].strip().lower()
        if kind == "text/csv":
            rows, form, params = self._csv(request), "dataframe_split", None
        else:
            rows, form, params = self._rows(request)
        return self._predicted(request, rows, form, params)

    def _predicted(self, request, rows, form, params):
        from mlflow.exceptions import MlflowException

        arguments = {"rows": rows, "params": params, "request": request}
        result, nanos = timed(self._predict, request, arguments)
        if isinstance(result, MlflowException):
            raise BadInput(str(result))
        before, after = FORMS[form]
        body = before + json.dumps(plain(result), default=word, allow_nan=False) + after
        return Answer(200, body.encode(), nanos=nanos)

    def _predict(self, rows, params, request):
        from mlflow.exceptions import MlflowException

        try:
            if params and self.takes_params:
                return self.model.predict(rows, params=params)
            return self.model.predict(rows)
        except MlflowException as wrong:
            if getattr(wrong, "error_code", "") in ("INVALID_PARAMETER_VALUE", "BAD_REQUEST") or (
                "schema" in str(wrong).lower()
            ):
                return wrong
            raise

    def _csv(self, request):
        import io

        import pandas

        try:
            return pandas.read_csv(io.BytesIO(request.body))
        except ValueError as wrong:
            raise BadInput("POST body could not be read as CSV: %s" % wrong) from None

    def _rows(self, request):
        try:
            body = json.loads(request.body)
        except ValueError as wrong:
            if not request.body:
                raise BadInput("POST body is empty. Expecting a JSON dictionary.") from None
            raise BadInput("POST body could not be decoded as JSON: %s" % wrong) from None
        if not isinstance(body, dict):
            raise BadInput("POST body should be a JSON dictionary.")
        given = [key for key in FORMS if key in body]
        if not given:
            raise BadInput("the body has no rows: expected the key " + ", ".join(map(repr, FORMS)))
        if len(given) > 1:
            raise BadInput("the body has '%s' and '%s'; give one" % tuple(given[:2]))
        params = body.get("params", body.get("GlobalParameters"))
        value = body[given[0]]
        if given[0] == "Inputs" and isinstance(value, dict):
            value = value.get("data", value.get("input_data", next(iter(value.values()), [])))
        try:
            return self._read(given[0], value), given[0], params if isinstance(params, dict) else None
        except (KeyError, TypeError, ValueError, AttributeError) as wrong:
            raise BadInput("'%s' is not a table that fits the model: %s" % (given[0], wrong)) from None

    def _read(self, form, value):
        tensors = self.schema is not None and self.schema.is_tensor_spec()
        if isinstance(value, dict) and "data" in value and ("columns" in value or form != "inputs"):
            return self._table(value["data"], value.get("columns"), value.get("index"))
        if isinstance(value, dict):
            return self._named(value, tensors)
        if not isinstance(value, list):
            raise BadInput("'%s' must be a list of rows or a table" % form)
        if value and all(isinstance(each, dict) for each in value):
            if tensors:
                return self._named({k: [row[k] for row in value] for k in value[0]}, True)
            return self._table(value, None, None)
        if tensors or self.schema is None:
            return self._array(value, None)
        return self._table(value, self._names(value), None)

    def _names(self, rows):
        names = self.schema.input_names() if self.schema.has_input_names() else None
        width = len(rows[0]) if rows and isinstance(rows[0], list) else 1
        return names[:width] if names else None

    def _named(self, value, tensors):
        if tensors:
            types = {each.name: each for each in self.schema.inputs}
            return {name: self._array(each, types.get(name)) for name, each in value.items()}
        columns = {k: v if isinstance(v, list) else [v] for k, v in value.items()}
        return self._table(columns, None, None)

    def _array(self, value, spec):
        import numpy

        if spec is None and self.schema is not None and not self.schema.has_input_names():
            spec = self.schema.inputs[0]
        kind = getattr(spec, "type", None)
        return numpy.array(value, dtype=kind if self.schema is not None and kind is not None else None)

    def _table(self, data, columns, index):
        import pandas

        frame = pandas.DataFrame(data, columns=columns, index=index)
        if self.schema is None or self.schema.is_tensor_spec():
            return frame
        for spec in self.schema.inputs:
            name = spec.name
            if name is not None and name in frame.columns:
                frame[name] = typed(frame[name], getattr(spec.type, "name", ""))
        return frame


def typed(column, kind):
    """A column of JSON values as the signature's type."""
    import pandas

    if kind in ("double", "float"):
        if column.map(lambda value: isinstance(value, (bool, str))).any():
            return column
        return column.astype("float64" if kind == "double" else "float32")
    if kind in ("integer", "long"):
        numbers = pandas.api.types.is_integer_dtype(column)
        return column.astype("int32" if kind == "integer" else "int64") if numbers else column
    if kind == "datetime":
        return pandas.to_datetime(column)
    if kind == "binary":
        return column.map(lambda text: base64.b64decode(text) if isinstance(text, str) else text)
    return column


def plain(value):
    """Predictions as JSON knows them; what is no number is null."""
    name = type(value).__module__.split(".")[0] + "." + type(value).__name__
    if name == "pandas.DataFrame":
        return [plain(row) for row in value.to_dict(orient="records")]
    if name in ("pandas.Series", "numpy.ndarray") or name.endswith("Tensor"):
        return plain(value.tolist())
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if name.startswith("numpy."):
        return plain(value.item())
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    if name.startswith("scipy.") and hasattr(value, "toarray"):
        return plain(value.toarray())
    if name in ("pandas.NAType", "pandas.NaTType"):
        return None
    return value


def word(value):
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat()
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode()
    return str(value)
