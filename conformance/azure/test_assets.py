"""azure-ai-ml, unmodified: environments, components, code and workspaces."""

import os

from azure.ai.ml import MLClient, command, load_component
from azure.ai.ml.entities import Environment, Workspace

CONDA = """\
name: plain
dependencies:
  - python=3.12
  - pip:
    - pandas
"""

COMPONENT = """\
name: sdk_step
version: 1.2
type: command
display_name: A step
inputs:
  data: {type: uri_file}
  rate: {type: number, default: 0.1}
outputs:
  out: {type: uri_folder}
code: ./src
environment: azureml:sdk-env:1
command: python a.py --data ${{inputs.data}} --rate ${{inputs.rate}}
"""


def test_an_environment_has_versions_labels_and_an_archive(ml, tmp_path):
    (tmp_path / "conda.yml").write_text(CONDA)
    made = ml.environments.create_or_update(
        Environment(name="sdk-env", image="python:3.12", conda_file=str(tmp_path / "conda.yml"))
    )
    assert made.version == "1"
    ml.environments.create_or_update(
        Environment(name="sdk-env", version="2024.1", image="python:3.13", tags={"a": "b"})
    )
    assert ml.environments.get("sdk-env", label="latest").version == "2024.1"
    assert ml.environments.get("sdk-env", "1").conda_file["name"] == "plain"
    ml.environments.archive("sdk-env", "1")
    assert [one.version for one in ml.environments.list("sdk-env")] == ["2024.1"]
    ml.environments.restore("sdk-env", "1")
    assert {one.version for one in ml.environments.list("sdk-env")} == {"1", "2024.1"}
    assert "sdk-env" in {one.name for one in ml.environments.list()}


def test_a_component_brings_its_code(ml, tmp_path):
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.py").write_text("print(1)\n")
    (tmp_path / "step.yml").write_text(COMPONENT)
    made = ml.components.create_or_update(load_component(str(tmp_path / "step.yml")))
    assert (made.name, made.version) == ("sdk_step", "1.2")
    again = ml.components.get("sdk_step", "1.2")
    assert "/codes/" in again.code
    assert again.inputs["rate"]["default"] in (0.1, "0.1")
    assert ml.components.get("sdk_step", label="latest").version == "1.2"
    ml.components.archive("sdk_step")
    assert "sdk_step" not in {one.name for one in ml.components.list()}
    ml.components.restore("sdk_step")
    assert "sdk_step" in {one.name for one in ml.components.list()}


def test_the_same_code_is_sent_once(ml, tmp_path):
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "only.py").write_text("print(2)\n")
    ids = set()
    for name in ("once_a", "once_b"):
        step = command(
            name=name,
            code=str(tmp_path / "src"),
            command="python only.py",
            environment="azureml:sdk-env:1",
        )
        component = ml.components.create_or_update(step.component, version="1")
        ids.add(str(ml.components.get(component.name, component.version).code))
    assert len(ids) == 1


def test_a_workspace_is_made_listed_changed_and_removed(ml):
    made = ml.workspaces.begin_create(
        Workspace(name="sdk-made", location="local", display_name="Made", tags={"a": "b"})
    ).result()
    assert (made.name, made.display_name, made.tags["a"]) == ("sdk-made", "Made", "b")
    assert "sdk-made" in {one.name for one in ml.workspaces.list()}
    changed = ml.workspaces.begin_update(
        Workspace(name="sdk-made", description="Changed")
    ).result()
    assert changed.description == "Changed"
    inside = MLClient(
        ml._credential,
        os.environ["AZUREML_ARM_SUBSCRIPTION"],
        os.environ["AZUREML_ARM_RESOURCEGROUP"],
        "sdk-made",
    )
    assert inside.datastores.get_default().name == "workspaceblobstore"
    inside.environments.create_or_update(Environment(name="inside", image="python:3.12"))
    assert "inside" not in {one.name for one in ml.environments.list()}
    ml.workspaces.begin_delete("sdk-made", delete_dependent_resources=False).result()
    assert "sdk-made" not in {one.name for one in ml.workspaces.list()}
