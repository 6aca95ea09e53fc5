"""What the client tells its user when something is wrong."""

import mlflow
import pytest
import requests
from mlflow.exceptions import MlflowException, RestException


def code(failure):
    return failure.value.error_code


def test_unknown_things_are_not_found(client):
    with pytest.raises(MlflowException, match="Run with id=none not found") as failure:
        client.get_run("none")
    assert code(failure) == "RESOURCE_DOES_NOT_EXIST"
    with pytest.raises(MlflowException, match="No Experiment with id=999 exists"):
        client.get_experiment("999")
    assert client.get_experiment_by_name("never made") is None
    with pytest.raises(RestException, match="Registered Model with name=none not found"):
        client.get_registered_model("none")


def test_names_are_taken_once(client, experiment):
    name = client.get_experiment(experiment).name
    with pytest.raises(RestException, match="already exists") as failure:
        client.create_experiment(name)
    assert code(failure) == "RESOURCE_ALREADY_EXISTS"
    client.create_registered_model("taken")
    with pytest.raises(RestException, match=r"Registered Model \(name=taken\) already exists"):
        client.create_registered_model("taken")


def test_a_param_does_not_change(client, experiment):
    run = client.create_run(experiment).info.run_id
    client.log_param(run, "depth", 3)
    client.log_param(run, "depth", 3)
    with pytest.raises(MlflowException, match="Changing param values is not allowed"):
        client.log_param(run, "depth", 4)


def test_a_deleted_run_takes_nothing(client, experiment):
    run = client.create_run(experiment).info.run_id
    client.delete_run(run)
    with pytest.raises(MlflowException, match="must be in the 'active' state"):
        client.log_metric(run, "m", 1)


@pytest.mark.parametrize(
    "text",
    ["metrics.m > 'a'", "bogus = 'a'", "params.a = 1", "params.a = 'x' OR params.a = 'y'"],
)
def test_a_wrong_filter_is_refused(client, experiment, text):
    with pytest.raises(MlflowException) as failure:
        client.search_runs([experiment], text)
    assert code(failure) == "INVALID_PARAMETER_VALUE"


def test_sources_on_the_server_are_refused(client):
    client.create_registered_model("sources")
    for source in ("/etc/passwd", "file:///etc", "http://localhost/x", "mlflow-artifacts:/../x"):
        with pytest.raises(RestException, match="Invalid model version source"):
            client.create_model_version("sources", source)


def test_error_bodies_have_all_four_fields(server):
    answer = requests.get(server.url + "/api/2.0/mlflow/runs/get", params={"run_id": "x"})
    assert answer.status_code == 404
    assert answer.json() == {
        "error_code": "RESOURCE_DOES_NOT_EXIST",
        "message": "Run with id=x not found",
        "sqlstate": "KAM00",
        "error_class": "RESOURCE_NOT_FOUND",
    }


def test_what_is_not_offered_says_so(client, server):
    answer = requests.post(server.url + "/api/3.0/mlflow/gateway/secrets/create", json={})
    assert answer.status_code == 404
    assert answer.json()["error_code"] == "ENDPOINT_NOT_FOUND"
    assert mlflow.get_tracking_uri() == server.url
