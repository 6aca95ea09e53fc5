"""What was acknowledged is there after kill -9."""

import threading

import mlflow
from mlflow.entities import Metric
from mlflow.exceptions import MlflowException


def test_acknowledged_batches_survive_a_kill(new_server):
    server = new_server().start()
    mlflow.set_tracking_uri(server.url)
    client = mlflow.MlflowClient()
    experiment = client.create_experiment("durable")
    runs = [client.create_run(experiment).info.run_id for _ in range(4)]
    acknowledged = {run: 0 for run in runs}
    enough = threading.Event()

    def log(run):
        writer = mlflow.MlflowClient(server.url)
        number = 0
        while True:
            points = [Metric("m", number, i, number) for i in range(200)]
            try:
                writer.log_batch(run, points)
            except (MlflowException, OSError):
                return
            number += 1
            acknowledged[run] = number
            if sum(acknowledged.values()) > 40:
                enough.set()

    writers = [threading.Thread(target=log, args=(run,)) for run in runs]
    for writer in writers:
        writer.start()
    assert enough.wait(120)
    server.kill()
    for writer in writers:
        writer.join()

    server.start()
    for run in runs:
        points = client.get_metric_history(run, "m")
        assert len(points) % 200 == 0, "a batch is there as a whole or not at all"
        assert len(points) >= 200 * acknowledged[run]
        if points:
            assert client.get_run(run).data.metrics["m"] == len(points) // 200 - 1
    client.log_metric(runs[0], "after", 1)
    server.stop()
