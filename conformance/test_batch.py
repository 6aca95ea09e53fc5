"""Batch endpoints, as a service that knows only REST uses them, and by the command line."""

import csv
import json
import os
import subprocess
import time
import urllib.error
import urllib.request

import mlflow
import numpy
import pytest
from mlflow.models import infer_signature
from sklearn.linear_model import LinearRegression
from workspace import JAR

ARM = (
    "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local"
    "/providers/Microsoft.MachineLearningServices/workspaces/default"
)
PATHS = (
    "azureml://subscriptions/00000000-0000-0000-0000-000000000000/resourcegroups/local"
    "/workspaces/default/datastores/workspaceblobstore/paths/"
)


def call(server, method, path, body=None, headers=None):
    data = body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode()
    request = urllib.request.Request(
        server.url + path, data=data, method=method, headers=headers or {}
    )
    with urllib.request.urlopen(request) as answer:
        return answer.read()


def lazuli(server, *words, check=True):
    java = os.path.join(os.environ["JAVA_HOME"], "bin", "java")
    return subprocess.run(
        [java, "-jar", str(JAR), *words, "--server", server.url],
        check=check,
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def model(server, tmp_path_factory):
    """y = 2 a + 3 b + 1, as an ONNX model that is scored without Python."""
    from skl2onnx import to_onnx

    rows = numpy.random.default_rng(7).normal(size=(50, 2)).astype(numpy.float32)
    regression = LinearRegression().fit(rows, rows @ [2, 3] + 1)
    folder = tmp_path_factory.mktemp("model") / "model"
    import pandas

    example = pandas.DataFrame(rows, columns=["a", "b"])
    mlflow.onnx.save_model(
        to_onnx(regression, rows[:1]),
        str(folder),
        signature=infer_signature(example, regression.predict(rows)),
    )
    lazuli(server, "model", "create", "-n", "line", "--type", "mlflow_model", "--path", str(folder))
    return "azureml:line:1"


@pytest.fixture(scope="module")
def endpoint(server, model, tmp_path_factory):
    file = tmp_path_factory.mktemp("yaml") / "deployment.yml"
    file.write_text(
        "$schema: https://azuremlschemas.azureedge.net/latest/modelBatchDeployment.schema.json\n"
        f"name: one\nendpoint_name: lines\ntype: model\nmodel: {model}\n"
        "mini_batch_size: 2\noutput_action: append_row\noutput_file_name: predictions.csv\n"
    )
    lazuli(server, "batch-endpoint", "create", "-n", "lines")
    lazuli(server, "batch-deployment", "create", "-f", str(file), "--set-default")
    return "lines"


def ended(server, endpoint, name):
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        job = json.loads(call(server, "GET", f"/batchEndpoints/{endpoint}/jobs/{name}"))
        if job["properties"]["status"] in ("Completed", "Failed", "Canceled"):
            return job["properties"]
        time.sleep(0.2)
    raise AssertionError("the job did not end")


def test_a_service_uploads_invokes_polls_and_reads(server, endpoint):
    container = "azureml-blobstore-" + json.loads(call(server, "GET", ARM))["properties"]["workspaceId"]
    call(
        server,
        "PUT",
        f"/lazuli/{container}/Diamond/rows.csv",
        b"a,b,price\n1,1,0\n2,0,0\n",
        {"x-ms-blob-type": "BlockBlob"},
    )
    body = (
        "{properties: {InputData: {anything: {JobInputType: 'UriFile', Uri: '%s'}},"
        " OutputData: {score: {JobOutputType: 'UriFile', Uri: '%s'}}}}"
        % (PATHS + "Diamond/rows.csv", PATHS + "Diamond/rows.csv_predictions.csv")
    )
    job = json.loads(call(server, "POST", f"/batchEndpoints/{endpoint}/jobs", body.encode()))
    assert ended(server, endpoint, job["name"])["status"] == "Completed"

    text = call(server, "GET", f"/lazuli/{container}/Diamond/rows.csv_predictions.csv").decode()
    rows = list(csv.reader(text.splitlines()))
    assert [(row[0], row[2]) for row in rows] == [("0", "rows.csv"), ("1", "rows.csv")]
    assert [float(row[1]) for row in rows] == pytest.approx([6, 5], abs=1e-4)


def test_a_folder_is_scored_file_by_file_and_bad_files_are_named(server, endpoint, tmp_path):
    rows = tmp_path / "rows"
    rows.mkdir()
    for number in range(5):
        (rows / f"{number}.csv").write_text(f"a,b\n{number},0\n")
    (rows / "bad.csv").write_text("c\nx\n")
    printed = lazuli(
        server, "batch-endpoint", "invoke", "-n", endpoint, "--input", str(rows),
        "--query", "name", "-o", "tsv",
    )
    name = printed.stdout.strip()
    assert ended(server, endpoint, name)["status"] == "Completed"
    log = lazuli(server, "job", "stream", "-n", name).stdout
    assert "FAILED bad.csv" in log
    lazuli(server, "job", "show", "-n", name)
    listed = lazuli(server, "batch-endpoint", "list-jobs", "-n", endpoint, "--query", "[].name")
    assert name in listed.stdout


def test_what_is_wrong_is_said(server, endpoint):
    with pytest.raises(urllib.error.HTTPError) as refused:
        call(server, "POST", f"/batchEndpoints/{endpoint}/jobs", b"{properties: {}}")
    assert refused.value.code == 400
    assert "properties.inputData" in json.loads(refused.value.read())["error"]["message"]
    with pytest.raises(urllib.error.HTTPError) as unknown:
        call(server, "POST", "/batchEndpoints/nothing/jobs", b"{}")
    assert unknown.value.code in (400, 404)
