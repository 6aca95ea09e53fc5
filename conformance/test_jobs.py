"""Command jobs as their users run them: the CLI, and the mlflow client inside of the script."""

import json
import os
import subprocess
import textwrap

import pytest
from workspace import JAR

SCRIPT = """
import os, sys
import mlflow
rows = open(sys.argv[1]).read().split()
print("rows", len(rows), os.environ["COLOR"])
mlflow.log_metric("rows", len(rows))
mlflow.log_param("rate", sys.argv[2])
with open(os.path.join(sys.argv[3], "model.txt"), "w") as out:
    out.write("a model")
with open("outputs/note.txt", "w") as out:
    out.write("a note")
"""

JOB = """
type: command
command: python train.py ${{inputs.rows}} ${{inputs.rate}} ${{outputs.model}}
code: src
environment:
  image: mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu20.04
  conda_file: {dependencies: [python=3.11, {pip: [mlflow-skinny]}]}
environment_variables: {COLOR: blue}
experiment_name: command jobs
inputs:
  rows: {type: uri_file, path: rows.csv}
  rate: 0.1
outputs:
  model: {type: uri_folder, name: trained}
"""


@pytest.fixture
def cli(server, tmp_path):
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "train.py").write_text(SCRIPT)
    (tmp_path / "rows.csv").write_text("1\n2\n3\n")

    def run(*arguments, job=None, ok=True):
        if job is not None:
            (tmp_path / "job.yml").write_text(textwrap.dedent(job))
        java = os.path.join(os.environ["JAVA_HOME"], "bin", "java")
        done = subprocess.run(
            [java, "-jar", str(JAR), *arguments],
            cwd=tmp_path,
            env={**os.environ, "LAZULI_SERVER": server.url},
            capture_output=True,
            text=True,
        )
        assert (done.returncode == 0) == ok, done.stdout + done.stderr
        return done.stdout + done.stderr

    return run


def test_a_command_job_runs_from_yaml_to_its_outputs(cli, client, tmp_path):
    out = cli("job", "create", "-f", "job.yml", "-n", "first", "--stream", job=JOB)

    assert "rows 3 blue" in out
    run = client.get_run("first")
    assert run.info.status == "FINISHED"
    assert run.data.metrics == {"rows": 3.0}
    assert run.data.params == {"rate": "0.1"}
    names = {f.path for f in client.list_artifacts("first")}
    assert {"user_logs", "outputs", "azureml-logs"} <= names
    cli("job", "download", "-n", "first", "--all", "-p", "got")
    assert (tmp_path / "got/first/named-outputs/model/model.txt").read_text() == "a model"
    assert (tmp_path / "got/first/artifacts/outputs/note.txt").read_text() == "a note"
    data = json.loads(cli("data", "show", "-n", "trained", "-v", "1", "-o", "json"))
    assert data["path"].endswith("/azureml/first/model/")


def test_what_one_job_leaves_is_what_another_gets(cli):
    cli("job", "create", "-f", "job.yml", "-n", "maker", "--stream", job=JOB)
    out = cli(
        "job", "create", "-f", "job.yml", "--stream",
        job="""
        type: command
        command: cat ${{inputs.model}}/model.txt
        environment: {image: "python:3.11"}
        inputs:
          model: {type: uri_folder, path: "azureml://jobs/maker/outputs/model"}
        """,
    )

    assert "a model" in out


def test_a_failed_command_shows_its_exit_code_and_last_lines(cli):
    out = cli(
        "job", "create", "-f", "job.yml", "--stream",
        job="""
        type: command
        command: echo about to fail && exit 7
        environment: {image: "python:3.11"}
        """,
        ok=False,
    )

    assert "the command ended with exit code 7; the last lines of its log: about to fail" in out


def test_a_command_that_runs_too_long_is_stopped(cli):
    out = cli(
        "job", "create", "-f", "job.yml", "--stream",
        job="""
        type: command
        command: sleep 600
        environment: {image: "python:3.11"}
        limits: {timeout: 1}
        """,
        ok=False,
    )

    assert "it ran longer than its limit of 1 seconds" in out


def test_a_command_that_holds_too_much_memory_is_ended(cli):
    out = cli(
        "job", "create", "-f", "job.yml", "--stream",
        job="""
        type: command
        command: python -c "x = bytearray(400_000_000); import time; time.sleep(60)"
        environment: {image: "python:3.11"}
        resources: {docker_args: --memory=100m}
        """,
        ok=False,
    )

    assert "OOMKilled: it held" in out
    assert "its limit is 100 MB" in out


def test_several_processes_know_of_each_other(cli):
    out = cli(
        "job", "create", "-f", "job.yml", "--stream",
        job="""
        type: command
        command: echo rank $RANK of $WORLD_SIZE
        environment: {image: "python:3.11"}
        distribution: {type: pytorch, process_count_per_instance: 3}
        """,
    )

    assert "rank 0 of 3" in out


def test_a_requirement_that_cannot_be_had_is_named(cli):
    out = cli(
        "job", "create", "-f", "job.yml", "--stream",
        job="""
        type: command
        command: echo never
        environment:
          image: python:3.11
          conda_file: {dependencies: [{pip: [lazuli-has-no-such-package==1.0]}]}
        """,
        ok=False,
    )

    assert "the environment cannot be built because of 'lazuli-has-no-such-package==1.0'" in out


def test_all_faults_of_a_file_are_told_at_once(cli):
    out = cli(
        "job", "create", "-f", "job.yml",
        job="""
        type: command
        comand: echo
        code: nowhere
        environment: azureml:AzureML-sklearn-1.5@latest
        """,
        ok=False,
    )

    assert "unknown key 'comand'; did you mean 'command'?" in out
    assert "code 'nowhere' does not exist" in out


PIPELINE = """
type: pipeline
experiment_name: pipelines
inputs:
  raw: {type: uri_file, path: rows.csv}
  rate: 0.5
outputs:
  model: {type: uri_folder, mode: rw_mount}
jobs:
  prepare:
    component: prepare.yml
    inputs: {raw: "${{parent.inputs.raw}}"}
  quality:
    command: test -s ${{inputs.data}}/train.csv
    environment: {image: "python:3.11"}
    inputs: {data: "${{parent.jobs.prepare.outputs.prepared}}"}
  train:
    command: cat ${{inputs.data}}/train.csv > ${{outputs.model}}/m.txt; echo ${{inputs.rate}} >> ${{outputs.model}}/m.txt
    environment: {image: "python:3.11"}
    inputs:
      data: ${{parent.jobs.prepare.outputs.prepared}}
      rate: ${{parent.inputs.rate}}
    outputs: {model: "${{parent.outputs.model}}"}
"""

PREPARE = """
name: prepare
type: command
inputs:
  raw: {type: uri_file}
  most: {type: integer, default: 2}
outputs:
  prepared: {type: uri_folder}
command: head -n ${{inputs.most}} ${{inputs.raw}} > ${{outputs.prepared}}/train.csv
environment: {image: "python:3.11"}
"""


def test_a_pipeline_hands_outputs_from_step_to_step(cli, client, tmp_path):
    (tmp_path / "prepare.yml").write_text(PREPARE)
    out = cli("job", "create", "-f", "job.yml", "-n", "pipe", "--stream", job=PIPELINE)

    assert "Status: Completed" in out
    cli("job", "download", "-n", "pipe", "--output-name", "model", "-p", "got")
    assert (tmp_path / "got/pipe/named-outputs/model/m.txt").read_text() == "1\n2\n0.5\n"
    runs = client.search_runs(
        [client.get_run("pipe").info.experiment_id], "tags.mlflow.parentRunId = 'pipe'"
    )
    assert {run.info.run_id for run in runs} == {"pipe_prepare", "pipe_quality", "pipe_train"}


def test_a_failed_step_fails_the_pipeline_with_its_reason(cli):
    out = cli(
        "job", "create", "-f", "job.yml", "--stream",
        job="""
        type: pipeline
        jobs:
          bad:
            command: echo no data && exit 3
            environment: {image: "python:3.11"}
        """,
        ok=False,
    )

    assert "step 'bad' is Failed: the command ended with exit code 3" in out


def test_registered_components_are_steps(cli, tmp_path):
    (tmp_path / "prepare.yml").write_text(PREPARE)
    cli("component", "create", "-f", "prepare.yml", "-v", "7")
    out = cli(
        "job", "create", "-f", "job.yml", "--stream",
        job=PIPELINE.replace("component: prepare.yml", "component: azureml:prepare:7"),
    )

    assert "Status: Completed" in out


def test_faults_of_a_graph_are_told_before_it_starts(cli, tmp_path):
    (tmp_path / "prepare.yml").write_text(PREPARE)
    out = cli(
        "job", "create", "-f", "job.yml",
        job=PIPELINE.replace("jobs.prepare.outputs.prepared", "jobs.prepare.outputs.other"),
        ok=False,
    )

    assert "that step has the outputs prepared" in out
