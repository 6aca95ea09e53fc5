"""A scoring script with `init()` and `run()`, as Azure's inference server calls it."""

import importlib.util
import inspect
import json
import logging
import os
import sys
from urllib.parse import parse_qsl, urlsplit

import lazuli_shims
from lazuli_worker import Answer, BadInput, timed

log = logging.getLogger("lazuli")


def open_host(config):
    """Imports the script and calls its `init()`."""
    root, path = config["root"], config["script"]
    os.chdir(root)
    for folder in (root, os.path.dirname(path)):
        if folder not in sys.path:
            sys.path.append(folder)
    lazuli_shims.install()
    spec = importlib.util.spec_from_file_location("entry_module", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["entry_module"] = module
    spec.loader.exec_module(module)
    for name in ("init", "run"):
        if not callable(getattr(module, name, None)):
            raise RuntimeError("the script %s has no function %s()" % (os.path.basename(path), name))
    module.init()
    driven = getattr(module, "driver_module", None)
    run = driven.run if inspect.ismodule(driven) and hasattr(driven, "run") else module.run
    return ScriptHost(run, root)


def is_decorated(run):
    if "inference_schema" not in sys.modules:
        return False
    from inference_schema.schema_util import is_schema_decorated

    return is_schema_decorated(run)


class ScriptHost:
    """Calls `run()` with what each request brings."""

    def __init__(self, run, root):
        self.run = run
        self.root = root
        parameters = list(inspect.signature(run).parameters.values())
        kinds = (inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
        if any(each.kind not in kinds for each in parameters):
            raise RuntimeError("run() cannot accept positional-only arguments, *args, or **kwargs.")
        self.takes_headers = any(each.name == "request_headers" for each in parameters)
        self.parameters = [each for each in parameters if each.name != "request_headers"]
        if not self.parameters:
            other = ' other than "request_headers"' if self.takes_headers else " for input data"
            raise RuntimeError("run() needs to accept an argument%s." % other)
        raw, decorated = lazuli_shims.is_raw_requested(), is_decorated(run)
        if raw and decorated:
            raise RuntimeError("run() cannot be decorated with both @rawhttp and @input_schema")
        self.arguments = self._raw if raw else self._parsed if decorated else self._text
        self.decorated = decorated
        self.wants_headers = self.takes_headers or raw

    def answer(self, request):
        arguments = self.arguments(request)
        if self.takes_headers:
            arguments["request_headers"] = dict(request.headers)
        result, nanos = timed(self.run, request, arguments)
        if hasattr(result, "status_code") and hasattr(result, "get_data"):
            return from_response(result, nanos)
        body = json.dumps(result if result is not None else {}).encode()
        return Answer(200, body, nanos=nanos)

    def _raw(self, request):
        return {self.parameters[0].name: lazuli_shims.raw_request(request)}

    def _text(self, request):
        if request.method == "GET":
            value = json.dumps(query_values(request.target))
        else:
            try:
                value = str(request.body, "utf-8")
            except UnicodeDecodeError as error:
                raise BadInput("Input cannot be decoded as UTF-8: %s" % error) from None
        return {self.parameters[0].name: value}

    def _parsed(self, request):
        values = query_values(request.target) if request.method == "GET" else json_object(request)
        arguments = {}
        for parameter in self.parameters:
            value = values.get(parameter.name, parameter.default)
            if value is inspect.Parameter.empty:
                raise BadInput("A value is not provided for the %r parameter." % parameter.name)
            arguments[parameter.name] = value
        return arguments

    def swagger(self):
        """The user's own descriptions by version, and the schemas of what `run()` takes and gives."""
        files = {}
        for version, names in (("2", ("swagger.json", "swagger2.json")), ("3", ("swagger3.json",)),
                               ("3.1", ("swagger3.1.json",))):
            for name in names:
                path = os.path.join(self.root, name)
                if version not in files and os.path.isfile(path):
                    with open(path, encoding="utf-8") as file:
                        files[version] = json.load(file)
        card = {"files": files, "input": {"type": "object", "example": {}},
                "output": {"type": "object", "example": {}}, "versions": ["2", "3", "3.1"]}
        if self.decorated:
            from inference_schema import schema_util

            card["input"] = schema_util.get_input_schema(self.run)
            card["output"] = schema_util.get_output_schema(self.run)
            card["versions"] = [str(v) for v in schema_util.get_supported_versions(self.run)]
        return json.loads(json.dumps(card, default=str))


def from_response(response, nanos):
    headers = [[name, value] for name, value in response.headers.items()]
    kind = next((v for n, v in headers if n.lower() == "content-type"), "")
    own = ("content-type", "content-length", "x-ms-run-function-failed")
    failed = response.status_code >= 500 or any(
        n.lower() == own[2] and str(v).lower() == "true" for n, v in headers
    )
    return Answer(
        response.status_code,
        response.get_data(),
        kind,
        [[n, v] for n, v in headers if n.lower() not in own],
        nanos,
        failed,
    )


def query_values(target):
    """The values of a query, each read as JSON where it is JSON; a repeated name gives a list."""
    values = {}
    for name, text in parse_qsl(urlsplit(target).query, keep_blank_values=True):
        try:
            value = json.loads(text)
        except ValueError:
            value = text
        values.setdefault(name, []).append(value)
    return {name: each[0] if len(each) == 1 else each for name, each in values.items()}


def json_object(request):
    if not request.is_json():
        raise BadInput("Expects Content-Type to be application/json", 415)
    try:
        value = json.loads(request.body)
    except ValueError as error:
        if not request.body:
            raise BadInput("POST body is empty. Expecting a JSON dictionary.") from None
        raise BadInput("POST body could not be decoded as JSON: %s" % error) from None
    if not isinstance(value, dict):
        raise BadInput("POST body should be a JSON dictionary.")
    return value
