"""Artifacts through the proxy."""

import mlflow
import pytest
from mlflow.exceptions import MlflowException


def test_files_go_up_and_down(client, experiment, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "plain.txt").write_text("plain")
    (tmp_path / "in" / "with space é ü.txt").write_text("strange")
    (tmp_path / "in" / "deep").mkdir()
    (tmp_path / "in" / "deep" / "100%+#.bin").write_bytes(bytes(range(256)) * 1000)
    with mlflow.start_run() as run:
        mlflow.log_artifact(str(tmp_path / "in" / "with space é ü.txt"), "a folder")
        mlflow.log_artifacts(str(tmp_path / "in" / "deep").replace("#", ""), "b")
        mlflow.log_text("hello", "texts/hello.txt")
        mlflow.log_dict({"a": [1, 2]}, "d.json")

    names = [file.path for file in client.list_artifacts(run.info.run_id)]
    assert sorted(names) == ["a folder", "b", "d.json", "texts"]
    inside = client.list_artifacts(run.info.run_id, "a folder")
    assert [(file.path, file.is_dir, file.file_size) for file in inside] == [
        ("a folder/with space é ü.txt", False, 7)
    ]
    target = mlflow.artifacts.download_artifacts(
        run_id=run.info.run_id, artifact_path="a folder", dst_path=str(tmp_path / "out")
    )
    assert (tmp_path / "out" / "a folder" / "with space é ü.txt").read_text() == "strange"
    assert target
    assert mlflow.artifacts.load_dict(run.info.artifact_uri + "/d.json") == {"a": [1, 2]}
    assert mlflow.artifacts.load_text(run.info.artifact_uri + "/texts/hello.txt") == "hello"


def test_a_large_file_is_the_same(client, experiment, tmp_path):
    content = bytes(range(256)) * (20 << 12)
    (tmp_path / "large.bin").write_bytes(content)
    with mlflow.start_run() as run:
        mlflow.log_artifact(str(tmp_path / "large.bin"))

    path = client.download_artifacts(run.info.run_id, "large.bin", str(tmp_path))
    with open(path, "rb") as file:
        assert file.read() == content


def test_a_missing_artifact_is_an_error(client, experiment):
    run = client.create_run(experiment)
    assert client.list_artifacts(run.info.run_id, "nothing") == []
    with pytest.raises((MlflowException, OSError)):
        mlflow.artifacts.load_text(run.info.artifact_uri + "/nothing.txt")


def test_artifacts_can_be_deleted(client, experiment):
    from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository

    with mlflow.start_run() as run:
        mlflow.log_text("a", "folder/a.txt")
        mlflow.log_text("b", "b.txt")

    get_artifact_repository(run.info.artifact_uri).delete_artifacts("folder")
    assert [file.path for file in client.list_artifacts(run.info.run_id)] == ["b.txt"]
