"""What scripts import and an environment may lack: raw requests and answers, by Azure's names.

A module of the environment always wins: these are found only when nothing else is.
"""

import importlib.abc
import importlib.util
import io
import json
import sys
import types
from urllib.parse import parse_qsl, urlsplit

RAW_FLAG = "_rawHttpRequested"
REQUESTS = ("azureml_inference_server_http.api.aml_request", "azureml.contrib.services.aml_request")
RESPONSES = ("azureml_inference_server_http.api.aml_response", "azureml.contrib.services.aml_response")


class Headers(dict):
    """Headers by their names in any case."""

    def __init__(self, pairs=()):
        super().__init__()
        for name, value in pairs:
            self[name] = value

    def _name(self, name):
        return next((each for each in self if each.lower() == str(name).lower()), name)

    def __setitem__(self, name, value):
        super().__setitem__(self._name(name), value)

    def __getitem__(self, name):
        return super().__getitem__(self._name(name))

    def __contains__(self, name):
        return super().__contains__(self._name(name))

    def get(self, name, default=None):
        return super().get(self._name(name), default)

    def add_header(self, name, value):
        self[name] = self[name] + ", " + value if name in self else value

    def remove(self, name):
        self.pop(self._name(name), None)


class AMLRequest:
    """A request as Flask shows it, for scripts that take raw HTTP."""

    def __init__(self, request):
        parts = urlsplit(request.target)
        self.method = request.method
        self.path = parts.path
        self.query_string = parts.query.encode()
        self.full_path = request.target
        self.url = request.target
        self.data = request.body
        self.stream = io.BytesIO(request.body)
        self.headers = Headers(request.headers)
        self.content_type = request.content_type
        self.mimetype = request.content_type.split(";")[0].strip().lower()
        self.content_length = len(request.body)
        self.is_json = request.is_json()
        self.args = dict(parse_qsl(parts.query, keep_blank_values=True))

    def get_data(self, cache=True, as_text=False, parse_form_data=False):
        return self.data.decode() if as_text else self.data

    def get_json(self, force=False, silent=False, cache=True):
        if not force and not self.is_json:
            return None
        try:
            return json.loads(self.data)
        except ValueError:
            if silent:
                return None
            raise

    @property
    def json(self):
        return self.get_json()


class AMLResponse:
    """An answer with a status and headers of its own."""

    def __init__(self, message, status_code, response_headers={}, json_str=False, run_function_failed=False):
        self.status_code = status_code
        self.headers = Headers([("Content-Type", "text/html; charset=utf-8")])
        if message is None or json_str:
            message = json.dumps({} if message is None else message)
            self.headers["Content-Type"] = "application/json"
        self._data = message.encode() if isinstance(message, str) else bytes(message)
        self.headers["x-ms-run-function-failed"] = str(run_function_failed)
        for name, value in response_headers.items():
            self.headers.remove(name)
            for each in str(value).split(","):
                self.headers.add_header(name, each.strip())

    def get_data(self, as_text=False):
        return self._data.decode() if as_text else self._data


def rawhttp(function):
    """Asks for raw requests."""
    sys.modules[__name__].__dict__[RAW_FLAG] = True
    return function


def is_raw_requested():
    modules = [sys.modules.get(name) for name in REQUESTS] + [sys.modules[__name__]]
    return any(getattr(module, RAW_FLAG, False) for module in modules)


def raw_request(request):
    """Flask's own request where the environment has Flask, else one like it."""
    try:
        import flask
    except ImportError:
        return AMLRequest(request)
    parts = urlsplit(request.target)
    environ = {
        "REQUEST_METHOD": request.method, "SCRIPT_NAME": "", "PATH_INFO": parts.path,
        "QUERY_STRING": parts.query, "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "5001",
        "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.version": (1, 0), "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(request.body), "wsgi.errors": sys.stderr,
        "wsgi.multithread": False, "wsgi.multiprocess": True, "wsgi.run_once": False,
    }
    for name, value in request.headers:
        key = name.upper().replace("-", "_")
        environ[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else "HTTP_" + key] = value
    environ["CONTENT_TYPE"] = request.content_type
    environ["CONTENT_LENGTH"] = str(len(request.body))
    return flask.Request(environ)


CONTENT = {
    **{name: {"AMLRequest": AMLRequest, "rawhttp": rawhttp} for name in REQUESTS},
    **{name: {"AMLResponse": AMLResponse} for name in RESPONSES},
}
FOLDERS = {name.rsplit(".", depth)[0] for name in CONTENT for depth in range(1, name.count(".") + 1)}


class Shims(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the modules of this file, after all others were asked."""

    def find_spec(self, name, path=None, target=None):
        if name not in CONTENT and name not in FOLDERS:
            return None
        return importlib.util.spec_from_loader(name, self, is_package=name in FOLDERS)

    def create_module(self, spec):
        return types.ModuleType(spec.name)

    def exec_module(self, module):
        module.__dict__.update(CONTENT.get(module.__name__, {}))


def install():
    sys.meta_path.append(Shims())
