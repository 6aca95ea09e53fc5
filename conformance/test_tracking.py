"""Runs, metrics, params, tags and searches with the unmodified client."""

import math

import mlflow
import pytest
from mlflow.entities import Metric, Param, RunTag, ViewType


def test_a_run_keeps_what_was_logged(client, experiment):
    with mlflow.start_run(run_name="first", tags={"a": "b"}, description="text") as run:
        mlflow.log_param("depth", 3)
        mlflow.log_params({"rate": 0.1, "name": "größe"})
        mlflow.log_metric("loss", 0.5, step=1)
        mlflow.log_metrics({"loss": 0.25, "accuracy": 1}, step=2)
        mlflow.set_tags({"team": "x", "empty": ""})

    found = client.get_run(run.info.run_id)
    assert found.info.status == "FINISHED"
    assert found.info.run_name == "first"
    assert found.info.end_time >= found.info.start_time
    assert found.data.params == {"depth": "3", "rate": "0.1", "name": "größe"}
    assert found.data.metrics == {"loss": 0.25, "accuracy": 1}
    assert found.data.tags["team"] == "x"
    assert found.data.tags["empty"] == ""
    assert found.data.tags["mlflow.note.content"] == "text"
    history = client.get_metric_history(run.info.run_id, "loss")
    assert [(point.step, point.value) for point in history] == [(1, 0.5), (2, 0.25)]


def test_special_numbers_come_back(client, experiment):
    run = client.create_run(experiment)
    client.log_metric(run.info.run_id, "nan", math.nan)
    client.log_metric(run.info.run_id, "inf", math.inf)
    client.log_metric(run.info.run_id, "down", -math.inf)

    metrics = client.get_run(run.info.run_id).data.metrics
    assert math.isnan(metrics["nan"])
    assert metrics["inf"] == 1.7976931348623157e308
    assert metrics["down"] == -1.7976931348623157e308


def test_a_large_batch_is_whole(client, experiment):
    run = client.create_run(experiment).info.run_id
    client.log_batch(
        run,
        metrics=[Metric(f"m{i % 5}", i, i, i) for i in range(2500)],
        params=[Param(f"p{i}", str(i)) for i in range(150)],
        tags=[RunTag(f"t{i}", str(i)) for i in range(150)],
    )

    assert sum(len(client.get_metric_history(run, f"m{k}")) for k in range(5)) == 2500
    found = client.get_run(run)
    assert len(found.data.params) == 150
    assert found.data.metrics["m4"] == 2499
    assert found.data.tags["t149"] == "149"


def test_nested_runs_know_their_parent(client, experiment):
    with mlflow.start_run() as parent:
        with mlflow.start_run(nested=True) as child:
            mlflow.log_metric("m", 1)

    found = client.search_runs(
        [experiment], f"tags.`mlflow.parentRunId` = '{parent.info.run_id}'"
    )
    assert [run.info.run_id for run in found] == [child.info.run_id]


def test_searches_filter_order_and_page(client, experiment):
    ids = []
    for i in range(12):
        run = client.create_run(experiment, start_time=1000 + i).info.run_id
        ids.append(run)
        client.log_param(run, "even", i % 2 == 0)
        if i < 10:
            client.log_metric(run, "score", i if i != 5 else math.nan)

    ordered = client.search_runs([experiment], order_by=["metrics.score DESC"])
    assert [run.info.run_id for run in ordered] == [
        ids[i] for i in (9, 8, 7, 6, 4, 3, 2, 1, 0, 5, 11, 10)
    ]
    found = client.search_runs(
        [experiment], "metrics.score > 2 and params.even = 'True'", order_by=["start_time ASC"]
    )
    assert [run.info.run_id for run in found] == [ids[4], ids[6], ids[8]]
    pages, token = [], None
    while True:
        page = client.search_runs(
            [experiment], order_by=["metrics.score ASC"], max_results=5, page_token=token
        )
        pages.append([run.info.run_id for run in page])
        token = page.token
        if not token:
            break
    assert [len(page) for page in pages] == [5, 5, 2]
    assert len({run for page in pages for run in page}) == 12
    frame = mlflow.search_runs([experiment], "params.even = 'False'")
    assert len(frame) == 6
    assert set(frame["params.even"]) == {"False"}


def test_deleted_things_come_back(client):
    experiment = client.create_experiment("to delete")
    run = client.create_run(experiment).info.run_id

    client.delete_run(run)
    assert client.search_runs([experiment]) == []
    assert len(client.search_runs([experiment], run_view_type=ViewType.DELETED_ONLY)) == 1
    client.restore_run(run)
    client.delete_experiment(experiment)
    assert client.get_run(run).info.lifecycle_stage == "deleted"
    assert client.get_experiment(experiment).lifecycle_stage == "deleted"
    client.restore_experiment(experiment)
    assert client.get_run(run).info.lifecycle_stage == "active"
    client.rename_experiment(experiment, "renamed")
    client.set_experiment_tag(experiment, "k", "v")
    found = client.search_experiments(filter_string="name = 'renamed' and tags.k = 'v'")
    assert [one.experiment_id for one in found] == [experiment]


def test_a_run_can_be_renamed_and_terminated(client, experiment):
    run = client.create_run(experiment).info.run_id
    client.update_run(run, status="FAILED", name="new name")
    assert client.get_run(run).info.run_name == "new name"
    assert client.get_run(run).data.tags["mlflow.runName"] == "new name"
    client.set_terminated(run, "KILLED", end_time=5)
    assert client.get_run(run).info.status == "KILLED"
    assert client.get_run(run).info.end_time == 5


def test_datasets_are_inputs(client, experiment):
    import pandas

    data = mlflow.data.from_pandas(pandas.DataFrame({"a": [1.0, 2.0]}), name="table")
    with mlflow.start_run() as run:
        mlflow.log_input(data, context="training")

    inputs = client.get_run(run.info.run_id).inputs.dataset_inputs
    assert inputs[0].dataset.name == "table"
    assert inputs[0].tags[0].value == "training"
    found = client.search_runs([experiment], "dataset.name = 'table'")
    assert len(found) == 1


@pytest.mark.parametrize("size", [1, 999])
def test_async_logging_arrives(client, experiment, size):
    with mlflow.start_run() as run:
        for step in range(size):
            mlflow.log_metric("m", step, step=step, synchronous=False)
        mlflow.flush_async_logging()

    assert len(client.get_metric_history(run.info.run_id, "m")) == size
