"""Logs many runs to each server over HTTP, then times pages of `runs/search`."""

import argparse
import concurrent.futures
import http.client
import json
import os
import pathlib
import random
import signal
import subprocess
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
API = "/api/2.0/mlflow/"
PAGE = 100
TIMES = 60
QUERIES = {
    "newest first": {},
    "ordered by a metric": {"order_by": ["metrics.rmse ASC"]},
    "one param in a hundred": {"filter": "params.depth = '17'"},
    "one metric in a thousand": {"filter": "metrics.rmse < 0.001"},
    "tag and metric, ordered": {
        "filter": "tags.team = 'blue' AND metrics.rmse < 0.5", "order_by": ["metrics.rmse DESC"]},
    "status": {"filter": "attributes.status = 'RUNNING'"},
}


class Client:
    """JSON requests, one connection a thread."""

    def __init__(self, port):
        self.port = port
        self.local = threading.local()

    def post(self, path, body):
        connection = getattr(self.local, "connection", None)
        if connection is None:
            connection = self.local.connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection.request(
            "POST", API + path, json.dumps(body), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status} {text[:300]!r}")
        return json.loads(text)


def log(client, experiment, number):
    draw = random.Random(number)
    run = client.post("runs/create", {"experiment_id": experiment, "start_time": number + 1})
    client.post("runs/log-batch", {
        "run_id": run["run"]["info"]["run_id"],
        "metrics": [
            {"key": key, "value": draw.random(), "timestamp": number + 1, "step": 0}
            for key in ("rmse", "mae", "r2")],
        "params": [
            {"key": "depth", "value": str(number % 100)},
            {"key": "rate", "value": str(draw.random())}],
        "tags": [{"key": "team", "value": draw.choice(["blue", "green"])}],
    })


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def measure(name, command, port, runs):
    server = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        client = Client(port)
        until = time.monotonic() + 120
        while True:
            try:
                http.client.HTTPConnection("127.0.0.1", port).request("GET", "/health")
                break
            except OSError:
                if time.monotonic() > until:
                    raise SystemExit(f"{name} did not start")
                time.sleep(0.1)
        experiment = client.post("experiments/create", {"name": "many"})["experiment_id"]
        start = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(8) as threads:
            for _ in threads.map(lambda n: log(client, experiment, n), range(runs)):
                pass
        print(f"{name}: {runs:,} runs logged, {runs / (time.monotonic() - start):,.0f} a second")
        medians = {}
        for words, query in QUERIES.items():
            body = {"experiment_ids": [experiment], "max_results": PAGE, **query}
            found = len(client.post("runs/search", body).get("runs", []))
            taken = []
            for _ in range(TIMES):
                begin = time.perf_counter()
                client.post("runs/search", body)
                taken.append(1000 * (time.perf_counter() - begin))
            medians[words] = percentile(taken, 0.5)
            print(f"  {words:26} {found:4} found  p50 {percentile(taken, 0.5):8.1f} ms"
                  f"  p99 {percentile(taken, 0.99):8.1f} ms", flush=True)
        return medians
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(60)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--mlflow", required=True)
    parser.add_argument("--runs", type=int, default=100_000)
    parser.add_argument("--peer-runs", type=int, default=2_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ours = measure(
            "lazuli", [str(HERE.parent / "lazuli"), "serve", "--home", folder + "/home", "--port",
                       "18720"], 18720, given.runs)
        if given.peer_runs:
            theirs = measure(
                "mlflow server", [given.mlflow, "server", "--port", "18721",
                                  "--backend-store-uri", f"sqlite:///{folder}/mlflow.db"],
                18721, given.peer_runs)
            for words in QUERIES:
                print(f"{words:28} {theirs[words] / ours[words]:6.1f} x faster"
                      f" ({given.runs:,} runs here, {given.peer_runs:,} there)")


if __name__ == "__main__":
    main()
