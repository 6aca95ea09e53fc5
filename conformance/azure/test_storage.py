"""azure-storage-blob, unmodified."""

import datetime
import os
import uuid

import pytest
from azure.core import MatchConditions
from azure.core.exceptions import (
    ClientAuthenticationError,
    HttpResponseError,
    ResourceExistsError,
    ResourceModifiedError,
    ResourceNotFoundError,
)
from azure.storage.blob import (
    AccountSasPermissions,
    BlobBlock,
    BlobClient,
    BlobSasPermissions,
    ContainerClient,
    ContentSettings,
    ResourceTypes,
    generate_account_sas,
    generate_blob_sas,
)


@pytest.fixture
def container(storage):
    client = storage.get_container_client("c" + uuid.uuid4().hex)
    client.create_container()
    yield client
    client.delete_container()


def in_an_hour():
    return datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=1)


def test_a_blob_is_stored_and_described(container):
    blob = container.get_blob_client("folder/with space/ü+%.txt")
    assert not blob.exists()
    blob.upload_blob(
        b"hello world",
        metadata={"owner": "ada"},
        content_settings=ContentSettings(content_type="text/plain"),
    )

    properties = blob.get_blob_properties()
    assert (properties.size, properties.metadata) == (11, {"owner": "ada"})
    assert properties.content_settings.content_type == "text/plain"
    assert blob.download_blob().readall() == b"hello world"
    assert blob.download_blob(offset=6, length=3).readall() == b"wor"


def test_a_second_upload_needs_overwrite(container):
    blob = container.get_blob_client("once")
    blob.upload_blob(b"1")
    with pytest.raises(ResourceExistsError):
        blob.upload_blob(b"2")
    blob.upload_blob(b"2", overwrite=True)
    assert blob.download_blob().readall() == b"2"


def test_a_changed_blob_is_not_overwritten_by_its_old_etag(container):
    blob = container.get_blob_client("etag")
    old = blob.upload_blob(b"1")["etag"]
    blob.upload_blob(b"2", overwrite=True)
    with pytest.raises(ResourceModifiedError):
        blob.upload_blob(
            b"3", overwrite=True, etag=old, match_condition=MatchConditions.IfNotModified
        )


def test_a_large_blob_goes_up_and_down_in_blocks(storage, container):
    content = os.urandom(5 << 20)
    blob = BlobClient(
        storage.url,
        container.container_name,
        "large",
        credential=storage.credential,
        max_single_put_size=1 << 20,
        max_block_size=1 << 20,
        max_single_get_size=1 << 20,
        max_chunk_get_size=1 << 20,
    )
    blob.upload_blob(content, max_concurrency=4)
    assert blob.download_blob(max_concurrency=4).readall() == content
    committed, uncommitted = blob.get_block_list("all")
    assert (len(committed), len(uncommitted)) == (5, 0)


def test_blocks_are_committed_in_the_order_of_the_list(container):
    blob = container.get_blob_client("blocks")
    for name, content in (("b", b"second"), ("a", b"first ")):
        blob.stage_block(name, content)
    blob.commit_block_list([BlobBlock("a"), BlobBlock("b")])
    assert blob.download_blob().readall() == b"first second"
    with pytest.raises(HttpResponseError) as refused:
        blob.commit_block_list([BlobBlock("never")])
    assert refused.value.error_code == "InvalidBlockList"


def test_an_append_blob_grows(container):
    blob = container.get_blob_client("log.txt")
    blob.create_append_blob()
    blob.append_block(b"one\n")
    blob.append_block(b"two\n")
    assert blob.download_blob().readall() == b"one\ntwo\n"


def test_a_listing_has_folders_metadata_and_pages(container):
    for name in ("a/1", "a/2", "b", "c/d/1"):
        container.upload_blob(name, b"x", metadata={"n": name.replace("/", "_")})
    assert [b.name for b in container.list_blobs()] == ["a/1", "a/2", "b", "c/d/1"]
    assert {b.name for b in container.walk_blobs()} == {"a/", "b", "c/"}
    assert [b.metadata["n"] for b in container.list_blobs("a/", include=["metadata"])] == [
        "a_1",
        "a_2",
    ]
    pages = [[b.name for b in page] for page in container.list_blobs(results_per_page=3).by_page()]
    assert pages == [["a/1", "a/2", "b"], ["c/d/1"]]


def test_a_leased_blob_is_written_by_its_holder_only(container):
    blob = container.get_blob_client("leased")
    blob.upload_blob(b"1")
    lease = blob.acquire_lease()
    with pytest.raises(HttpResponseError) as refused:
        blob.upload_blob(b"2", overwrite=True)
    assert refused.value.error_code == "LeaseIdMissing"
    blob.upload_blob(b"3", overwrite=True, lease=lease)
    lease.release()
    assert blob.download_blob().readall() == b"3"


def test_a_signature_permits_what_it_says_until_it_ends(storage, container):
    blob = container.get_blob_client("signed")
    blob.upload_blob(b"secret")
    signature = generate_blob_sas(
        "lazuli",
        container.container_name,
        "signed",
        account_key=storage.credential.account_key,
        permission=BlobSasPermissions(read=True),
        expiry=in_an_hour(),
    )
    signed = BlobClient.from_blob_url(f"{blob.url}?{signature}")
    assert signed.download_blob().readall() == b"secret"
    with pytest.raises(HttpResponseError) as refused:
        signed.upload_blob(b"x", overwrite=True)
    assert refused.value.error_code == "AuthorizationPermissionMismatch"
    with pytest.raises(ClientAuthenticationError):
        BlobClient.from_blob_url(f"{blob.url}x?{signature}").download_blob()


def test_an_account_signature_lists(storage, container):
    container.upload_blob("one", b"1")
    signature = generate_account_sas(
        "lazuli",
        storage.credential.account_key,
        resource_types=ResourceTypes(object=True, container=True),
        permission=AccountSasPermissions(read=True, list=True),
        expiry=in_an_hour(),
    )
    other = ContainerClient(storage.url, container.container_name, credential=signature)
    assert [b.name for b in other.list_blobs()] == ["one"]


def test_a_wrong_key_is_refused(storage, container):
    wrong = ContainerClient(
        storage.url,
        container.container_name,
        credential={"account_name": "lazuli", "account_key": "d3Jvbmc="},
    )
    with pytest.raises(ClientAuthenticationError):
        list(wrong.list_blobs())


def test_a_copy_is_whole(container):
    source = container.get_blob_client("source")
    source.upload_blob(b"content", metadata={"k": "v"})
    copy = container.get_blob_client("copy")
    assert copy.start_copy_from_url(source.url)["copy_status"] == "success"
    assert copy.download_blob().readall() == b"content"
    assert copy.get_blob_properties().metadata == {"k": "v"}


def test_what_is_not_there_is_named(storage, container):
    with pytest.raises(ResourceNotFoundError) as blob:
        container.get_blob_client("nothing").download_blob()
    assert blob.value.error_code == "BlobNotFound"
    with pytest.raises(ResourceNotFoundError) as missing:
        storage.get_blob_client("nothing", "x").upload_blob(b"1")
    assert missing.value.error_code == "ContainerNotFound"


def test_an_empty_blob_and_tags(container):
    blob = container.get_blob_client("empty")
    blob.upload_blob(b"", tags={"a": "1"})
    assert blob.download_blob().readall() == b""
    blob.set_blob_tags({"b": "2"})
    assert blob.get_blob_tags() == {"b": "2"}


def test_what_is_uploaded_lies_in_the_datastore(ml, storage):
    datastore = ml.datastores.get_default()
    client = storage.get_blob_client(datastore.container_name, "Diamond/one.csv")
    client.upload_blob(b"carat\n1\n", overwrite=True)
    assert client.download_blob().readall() == b"carat\n1\n"
