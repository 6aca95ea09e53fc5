package dev.lazuli.mlflow;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.tracing.Assessment;
import dev.lazuli.tracing.Trace;
import dev.lazuli.tracing.TraceDraft;
import dev.lazuli.tracing.Traces;
import dev.lazuli.tracking.Tag;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The JSON of traces on the wire: times as RFC 3339 texts, durations in seconds.
final class TraceShapes {
  private static final List<String> SAID = List.of("feedback", "expectation", "issue");

  private TraceShapes() {}

  static ObjectNode info(Trace trace) {
    ObjectNode info = Json.object().put("trace_id", trace.id());
    Shapes.putText(info, "client_request_id", trace.clientRequestId());
    info.putObject("trace_location")
        .put("type", "MLFLOW_EXPERIMENT")
        .putObject("mlflow_experiment")
        .put("experiment_id", trace.experimentId());
    Shapes.putText(info, "request_preview", trace.requestPreview());
    Shapes.putText(info, "response_preview", trace.responsePreview());
    info.put("request_time", Instant.ofEpochMilli(trace.requestMs()).toString());
    trace
        .durationMs()
        .ifPresent(millis ->
            info.put("execution_duration", BigDecimal.valueOf(millis, 3).toPlainString() + "s"));
    info.put("state", trace.state());
    info.set("trace_metadata", words(trace.metadata()));
    if (!trace.assessments().isEmpty()) {
      var all = info.putArray("assessments");
      trace.assessments().forEach(one -> all.add(assessment(trace.id(), one)));
    }
    info.set("tags", words(trace.tags()));
    return info;
  }

  private static ObjectNode words(List<Tag> words) {
    ObjectNode object = Json.object();
    words.forEach(word -> object.put(word.key(), word.value()));
    return object;
  }

  static ObjectNode whole(Traces.Whole whole) {
    ObjectNode trace = Json.object();
    trace.set("trace_info", info(whole.trace()));
    if (!whole.spans().isEmpty()) {
      var spans = trace.putArray("spans");
      whole.spans().forEach(content -> spans.add(Json.parse(content)));
    }
    return trace;
  }

  static ObjectNode assessment(String traceId, Assessment one) {
    ObjectNode shown =
        Json.object()
            .put("assessment_id", one.id())
            .put("assessment_name", one.name())
            .put("trace_id", traceId);
    one.content().forEachEntry(shown::set);
    Shapes.putText(shown, "overrides", one.overrides());
    return shown
        .put("create_time", Instant.ofEpochMilli(one.createdMs()).toString())
        .put("last_update_time", Instant.ofEpochMilli(one.updatedMs()).toString())
        .put("valid", one.valid());
  }

  /// What a client tells of a trace.
  ///
  /// @throws Problem.Invalid when it has no id or experiment, or a time cannot be read
  static TraceDraft draft(Fields info) {
    Fields place = info.part("trace_location").part("mlflow_experiment");
    String experiment = place.text("experiment_id");
    if (experiment.isEmpty()) {
      throw Message.missing("trace.trace_info.trace_location.mlflow_experiment.experiment_id");
    }
    List<Assessment> said = new ArrayList<>();
    for (JsonNode one : info.json("assessments")) {
      said.add(said(one));
    }
    return new TraceDraft(
        info.text("trace_id"),
        experiment,
        info.text("client_request_id"),
        info.choice("state").orElse("STATE_UNSPECIFIED"),
        millis("request_time", info.text("request_time")),
        duration(info.text("execution_duration")),
        info.text("request_preview"),
        info.text("response_preview"),
        words(info.json("tags")),
        words(info.json("trace_metadata")),
        said);
  }

  private static List<Tag> words(JsonNode object) {
    List<Tag> words = new ArrayList<>();
    object.forEachEntry((key, value) -> words.add(new Tag(key, value.asString(""))));
    return words;
  }

  private static long millis(String field, String time) {
    try {
      return time.isEmpty() ? 0 : Instant.parse(time).toEpochMilli();
    } catch (DateTimeException e) {
      throw new Problem.Invalid(field, time, "a time such as 2026-01-02T03:04:05.678Z");
    }
  }

  private static long duration(String text) {
    if (text.isEmpty()) {
      return -1;
    }
    try {
      return new BigDecimal(text.substring(0, text.length() - 1)).movePointRight(3).longValue();
    } catch (NumberFormatException e) {
      throw new Problem.Invalid("execution_duration", text, "seconds such as 1.234s");
    }
  }

  /// What a client says of a trace.
  ///
  /// @throws Problem.Invalid when it has no name, or is not feedback, expectation or issue
  static Assessment said(JsonNode given) {
    if (!(given instanceof ObjectNode whole)) {
      throw Message.wrongType("assessment", given);
    }
    String name = whole.path("assessment_name").asString("");
    if (name.isEmpty()) {
      throw Message.missing("assessment.assessment_name");
    }
    String kind =
        SAID.stream()
            .filter(whole::has)
            .findFirst()
            .orElseThrow(() ->
                new Problem.Invalid(
                    "assessment",
                    "An assessment has one of 'feedback', 'expectation' and 'issue'."));
    ObjectNode content = whole.deepCopy();
    content.remove(
        List.of(
            "assessment_id",
            "assessment_name",
            "trace_id",
            "overrides",
            "valid",
            "create_time",
            "last_update_time"));
    return new Assessment(
        whole.path("assessment_id").asString(""),
        kind,
        name,
        value(whole.path(kind)),
        whole.path("overrides").asString(""),
        whole.path("valid").asBoolean(true),
        millis("create_time", whole.path("create_time").asString("")),
        millis("last_update_time", whole.path("last_update_time").asString("")),
        content);
  }

  private static String value(JsonNode said) {
    JsonNode value = said.path("value");
    if (value.isMissingNode()) {
      value = said.path("serialized_value").path("value");
    }
    return value.isString() ? value.asString() : value.isMissingNode() ? "" : Json.text(value);
  }

  /// An assessment with the fields that a mask names taken from what a client says now.
  ///
  /// @param mask names with commas between, in either case
  static Assessment changed(Assessment old, JsonNode given, String mask, long now) {
    ObjectNode content = old.content().deepCopy();
    String name = old.name();
    String value = old.value();
    for (String field : mask.split(",", -1)) {
      switch (field.strip()) {
        case "assessment_name", "assessmentName" ->
            name = given.path("assessment_name").asString(name);
        case "feedback", "expectation" -> {
          content.set(old.kind(), given.path(old.kind()));
          value = value(given.path(old.kind()));
        }
        case "rationale", "metadata", "source" ->
            content.set(field.strip(), given.path(field.strip()));
        case "valid" -> {}
        default ->
            throw new Problem.Invalid(
                "update_mask",
                field,
                "assessment_name, feedback, expectation, rationale, metadata, source or valid");
      }
    }
    boolean valid = mask.contains("valid") ? given.path("valid").asBoolean(true) : old.valid();
    return new Assessment(
        old.id(), old.kind(), name, value, old.overrides(), valid, old.createdMs(), now, content);
  }
}
