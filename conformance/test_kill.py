"""What survives `kill -9` of the server: every acknowledged write, and the job that was running.

Runs by itself (`conformance/kill`) and under pytest; only the standard library is used.
"""

import json
import os
import pathlib
import random
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
COMMAND = shlex.split(os.environ.get("KILL_TEST_COMMAND", str(ROOT / "lazuli")))
WORKSPACE = (
    "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local"
    "/providers/Microsoft.MachineLearningServices/workspaces/default"
)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A server process on a home folder; each start gets another port."""

    def __init__(self, home):
        self.home = home
        self.environment = {}
        self.prefix = []  # a command that starts the server
        self.before = None  # runs in the new process before the server does
        self.process = None
        self.url = ""

    def start(self):
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [*self.prefix, *COMMAND, "serve", "--home", str(self.home), "--port", str(port), "--https-port", "0"],
            env={**os.environ, "LAZULI_DATA_ROOTS": tempfile.gettempdir(), **self.environment},
            preexec_fn=self.before,
            stdout=subprocess.DEVNULL,
            stderr=open(self.home.parent / "server.log", "ab"),
            start_new_session=True,
        )
        until = time.monotonic() + 120
        while True:
            try:
                urllib.request.urlopen(self.url + "/health", timeout=2).read()
                return
            except OSError:
                if self.process.poll() is not None:
                    raise RuntimeError("the server did not start; see server.log")
                if time.monotonic() > until:
                    raise RuntimeError("the server was not ready in time")
                time.sleep(0.05)

    def kill(self):
        self.process.kill()  # the launcher has become the server
        self.process.wait()

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def call(self, method, path, body=None, headers=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self.url + path,
            data=data,
            method=method,
            headers={"Content-Type": "application/json", **(headers or {})},
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                content = answer.read()
        except urllib.error.HTTPError as e:
            raise RuntimeError(f"{method} {path}: {e.code} {e.read().decode()}") from None
        return json.loads(content) if content else {}

    def mlflow(self, method, path, body=None):
        return self.call(method, "/api/2.0/mlflow/" + path, body)

    def job(self, name):
        return self.call("GET", f"{WORKSPACE}/jobs/{name}")["properties"]

    def progress(self, name):
        return self.call("GET", f"{WORKSPACE}/jobs/{name}/progress")

    def wait(self, rule, what, seconds=180):
        until = time.monotonic() + seconds
        while True:
            found = rule()
            if found:
                return found
            if time.monotonic() > until:
                raise AssertionError(f"waited {seconds} s for {what}")
            time.sleep(0.1)


class Writer(threading.Thread):
    """Logs metrics without pause, and remembers what the server has acknowledged."""

    def __init__(self, server, run_id):
        super().__init__(daemon=True)
        self.server = server
        self.run_id = run_id
        self.acknowledged = []
        self.next = 0

    def run(self):
        while True:
            points = [
                {"key": "m", "value": float(i), "step": i, "timestamp": 1_700_000_000_000 + i}
                for i in range(self.next, self.next + 20)
            ]
            try:
                self.server.mlflow(
                    "POST", "runs/log-batch", {"run_id": self.run_id, "metrics": points}
                )
            except (RuntimeError, OSError):
                return
            self.acknowledged.extend(range(self.next, self.next + 20))
            self.next += 20


def table(path, rows=4_000):
    draw = random.Random(7)
    with open(path, "w") as out:
        out.write("a,b,c,color,price\n")
        for _ in range(rows):
            a, b, c = draw.random(), draw.gauss(0, 1), draw.randrange(10)
            color = draw.choice(["red", "green", "blue"])
            price = 100 * a + 10 * b * (c > 4) + (30 if color == "red" else 0) + draw.gauss(0, 2)
            out.write(f"{a:.6f},{b:.6f},{c},{color},{price:.4f}\n")


def submit(server, name, data, seconds):
    server.call(
        "PUT",
        f"{WORKSPACE}/jobs/{name}?api-version=2024-01-01-preview",
        {
            "properties": {
                "jobType": "AutoML",
                "experimentName": "kill",
                "taskDetails": {
                    "taskType": "Regression",
                    "targetColumnName": "price",
                    "trainingData": {"jobInputType": "uri_file", "uri": str(data)},
                    "limitSettings": {"timeout": f"PT{seconds}S", "enableEarlyTermination": False},
                },
            }
        },
    )


def searching(server, name, trials):
    def rule():
        answer = server.progress(name)
        assert answer["status"] not in ("Failed", "Canceled"), answer
        return answer["progress"].get("trialsDone", 0) >= trials and answer

    return server.wait(rule, f"{trials} trials of {name}")


def ended(server, name):
    def rule():
        job = server.job(name)
        return job["status"] in ("Completed", "Failed", "Canceled") and job

    return server.wait(rule, f"the end of {name}")


def acknowledged_metrics_are_there(server, writer):
    answer = server.mlflow("GET", f"metrics/get-history?run_id={writer.run_id}&metric_key=m")
    found = {point["step"] for point in answer.get("metrics", [])}
    lost = [step for step in writer.acknowledged if step not in found]
    assert not lost, f"{len(lost)} of {len(writer.acknowledged)} acknowledged points are gone"
    return len(writer.acknowledged)


def deploy(server, job):
    """An endpoint with the model of a job; answers with its key."""
    endpoint = f"{WORKSPACE}/onlineEndpoints/lasting"
    server.call("PUT", endpoint, {"location": "local", "properties": {"authMode": "Key"}})
    model = f"azureml://jobs/{job}/outputs/artifacts/paths/outputs/mlflow-model"
    server.call(
        "PUT",
        f"{endpoint}/deployments/blue",
        {"location": "local", "properties": {"model": model}},
    )

    def ready():
        properties = server.call("GET", f"{endpoint}/deployments/blue")["properties"]
        assert properties["provisioningState"] != "Failed", properties
        return properties["provisioningState"] == "Succeeded"

    server.wait(ready, "the deployment")
    server.call(
        "PUT",
        endpoint,
        {"location": "local", "properties": {"authMode": "Key", "traffic": {"blue": 100}}},
    )
    return server.call("POST", f"{endpoint}/listKeys")["primaryKey"]


def score(server, key):
    rows = {"columns": ["a", "b", "c", "color"], "index": [0], "data": [[0.5, 0.1, 7, "red"]]}
    return server.call(
        "POST",
        "/endpoints/lasting/score",
        {"input_data": rows},
        {"Authorization": "Bearer " + key},
    )


def new_run(server, experiment):
    return server.mlflow("POST", "runs/create", {"experiment_id": experiment, "start_time": 1})[
        "run"
    ]["info"]["run_id"]


def in_temporary_home(test):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="lazuli-kill-"))
    server = Server(folder / "home")
    try:
        return test(server, folder)
    finally:
        if server.process is not None and server.process.poll() is None:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def test_nothing_acknowledged_is_lost_and_the_job_goes_on():
    def scenario(server, folder):
        table(folder / "data.csv")
        server.start()
        experiment = server.mlflow("POST", "experiments/create", {"name": "writes"})[
            "experiment_id"
        ]
        submit(server, "maker", folder / "data.csv", 6)
        assert ended(server, "maker")["status"] == "Completed"
        key = deploy(server, "maker")
        prediction = score(server, key)
        submit(server, "survivor", folder / "data.csv", 30)
        counts = []
        for round_number in range(2):
            writers = [Writer(server, new_run(server, experiment)) for _ in range(4)]
            for writer in writers:
                writer.start()
            done = searching(server, "survivor", 2 * (round_number + 1))["progress"]["trialsDone"]
            server.wait(
                lambda: all(len(writer.acknowledged) >= 500 for writer in writers), "writes", 60
            )
            server.kill()
            for writer in writers:
                writer.join(40)
            server.start()
            assert score(server, key) == prediction, "the endpoint answers something else"
            counts.append(sum(acknowledged_metrics_are_there(server, w) for w in writers))
            assert server.job("survivor")["status"] in ("Running", "Finalizing", "Completed")
        job = ended(server, "survivor")
        assert job["status"] == "Completed", job
        best = job["properties"]["best_child_run_id"]
        run = server.mlflow("GET", f"runs/get?run_id={best}")["run"]
        assert run["info"]["status"] == "FINISHED", run["info"]
        files = server.mlflow("GET", "artifacts/list?run_id=survivor&path=outputs/mlflow-model")
        assert any(f["path"].endswith("MLmodel") for f in files["files"]), files
        children = server.call("GET", f"/history/v1.0{WORKSPACE}/runs/survivor/children")["value"]
        return (
            f"2 kills: {' and '.join(map(str, counts))} acknowledged metric points, all there;"
            f" the endpoint answers {prediction} as before;"
            f" the job was at trial {done} and completed with {len(children)} trials"
        )

    return in_temporary_home(scenario)


def test_a_job_that_dies_with_the_server_fails_with_the_reason():
    def scenario(server, folder):
        table(folder / "data.csv")
        server.start()
        submit(server, "victim", folder / "data.csv", 60)
        searching(server, "victim", 1)
        pid = next((server.home / "jobs").glob("*/victim/attempt-1.pid")).read_text()
        server.kill()
        os.killpg(int(pid), signal.SIGKILL)
        server.start()
        job = ended(server, "victim")
        assert job["status"] == "Failed", job
        assert job["error"]["message"].startswith("the server stopped"), job["error"]
        run = server.mlflow("GET", "runs/get?run_id=victim")["run"]["info"]
        assert run["status"] == "FAILED", run
        return "the job is Failed: " + job["error"]["message"].split(";")[0]

    return in_temporary_home(scenario)


def test_a_job_that_ends_while_no_server_runs_is_completed_by_the_next():
    def scenario(server, folder):
        table(folder / "data.csv", 500)
        server.start()
        submit(server, "alone", folder / "data.csv", 6)
        searching(server, "alone", 1)
        server.kill()
        time.sleep(8)
        server.start()
        job = ended(server, "alone")
        assert job["status"] == "Completed", job
        return "the job ended its search without a server and is Completed"

    return in_temporary_home(scenario)


def test_a_cancelled_job_stops_within_a_second():
    def scenario(server, folder):
        table(folder / "data.csv")
        server.start()
        submit(server, "stopped", folder / "data.csv", 60)
        searching(server, "stopped", 1)
        start = time.monotonic()
        server.call("POST", f"{WORKSPACE}/jobs/stopped/cancel")
        server.wait(lambda: server.job("stopped")["status"] == "Canceled", "the cancel", 10)
        took = time.monotonic() - start
        run = server.mlflow("GET", "runs/get?run_id=stopped")["run"]["info"]
        assert run["status"] == "KILLED", run
        return f"canceled after {took:.2f} s"

    return in_temporary_home(scenario)


if __name__ == "__main__":
    wanted = sys.argv[1:]
    for name, test in list(globals().items()):
        if name.startswith("test_") and (not wanted or any(w in name for w in wanted)):
            began = time.monotonic()
            told = test()
            print(f"ok   {name[5:].replace('_', ' ')} ({time.monotonic() - began:.0f} s)\n     {told}")
