"""The same requests as to a real `mlflow server`, with the same outcome.

`protocol/expected.json` holds what mlflow 3.18.0 answered; `protocol/record` makes it anew.
"""

import json
import pathlib
import re
import sys

import pytest

HERE = pathlib.Path(__file__).parent / "protocol"
sys.path.insert(0, str(HERE))

from cases import all_cases  # noqa: E402
from talk import Talk  # noqa: E402

EXPECTED = json.loads((HERE / "expected.json").read_text())

# Where this server does otherwise on purpose: what the name of the case matches, and why.
KNOWN = [
    (r"^setup runs/log-batch", "a point of a model may be logged for several datasets"),
    (r"^(logged-models/\$L2|logged model param|finish)", "the path names the model already"),
    (r"^model name of", "names of models are as long on every database"),
    (r"key xxx|tag xxx", "keys are at most 250 letters everywhere"),
    (r"params\. = 'R'|AND$|name = lm$|experiment_id = '\$E'$", "half a clause is refused"),
    (r"IS NULL|IS NOT NULL", "every tag and param can be asked for"),
    (r"order (creation_timestamp|attribute.name)$", "versions and models have the same orders"),
    (r"last_updated_time > 0|attribute.name = 'lm'", "every name of an attribute works everywhere"),
    (r"^location .*(\.\.|%2e|hdfs)", "no place for artifacts has '..'; Hadoop's are taken"),
    (r"^source models:/\$L \{\}", "the source names the model already"),
    (r"^source (azureml|abfss|hdfs)", "Azure's and Hadoop's storage is taken"),
    (r"^source models:/m-none", "an unknown model is not found"),
    (r"^source (http|https|ftp|/etc|file|rel|bogus)", "files and web addresses are refused"),
    (r"max_results=-1|max_results=0|max (0|-1)$", "a page has at least one element"),
    (r"token", "a token belongs to its search"),
    (r"by runId", "camel case is read like snake case"),
    (r"rename|taken|^experiment '(first|gone)'", "a taken name is one kind of error"),
    (r"in a deleted experiment|in no experiment|without experiment_id|experiment_id=(None|'')$"
     r"|runs/create without anything|POST runs/create$", "the experiment is named, not the SQL"),
    (r"^(GET|POST|PUT|PATCH|DELETE) (unknown|runs/create)", "errors of paths are JSON, too"),
    (r"^artifact .*(bad|folder|below)", "paths that could leave their root are refused"),
    (r"^version artifact|^parts", "the server itself sends the files of versions"),
    (r"a dataset without", "a dataset has a name and a source"),
    (r"1\.0$|1\.0 again$", "numbers may be written with a point"),
    (r"log-batch params.value", "a param that was refused was not logged"),
    (r"99999999999999999999", "numbers have 64 bits"),
    (r"without version$", "a version is named"),
    (r"by alias", "an alias is letters"),
    (r"runs/search order|one order twice", "an order is read once"),
    (r"timestamp=''$|max_results=(|text|1.5)$|get-download-uri|\[\{'key': 1\}\]",
     "the first field that is wrong is named, in other words"),
    (r"^runs/outputs models=", "what is wrong is named, not the SQL"),
    (r"artifact_uri LIKE", "artifacts lie elsewhere"),
    (r"filter status = '(READY|PENDING)'", "here the model was finished"),
    (r"datasets \[\{'dataset_name': '\w+'\}", "a dataset without digest means each of that name"),
]
TYPES = re.compile(r"Missing value for required parameter|Invalid value .* Hint: Value was of type")


def names():
    seen = set()
    for case in all_cases():
        name = case.name
        while name in seen:
            name += " again"
        seen.add(name)
        yield name, case


def reason(name):
    return next((why for pattern, why in KNOWN if re.search(pattern, name)), None)


def found(body):
    """What a search has found, in its order."""
    if not isinstance(body, dict):
        return body
    for name, path in [("runs", "info.run_name"), ("models", "info.name"),
                       ("registered_models", "name"), ("model_versions", "version"),
                       ("experiments", "name")]:
        if name in body:
            return [part(one, path) for one in body[name]]
    return None


def part(value, path):
    for step in path.split("."):
        value = value.get(step, {})
    return value


def difference(expected, actual):
    """How an answer differs in what clients rely on; None when it does not."""
    real, ours = expected["status"], actual["status"]
    if real in (500, "connection closed"):
        return f"{ours} is no refusal" if ours == 500 or isinstance(ours, str) else None
    if real == 200 and ours == 400 and TYPES.search(actual["message"]):
        return None  # there the real server drops what is of a wrong type
    if real != ours:
        return f"status {ours} instead of {real}: {actual.get('message', '')}"
    if real >= 400 and expected.get("error_code") and actual["error_code"] != expected["error_code"]:
        return f"{actual['error_code']} instead of {expected['error_code']}"
    if real >= 400 and TYPES.search(expected.get("message", "")):
        if actual["message"] != expected["message"]:
            return f"{actual['message']} instead of {expected['message']}"
    if real == 200 and found(actual.get("body")) != found(expected.get("body")):
        return f"found {found(actual['body'])} instead of {found(expected['body'])}"
    return None


@pytest.fixture(scope="module")
def answers(new_server):
    talk = Talk(new_server().start().url)
    return {name: talk.send(case) for name, case in names()}


def test_every_answer_is_that_of_the_real_server(answers):
    wrong = {}
    for name, expected in EXPECTED.items():
        unlike = difference(expected, answers[name])
        if unlike and not reason(name):
            wrong[name] = unlike
    assert not wrong, "\n".join(f"{name}: {unlike}" for name, unlike in wrong.items())


def test_no_request_is_answered_by_an_error_of_the_server(answers):
    assert [name for name, answer in answers.items() if answer["status"] == 500] == []


def test_files_have_the_headers_that_browsers_and_caches_need(answers):
    headers = answers["artifact GET a.txt"]["headers"]
    assert headers["content-disposition"] == "attachment; filename=a.txt"
    assert headers["etag"] and headers["last-modified"] and headers["accept-ranges"] == "bytes"
    head = answers["artifact HEAD a.txt"]
    assert head["status"] == 200 and head["headers"]["content-length"] == "13"
    assert answers["artifact HEAD none"]["status"] == 404


def test_unknown_paths_and_verbs_are_told_apart(answers):
    unknown = answers["POST unknown path"]
    assert (unknown["status"], unknown["error_code"]) == (404, "ENDPOINT_NOT_FOUND")
    assert answers["PUT runs/create"]["status"] == 405
