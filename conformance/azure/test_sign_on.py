"""azure-identity, unmodified, and tokens that are refused."""

import base64
import json
import os
import urllib.error
import urllib.request

import pytest
from azure.core.exceptions import ClientAuthenticationError
from azure.identity import ClientSecretCredential, DefaultAzureCredential


def claims(token):
    part = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def get(server, path, token):
    request = urllib.request.Request(server.url + path, headers={"Authorization": f"Bearer {token}"})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code


ARM = (
    "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local"
    "/providers/Microsoft.MachineLearningServices/workspaces/default"
)


def test_the_default_credential_gets_a_token_for_what_it_asks(server):
    token = DefaultAzureCredential().get_token("https://ml.azure.com/.default").token
    assert claims(token)["aud"] == "https://ml.azure.com"
    assert get(server, ARM, token) == 200


def test_a_wrong_secret_is_refused(server):
    credential = ClientSecretCredential(
        "adfs",
        os.environ["AZURE_CLIENT_ID"],
        "wrong",
        authority=os.environ["AZURE_AUTHORITY_HOST"],
    )
    with pytest.raises(ClientAuthenticationError, match="Invalid client secret"):
        credential.get_token("https://ml.azure.com/.default")


@pytest.mark.parametrize("path", [ARM, ARM + "/jobs", "/api/2.0/mlflow/experiments/search"])
def test_tokens_that_are_not_right_are_refused_everywhere(server, path):
    token = DefaultAzureCredential().get_token("https://ml.azure.com/.default").token
    header, body, signature = token.split(".")
    none = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
    elsewhere = DefaultAzureCredential().get_token("https://vault.example.com/.default").token
    for bad in (
        f"{none}.{body}.",
        f"{header}.{body}.{signature[:-6]}AAAAAA",
        elsewhere,
    ):
        assert get(server, path, bad) == 401
