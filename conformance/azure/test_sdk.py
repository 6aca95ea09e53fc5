"""azure-ai-ml, unmodified: what a script does with a workspace."""

import pathlib

import pytest
from azure.ai.ml.constants import AssetTypes
from azure.ai.ml.entities import Data, ManagedOnlineEndpoint, Model


def test_the_workspace_and_its_datastores(ml):
    assert ml.workspaces.get("default").mlflow_tracking_uri.startswith("https://")
    assert ml.datastores.get_default().name == "workspaceblobstore"
    assert {store.name for store in ml.datastores.list()} >= {
        "workspaceblobstore",
        "workspacefilestore",
        "workspaceworkingdirectory",
        "workspaceartifactstore",
    }


def test_a_file_becomes_data_with_versions_of_its_own(ml, tmp_path):
    (tmp_path / "d.csv").write_text("a,b\n1,2\n")
    for version in ("1", "2"):
        made = ml.data.create_or_update(
            Data(name="sdk-file", path=str(tmp_path / "d.csv"), type=AssetTypes.URI_FILE)
        )
        assert made.version == version
    assert ml.data.get("sdk-file", label="latest").version == "2"
    assert [data.version for data in ml.data.list(name="sdk-file")] == ["2", "1"]


def test_a_folder_becomes_data(ml, tmp_path):
    (tmp_path / "x.csv").write_text("a\n1\n")
    (tmp_path / "y.csv").write_text("a\n2\n")
    made = ml.data.create_or_update(
        Data(name="sdk-folder", version="7", path=str(tmp_path), type=AssetTypes.URI_FOLDER)
    )
    assert made.version == "7"


def test_a_model_goes_up_and_comes_down(ml, tmp_path):
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "weights.txt").write_text("1 2 3")
    made = ml.models.create_or_update(
        Model(name="sdk-model", path=str(folder), type=AssetTypes.CUSTOM_MODEL)
    )
    ml.models.download("sdk-model", made.version, download_path=str(tmp_path / "down"))
    found = list(pathlib.Path(tmp_path / "down").rglob("weights.txt"))
    assert [file.read_text() for file in found] == ["1 2 3"]


def test_an_endpoint_has_an_address_and_keys(ml):
    endpoint = ml.online_endpoints.begin_create_or_update(
        ManagedOnlineEndpoint(name="sdk-endpoint", auth_mode="key")
    ).result()
    assert endpoint.scoring_uri.endswith("/score")
    assert ml.online_endpoints.get_keys("sdk-endpoint").primary_key
    ml.online_endpoints.begin_delete("sdk-endpoint").result()
    with pytest.raises(Exception, match="sdk-endpoint"):
        ml.online_endpoints.get("sdk-endpoint")


def test_a_command_job_is_streamed_and_downloaded(ml, tmp_path, capsys):
    from azure.ai.ml import Input, Output, command
    from azure.ai.ml.entities import Environment

    (tmp_path / "d.csv").write_text("a,b\n1,2\n")
    (tmp_path / "conda.yml").write_text(
        "name: e\nchannels: [conda-forge]\ndependencies:\n- python>=3.10\n"
    )
    source = tmp_path / "src"
    source.mkdir()
    (source / "main.py").write_text(
        "import pathlib, sys\n"
        "print('read', pathlib.Path(sys.argv[1]).read_text().split())\n"
        "(pathlib.Path(sys.argv[2]) / 'result.txt').write_text(sys.argv[3])\n"
    )
    job = ml.jobs.create_or_update(
        command(
            code=str(source),
            command="python main.py ${{inputs.data}} ${{outputs.out}} ${{inputs.lr}}",
            inputs={"data": Input(type="uri_file", path=str(tmp_path / "d.csv")), "lr": 0.5},
            outputs={"out": Output(type="uri_folder")},
            environment=Environment(image="any", conda_file=str(tmp_path / "conda.yml")),
            experiment_name="sdk",
        )
    )
    ml.jobs.stream(job.name)
    assert "read ['a,b', '1,2']" in capsys.readouterr().out
    assert ml.jobs.get(job.name).status == "Completed"
    ml.jobs.download(job.name, download_path=str(tmp_path / "down"), all=True)
    logs = list((tmp_path / "down").rglob("std_log.txt"))
    assert len(logs) == 1
