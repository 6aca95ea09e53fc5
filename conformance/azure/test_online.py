"""A scoring script behind an online endpoint, made, called, changed and removed by azure-ai-ml."""

import json

import pytest
from azure.ai.ml.entities import (
    CodeConfiguration,
    Environment,
    ManagedOnlineDeployment,
    ManagedOnlineEndpoint,
    Model,
)
from azure.core.exceptions import HttpResponseError

SCRIPT = """
import glob, json, os

def init():
    global factor
    factor = float(open(glob.glob(os.environ["AZUREML_MODEL_DIR"] + "/*/factor.txt")[0]).read())

def run(raw):
    return [factor * each for each in json.loads(raw)["data"]]
"""


def deployment(folder, script=SCRIPT):
    (folder / "src").mkdir(exist_ok=True)
    (folder / "src" / "score.py").write_text(script)
    (folder / "model").mkdir(exist_ok=True)
    (folder / "model" / "factor.txt").write_text("3")
    (folder / "conda.yml").write_text("name: score\ndependencies:\n  - python=3.11\n")
    return ManagedOnlineDeployment(
        name="blue",
        endpoint_name="sdk-script",
        model=Model(path=str(folder / "model")),
        code_configuration=CodeConfiguration(code=str(folder / "src"), scoring_script="score.py"),
        environment=Environment(
            conda_file=str(folder / "conda.yml"),
            image="mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu20.04",
        ),
        instance_type="Standard_DS3_v2",
        instance_count=1,
    )


def test_a_script_is_deployed_called_changed_and_removed(ml, tmp_path):
    endpoint = ml.online_endpoints.begin_create_or_update(ManagedOnlineEndpoint(name="sdk-script")).result()
    ml.online_deployments.begin_create_or_update(deployment(tmp_path)).result()
    endpoint.traffic = {"blue": 100}
    ml.online_endpoints.begin_create_or_update(endpoint).result()
    request = tmp_path / "request.json"
    request.write_text(json.dumps({"data": [1, 2]}))

    assert json.loads(ml.online_endpoints.invoke("sdk-script", request_file=str(request))) == [3.0, 6.0]
    assert "ready after" in ml.online_deployments.get_logs("blue", "sdk-script", lines=50)
    with pytest.raises(HttpResponseError, match="the earlier version still serves.*KeyError"):
        ml.online_deployments.begin_create_or_update(
            deployment(tmp_path, "def init(): {}['no such key']\ndef run(raw): return 1\n")
        ).result()
    assert json.loads(ml.online_endpoints.invoke("sdk-script", request_file=str(request))) == [3.0, 6.0]
    ml.online_endpoints.begin_delete("sdk-script").result()
