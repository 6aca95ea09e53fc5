"""Logged models, the registry, and loading by every kind of URI."""

import itertools

import mlflow
import pytest
from mlflow.exceptions import RestException
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

NAMES = (f"model {i}" for i in itertools.count(1))


@pytest.fixture(scope="module")
def iris():
    x, y = load_iris(return_X_y=True, as_frame=True)
    return x, y, LogisticRegression(max_iter=300).fit(x, y)


@pytest.fixture
def registered(client, experiment, iris):
    x, _, model = iris
    name = next(NAMES)
    with mlflow.start_run() as run:
        info = mlflow.sklearn.log_model(
            model, name="fitted", registered_model_name=name, input_example=x.head(2)
        )
    return name, run.info.run_id, info


def test_a_model_loads_by_every_uri(client, registered, iris):
    x, _, model = iris
    name, run_id, info = registered
    client.set_registered_model_alias(name, "best", "1")

    assert info.model_uri.startswith("models:/m-")
    for uri in (
        info.model_uri,
        f"runs:/{run_id}/fitted",
        f"models:/{name}/1",
        f"models:/{name}@best",
        f"models:/{name}/latest",
    ):
        loaded = mlflow.pyfunc.load_model(uri)
        assert list(loaded.predict(x)) == list(model.predict(x)), uri


def test_autolog_logs_a_model_with_metrics(client, experiment, iris):
    x, y, _ = iris
    mlflow.sklearn.autolog()
    try:
        with mlflow.start_run() as run:
            LogisticRegression(max_iter=300).fit(x, y)
    finally:
        mlflow.sklearn.autolog(disable=True)

    found = client.get_run(run.info.run_id)
    assert found.data.params["max_iter"] == "300"
    assert "training_score" in found.data.metrics
    assert found.outputs.model_outputs
    models = mlflow.search_logged_models(
        [experiment],
        filter_string="metrics.training_score > 0.5",
        order_by=[{"field_name": "metrics.training_score", "ascending": False}],
        output_format="list",
    )
    assert [model.source_run_id for model in models] == [run.info.run_id]
    assert str(models[0].status) == "READY"


def test_a_runs_model_can_be_registered(client, registered):
    name, run_id, _ = registered
    version = mlflow.register_model(f"runs:/{run_id}/fitted", name)
    assert version.version == "2"
    assert version.run_id == run_id


def test_aliases_tags_and_searches(client, registered):
    name, run_id, _ = registered
    client.set_registered_model_alias(name, "best", "1")
    client.set_registered_model_tag(name, "team", "x")
    client.set_model_version_tag(name, "1", "checked", "yes")
    client.update_registered_model(name, description="about")
    client.update_model_version(name, "1", description="one")

    model = client.get_registered_model(name)
    assert model.aliases == {"best": "1"}
    assert model.tags == {"team": "x"}
    assert model.description == "about"
    assert model.latest_versions[0].description == "one"
    assert client.get_model_version_by_alias(name, "best").version == "1"
    assert client.get_model_version(name, "1").aliases == ["best"]
    found = client.search_model_versions(f"run_id = '{run_id}' and tags.checked = 'yes'")
    assert [(one.name, one.version) for one in found] == [(name, "1")]
    assert name in [one.name for one in client.search_registered_models("tags.team = 'x'")]
    client.delete_model_version_tag(name, "1", "checked")
    client.delete_registered_model_tag(name, "team")
    client.delete_registered_model_alias(name, "best")
    with pytest.raises(RestException, match="alias best not found"):
        client.get_model_version_by_alias(name, "best")


def test_models_can_be_renamed_and_deleted(client, registered):
    name, _, _ = registered
    new_name = name + " new"
    client.rename_registered_model(name, new_name)
    client.transition_model_version_stage(new_name, "1", "Production")
    assert client.get_latest_versions(new_name, ["Production"])[0].version == "1"
    client.delete_model_version(new_name, "1")
    assert client.search_model_versions(f"name = '{new_name}'") == []
    client.delete_registered_model(new_name)
    with pytest.raises(RestException, match="not found"):
        client.get_registered_model(new_name)


def test_logged_models_have_params_tags_and_an_end(client, experiment):
    model = mlflow.create_external_model(name="outside", params={"a": "1"}, tags={"t": "v"})
    assert client.get_logged_model(model.model_id).params == {"a": "1"}
    client.set_logged_model_tags(model.model_id, {"u": "w"})
    client.delete_logged_model_tag(model.model_id, "t")
    found = client.get_logged_model(model.model_id)
    assert found.tags["u"] == "w"
    assert "t" not in found.tags
    client.delete_logged_model(model.model_id)
    with pytest.raises(RestException, match="not found"):
        client.get_logged_model(model.model_id)


def test_prompts_are_kept(client, experiment):
    mlflow.genai.register_prompt(name="greeting", template="Hello {{name}}")
    assert mlflow.genai.load_prompt("prompts:/greeting/1").format(name="you") == "Hello you"
    assert "greeting" not in [one.name for one in client.search_registered_models()]
