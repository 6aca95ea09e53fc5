"""Hosts a scoring script or an MLflow model: one request at a time, over a Unix socket.

Run as `python lazuli_worker.py CONFIG`, a JSON file:

    socket   path of the socket to connect to
    worker   number of this worker, told back in the first frame
    kind     "script" or "mlflow"
    script   path of the scoring script (kind script)
    root     folder of the script's code (kind script)
    model    folder of the MLflow model (kind mlflow)

A frame is four bytes of length, four bytes of the head's length, the head as JSON, and the body.
The worker says `hello`, then `ready` or `failed`, and from then on answers one frame with one frame.
It needs nothing but the standard library and runs on Python 3.7 and newer.
"""

import json
import os
import signal
import socket
import struct
import sys
import time
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
FRAME = struct.Struct(">II")
FAILED = "An unexpected error occurred in scoring script. Check the logs for more info."
INTERNAL = "An unexpected internal error occurred. Check the logs for more info."


class BadInput(Exception):
    """The request does not fit: `status` says how."""

    def __init__(self, message, status=400):
        super().__init__(message)
        self.status = status


class Request:
    """A request as it came: `headers` only when the worker asked for them."""

    __slots__ = ("method", "target", "content_type", "request_id", "headers", "body")

    def __init__(self, head, body):
        self.method = head.get("m", "POST")
        self.target = head.get("p", "/score")
        self.content_type = head.get("t", "")
        self.request_id = head.get("i", "")
        self.headers = head.get("h", ())
        self.body = body

    def is_json(self):
        kind = self.content_type.split(";")[0].strip().lower()
        return kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))


class Answer:
    """What goes back: `failed` when the user's own function failed."""

    __slots__ = ("status", "content_type", "headers", "body", "nanos", "failed")

    def __init__(self, status, body, content_type="application/json", headers=(), nanos=-1, failed=False):
        self.status = status
        self.body = body
        self.content_type = content_type
        self.headers = list(headers)
        self.nanos = nanos
        self.failed = failed


def message(status, text, failed=False):
    return Answer(status, json.dumps({"message": text}).encode(), failed=failed)


class Link:
    """The socket to the server, frame by frame."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.connect(path)

    def send(self, head, body=b""):
        packed = json.dumps(head, separators=(",", ":")).encode()
        frame = FRAME.pack(4 + len(packed) + len(body), len(packed)) + packed
        self.socket.sendall(frame + body if len(body) < 65536 else frame)
        if len(body) >= 65536:
            self.socket.sendall(body)

    def receive(self):
        start = self._exactly(8)
        if start is None:
            return None, None
        total, head = FRAME.unpack(start)
        rest = self._exactly(total - 4)
        if rest is None:
            return None, None
        return json.loads(rest[:head]), bytes(rest[head:])

    def _exactly(self, count):
        data = self.socket.recv(count) if count else b""
        if len(data) == count:
            return data
        if not data:
            return None
        whole = bytearray(data)
        while len(whole) < count:
            more = self.socket.recv(min(1 << 20, count - len(whole)))
            if not more:
                return None
            whole += more
        return bytes(whole)


def user_traceback():
    """The traceback of the exception in flight, without the lines of this worker."""
    kind, error, trace = sys.exc_info()
    frames = [f for f in traceback.extract_tb(trace) if not f.filename.startswith(HERE)]
    lines = ["Traceback (most recent call last):\n"] if frames else []
    lines += traceback.format_list(frames) + traceback.format_exception_only(kind, error)
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        lines = traceback.format_exception(type(cause), cause, cause.__traceback__) + [
            "\nDuring handling of this exception, another occurred:\n\n"
        ] + lines
    return "".join(lines).rstrip()


def serve(link, host):
    """Answers until the server closes the socket."""
    import logging

    log = logging.getLogger("lazuli")
    limit = float(os.environ.get("SCORING_TIMEOUT_MS") or 0) / 1000
    while True:
        head, body = link.receive()
        if head is None:
            return
        if "ping" in head:
            link.send({"pong": head["ping"]})
            continue
        answer = answered(host, Request(head, body), limit, log)
        reply = {"s": answer.status, "t": answer.content_type, "n": answer.nanos}
        if answer.headers:
            reply["h"] = answer.headers
        if answer.failed:
            reply["f"] = True
        link.send(reply, answer.body)


def answered(host, request, limit, log):
    try:
        if limit:
            signal.setitimer(signal.ITIMER_REAL, limit)
        try:
            return host.answer(request)
        finally:
            if limit:
                signal.setitimer(signal.ITIMER_REAL, 0)
    except BadInput as wrong:
        return message(wrong.status, str(wrong))
    except ScoringTimeout:
        log.error("request %s: %s", request.request_id, user_traceback())
        return message(500, "Scoring timeout after %d ms" % (limit * 1000), failed=True)
    except UserError:
        return message(500, FAILED, failed=True)
    except Exception:
        log.error("request %s: %s", request.request_id, traceback.format_exc())
        return message(500, INTERNAL)


class ScoringTimeout(BaseException):
    """The user's function takes longer than SCORING_TIMEOUT_MS."""


class UserError(Exception):
    """The user's function failed; its traceback is in the log already."""


def _late(_signal, _frame):
    raise ScoringTimeout()


def timed(function, request, arguments):
    """Calls the user's function: what it returns, and the nanoseconds it took."""
    start = time.perf_counter_ns()
    try:
        result = function(**arguments)
    except ScoringTimeout:
        raise
    except BaseException as error:
        import logging

        logging.getLogger("root").error("request %s: %s", request.request_id, user_traceback())
        if isinstance(error, (KeyboardInterrupt, GeneratorExit)):
            raise
        raise UserError() from error
    return result, time.perf_counter_ns() - start


def main(path):
    with open(path, encoding="utf-8") as file:
        config = json.load(file)
    import lazuli_output

    lazuli_output.install()
    signal.signal(signal.SIGALRM, _late)
    link = Link(config["socket"])
    link.send({"hello": config["worker"], "pid": os.getpid()})
    try:
        if config["kind"] == "script":
            import lazuli_script as hosts
        else:
            import lazuli_pyfunc as hosts
        host = hosts.open_host(config)
    except BaseException as error:
        told = user_traceback()
        import logging

        logging.getLogger("root").error("%s", told)
        reason = "".join(traceback.format_exception_only(type(error), error)).strip()
        link.send({"failed": reason, "traceback": told[-4000:]})
        sys.exit(3)
    link.send({"ready": host.wants_headers, "swagger": host.swagger()})
    serve(link, host)


if __name__ == "__main__":
    # scripts that import this module shall meet this very one
    sys.modules["lazuli_worker"] = sys.modules["__main__"]
    main(sys.argv[1])
