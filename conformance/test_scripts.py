"""Scoring scripts and models of any library behind endpoints, in Python workers beside the server."""

import itertools
import json
import pathlib
import subprocess
import textwrap
import time
import urllib.error
import urllib.request

import mlflow
import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from workspace import JAR

WORKSPACE = (
    "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local"
    "/providers/Microsoft.MachineLearningServices/workspaces/default"
)
NAMES = (f"scripts-{i}" for i in itertools.count(1))
PLAIN = {"dependencies": ["python=3.11"]}


def call(server, method, path, body=None, key=None, **headers):
    headers = {"Content-Type": "application/json", **headers}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    request = urllib.request.Request(server.url + path, data, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=300) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read()


def lazuli(server, *arguments, folder=None):
    """The command, as people call it."""
    import os

    java = os.path.join(os.environ["JAVA_HOME"], "bin", "java")
    return subprocess.run(
        [java, "-jar", str(JAR), *arguments, "--server", server.url],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=600,
    )


class Endpoint:
    """A new endpoint, and what is done with it by the command."""

    def __init__(self, server, folder):
        self.server, self.folder, self.name = server, pathlib.Path(folder), next(NAMES)
        assert lazuli(server, "online-endpoint", "create", "-n", self.name).returncode == 0

    def deploy(self, script, conda=PLAIN, deployment="blue", more="", verb="create", traffic=True):
        (self.folder / "src").mkdir(exist_ok=True)
        (self.folder / "src" / "score.py").write_text(textwrap.dedent(script))
        (self.folder / "conda.yml").write_text(json.dumps(conda))
        (self.folder / "deployment.yml").write_text(
            f"name: {deployment}\nendpoint_name: {self.name}\n"
            "code_configuration: {code: src, scoring_script: score.py}\n"
            "environment: {conda_file: conda.yml, image: mcr.microsoft.com/azureml/minimal}\n" + more
        )
        options = ["--all-traffic"] if traffic else []
        return lazuli(
            self.server, "online-deployment", verb, "-f", "deployment.yml", *options, folder=self.folder
        )

    def key(self):
        path = f"{WORKSPACE}/onlineEndpoints/{self.name}/listKeys"
        return json.loads(call(self.server, "POST", path)[2])["primaryKey"]

    def score(self, body, **headers):
        return call(self.server, "POST", f"/endpoints/{self.name}/score", body, self.key(), **headers)

    def log(self, deployment="blue"):
        return lazuli(
            self.server, "online-deployment", "get-logs", "-n", deployment, "-e", self.name, "-l", "500"
        ).stdout


@pytest.fixture
def endpoint(server, tmp_path):
    return Endpoint(server, tmp_path)


def test_a_script_and_its_model_are_served_as_on_azure(endpoint):
    (endpoint.folder / "model").mkdir()
    (endpoint.folder / "model" / "weights.txt").write_text("3")
    deployed = endpoint.deploy(
        """
        import glob, json, logging, os

        def init():
            global factor, service
            folder = os.environ["AZUREML_MODEL_DIR"]
            factor = int(open(os.path.join(folder, "model", "weights.txt")).read())
            assert glob.glob(folder + "/*/")[0].rstrip("/").endswith("model")
            service = "online/" + folder.split("/", 4)[-1]
            logging.info("ready: %s", service)

        def run(raw):
            print("a request")
            return json.dumps({"service": service, "result": [factor * x for x in json.loads(raw)["data"]]})
        """,
        more="model: {path: model}\n",
    )
    assert deployed.returncode == 0, deployed.stderr

    status, headers, body = endpoint.score({"data": [1, 2]})
    answer = json.loads(json.loads(body))  # a script that returns JSON text answers a JSON string
    assert (status, answer["result"]) == (200, [3, 6])
    assert answer["service"] == "online/model/1"
    assert headers["x-ms-run-function-failed"] == "False"
    assert float(headers["x-ms-run-fn-exec-ms"]) >= 0
    assert " | root | INFO | ready: online/model/1" in endpoint.log()
    assert " | root | INFO | a request" in endpoint.log()


def test_what_fails_in_a_script_is_told_in_its_own_lines(endpoint):
    broken = endpoint.deploy("import no_such_library\n")
    assert broken.returncode != 0
    assert "ModuleNotFoundError: No module named 'no_such_library'" in broken.stderr
    assert endpoint.score({})[0] == 404  # no traffic was moved

    assert endpoint.deploy("def init(): pass\ndef run(raw): return 1 / int(raw)\n").returncode == 0
    status, headers, body = endpoint.score(b"0")
    assert (status, headers["ms-azureml-model-error-statuscode"]) == (424, "500")
    assert headers["x-ms-run-function-failed"] == "True"
    assert json.loads(body)["message"].startswith("An unexpected error occurred in scoring script.")
    assert "score.py\", line 2, in run" in endpoint.log()
    assert "ZeroDivisionError: division by zero" in endpoint.log()


def test_a_change_under_load_fails_no_request(endpoint):
    script = "import os\ndef init(): pass\ndef run(raw): return '%s'\n"
    assert endpoint.deploy(script % "one").returncode == 0
    key, seen, failed = endpoint.key(), [], []
    running = True

    def load():
        while running:
            path = f"/endpoints/{endpoint.name}/score"
            status, _, body = call(endpoint.server, "POST", path, b"1", key)
            (seen if status == 200 else failed).append((status, body))

    import threading

    threads = [threading.Thread(target=load) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        assert endpoint.deploy(script % "two").returncode == 0
    finally:
        time.sleep(0.5)
        running = False
        for thread in threads:
            thread.join()
    assert failed == []
    assert seen[0][1] == b'"one"' and seen[-1][1] == b'"two"'


def test_any_mlflow_model_is_served_by_its_python_function(server, endpoint, client, experiment):
    random = np.random.default_rng(3)
    x = pd.DataFrame(random.normal(size=(200, 3)), columns=["a", "b", "c"])
    model = make_pipeline(StandardScaler(), LogisticRegression()).fit(x, (x["a"] > 0).astype(int))
    with mlflow.start_run():
        uri = mlflow.sklearn.log_model(
            model, name="model", signature=mlflow.models.infer_signature(x, model.predict(x))
        ).model_uri
    (endpoint.folder / "deployment.yml").write_text(
        f"name: blue\nendpoint_name: {endpoint.name}\nmodel: {uri}\n"
    )
    deployed = lazuli(
        server, "online-deployment", "create", "-f", "deployment.yml", "--all-traffic", folder=endpoint.folder
    )
    assert deployed.returncode == 0, deployed.stderr
    split = json.loads(x[:20].to_json(orient="split", double_precision=15))
    expected = mlflow.pyfunc.load_model(uri).predict(x[:20]).tolist()
    assert json.loads(endpoint.score({"input_data": split})[2]) == expected
    assert json.loads(endpoint.score({"dataframe_split": split})[2]) == {"predictions": expected}
    status, headers, body = endpoint.score({"input_data": {"columns": ["a"], "data": [[1.0]]}})
    assert (status, headers["ms-azureml-model-error-statuscode"]) == (424, "400")
    assert "missing inputs" in json.loads(body)["message"]




def test_schemas_describe_the_endpoint_and_what_a_script_collects_is_kept(endpoint):
    conda = {"dependencies": ["python=3.11", {"pip": [
        "azureml-ai-monitoring", "inference-schema[numpy-support,pandas-support]", "pandas"]}]}
    deployed = endpoint.deploy(
        """
        import json

        import pandas as pd
        from azureml.ai.monitoring import Collector
        from inference_schema.parameter_types.pandas_parameter_type import PandasParameterType
        from inference_schema.parameter_types.standard_py_parameter_type import StandardPythonParameterType
        from inference_schema.schema_decorators import input_schema, output_schema

        def init():
            global inputs, outputs
            inputs, outputs = Collector(name="model_inputs"), Collector(name="model_outputs")

        @input_schema("data", PandasParameterType(pd.DataFrame({"AGE": [40], "JOB": ["cook"]})))
        @output_schema(StandardPythonParameterType({"predictions": [0.5]}))
        def run(data):
            context = inputs.collect(data)
            outputs.collect(pd.DataFrame({"p": data["AGE"] / 100}), context)
            return json.dumps({"predictions": (data["AGE"] / 100).tolist()})
        """,
        conda,
        more="data_collector:\n  collections:\n    model_inputs: {enabled: 'True'}\n    model_outputs: {enabled: 'True'}\n",
    )
    assert deployed.returncode == 0, deployed.stderr

    status, _, body = endpoint.score({"data": [{"AGE": 54, "JOB": "cook"}]})
    assert (status, json.loads(json.loads(body))) == (200, {"predictions": [0.54]})
    status, headers, body = endpoint.score({"rows": []})
    assert headers["ms-azureml-model-error-statuscode"] == "400"
    assert json.loads(body)["message"] == "A value is not provided for the 'data' parameter."
    assert endpoint.score(b"", **{"Content-Type": "text/csv"})[1]["ms-azureml-model-error-statuscode"] == "415"
    status, _, body = call(
        endpoint.server, "GET", f"/endpoints/{endpoint.name}/swagger.json", key=endpoint.key()
    )
    described = json.loads(body)["definitions"]["ServiceInput"]
    assert described["example"] == {"data": [{"AGE": 40, "JOB": "cook"}]}

    pattern = f"**/modelDataCollector/{endpoint.name}/blue/model_inputs/*/*/*/*/*.jsonl"
    home, files = pathlib.Path(endpoint.server.home), []
    deadline = time.monotonic() + 20
    while not files and time.monotonic() < deadline:
        time.sleep(0.3)
        files = list(home.glob(pattern))
    line = json.loads(files[0].read_text().splitlines()[0])
    assert line["type"] == "azureml.inference.model_inputs"
    assert line["data"] == [{"AGE": 54, "JOB": "cook"}]
    assert line["source"].endswith(f"/onlineEndpoints/{endpoint.name}/deployments/blue")
