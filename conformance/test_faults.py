"""What the server does when its disk, its files or its port run out, and when it is killed again and again.

Runs by itself (`conformance/kill`); only the standard library is used. `conformance/kill --endless`
kills until it is stopped.
"""

import contextlib
import http.client
import itertools
import json
import pathlib
import random
import resource
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

from test_kill import COMMAND, WORKSPACE, in_temporary_home
from workspace import Postgres

SECONDS = 30  # for each database
KINDS = ["metrics", "metrics", "metrics", "words", "runs", "experiments", "models", "artifacts", "data"]


class Refused(Exception):
    """The server answered, and not with success."""

    def __init__(self, status, body):
        super().__init__(f"{status} {body[:200]}")
        self.status = status


def send(server, method, path, body=None, raw=None, timeout=30):
    data = raw if raw is not None else None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(
        server.url + path, data=data, method=method, headers={"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            content = answer.read()
    except urllib.error.HTTPError as e:
        raise Refused(e.code, e.read().decode(errors="replace")) from None
    return content


def mlflow(server, method, path, body=None):
    return json.loads(send(server, method, "/api/2.0/mlflow/" + path, body) or b"{}")


class Writes:
    """One kind of write, and the way to see whether an acknowledged one is there."""

    def __init__(self, server, prefix):
        self.server = server
        self.prefix = prefix
        self.experiment = mlflow(server, "POST", "experiments/create", {"name": prefix})[
            "experiment_id"
        ]
        self.run = self._new_run()

    def _new_run(self):
        body = {"experiment_id": self.experiment, "start_time": 1}
        return mlflow(self.server, "POST", "runs/create", body)["run"]["info"]["run_id"]

    def write(self, kind, number, size=0):
        server, name = self.server, f"{self.prefix}-{number}"
        padding = "x" * size
        match kind:
            case "metrics":
                points = [
                    {"key": f"m{self.prefix}", "value": i, "step": i, "timestamp": i + 1}
                    for i in range(number * 10, number * 10 + 10)
                ]
                mlflow(server, "POST", "runs/log-batch", {"run_id": self.run, "metrics": points})
            case "words":
                body = {
                    "run_id": self.run,
                    "params": [{"key": f"p{number}", "value": f"{number}" + padding[:5000]}],
                    "tags": [{"key": f"t{number}", "value": f"{number}" + padding[:5000]}],
                }
                mlflow(server, "POST", "runs/log-batch", body)
            case "runs":
                return self._new_run()
            case "experiments":
                mlflow(server, "POST", "experiments/create", {"name": name})
            case "models":
                mlflow(server, "POST", "registered-models/create", {"name": name})
            case "artifacts":
                path = f"/api/2.0/mlflow-artifacts/artifacts/{self.prefix}/{number}.txt"
                send(server, "PUT", path, raw=(f"content {number}" + padding).encode())
            case "data":
                send(server, "PUT", f"{WORKSPACE}/data/{name}/versions/1", {"properties": {
                    "dataType": "uri_file",
                    "dataUri": f"azureml://datastores/workspaceblobstore/paths/{name}.csv",
                }})
        return name

    def missing(self, kind, acknowledged):
        """The acknowledged writes that are not there."""
        server = self.server
        match kind:
            case "metrics":
                path = f"metrics/get-history?run_id={self.run}&metric_key=m{self.prefix}"
                found = {p["step"] for p in mlflow(server, "GET", path).get("metrics", [])}
                return [n for n, _ in acknowledged
                        if not found.issuperset(range(n * 10, n * 10 + 10))]
            case "words":
                data = mlflow(server, "GET", f"runs/get?run_id={self.run}")["run"]["data"]
                params = {p["key"] for p in data.get("params", [])}
                tags = {t["key"] for t in data.get("tags", [])}
                return [n for n, _ in acknowledged if f"p{n}" not in params or f"t{n}" not in tags]
        return [n for n, name in acknowledged if not self._is_there(kind, n, name)]

    def _is_there(self, kind, number, name):
        try:
            match kind:
                case "runs":
                    mlflow(self.server, "GET", f"runs/get?run_id={name}")
                case "experiments":
                    mlflow(self.server, "GET", f"experiments/get-by-name?experiment_name={name}")
                case "models":
                    mlflow(self.server, "GET", f"registered-models/get?name={name}")
                case "artifacts":
                    path = f"/api/2.0/mlflow-artifacts/artifacts/{self.prefix}/{number}.txt"
                    return send(self.server, "GET", path).startswith(f"content {number}".encode())
                case "data":
                    send(self.server, "GET", f"{WORKSPACE}/data/{name}/versions/1")
        except Refused as e:
            assert e.status == 404, e
            return False
        return True


def write_until_killed(writes, kind, acknowledged):
    for number in itertools.count():
        try:
            acknowledged.append((number, writes.write(kind, number)))
        except Refused as e:
            assert e.status in (503, 507), f"{kind}: {e}"
        except (OSError, http.client.HTTPException):
            return


def crash_loop(settings, until):
    """Nine writers, kill -9, restart, and every acknowledged write is looked for."""

    def scenario(server, folder):
        server.environment = settings
        draw = random.Random(20261129)
        rounds = total = 0
        server.start()
        while rounds == 0 or time.monotonic() < until():
            writers = []
            for i, kind in enumerate(KINDS):
                writes = Writes(server, f"r{rounds}w{i}")
                acknowledged = []
                thread = threading.Thread(
                    target=write_until_killed, args=(writes, kind, acknowledged), daemon=True
                )
                writers.append((kind, writes, acknowledged, thread))
                thread.start()
            time.sleep(draw.uniform(0.3, 3))
            server.kill()
            for *_, thread in writers:
                thread.join(40)
            server.start()
            for kind, writes, acknowledged, _ in writers:
                lost = writes.missing(kind, acknowledged)
                assert not lost, f"round {rounds}: {len(lost)} {kind} are gone, first {lost[0]}"
                total += len(acknowledged)
            rounds += 1
        return f"{rounds} kills with 9 writers of 7 kinds: {total} acknowledged writes, all there"

    return in_temporary_home(scenario)


def test_nothing_acknowledged_is_lost_in_a_crash_loop():
    began = time.monotonic()
    return crash_loop({}, lambda: began + SECONDS)


def test_nothing_acknowledged_is_lost_in_a_crash_loop_on_postgresql():
    postgres = Postgres(tempfile.mkdtemp(prefix="lazuli-postgres-")).start()
    try:
        began = time.monotonic()
        return crash_loop(postgres.settings(), lambda: began + SECONDS)
    finally:
        postgres.stop()


def test_a_full_disk_refuses_writes_and_only_until_there_is_room():
    def scenario(server, folder):
        server.home.mkdir()
        inside = f"mount -t tmpfs -o size=64m,mode=700 tmpfs '{server.home}' && exec \"$@\""
        if subprocess.run(["unshare", "-rm", "true"], capture_output=True).returncode:
            return "left out: this machine does not let a test mount a small disk"
        server.prefix = ["unshare", "-rm", "bash", "-c", inside, "disk"]
        server.start()
        disk = pathlib.Path(f"/proc/{server.process.pid}/root{server.home}")
        writes = Writes(server, "full")
        kinds = sorted(set(KINDS))
        kept = {kind: [(0, writes.write(kind, 0))] for kind in kinds}
        for round_number in range(1, 3):
            fill(disk / "filler")
            statuses = set()
            for number in range(400):
                for kind in kinds:
                    try:
                        name = writes.write(kind, 1000 * round_number + number, 8000)
                        kept[kind].append((1000 * round_number + number, name))
                    except Refused as e:
                        assert e.status in (503, 507), f"{kind}: {e}"
                        statuses.add((kind, e.status))
                    fill(disk / "filler")
                if {kind for kind, _ in statuses} == set(kinds):
                    break
            assert {kind for kind, _ in statuses} == set(kinds), f"not refused: {statuses}"
            for kind in kinds:  # reads go on
                assert not writes.missing(kind, kept[kind]), kind
            (disk / "filler").unlink()
            for kind in kinds:
                number = 1000 * round_number + 900
                kept[kind].append((number, server.wait(
                    lambda kind=kind, number=number: attempt(writes, kind, number), kind, 20)))
        for kind in kinds:
            assert not writes.missing(kind, kept[kind]), kind
        counts = sum(map(len, kept.values()))
        return f"{len(kinds)} kinds were refused by {sorted({s for _, s in statuses})} twice and taken again, {counts} acknowledged writes are there"

    return in_temporary_home(scenario)


def attempt(writes, kind, number):
    try:
        return writes.write(kind, number)
    except Refused as e:
        assert e.status in (503, 507), e
        return None


def fill(file):
    with contextlib.suppress(OSError), open(file, "ab", buffering=0) as out:
        while True:
            out.write(b"\0" * 4096)


def test_a_server_that_runs_out_of_files_listens_again():
    def scenario(server, folder):
        limit = lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (260, 260))
        server.before = limit
        server.start()
        port = int(server.url.rsplit(":", 1)[1])
        held = []
        for _ in range(400):
            connection = socket.socket()
            connection.settimeout(5)
            try:
                connection.connect(("127.0.0.1", port))
                connection.sendall(b"GET /health HTTP/1.1\r\nHost: local")
            except OSError:
                connection.close()
                break
            held.append(connection)
        for connection in held:
            connection.close()

        def answers():
            try:
                return send(server, "GET", "/health", timeout=5) == b"OK"
            except OSError:
                return False

        server.wait(answers, "an answer after the files came back", 60)
        writes = Writes(server, "files")
        writes.write("artifacts", 1)
        assert not writes.missing("artifacts", [(1, "")])
        return f"{len(held)} silent connections at 260 files, and it answers after them"

    return in_temporary_home(scenario)


def test_a_port_that_is_taken_ends_the_start_and_frees_the_home():
    def scenario(server, folder):
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = other.getsockname()[1]
            ended = subprocess.run(
                [*COMMAND, "serve", "--home", str(server.home), "--port", str(port)],
                capture_output=True, text=True, timeout=60,
            )
        assert ended.returncode not in (0, None), ended
        lines = ended.stderr.strip().splitlines()
        assert len(lines) == 1 and f"port {port}" in lines[0], ended.stderr
        server.start()
        return lines[0]

    return in_temporary_home(scenario)


if __name__ == "__main__":
    wanted = [word for word in sys.argv[1:] if not word.startswith("--")]
    if "--endless" in sys.argv:
        print(crash_loop({}, lambda: float("inf")))
    for name, test in list(globals().items()):
        if name.startswith("test_") and (not wanted or any(w in name for w in wanted)):
            began = time.monotonic()
            told = test()
            print(f"ok   {name[5:].replace('_', ' ')} ({time.monotonic() - began:.0f} s)\n     {told}", flush=True)
