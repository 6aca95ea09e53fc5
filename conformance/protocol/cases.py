"""Requests of the MLflow protocol, in an order that makes what later ones need.

Each is sent to a real `mlflow server` by `record`, and to this server by `test_protocol.py`.
A value `$NAME` stands for something that an earlier answer has told; `$N` is a fresh number.
"""

import itertools

API = "/api/2.0/mlflow/"
API3 = "/api/3.0/mlflow/"
TEXT, WHOLE, NUMBER, TRUTH, LIST, OBJECT = "text", "whole", "number", "truth", "list", "object"
WRONG = {
    TEXT: [123, 1.5, True, [], ["a"], {}, {"a": 1}, None, ""],
    WHOLE: ["text", "12", 1.5, True, [], {}, None, "", 10**30],
    NUMBER: ["text", "NaN", "nan", "Infinity", "-inf", "1e3", True, [], {}, None, ""],
    TRUTH: ["true", "text", 1, 0, [], {}, None],
    LIST: ["text", 1, True, {}, [1], [None], ["a"], [{}], [{"key": 1}], None, []],
    OBJECT: ["text", 1, True, [], {}, None],
}
GONE = object()


class Case:
    """One request.

    keep: names for parts of the answer, such as {"RUN": "run.info.run_id"}.
    sort: whether the order of what is found may differ.
    """

    def __init__(self, name, method, path, body=None, keep=None, headers=None, raw=None, head=()):
        self.name, self.method, self.path, self.body = name, method, path, body
        self.keep, self.headers, self.raw, self.head = keep or {}, headers or {}, raw, head


def setup():
    def post(path, body, **keep):
        return Case("setup " + path, "POST", API + path, body, keep)

    yield post("experiments/create", {"name": "first"}, E="experiment_id")
    yield post("experiments/create", {"name": "other"}, E2="experiment_id")
    yield post("experiments/create", {"name": "gone"}, EG="experiment_id")
    yield post("experiments/delete", {"experiment_id": "$EG"})
    for i, name in enumerate(["R", "R2", "R3", "RG"]):
        yield post(
            "runs/create",
            {
                "experiment_id": "$E",
                "run_name": "run " + name,
                "start_time": 1000 + i,
                "user_id": "u",
                "tags": [{"key": "kind", "value": f"k{i}"}],
            },
            **{name: "run.info.run_id"},
        )
    yield post("runs/delete", {"run_id": "$RG"})
    points = [("R", 1, 0.5), ("R", 2, 0.7), ("R2", 1, 0.6), ("R3", 1, "NaN")]
    for run, step, value in points:
        yield post(
            "runs/log-batch",
            {
                "run_id": "$" + run,
                "metrics": [{"key": "m", "value": value, "timestamp": step, "step": step}],
                "params": [{"key": "p", "value": run}],
                "tags": [{"key": "t", "value": run.lower()}],
            },
        )
    yield post("registered-models/create", {"name": "M"})
    yield post("registered-models/create", {"name": "M2", "description": "two"})
    yield post("model-versions/create", {"name": "M", "source": "runs:/$R/model", "run_id": "$R"})
    yield post("model-versions/create", {"name": "M", "source": "s3://b/x"})
    yield post("registered-models/alias", {"name": "M", "alias": "best", "version": "1"})
    yield post(
        "logged-models",
        {"experiment_id": "$E", "name": "lm", "source_run_id": "$R", "model_type": "agent"},
        L="model.info.model_id",
    )
    yield post("logged-models", {"experiment_id": "$E", "name": "lm2"}, L2="model.info.model_id")
    yield post("logged-models", {"experiment_id": "$E", "name": "lm3"}, LG="model.info.model_id")
    yield Case("setup delete model", "DELETE", API + "logged-models/$LG")
    for model, dataset, value in [("L", "train", 0.9), ("L", "test", 0.2), ("L2", "test", 0.8)]:
        step = 1 if dataset == "train" else 2
        metric = {"key": "acc", "value": value, "timestamp": 5, "step": step, "model_id": "$" + model}
        metric |= {"dataset_name": dataset, "dataset_digest": "d"}
        yield post("runs/log-batch", {"run_id": "$R", "metrics": [metric]})


# path, body that works, types of its fields beside those of text
POSTS = [
    ("experiments/create", {"name": "e $N", "artifact_location": "s3://b/$N", "tags": []}),
    ("experiments/delete", {"experiment_id": "$E"}),
    ("experiments/restore", {"experiment_id": "$E"}),
    ("experiments/update", {"experiment_id": "$E2", "new_name": "n $N"}),
    ("experiments/set-experiment-tag", {"experiment_id": "$E", "key": "a", "value": "b"}),
    ("experiments/delete-experiment-tag", {"experiment_id": "$E", "key": "a"}),
    (
        "experiments/search",
        {"max_results": 1, "filter": "name = 'first'", "order_by": ["name"], "page_token": ""},
    ),
    (
        "runs/create",
        {"experiment_id": "$E2", "user_id": "u", "run_name": "r", "start_time": 1, "tags": []},
    ),
    ("runs/update", {"run_id": "$R2", "status": "RUNNING", "end_time": 1, "run_name": "run R2"}),
    ("runs/delete", {"run_id": "$R"}),
    ("runs/restore", {"run_id": "$R"}),
    (
        "runs/search",
        {
            "experiment_ids": ["$E"],
            "filter": "attributes.run_name = 'run R'",
            "max_results": 1,
            "order_by": ["start_time"],
        },
    ),
    (
        "runs/log-metric",
        {"run_id": "$R2", "key": "x", "value": 1.0, "timestamp": 5, "step": 1},
    ),
    ("runs/log-parameter", {"run_id": "$R2", "key": "same", "value": "1"}),
    ("runs/set-tag", {"run_id": "$R2", "key": "t2", "value": "b"}),
    ("runs/delete-tag", {"run_id": "$R2", "key": "t2"}),
    ("runs/log-batch", {"run_id": "$R2", "metrics": [], "params": [], "tags": []}),
    ("runs/log-inputs", {"run_id": "$R2", "datasets": [], "models": []}),
    ("runs/outputs", {"run_id": "$R2", "models": [{"model_id": "$L", "step": 1}]}),
    (
        "logged-models",
        {
            "experiment_id": "$E2",
            "name": "l",
            "model_type": "t",
            "source_run_id": "$R",
            "params": [],
            "tags": [],
        },
    ),
    (
        "logged-models/search",
        {
            "experiment_ids": ["$E"],
            "filter": "name = 'lm'",
            "datasets": [],
            "max_results": 1,
            "order_by": [],
            "page_token": "",
        },
    ),
    ("logged-models/$L2/params", {"params": []}),
    ("registered-models/create", {"name": "m $N", "description": "d", "tags": []}),
    ("registered-models/rename", {"name": "M2", "new_name": "M2"}),
    ("registered-models/set-tag", {"name": "M", "key": "a", "value": "b"}),
    ("registered-models/alias", {"name": "M", "alias": "a", "version": "1"}),
    ("registered-models/get-latest-versions", {"name": "M", "stages": []}),
    (
        "model-versions/create",
        {
            "name": "M2",
            "source": "s3://b/y",
            "run_id": "",
            "tags": [],
            "run_link": "l",
            "description": "d",
            "model_id": "",
        },
    ),
    (
        "model-versions/transition-stage",
        {"name": "M", "version": "1", "stage": "Staging", "archive_existing_versions": False},
    ),
    ("model-versions/set-tag", {"name": "M", "version": "1", "key": "a", "value": "b"}),
]
PATCHES = [
    ("registered-models/update", {"name": "M", "description": "d"}),
    ("model-versions/update", {"name": "M", "version": "1", "description": "d"}),
    ("logged-models/$L2", {"status": "LOGGED_MODEL_READY"}),
    ("logged-models/$L2/tags", {"tags": []}),
]
DELETES = [
    ("registered-models/delete", {"name": "none"}),
    ("registered-models/delete-tag", {"name": "M", "key": "a"}),
    ("registered-models/alias", {"name": "M", "alias": "a"}),
    ("model-versions/delete", {"name": "M", "version": "99"}),
    ("model-versions/delete-tag", {"name": "M", "version": "1", "key": "a"}),
]
GETS = [
    ("experiments/get", {"experiment_id": "$E"}),
    ("experiments/get-by-name", {"experiment_name": "first"}),
    ("experiments/search", {"max_results": "1", "filter": "name = 'first'", "view_type": "ALL"}),
    ("runs/get", {"run_id": "$R"}),
    ("artifacts/list", {"run_id": "$R", "path": ""}),
    ("metrics/get-history", {"run_id": "$R", "metric_key": "m", "max_results": "1"}),
    (
        "metrics/get-history-bulk-interval",
        {
            "run_ids": "$R",
            "metric_key": "m",
            "start_step": "0",
            "end_step": "9",
            "max_results": "10",
        },
    ),
    ("registered-models/get", {"name": "M"}),
    ("registered-models/search", {"max_results": "1", "filter": "name = 'M'"}),
    ("registered-models/alias", {"name": "M", "alias": "best"}),
    ("model-versions/get", {"name": "M", "version": "1"}),
    ("model-versions/get-download-uri", {"name": "M", "version": "1"}),
    ("model-versions/search", {"max_results": "1", "filter": "name = 'M'"}),
]


def kind(value, name):
    if name == "status" or name == "view_type":
        return TEXT
    if isinstance(value, bool):
        return TRUTH
    if isinstance(value, int):
        return WHOLE
    if isinstance(value, float):
        return NUMBER
    return LIST if isinstance(value, list) else TEXT


def wrong_types():
    for method, table in [("POST", POSTS), ("PATCH", PATCHES), ("DELETE", DELETES)]:
        for path, body in table:
            yield Case(f"{path} right", method, API + path, body)
            for field, right in body.items():
                rest = {key: value for key, value in body.items() if key != field}
                yield Case(f"{path} without {field}", method, API + path, rest)
                for value in WRONG[kind(right, field)]:
                    yield Case(
                        f"{path} {field}={value!r}", method, API + path, {**rest, field: value}
                    )
    for path, query in GETS:
        yield Case(f"GET {path} right", "GET", API + path, query)
        for field in query:
            rest = {key: value for key, value in query.items() if key != field}
            yield Case(f"GET {path} without {field}", "GET", API + path, rest)
            for value in ["", "text", "0", "-1", "1.5", "99999999999999999999"]:
                yield Case(f"GET {path} {field}={value}", "GET", API + path, {**rest, field: value})


def nested():
    for field in ["metrics", "params", "tags"]:
        right = {"key": "k", "value": "1"}
        if field == "metrics":
            right = {"key": "k", "value": 1, "timestamp": 1, "step": 0}
        for part in right:
            for value in [GONE, None, "", 1, True, [], {}, "text", "a/../b", "/a", "x" * 260, "#"]:
                item = {key: one for key, one in right.items() if key != part}
                if value is not GONE:
                    item[part] = value
                shown = "gone" if value is GONE else repr(value)[:20]
                yield Case(
                    f"log-batch {field}.{part}={shown}",
                    "POST",
                    API + "runs/log-batch",
                    {"run_id": "$R3", field: [{"key": "ok", "value": "1", "timestamp": 1}, item]},
                )
    for value in [-1, "-1", 1.0, "1.0", 2**63, True]:
        yield Case(
            f"log-metric timestamp={value}",
            "POST",
            API + "runs/log-metric",
            {"run_id": "$R3", "key": "k", "value": 1, "timestamp": value},
        )
    for key in ["a b", "a/b", "a:b", "ü", "..", ".", "a//b", "a/", "/a", "a#b", "x" * 250, "x" * 251]:
        for path, value in [("runs/set-tag", "v"), ("runs/log-parameter", "v")]:
            yield Case(f"{path} key {key[:9]} {len(key)}", "POST", API + path,
                       {"run_id": "$R3", "key": key, "value": value})
        yield Case(f"log-metric key {key[:9]} {len(key)}", "POST", API + "runs/log-metric",
                   {"run_id": "$R3", "key": key, "value": 1, "timestamp": 1})
        yield Case(f"experiment tag {key[:9]} {len(key)}", "POST",
                   API + "experiments/set-experiment-tag",
                   {"experiment_id": "$E", "key": key, "value": "v"})
        yield Case(f"model tag {key[:9]} {len(key)}", "POST", API + "registered-models/set-tag",
                   {"name": "M", "key": key, "value": "v"})
        yield Case(f"version tag {key[:9]} {len(key)}", "POST", API + "model-versions/set-tag",
                   {"name": "M", "version": "1", "key": key, "value": "v"})
        yield Case(f"logged model tag {key[:9]} {len(key)}", "PATCH",
                   API + "logged-models/$L2/tags", {"tags": [{"key": key, "value": "v"}]})
        yield Case(f"logged model param {key[:9]} {len(key)}", "POST",
                   API + "logged-models/$L2/params",
                   {"params": [{"key": "p" + str(len(key)) + key[:3], "value": "v"}]})
    for length in [8_000, 8_001, 20_000, 20_001, 100_000, 100_001]:
        text = "v" * length
        yield Case(f"run tag of {length}", "POST", API + "runs/set-tag",
                   {"run_id": "$R3", "key": "long", "value": text})
        yield Case(f"experiment tag of {length}", "POST", API + "experiments/set-experiment-tag",
                   {"experiment_id": "$E2", "key": "long", "value": text})
        yield Case(f"model tag of {length}", "POST", API + "registered-models/set-tag",
                   {"name": "M2", "key": "long", "value": text})
        yield Case(f"version tag of {length}", "POST", API + "model-versions/set-tag",
                   {"name": "M", "version": "2", "key": "long", "value": text})
    for length in [255, 256, 257, 500, 501]:
        yield Case(f"experiment name of {length}", "POST", API + "experiments/create",
                   {"name": "n" * length})
        yield Case(f"model name of {length}", "POST", API + "registered-models/create",
                   {"name": "n" * length})
        yield Case(f"alias of {length}", "POST", API + "registered-models/alias",
                   {"name": "M", "alias": "a" * length, "version": "1"})
    for count in [100, 101]:
        yield Case(f"log-batch of {count} tags", "POST", API + "runs/log-batch",
                   {"run_id": "$R3", "tags": [{"key": f"k{i}", "value": ""} for i in range(count)]})
        yield Case(f"log-batch of {count} params", "POST", API + "runs/log-batch",
                   {"run_id": "$R3",
                    "params": [{"key": f"k{i}", "value": ""} for i in range(count)]})
    for count in [1000, 1001]:
        yield Case(f"log-batch of {count} metrics", "POST", API + "runs/log-batch",
                   {"run_id": "$R3", "metrics": [{"key": "c", "value": i, "timestamp": 1, "step": i}
                                                 for i in range(count)]})
    yield Case("a param twice", "POST", API + "runs/log-batch",
               {"run_id": "$R3", "params": [{"key": "d", "value": "1"}, {"key": "d", "value": "1"}]})
    yield Case("another value", "POST", API + "runs/log-parameter",
               {"run_id": "$R", "key": "p", "value": "another"})
    yield Case("another value in a batch", "POST", API + "runs/log-batch",
               {"run_id": "$R", "params": [{"key": "p", "value": "another"}]})


RUN_FILTERS = """
metrics.m > 0.5|metrics.m >= 0.5|metrics.m = 0.7|metrics.m == 0.7|metrics.m <> 0.7|metrics.m != 0.7
metrics.m > 'a'|metrics.m > a|metric.m < 1|metrics.`m` > 0|metrics."m" > 0|metrics.none > 0
metrics.m LIKE 'a'|metrics.m IN ('a')|metrics.m IS NULL|params.p = 'R'|parameters.p = 'R'
params.p = "R"|params.p = R|params.p = 1|params.p > 'R'|params.p LIKE 'r%'|params.p ILIKE 'r%'
params.p IS NULL|params.p IS NOT NULL|params.p IN ('R')|params.none != 'a'|params.p != 'R'
tags.t = 'r'|tag.t = 'r'|tags.t != 'r'|tags.none IS NULL|tags.t like '%2'|tags.t ilike '%R%'
tags.`t` = 'r'|tags.t = r|tags.mlflow.runName = 'run R'|tags.`mlflow.runName` = 'run R'
attributes.run_id = '$R'|run_id = '$R'|run_id IN ('$R','$R2')|run_id IN ()|run_id NOT IN ('$R')
run_id IN ('$R'|run_id IN '$R'|attributes.run_name = 'run R'|attribute.`run name` = 'run R'
attributes.`Run Name` = 'run R'|run_name IN ('a')|status = 'RUNNING'|status = 'running'
status != 'FINISHED'|status IN ('RUNNING')|attributes.start_time > 1000|start_time = 1001
start_time > '1000'|start_time LIKE 'a'|created > 1001|attributes.created >= 1001|Created > 1
end_time > 0|artifact_uri LIKE '%x%'|user_id = 'u'|user_id != 'u'|bogus = 'a'|attributes.bogus = 'a'
bogus.a = 'b'|datasets.name = 'a'|dataset.name = 'a'|dataset.digest LIKE 'a%'|dataset.context IN ('a')
dataset.bogus = 'a'|params.p = 'R' and metrics.m > 0|params.p = 'R' AND tags.t = 'r' AND metrics.m > 0
params.p = 'R' OR params.p = 'R2'|NOT params.p = 'R'|(params.p = 'R')|params.p BETWEEN 'a' AND 'z'
params.p = 'R';|params.p = 'R' ;|params.p =|params.p|= 'R'|params.p = 'R|params.p 'R'|params. = 'R'
params.p = ''|params.p = 'it''s'|params.p = 'a;b'|run_name = "a'b"|params.p = 'R' AND|AND
params.p = 'R', tags.t = 'r'|attributes.status = 1|metrics.m = NaN|metrics.m > -1|metrics.m > 1e-3
metrics.m > .5|tags.t RLIKE 'r'|params.p = null|user_id IS NULL|lifecycle_stage = 'active'|key = 'a'
"""
RUN_ORDERS = """
metrics.m|metrics.m ASC|metrics.m DESC|metric.m desc|params.p|params.p DESC|tags.t|tag.t DESC
start_time|start_time DESC|attributes.start_time|run_name DESC|`run name`|attributes.`Run Name` DESC
end_time|end_time DESC|status|run_id|artifact_uri|user_id|created|Created DESC|bogus|attributes.bogus
metrics|metrics.|metrics.m UP|metrics.m ASC DESC|metrics.m,params.p|start_time start_time||bogus.a
dataset.name|`metrics`.m|metrics.`m` DESC|metrics."m"|start_time  DESC|START_TIME|lifecycle_stage
"""
EXPERIMENT_FILTERS = """
name = 'first'|name != 'first'|name LIKE 'f%'|name ILIKE 'F%'|name LIKE 'F%'|attribute.name = 'first'
attributes.name = 'first'|name IN ('first')|experiment_id = '$E'|experiment_id IN ('$E','$E2')
experiment_id = 1|experiment_id > '1'|creation_time > 0|creation_time = 0|last_update_time > 1
last_update_time > 'a'|creation_time LIKE 'a'|tags.a = 'b'|tag.a = 'b'|tags.a != 'b'|tags.a IS NULL
tags.a IS NOT NULL|tags.a LIKE '%b%'|tags.a IN ('b')|bogus = 'a'|params.a = 'b'|metrics.a > 1
name > 'a'|name = first|name = 1|name = 'a' OR name = 'b'|lifecycle_stage = 'active'
"""
EXPERIMENT_ORDERS = """
name|name DESC|creation_time|last_update_time DESC|experiment_id|experiment_id ASC|bogus|tags.a|name UP
attribute.name|attributes.name ASC
"""
MODEL_FILTERS = """
name = 'M'|name LIKE 'M%'|name ILIKE 'm%'|name != 'M'|name IN ('M', 'M2')|name IN ()|name NOT IN ('M')
name > 'a'|name = M|tags.a = 'b'|tag.a = 'b'|tags.a != 'b'|tags.a IS NULL|tags.a LIKE '%'|tags.a IN ('b')
bogus = 'a'|attribute.name = 'M'|version_number = 1|name = 'M' AND tags.a = 'b'|name = 'M' OR name = 'M2'
tags.`mlflow.prompt.is_prompt` = 'true'|tags.`mlflow.prompt.is_prompt` != 'true'|run_id = 'a'
name = 1|params.a = 'b'|creation_timestamp > 1|timestamp > 1
"""
MODEL_ORDERS = """
name|name DESC|timestamp|last_updated_timestamp DESC|creation_timestamp|bogus|name UP|name,name|tags.a
timestamp ASC|attribute.name
"""
VERSION_FILTERS = """
name = 'M'|name LIKE 'M%'|name ILIKE 'm%'|name != 'M'|name IN ('M')|run_id = '$R'|run_id IN ('$R')
run_id IN ()|run_id NOT IN ('$R')|run_id LIKE 'a'|run_id != '$R'|source_path = 's3://b/x'
source_path LIKE 's3%'|source_path IN ('a')|version_number = 1|version_number > 1|version_number = '1'
version_number LIKE '1'|version_number != 1|tags.a = 'b'|tags.a IS NULL|bogus = 'a'|version = 1
attribute.name = 'M'|name = 1|current_stage = 'None'|source = 'a'|params.a = 'b'
"""
VERSION_ORDERS = """
name|name DESC|version_number|version_number DESC|creation_timestamp|last_updated_timestamp|timestamp
bogus|run_id|name UP|tags.a
"""
LOGGED_FILTERS = """
name = 'lm'|name LIKE 'l%'|name ILIKE 'L%'|name != 'lm'|name IN ('lm')|name IN ('lm', 'lm2')|name IN ()
name NOT IN ('lm')|model_id = '$L'|model_id IN ('$L')|model_type = 'agent'|status = 'READY'
status = 'LOGGED_MODEL_READY'|status = 'PENDING'|source_run_id = '$R'|source_run_id IN ('$R')
creation_timestamp > 0|creation_time > 0|last_updated_timestamp > 0|last_updated_time > 0
creation_timestamp = 'a'|metrics.acc > 0.5|metrics.acc > 0.85|metrics.acc = 0.2|metrics.none > 0
metrics.acc > 'a'|params.p = 'a'|params.p != 'a'|tags.t = 'a'|tags.t IS NULL|params.p IS NOT NULL
name = lm|name > 'a'|name = 'lm' AND model_type = 'agent'|name = 'lm' OR name = 'lm2'|name =
attributes.name = 'lm'|attribute.name = 'lm'|tags.t LIKE '%a'|metrics.acc <> 1|metrics.acc == 0.2
experiment_id = '$E'|artifact_location LIKE '%'
"""


def lines(text):
    return [one.strip() for line in text.strip().split("\n") for one in line.split("|")]


def searches():
    def case(name, path, body):
        return Case(f"{path} {name}", "POST", API + path, body)

    def get(name, path, query):
        return Case(f"{path} {name}", "GET", API + path, query)

    for text in lines(RUN_FILTERS):
        yield case("filter " + text, "runs/search",
                   {"experiment_ids": ["$E"], "filter": text, "max_results": 50})
    for text in lines(RUN_ORDERS):
        yield case("order " + text, "runs/search",
                   {"experiment_ids": ["$E"], "order_by": [text], "max_results": 50})
    yield case("two orders", "runs/search",
               {"experiment_ids": ["$E"], "order_by": ["metrics.m DESC", "start_time ASC"]})
    yield case("one order twice", "runs/search",
               {"experiment_ids": ["$E"], "order_by": ["start_time", "start_time"]})
    for text in lines(EXPERIMENT_FILTERS):
        yield case("filter " + text, "experiments/search", {"max_results": 1, "filter": text})
    for text in lines(EXPERIMENT_ORDERS):
        yield case("order " + text, "experiments/search", {"max_results": 1, "order_by": [text]})
    for text in lines(MODEL_FILTERS):
        yield get("filter " + text, "registered-models/search", {"filter": text, "max_results": 2})
    for text in lines(MODEL_ORDERS):
        yield get("order " + text, "registered-models/search",
                  {"filter": "name LIKE 'M%'", "order_by": text})
    for text in lines(VERSION_FILTERS):
        yield get("filter " + text, "model-versions/search", {"filter": text, "max_results": 9})
    for text in lines(VERSION_ORDERS):
        yield get("order " + text, "model-versions/search",
                  {"filter": "name = 'M'", "order_by": text})
    for text in lines(LOGGED_FILTERS):
        yield case("filter " + text, "logged-models/search",
                   {"experiment_ids": ["$E"], "filter": text})
    for datasets in [[{"dataset_name": "test"}], [{"dataset_name": "train"}],
                     [{"dataset_name": "test", "dataset_digest": "d"}],
                     [{"dataset_name": "test", "dataset_digest": "e"}], [{"dataset_digest": "d"}],
                     [{"dataset_name": "train"}, {"dataset_name": "test"}], [{}]]:
        for text in ["", "metrics.acc > 0.5", "metrics.acc > 0.1 AND metrics.acc < 0.3"]:
            yield case(f"datasets {datasets} {text}", "logged-models/search",
                       {"experiment_ids": ["$E"], "filter": text, "datasets": datasets})
    for order in [{"field_name": "name"}, {"field_name": "name", "ascending": False},
                  {"field_name": "metrics.acc"}, {"field_name": "metrics.acc", "ascending": False},
                  {"field_name": "metrics.acc", "dataset_name": "test"}, {"ascending": True},
                  {"field_name": "metrics.acc", "dataset_digest": "d"}, {"field_name": "bogus"},
                  {"field_name": "creation_timestamp"}, {"field_name": "creation_time"},
                  {"field_name": "last_updated_timestamp"}, {"field_name": "params.a"}, {},
                  {"field_name": "name", "dataset_name": "test"}, {"field_name": "metrics."}]:
        yield case(f"order {order}", "logged-models/search",
                   {"experiment_ids": ["$E"], "order_by": [order]})
    yield case("without experiments", "logged-models/search", {"experiment_ids": []})
    yield case("without experiments", "runs/search", {"experiment_ids": []})
    yield case("unknown experiment", "runs/search", {"experiment_ids": ["9999"]})
    yield case("bad experiment", "runs/search", {"experiment_ids": ["abc"]})
    for path, most in [("runs/search", 50_000), ("experiments/search", 50_000),
                       ("logged-models/search", 50)]:
        for size in [0, -1, 1, most, most + 1, str(most), "abc"]:
            yield case(f"max {size}", path, {"experiment_ids": ["$E2"], "max_results": size}
                       if path != "experiments/search" else {"max_results": size, "filter": "name = 'first'"})
        for token in ["abc", "!!!", "e30=", "bm8=", "eyJvZmZzZXQiOiAxfQ=="]:
            body = {"page_token": token, "max_results": 1}
            yield case(f"token {token}", path, body | ({"experiment_ids": ["$E"]}
                       if path != "experiments/search" else {"filter": "name = 'first'"}))
    for path, most in [("registered-models/search", 1_000), ("model-versions/search", 200_000)]:
        for size in ["0", "-1", "1", str(most), str(most + 1)]:
            yield get(f"max {size}", path, {"max_results": size, "filter": "name = 'M'"})
        for token in ["abc", "!!!", "e30="]:
            yield get(f"token {token}", path, {"page_token": token})
    for view in ["ACTIVE_ONLY", "DELETED_ONLY", "ALL", "bogus", "1", 1, 2, 3, 4, ""]:
        yield case(f"view {view!r}", "runs/search",
                   {"experiment_ids": ["$E"], "run_view_type": view})
        yield case(f"view {view!r}", "experiments/search",
                   {"max_results": 10, "view_type": view, "filter": "name LIKE 'g%'"})


def special():
    def post(name, path, body):
        return Case(name, "POST", API + path, body)

    def get(name, path, query=None):
        return Case(name, "GET", API + path, query or {})

    for status in ["RUNNING", "running", "FINISHED", "bogus", "1", 1, 3, 9, ""]:
        yield post(f"status {status!r}", "runs/update", {"run_id": "$R3", "status": status})
    for stage in ["None", "Staging", "STAGING", "production", "Archived", "bogus", ""]:
        yield post(f"stage {stage}", "model-versions/transition-stage",
                   {"name": "M", "version": "1", "stage": stage})
        yield post(f"stage {stage} archiving", "model-versions/transition-stage",
                   {"name": "M", "version": "2", "stage": stage, "archive_existing_versions": True})
        yield post(f"latest of {stage}", "registered-models/get-latest-versions",
                   {"name": "M", "stages": [stage]})
    yield post("stage without archive", "model-versions/transition-stage",
               {"name": "M", "version": "1", "stage": "None"})
    for version in ["1", "0", "-1", "99", "abc", "1.5", "01"]:
        yield get(f"version {version}", "model-versions/get", {"name": "M", "version": version})
        yield post(f"alias of version {version}", "registered-models/alias",
                   {"name": "M", "alias": "x", "version": version})
    for alias in ["latest", "LATEST", "v1", "V12", "v1a", "a b", "a/b", "ü", "a.b", "", "-"]:
        yield post(f"alias {alias}", "registered-models/alias",
                   {"name": "M", "alias": alias, "version": "1"})
        yield get(f"by alias {alias}", "registered-models/alias", {"name": "M", "alias": alias})
    for name in ["none", "", "a/b", "a:b", " ", "m-0123456789abcdef0123456789abcdef", "a\nb", "ü", ".."]:
        yield post(f"model {name!r}", "registered-models/create", {"name": name})
        yield get(f"get model {name!r}", "registered-models/get", {"name": name})
    for name in ["a/b:c%d\"e'f", "a.b", "a b", "", "ü", "x" * 500]:
        yield post(f"logged model {name[:20]!r}", "logged-models",
                   {"experiment_id": "$E2", "name": name})
    for name in ["", " ", "a/b", "a\nb", "ü", "first", "gone"]:
        yield post(f"experiment {name!r}", "experiments/create", {"name": name})
    for place in ["s3://b/x", "s3://b/x?y=1", "s3://b/x#y", "/abs", "rel/path", "file:///tmp/x",
                  "s3://b/../x", "mlflow-artifacts:/x", "mlflow-artifacts:/../x", "http://a/b",
                  "dbfs:/a", "hdfs://a/b?c", "ftp://a/b", "gs://a/%2e%2e/b", "bogus://a"]:
        yield post(f"location {place}", "experiments/create",
                   {"name": "at $N", "artifact_location": place})
    for source, extra in [
        ("runs:/$R/model", {"run_id": "$R"}), ("runs:/$R/model", {}),
        ("runs:/$R/model", {"run_id": "$R2"}), ("runs:/none/model", {"run_id": "none"}),
        ("runs:/none/model", {}), ("runs://$R/model", {"run_id": "$R"}), ("runs:/", {}),
        ("models:/$L", {"model_id": "$L"}), ("models:/$L", {}), ("models:/$L", {"model_id": "$L2"}),
        ("models:/M/1", {}), ("models:/M@best", {}), ("models:/M/99", {}), ("models:/none/1", {}),
        ("models:/m-none", {"model_id": "m-none"}), ("models:/M", {}), ("models://M/1", {}),
        ("s3://b/x", {}), ("s3://b/x?y=1", {}), ("s3://b/x#y", {}), ("s3://b/../x", {}),
        ("s3://b/%2e%2e/x", {}), ("/etc/passwd", {}), ("file:///etc/passwd", {}), ("rel", {}),
        ("http://a/b", {}), ("https://a/b", {}), ("ftp://a/b", {}), ("dummy-source", {}),
        ("gs://b/x", {}), ("dbfs:/x", {}), ("hdfs://a/x", {}), ("bogus://x", {}),
        ("mlflow-artifacts:/x", {}), ("mlflow-artifacts://other/x", {"run_id": "$R"}),
        ("azureml://x", {}), ("wasbs://a@b/c", {}), ("abfss://a@b/c", {}),
        ("s3://b/x", {"run_id": "none"}), ("s3://b/x", {"model_id": "$L"}),
        ("s3://b/x", {"model_id": "m-none"}),
        ("dummy-source", {"tags": [{"key": "mlflow.prompt.is_prompt", "value": "true"}]}),
        ("s3://b/x", {"tags": [{"key": "mlflow.prompt.is_prompt", "value": "true"}]}),
    ]:
        yield post(f"source {source} {extra}", "model-versions/create",
                   {"name": "M2", "source": source, **extra})
    yield post("version of no model", "model-versions/create", {"name": "none", "source": "s3://b/x"})
    yield get("a version's logged model", "logged-models/$L")
    yield get("a deleted logged model", "logged-models/$LG")
    yield get("no logged model", "logged-models/m-none")
    yield Case("delete a deleted model", "DELETE", API + "logged-models/$LG")
    yield Case("tag a deleted model", "PATCH", API + "logged-models/$LG/tags",
               {"tags": [{"key": "a", "value": "b"}]})
    yield Case("finish a deleted model", "PATCH", API + "logged-models/$LG",
               {"status": "LOGGED_MODEL_READY"})
    for status in ["LOGGED_MODEL_READY", "READY", "bogus", 1, 2, 3, 4, "LOGGED_MODEL_PENDING",
                   "LOGGED_MODEL_UPLOAD_FAILED"]:
        yield Case(f"finish {status!r}", "PATCH", API + "logged-models/$L2", {"status": status})
    yield Case("a missing tag of a model", "DELETE", API + "logged-models/$L2/tags/none")
    yield post("runs/create without anything", "runs/create", {})
    for name, path, body in [
        ("in a deleted experiment", "runs/create", {"experiment_id": "$EG"}),
        ("in no experiment", "runs/create", {"experiment_id": "999"}),
        ("in a wrong experiment", "runs/create", {"experiment_id": "abc"}),
        ("two names", "runs/create", {"experiment_id": "$E2", "run_name": "a",
                                      "tags": [{"key": "mlflow.runName", "value": "b"}]}),
        ("delete twice", "experiments/delete", {"experiment_id": "$EG"}),
        ("delete none", "experiments/delete", {"experiment_id": "999"}),
        ("restore an active one", "experiments/restore", {"experiment_id": "$E"}),
        ("rename a deleted one", "experiments/update", {"experiment_id": "$EG", "new_name": "x"}),
        ("rename to a taken name", "experiments/update",
         {"experiment_id": "$E", "new_name": "gone"}),
        ("tag a deleted one", "experiments/set-experiment-tag",
         {"experiment_id": "$EG", "key": "a", "value": "b"}),
        ("a tag without value", "experiments/set-experiment-tag",
         {"experiment_id": "$E2", "key": "novalue"}),
        ("a tag without value", "runs/set-tag", {"run_id": "$R3", "key": "novalue"}),
        ("a param without value", "runs/log-parameter", {"run_id": "$R3", "key": "novalue"}),
        ("a missing tag", "experiments/delete-experiment-tag",
         {"experiment_id": "$E2", "key": "none"}),
        ("a missing tag", "runs/delete-tag", {"run_id": "$R3", "key": "none"}),
        ("of a deleted run", "runs/log-metric",
         {"run_id": "$RG", "key": "a", "value": 1, "timestamp": 1}),
        ("of a deleted run", "runs/set-tag", {"run_id": "$RG", "key": "a", "value": "b"}),
        ("of a deleted run", "runs/update", {"run_id": "$RG", "run_name": "x"}),
        ("of no run", "runs/log-metric",
         {"run_id": "none", "key": "a", "value": 1, "timestamp": 1}),
        ("of no run", "runs/log-batch", {"run_id": "none"}),
        ("a deleted one twice", "runs/delete", {"run_id": "$RG"}),
        ("an active one", "runs/restore", {"run_id": "$R2"}),
        ("none", "runs/delete", {"run_id": "none"}),
        ("by run_uuid", "runs/log-parameter", {"run_uuid": "$R2", "key": "a", "value": "b"}),
        ("by runId", "runs/log-parameter", {"runId": "$R2", "key": "a", "value": "b"}),
        ("by run_id and runId", "runs/log-parameter",
         {"run_id": "$R2", "runId": "$R2", "key": "a", "value": "b"}),
        ("an empty name", "runs/update", {"run_id": "$R3", "run_name": ""}),
        ("an end", "runs/update", {"run_id": "$R3", "end_time": 0}),
        ("not JSON", "runs/log-model", {"run_id": "$R3", "model_json": "x"}),
        ("without fields", "runs/log-model", {"run_id": "$R3", "model_json": "{}"}),
        ("a model", "runs/log-model", {"run_id": "$R3", "model_json":
            '{"artifact_path":"a","flavors":{},"utc_time_created":"2020-01-01 00:00:00",'
            '"run_id":"x"}'}),
        ("an unknown field", "runs/set-tag",
         {"run_id": "$R3", "key": "a", "value": "b", "bogus": 1}),
        ("rename to a taken name", "registered-models/rename", {"name": "M", "new_name": "M2"}),
        ("rename none", "registered-models/rename", {"name": "none", "new_name": "x"}),
        ("taken", "registered-models/create", {"name": "M"}),
        ("a dataset twice", "runs/log-inputs", {"run_id": "$R3", "datasets": [
            {"dataset": {"name": "d", "digest": "1", "source_type": "t", "source": "s"}}] * 2}),
        ("a dataset without name", "runs/log-inputs", {"run_id": "$R3", "datasets": [
            {"dataset": {"digest": "1", "source_type": "t", "source": "s"}}]}),
        ("a dataset without source", "runs/log-inputs", {"run_id": "$R3", "datasets": [
            {"dataset": {"name": "d", "digest": "1"}}]}),
        ("a long name", "runs/log-inputs", {"run_id": "$R3", "datasets": [
            {"dataset": {"name": "d" * 501, "digest": "1", "source_type": "t", "source": "s"}}]}),
        ("a long digest", "runs/log-inputs", {"run_id": "$R3", "datasets": [
            {"dataset": {"name": "d", "digest": "1" * 37, "source_type": "t", "source": "s"}}]}),
        ("a long tag", "runs/log-inputs", {"run_id": "$R3", "datasets": [
            {"tags": [{"key": "k", "value": "v" * 501}],
             "dataset": {"name": "d", "digest": "1", "source_type": "t", "source": "s"}}]}),
        ("a long tag key", "runs/log-inputs", {"run_id": "$R3", "datasets": [
            {"tags": [{"key": "k" * 256, "value": "v"}],
             "dataset": {"name": "d", "digest": "1", "source_type": "t", "source": "s"}}]}),
    ]:
        yield post(f"{path} {name}", path, body)
    for body in ["", "{", "[]", "null", '"{}"', "1", '"{\\"key\\": \\"a\\"}"']:
        yield Case(f"body {body}", "POST", API + "runs/set-tag", raw=body,
                   headers={"Content-Type": "application/json"})
    for kind_ in ["text/plain", "application/x-www-form-urlencoded", "", "application/json; charset=utf-8"]:
        yield Case(f"type {kind_}", "POST", API + "runs/set-tag", raw='{"run_id":"none","key":"a"}',
                   headers={"Content-Type": kind_})
    for query in [{}, {"run_id": "$R"}, {"metric_key": "m"}, {"run_id": "none", "metric_key": "m"},
                  {"run_id": "$R", "metric_key": "none"}, {"run_id": "$R", "metric_key": "m"},
                  {"run_id": "$R", "metric_key": "m", "max_results": "0"},
                  {"run_id": "$R", "metric_key": "m", "max_results": "1"},
                  {"run_id": "$R", "metric_key": "m", "max_results": "-1"}]:
        yield get(f"history {query}", "metrics/get-history", query)
    bulk = "metrics/get-history-bulk-interval"
    for query in [{"start_step": "2", "end_step": "1"}, {"start_step": "1"}, {"end_step": "1"},
                  {"max_results": "0"}, {"max_results": "2501"}, {"max_results": "1"},
                  {"start_step": "1", "end_step": "1"}]:
        yield get(f"bulk {query}", bulk, {"run_ids": ["$R", "$R2"], "metric_key": "m", **query})
    yield get("bulk of 101 runs", bulk, {"run_ids": [f"r{i}" for i in range(101)], "metric_key": "m"})
    ajax = "/ajax-api/2.0/mlflow/metrics/get-history-bulk"
    for query in [{}, {"run_id": "$R"}, {"metric_key": "m"},
                  {"run_id": ["$R2", "$R"], "metric_key": "m"},
                  {"run_id": ["$R2", "$R"], "metric_key": "m", "max_results": "1"},
                  {"run_id": [f"r{i}" for i in range(101)], "metric_key": "m"}]:
        yield Case(f"ajax bulk {str(query)[:40]}", "GET", ajax, query)
    yield Case("datasets of experiments", "POST",
               "/ajax-api/2.0/mlflow/experiments/search-datasets", {"experiment_ids": ["$E"]})
    for method in ["GET", "POST", "PUT", "PATCH", "DELETE"]:
        yield Case(f"{method} unknown path", method, API + "nonsense", {})
        yield Case(f"{method} unknown path of 3.0", method, API3 + "nonsense/at/all", {})
        yield Case(f"{method} runs/create", method, API + "runs/create", {})
        yield Case(f"{method} unknown version", method, "/api/9.0/mlflow/runs/get", {})
    yield Case("server-info", "GET", API3 + "server-info")
    yield Case("version", "GET", "/version")
    yield Case("health", "GET", "/health")


def artifacts():
    proxy = "/api/2.0/mlflow-artifacts/artifacts"
    kept = ("content-disposition", "content-type", "x-content-type-options", "etag", "last-modified",
            "content-length", "accept-ranges", "content-range")

    def at(name, method, path, **more):
        return Case(f"artifact {method} {name}", method, proxy + path, head=kept, **more)

    names = ["a.txt", "with space.csv", "ü.png", "a;b.json", "quote'd.html", "noend", "x.parquet",
             "deep/er/model.pkl", "MLmodel", "conda.yaml", "x.md", "x.bin", "q?m"]
    for name in names:
        url = "/folder/" + name.replace("?", "%3F").replace(" ", "%20").replace("ü", "%C3%BC")
        yield at(name, "PUT", url, raw="content of it")
        yield at(name, "GET", url)
        yield at(name, "HEAD", url)
        yield at(name + " part", "GET", url, headers={"Range": "bytes=0-3"})
    yield at("list", "GET", "?path=folder")
    yield at("list of a file", "GET", "?path=folder/a.txt")
    yield at("list of nothing", "GET", "?path=none")
    yield at("the root", "GET", "?path=")
    yield at("none", "GET", "/none")
    yield at("none", "HEAD", "/none")
    yield at("a folder", "GET", "/folder")
    yield at("onto a folder", "PUT", "/folder", raw="x")
    yield at("below a file", "PUT", "/folder/a.txt/b", raw="x")
    for bad in ["/../x", "/a/../../x", "/%2e%2e/x", "/%252e%252e/x", "//etc/passwd", "/C:/x",
                "/file:///etc", "/a%23b", "/a%00b", "/%2Fetc"]:
        yield at("bad " + bad, "GET", bad)
        yield at("bad " + bad, "PUT", bad, raw="x")
        yield at("bad " + bad, "DELETE", bad)
        yield at("bad list " + bad, "GET", "?path=" + bad[1:])
    yield at("none", "DELETE", "/none")
    yield at("a file", "DELETE", "/folder/a.txt")
    yield at("a folder", "DELETE", "/folder")
    yield Case("run artifact", "GET", "/get-artifact", {"run_id": "$R", "path": "none.txt"})
    yield Case("run artifact without path", "GET", "/get-artifact", {"run_id": "$R"})
    yield Case("version artifact", "GET", "/model-versions/get-artifact",
               {"name": "M", "version": "1", "path": "none"})
    yield Case("model artifacts", "GET", API + "logged-models/$L/artifacts/directories", {})
    yield Case("run artifacts at ..", "GET", API + "artifacts/list",
               {"run_id": "$R", "path": "../x"})
    for path in ["create", "complete", "abort"]:
        yield Case("parts " + path, "POST", f"/api/2.0/mlflow-artifacts/mpu/{path}/x",
                   {"path": "x", "num_parts": 2})


def all_cases():
    return list(itertools.chain(setup(), wrong_types(), nested(), searches(), special(), artifacts()))
