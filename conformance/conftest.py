"""Fixtures: a running server, and the mlflow client pointed at it."""

import itertools
import os
import tempfile

import pytest
from workspace import Postgres, Server

os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
os.environ["MLFLOW_HTTP_REQUEST_MAX_RETRIES"] = "2"
os.environ["GIT_PYTHON_REFRESH"] = "quiet"
COUNTER = itertools.count(1)


def pytest_addoption(parser):
    parser.addoption("--database", default="sqlite", choices=["sqlite", "postgresql"])


@pytest.fixture(scope="session")
def new_server(request, tmp_path_factory):
    """Makes servers that are not started yet, each with an empty store."""
    postgres = None
    if request.config.getoption("--database") == "postgresql":
        postgres = Postgres(tempfile.mkdtemp(prefix="lazuli-postgres-")).start()
    made = []

    def make():
        settings = postgres.settings() if postgres else {}
        made.append(Server(tmp_path_factory.mktemp("home"), settings))
        return made[-1]

    yield make
    for server in made:
        server.stop()
    if postgres:
        postgres.stop()


@pytest.fixture(scope="session")
def server(new_server):
    return new_server().start()


@pytest.fixture
def client(server):
    import mlflow

    mlflow.set_tracking_uri(server.url)
    yield mlflow.MlflowClient()
    while mlflow.active_run():
        mlflow.end_run()


@pytest.fixture
def experiment(client):
    import mlflow

    return mlflow.set_experiment(f"experiment {next(COUNTER)}").experiment_id
