"""Traces with the unmodified client: spans, search, tags, assessments, and OpenTelemetry's own."""

import gzip
import time

import mlflow
import pytest
import requests
from mlflow.entities import AssessmentSource, AssessmentSourceType, SpanType
from mlflow.exceptions import MlflowException


@mlflow.trace(span_type=SpanType.CHAIN)
def answer(question):
    with mlflow.start_span("look up", span_type=SpanType.RETRIEVER) as span:
        span.set_inputs({"question": question})
        span.set_outputs(["a page"])
        span.set_attribute("pages", 1)
    if question == "fail":
        raise ValueError("no answer")
    return question.upper()


def traced(question):
    answer(question)
    mlflow.flush_trace_async_logging()
    return mlflow.get_last_active_trace_id()


def test_a_trace_comes_back_with_its_spans(client, experiment):
    trace = mlflow.get_trace(traced("why"))
    assert trace.info.state == "OK"
    assert trace.info.experiment_id == experiment
    assert [span.name for span in trace.data.spans] == ["answer", "look up"]
    root, inner = trace.data.spans
    assert root.inputs == {"question": "why"} and root.outputs == "WHY"
    assert inner.parent_id == root.span_id and inner.span_type == "RETRIEVER"
    assert inner.get_attribute("pages") == 1
    assert trace.info.execution_duration is not None


def test_a_failure_is_told(client, experiment):
    with pytest.raises(ValueError):
        answer("fail")
    mlflow.flush_trace_async_logging()
    found = mlflow.search_traces(
        locations=[experiment], filter_string="trace.status = 'ERROR'", return_type="list"
    )
    assert len(found) == 1
    assert found[0].data.spans[0].status.status_code == "ERROR"
    assert found[0].data.spans[0].events[0].name == "exception"


def test_traces_are_found(client, experiment):
    first, second = traced("one"), traced("two")
    mlflow.set_trace_tag(first, "kind", "short")

    def ids(text, **more):
        found = mlflow.search_traces(
            locations=[experiment], filter_string=text, return_type="list", **more
        )
        return [trace.info.trace_id for trace in found]

    assert set(ids("")) == {first, second}
    assert ids("tag.kind = 'short'") == [first]
    assert ids("tag.kind IS NULL") == [second]
    assert set(ids("trace.name = 'answer'")) == {first, second}
    assert set(ids("span.type = 'RETRIEVER'")) == {first, second}
    assert ids("span.content LIKE '%TWO%'") == [second]
    assert ids(f"request_id = '{first}'") == [first]
    assert ids("timestamp_ms > 0", order_by=["timestamp_ms ASC"]) == [first, second]
    assert ids("", max_results=1, order_by=["timestamp_ms DESC"]) == [second]
    client.delete_trace_tag(first, "kind")
    assert ids("tag.kind = 'short'") == []


def test_traces_belong_to_their_run(client, experiment):
    with mlflow.start_run() as run:
        inside = traced("inside")
    outside = traced("outside")
    found = mlflow.search_traces(
        locations=[experiment], run_id=run.info.run_id, return_type="list"
    )
    assert [trace.info.trace_id for trace in found] == [inside]
    client.link_traces_to_run([outside], run.info.run_id)
    found = mlflow.search_traces(
        locations=[experiment], run_id=run.info.run_id, return_type="list"
    )
    assert {trace.info.trace_id for trace in found} == {inside, outside}


def test_what_is_said_of_a_trace(client, experiment):
    trace = traced("judge me")
    person = AssessmentSource(source_type=AssessmentSourceType.HUMAN, source_id="ann@example.com")
    said = mlflow.log_feedback(trace_id=trace, name="good", value=True, source=person)
    mlflow.log_expectation(trace_id=trace, name="expected", value={"answer": 42}, source=person)
    read = mlflow.get_assessment(trace, said.assessment_id)
    assert read.value is True and read.source.source_id == "ann@example.com"
    names = {one.name: one.value for one in mlflow.get_trace(trace).info.assessments}
    assert names == {"good": True, "expected": {"answer": 42}}

    instead = mlflow.override_feedback(
        trace_id=trace, assessment_id=said.assessment_id, value=False, rationale="it was wrong"
    )
    assert mlflow.get_assessment(trace, said.assessment_id).valid is False
    found = mlflow.search_traces(
        locations=[experiment], filter_string="feedback.good = 'false'", return_type="list"
    )
    assert [one.info.trace_id for one in found] == [trace]
    mlflow.delete_assessment(trace, instead.assessment_id)
    assert mlflow.get_assessment(trace, said.assessment_id).valid is True


def test_traces_are_deleted(client, experiment):
    first, second = traced("one"), traced("two")
    assert client.delete_traces(experiment_id=experiment, trace_ids=[first]) == 1
    with pytest.raises(MlflowException, match="not found"):
        client.get_trace(first)
    assert client.delete_traces(experiment, max_timestamp_millis=int(time.time() * 1000)) == 1
    with pytest.raises(MlflowException, match="not found"):
        client.get_trace(second)


def test_spans_of_opentelemetry_need_only_a_header(client, server, experiment):
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

    export = ExportTraceServiceRequest()
    spans = export.resource_spans.add().scope_spans.add().spans
    for name, span_id, parent in [("outer", b"outerspn", b""), ("inner", b"innerspn", b"outerspn")]:
        span = spans.add(name=name, span_id=span_id, parent_span_id=parent, trace_id=b"0123456789abcdef")
        span.start_time_unix_nano, span.end_time_unix_nano = 10**18, 10**18 + 2 * 10**9
        numbers = span.attributes.add(key="numbers").value.array_value
        numbers.values.add(int_value=-1)
        numbers.values.add(double_value=2.5)
    answer = requests.post(
        server.url + "/v1/traces",
        data=gzip.compress(export.SerializeToString()),
        headers={
            "x-mlflow-experiment-id": experiment,
            "Content-Type": "application/x-protobuf",
            "Content-Encoding": "gzip",
        },
    )
    assert answer.status_code == 200
    (trace,) = mlflow.search_traces(locations=[experiment], return_type="list")
    assert trace.info.state == "OK" and trace.info.tags["mlflow.traceName"] == "outer"
    assert trace.info.execution_duration == 2000
    assert {span.name for span in trace.data.spans} == {"outer", "inner"}
    assert trace.data.spans[0].get_attribute("numbers") == [-1, 2.5]


def test_spans_come_in_json_too(client, server, experiment):
    span = {
        "traceId": "0af7651916cd43dd8448eb211c80319c",
        "spanId": "b7ad6b7169203331",
        "name": "by hand",
        "startTimeUnixNano": "1700000000000000000",
        "endTimeUnixNano": "1700000001000000000",
        "status": {"code": 2, "message": "it broke"},
        "attributes": [{"key": "a", "value": {"intValue": "5"}}],
    }
    body = {"resourceSpans": [{"scopeSpans": [{"spans": [span]}]}]}
    headers = {"x-mlflow-experiment-id": experiment}
    assert requests.post(server.url + "/v1/traces", json=body, headers=headers).status_code == 200
    trace = mlflow.get_trace("tr-0af7651916cd43dd8448eb211c80319c")
    assert trace.info.state == "ERROR" and trace.info.execution_duration == 1000
    broken = requests.post(
        server.url + "/v1/traces",
        data=b"\xff\xff",
        headers={**headers, "Content-Type": "application/x-protobuf"},
    )
    assert broken.status_code == 400


def test_evaluation_writes_traces_and_assessments(client, experiment):
    from mlflow.genai.scorers import scorer

    @scorer
    def short(outputs):
        return len(outputs) < 10

    result = mlflow.genai.evaluate(
        data=[{"inputs": {"question": "a"}, "outputs": "A"}], scorers=[short]
    )
    assert result.metrics["short/mean"] == 1.0
    traces = mlflow.search_traces(
        locations=[experiment], run_id=result.run_id, return_type="list"
    )
    assert [one.name for one in traces[0].info.assessments] == ["short"]
