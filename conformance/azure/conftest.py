"""Fixtures: a running server, and the environment that `lazuli env` gives to Azure's clients."""

import os
import subprocess

import pytest
from workspace import JAR, Server


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("home"), {}).start()
    java = os.path.join(os.environ["JAVA_HOME"], "bin", "java")
    printed = subprocess.run(
        [java, "-jar", str(JAR), "env", "--shell", "dotenv", "--server", running.url],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    os.environ.update(line.split("=", 1) for line in printed.splitlines())
    os.environ["AZURE_CORE_ONLY_SHOW_ERRORS"] = "true"
    os.environ["AZUREML_RUN_POLLING_INTERVAL_MIN"] = "1"
    yield running
    running.stop()


@pytest.fixture(scope="session")
def ml(server):
    from azure.ai.ml import MLClient
    from azure.identity import DefaultAzureCredential

    return MLClient(
        DefaultAzureCredential(),
        os.environ["AZUREML_ARM_SUBSCRIPTION"],
        os.environ["AZUREML_ARM_RESOURCEGROUP"],
        os.environ["AZUREML_ARM_WORKSPACE_NAME"],
    )


@pytest.fixture(scope="session")
def storage(server):
    from azure.storage.blob import BlobServiceClient

    return BlobServiceClient.from_connection_string(os.environ["AZURE_STORAGE_CONNECTION_STRING"])
