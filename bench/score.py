"""Requests a second and latency of one row over HTTP, server by server, in one run."""

import argparse
import contextlib
import json
import os
import pathlib
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
WORKSPACE = (
    "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local"
    "/providers/Microsoft.MachineLearningServices/workspaces/default")
SCRIPT = '''
import json, os, sys
folder = os.path.join(os.environ["AZUREML_MODEL_DIR"], "model")
sys.path.insert(0, os.path.join(folder, "code"))
import pandas as pd
import {module} as loader

def init():
    global model
    model = loader._load_pyfunc(os.path.join(folder, "lazuli"))

def run(data):
    split = json.loads(data)["input_data"]
    return model.predict(pd.DataFrame(split["data"], columns=split["columns"])).tolist()
'''
EMPTY_SCRIPT = '''
def init():
    pass

def run(data):
    return [{answer}]
'''
LUA = '''
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Bearer {key}"
wrk.body = [==[{body}]==]
'''


def call(method, url, body=b"", headers=None):
    """The answer's body."""
    request = urllib.request.Request(url, data=body or None, method=method, headers=headers or {})
    if body and "Content-Type" not in (headers or {}):
        request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.read()


def as_json(method, url, body=None):
    """The answer as JSON."""
    answer = call(method, url, json.dumps(body).encode() if body is not None else b"")
    return json.loads(answer) if answer else None


@contextlib.contextmanager
def running(command, url, environment=None):
    """A server that answers at a URL; it and its children end with the block."""
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(
            command, stdout=log, stderr=log, start_new_session=True,
            env=os.environ | (environment or {}))
        try:
            for _ in range(3000):
                try:
                    call("GET", url)
                    break
                except (urllib.error.URLError, OSError):
                    if server.poll() is not None:
                        log.seek(0)
                        sys.exit(f"{command[0]} ended:\n{log.read().decode()[-3000:]}")
                    time.sleep(0.1)
            else:
                sys.exit(f"{url} does not answer")
            yield server
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGTERM)
            try:
                server.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)


def train(data, folder):
    """An AutoML model of the table, as `lazuli automl train` makes it."""
    print(f"training on {data} ...", flush=True)
    subprocess.run(
        [HERE.parent / "lazuli", "automl", "train", data, "--target", "price",
         "--budget", "5m", "--max-trials", "6", "--seed", "7", "--out", folder],
        check=True, stdout=subprocess.DEVNULL)


def deploy(base, model):
    """Uploads the model as a run's artifact and puts it behind an endpoint; the endpoint's key."""
    run = as_json("POST", f"{base}/api/2.0/mlflow/runs/create",
                  {"experiment_id": "0", "start_time": 1})["run"]["info"]
    root = re.sub("^mlflow-artifacts:/*", "", run["artifact_uri"])
    for file in sorted(model.rglob("*")):
        if file.is_file():
            call("PUT", f"{base}/api/2.0/mlflow-artifacts/artifacts/{root}/model/"
                 f"{file.relative_to(model)}", file.read_bytes(),
                 {"Content-Type": "application/octet-stream"})
    endpoint = f"{base}{WORKSPACE}/onlineEndpoints/bench"
    as_json("PUT", endpoint, {"properties": {"authMode": "Key"}})
    made = as_json("PUT", f"{endpoint}/deployments/blue",
                   {"properties": {"model": f"runs:/{run['run_id']}/model"}})
    if made["properties"]["provisioningState"] != "Succeeded":
        sys.exit(f"the model does not deploy: {made['properties']}")
    as_json("PATCH", endpoint, {"properties": {"traffic": {"blue": 100}}})
    return as_json("POST", f"{endpoint}/listKeys", {})["primaryKey"]


def milliseconds(text):
    """A time as wrk writes it."""
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s)", text).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def load(url, script, connections, seconds):
    """Requests a second, p50 and p99 in milliseconds."""
    out = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-s", script, url],
        check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in out or "Socket errors" in out:
        sys.exit(f"{url} answers with errors:\n{out}")
    return (float(re.search(r"Requests/sec:\s*([\d.]+)", out).group(1)),
            milliseconds(re.search(r"^\s+50%\s+(\S+)", out, re.M).group(1)),
            milliseconds(re.search(r"^\s+99%\s+(\S+)", out, re.M).group(1)))


def measure(name, url, script, options, results):
    """Warms up, then measures in rounds, each number the median."""
    load(url, script, 16, options.seconds)
    for connections in (1, 16):
        rounds = [load(url, script, connections, options.seconds) for _ in range(options.rounds)]
        results[name, connections] = [statistics.median(numbers) for numbers in zip(*rounds)]
        rate, p50, p99 = results[name, connections]
        print(f"{name:32} {connections:3} connections {rate:10,.0f} req/s"
              f"   p50 {p50:8.3f} ms   p99 {p99:8.3f} ms", flush=True)


def same(expected, got, name):
    """Stops when a server predicts something else."""
    if abs(got - expected) > 1e-6 * abs(expected):
        sys.exit(f"{name} predicts {got}, not {expected}")


def main():
    """Runs all servers one after the other."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", default=HERE.parent.parent / "shared/data/diamonds/diamonds.csv")
    parser.add_argument("--model", type=pathlib.Path)
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--port", type=int, default=8830)
    options = parser.parse_args()
    results = {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        model = options.model
        if model is None:
            train(options.data, folder / "trained")
            model = next((folder / "trained").rglob("MLmodel")).parent
        split = json.loads((model / "input_example.json").read_text())
        row = {"columns": split["columns"], "data": split["data"][:1]}
        ours, mlflow = folder / "ours.lua", folder / "mlflow.lua"
        body = json.dumps({"input_data": row})

        base = f"http://127.0.0.1:{options.port}"
        command = [HERE.parent / "lazuli", "serve", "--home", folder / "home",
                   "--port", str(options.port)]
        with running(command, f"{base}/health"):
            key = deploy(base, model)
            ours.write_text(LUA.format(key=key, body=body))
            url = f"{base}/endpoints/bench/score"
            expected = json.loads(call("POST", url, body.encode(),
                                       {"Authorization": f"Bearer {key}"}))[0]
            measure("lazuli endpoint", url, ours, options, results)
            frame = folder / "frame.lua"
            frame.write_text('wrk.method = "GET"')
            measure("lazuli, route without work", f"{base}/health", frame, options, results)

        port = options.port + 1
        mlflow.write_text(LUA.format(key="", body=json.dumps({"dataframe_split": row})))
        command = [HERE / ".venv-mlflow/bin/mlflow", "models", "serve", "-m", model,
                   "--env-manager", "local", "-p", str(port), "-w", "2"]
        path = {"PATH": f"{HERE}/.venv-mlflow/bin:{os.environ['PATH']}"}
        with running(command, f"http://127.0.0.1:{port}/ping", path):
            url = f"http://127.0.0.1:{port}/invocations"
            answer = call("POST", url, json.dumps({"dataframe_split": row}).encode())
            same(expected, json.loads(answer)["predictions"][0], "mlflow")
            measure("mlflow models serve", url, mlflow, options, results)

        (folder / "models").mkdir()
        os.symlink(model.resolve(), folder / "models/model")
        module = next((model / "code").glob("*.py")).stem
        scripts = {
            "azureml-inference-server-http": SCRIPT.format(module=module),
            "the same with an empty script": EMPTY_SCRIPT.format(answer=expected)}
        for name, text in scripts.items():
            port = options.port + 2 + list(scripts).index(name)
            script = folder / f"score{port}.py"
            script.write_text(text)
            command = [HERE / ".venv-azmlinfsrv/bin/azmlinfsrv", "--entry_script", script,
                       "--model_dir", folder / "models", "--port", str(port),
                       "--worker_count", "2"]
            path = {"PATH": f"{HERE}/.venv-azmlinfsrv/bin:{os.environ['PATH']}"}
            with running(command, f"http://127.0.0.1:{port}/", path):
                url = f"http://127.0.0.1:{port}/score"
                same(expected, json.loads(call("POST", url, body.encode()))[0], name)
                measure(name, url, ours, options, results)

    for peer in ("mlflow models serve", *scripts):
        for connections in (1, 16):
            mine, theirs = results["lazuli endpoint", connections], results[peer, connections]
            print(f"lazuli : {peer}, {connections} connections: {mine[0] / theirs[0]:.0f}x req/s,"
                  f" p50 {theirs[1] / mine[1]:.0f}x shorter")


main()
