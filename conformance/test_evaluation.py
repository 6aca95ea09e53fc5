"""Evaluation datasets and scorers with the unmodified client."""

import json

import mlflow
import pytest
import requests
from mlflow.exceptions import MlflowException


def test_a_dataset_keeps_its_records(client, experiment):
    dataset = mlflow.genai.datasets.create_dataset(
        name="questions", experiment_id=[experiment], tags={"team": "a"}
    )
    records = [
        {"inputs": {"question": "one", "n": 1}, "expectations": {"answer": "1"}},
        {"inputs": {"question": "two"}, "tags": {"hard": "yes"}},
    ]
    dataset.merge_records(records)
    dataset.merge_records(
        [{"inputs": {"n": 1, "question": "one"}, "expectations": {"words": 1}}]
    )
    again = mlflow.genai.datasets.get_dataset(dataset_id=dataset.dataset_id)
    assert again.tags["team"] == "a" and again.name == "questions"
    frame = again.to_df()
    assert len(frame) == 2
    first = frame[frame["inputs"].apply(lambda inputs: inputs["question"] == "one")].iloc[0]
    assert first["expectations"] == {"answer": "1", "words": 1}
    assert again.delete_records([first["dataset_record_id"]]) == 1
    assert len(mlflow.genai.datasets.get_dataset(dataset_id=dataset.dataset_id).to_df()) == 1


def test_datasets_are_found_and_belong_to_experiments(client, experiment):
    made = mlflow.genai.datasets.create_dataset(name="found", experiment_id=[experiment])
    other = client.create_experiment("other experiment of datasets")

    def names(**query):
        return [one.name for one in mlflow.genai.datasets.search_datasets(**query)]

    assert names(experiment_ids=[experiment]) == ["found"]
    assert names(experiment_ids=[other]) == []
    assert names(experiment_ids=[experiment], filter_string="name LIKE 'x%'") == []
    mlflow.genai.datasets.add_dataset_to_experiments(made.dataset_id, [other])
    assert names(experiment_ids=[other]) == ["found"]
    mlflow.genai.datasets.remove_dataset_from_experiments(made.dataset_id, [other])
    assert names(experiment_ids=[other]) == []
    mlflow.genai.datasets.set_dataset_tags(dataset_id=made.dataset_id, tags={"kind": "b"})
    assert mlflow.genai.datasets.get_dataset(dataset_id=made.dataset_id).tags["kind"] == "b"
    mlflow.genai.datasets.delete_dataset_tag(dataset_id=made.dataset_id, key="kind")
    mlflow.genai.datasets.delete_dataset(dataset_id=made.dataset_id)
    with pytest.raises(MlflowException, match="not found"):
        mlflow.genai.datasets.get_dataset(dataset_id=made.dataset_id)


def test_scorers_have_versions(client, server, experiment):
    def call(method, path, **fields):
        fields = {"experiment_id": experiment, **fields}
        where = {"params": fields} if method == "GET" else {"json": fields}
        return requests.request(method, f"{server.url}/api/3.0/mlflow/scorers/{path}", **where)

    text = json.dumps({"name": "polite", "instructions": "Is it polite?"})
    for version in [1, 2]:
        made = call("POST", "register", name="polite", serialized_scorer=text)
        assert made.json()["version"] == version
    assert [one["scorer_version"] for one in call("GET", "list").json()["scorers"]] == [2]
    assert len(call("GET", "versions", name="polite").json()["scorers"]) == 2
    first = call("GET", "get", name="polite", version=1).json()["scorer"]
    assert first["serialized_scorer"] == text
    assert call("DELETE", "delete", name="polite", version=1).status_code == 200
    assert call("GET", "get", name="polite", version=1).status_code == 404
    assert call("DELETE", "delete", name="polite").status_code == 200
    assert call("GET", "versions", name="polite").json()["error_code"] == "RESOURCE_DOES_NOT_EXIST"
