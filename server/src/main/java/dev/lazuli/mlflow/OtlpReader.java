package dev.lazuli.mlflow;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.tracing.Span;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads what OpenTelemetry's exporters send: spans, in protocol buffers or in JSON.
///
/// See [OTLP/HTTP](https://opentelemetry.io/docs/specs/otlp/#otlphttp). A span is kept in the JSON
/// that MLflow's clients read: names in snake_case, ids in base64.
final class OtlpReader {
  private static final int DEPTH_MAX = 50;
  private static final List<String> STATUS = List.of("UNSET", "OK", "ERROR");
  private static final List<String> IDS = List.of("trace_id", "span_id", "parent_span_id");
  private static final String TYPE = "mlflow.spanType";

  private final Map<String, List<Span>> spans = new LinkedHashMap<>();

  private OtlpReader() {}

  /// The spans of an export in protocol buffers, by the id of their trace.
  ///
  /// @throws Problem.Invalid when it is not one, or holds no spans
  static Map<String, List<Span>> protobuf(byte[] body) {
    OtlpReader reader = new OtlpReader();
    ProtoReader request = new ProtoReader(body);
    for (int field = request.next(); field != 0; field = request.next()) {
      if (field == 1) {
        reader.resource(request.message());
      } else {
        request.skip();
      }
    }
    return reader.some();
  }

  private void resource(ProtoReader resource) {
    for (int field = resource.next(); field != 0; field = resource.next()) {
      if (field == 2) {
        scope(resource.message());
      } else {
        resource.skip();
      }
    }
  }

  private void scope(ProtoReader scope) {
    for (int field = scope.next(); field != 0; field = scope.next()) {
      if (field == 2) {
        add(span(scope.message()));
      } else {
        scope.skip();
      }
    }
  }

  private static ObjectNode span(ProtoReader message) {
    ObjectNode span = Json.object();
    for (int field = message.next(); field != 0; field = message.next()) {
      switch (field) {
        case 1 -> span.put("trace_id", base64(message.bytes()));
        case 2 -> span.put("span_id", base64(message.bytes()));
        case 3 -> span.put("trace_state", message.text());
        case 4 -> span.put("parent_span_id", base64(message.bytes()));
        case 5 -> span.put("name", message.text());
        case 6 -> span.put("kind", message.number());
        case 7 -> span.put("start_time_unix_nano", message.number());
        case 8 -> span.put("end_time_unix_nano", message.number());
        case 9 -> span.withArray("attributes").add(attribute(message.message(), 0));
        case 11 -> span.withArray("events").add(event(message.message()));
        case 13 -> span.withArray("links").add(link(message.message()));
        case 15 -> span.set("status", status(message.message()));
        default -> message.skip();
      }
    }
    return span;
  }

  private static ObjectNode event(ProtoReader message) {
    ObjectNode event = Json.object();
    for (int field = message.next(); field != 0; field = message.next()) {
      switch (field) {
        case 1 -> event.put("time_unix_nano", message.number());
        case 2 -> event.put("name", message.text());
        case 3 -> event.withArray("attributes").add(attribute(message.message(), 0));
        default -> message.skip();
      }
    }
    return event;
  }

  private static ObjectNode link(ProtoReader message) {
    ObjectNode link = Json.object();
    for (int field = message.next(); field != 0; field = message.next()) {
      switch (field) {
        case 1 -> link.put("trace_id", base64(message.bytes()));
        case 2 -> link.put("span_id", base64(message.bytes()));
        case 4 -> link.withArray("attributes").add(attribute(message.message(), 0));
        default -> message.skip();
      }
    }
    return link;
  }

  private static ObjectNode status(ProtoReader message) {
    ObjectNode status = Json.object();
    for (int field = message.next(); field != 0; field = message.next()) {
      switch (field) {
        case 2 -> status.put("message", message.text());
        case 3 -> status.put("code", message.number());
        default -> message.skip();
      }
    }
    return status;
  }

  private static ObjectNode attribute(ProtoReader message, int depth) {
    ObjectNode attribute = Json.object();
    for (int field = message.next(); field != 0; field = message.next()) {
      switch (field) {
        case 1 -> attribute.put("key", message.text());
        case 2 -> attribute.set("value", value(message.message(), depth + 1));
        default -> message.skip();
      }
    }
    return attribute;
  }

  private static ObjectNode value(ProtoReader message, int depth) {
    if (depth > DEPTH_MAX) {
      throw new Problem.Invalid("body", "an attribute is nested deeper than " + DEPTH_MAX);
    }
    ObjectNode value = Json.object();
    for (int field = message.next(); field != 0; field = message.next()) {
      switch (field) {
        case 1 -> value.put("string_value", message.text());
        case 2 -> value.put("bool_value", message.number() != 0);
        case 3 -> value.put("int_value", message.number());
        case 4 -> value.put("double_value", Double.longBitsToDouble(message.number()));
        case 5 -> value.set("array_value", values(message.message(), false, depth));
        case 6 -> value.set("kvlist_value", values(message.message(), true, depth));
        case 7 -> value.put("bytes_value", base64(message.bytes()));
        default -> message.skip();
      }
    }
    return value;
  }

  private static ObjectNode values(ProtoReader message, boolean keyed, int depth) {
    ObjectNode list = Json.object();
    ArrayNode all = list.putArray("values");
    for (int field = message.next(); field != 0; field = message.next()) {
      if (field != 1) {
        message.skip();
      } else if (keyed) {
        all.add(attribute(message.message(), depth + 1));
      } else {
        all.add(value(message.message(), depth + 1));
      }
    }
    return list;
  }

  private static String base64(byte[] id) {
    return Base64.getEncoder().encodeToString(id);
  }

  /// The spans of an export in JSON, by the id of their trace.
  ///
  /// @throws Problem.Invalid when it is not one, or holds no spans
  static Map<String, List<Span>> json(byte[] body) {
    OtlpReader reader = new OtlpReader();
    for (JsonNode resource : Json.parse(body).path("resourceSpans")) {
      for (JsonNode scope : resource.path("scopeSpans")) {
        for (JsonNode span : scope.path("spans")) {
          if (snake(span, 0) instanceof ObjectNode one) {
            reader.add(inBase64(one));
          }
        }
      }
    }
    return reader.some();
  }

  /// Ids in OTLP's JSON are hexadecimal, in that of protocol buffers base64.
  private static ObjectNode inBase64(ObjectNode span) {
    List<ObjectNode> holders = new ArrayList<>(List.of(span));
    span.path("links").forEach(link -> holders.add((ObjectNode) link));
    for (ObjectNode holder : holders) {
      for (String id : IDS) {
        String hex = holder.path(id).asString("");
        if (!hex.isEmpty()) {
          holder.put(id, base64(bytes(hex)));
        }
      }
    }
    return span;
  }

  private static byte[] bytes(String hex) {
    try {
      return HexFormat.of().parseHex(hex);
    } catch (IllegalArgumentException e) {
      throw new Problem.Invalid(
          "body", "Invalid OpenTelemetry format: '%s' is no id".formatted(hex));
    }
  }

  private static JsonNode snake(JsonNode node, int depth) {
    if (depth > DEPTH_MAX) {
      throw new Problem.Invalid("body", "an attribute is nested deeper than " + DEPTH_MAX);
    }
    if (node.isArray()) {
      ArrayNode all = Json.array();
      node.forEach(element -> all.add(snake(element, depth + 1)));
      return all;
    }
    if (!node.isObject()) {
      return node;
    }
    ObjectNode object = Json.object();
    node.forEachEntry((name, value) -> object.set(snake(name), snake(value, depth + 1)));
    return object;
  }

  private static String snake(String name) {
    StringBuilder snake = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char letter = name.charAt(i);
      if (Character.isUpperCase(letter)) {
        snake.append('_');
      }
      snake.append(Character.toLowerCase(letter));
    }
    return snake.toString();
  }

  private void add(ObjectNode span) {
    String trace = hex(span, "trace_id");
    String id = hex(span, "span_id");
    if (trace.isEmpty() || id.isEmpty()) {
      throw new Problem.Invalid("body", "Cannot convert OpenTelemetry span to MLflow span");
    }
    spans
        .computeIfAbsent("tr-" + trace, _ -> new ArrayList<>())
        .add(
            new Span(
                id,
                hex(span, "parent_span_id"),
                span.path("name").asString(""),
                type(span),
                STATUS.get(Math.clamp(span.path("status").path("code").asLong(0), 0, 2)),
                Kind.whole(span.path("start_time_unix_nano")).orElse(0L),
                Kind.whole(span.path("end_time_unix_nano")).orElse(0L),
                Json.text(span)));
  }

  private static String hex(ObjectNode span, String name) {
    return HexFormat.of().formatHex(Base64.getDecoder().decode(span.path(name).asString("")));
  }

  /// MLflow's type of a span, which its clients write as JSON inside a text.
  private static String type(ObjectNode span) {
    for (JsonNode attribute : span.path("attributes")) {
      if (attribute.path("key").asString("").equals(TYPE)) {
        return attribute.path("value").path("string_value").asString("").replace("\"", "");
      }
    }
    return "";
  }

  private Map<String, List<Span>> some() {
    if (spans.isEmpty()) {
      throw new Problem.Invalid("body", "Invalid OpenTelemetry format - no spans found");
    }
    return spans;
  }
}
