package dev.lazuli.mlflow;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.http.Handler;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import dev.lazuli.tracking.Param;
import dev.lazuli.tracking.Tag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The checked fields of a request: of its query for GET, else of its JSON body.
final class Fields {
  static final String SEE = " See the API docs for more information about request parameters.";

  private static final int TAGS_MAX = 1_000;

  private final Message message;
  private final ObjectNode object;

  private Fields(Message message, ObjectNode object) {
    this.message = message;
    this.object = object;
  }

  /// What a route does with a request whose fields are as its message says.
  @FunctionalInterface
  interface Operation {
    Response answer(Request request, Fields fields) throws IOException;
  }

  /// A handler that checks the fields of a request before it answers.
  static Handler reading(Message message, Operation operation) {
    return request -> operation.answer(request, of(request, message));
  }

  /// The fields of a request; a body that is not JSON counts as an empty one.
  ///
  /// @throws Problem.Invalid naming the first field that is missing or wrong
  static Fields of(Request request, Message message) {
    ObjectNode object =
        request.method().equals("GET") || request.method().equals("HEAD")
            ? message.ofQuery(request)
            : message.named(body(request));
    message.check(object, "");
    return new Fields(message, object);
  }

  private static JsonNode body(Request request) {
    byte[] body = request.document();
    if (request.method().equals("DELETE") && body.length == 0) {
      return Json.object();
    }
    checkType(request);
    JsonNode node = parsed(body);
    return node.isString() ? parsed(node.asString().getBytes(StandardCharsets.UTF_8)) : node;
  }

  private static JsonNode parsed(byte[] body) {
    try {
      return body.length == 0 ? Json.object() : Json.parseRequest(body);
    } catch (Problem.Invalid notJson) {
      return Json.object();
    }
  }

  /// Refuses a body that does not say that it is JSON.
  static void checkType(Request request) {
    Optional<String> type = request.header("Content-Type");
    if (type.isEmpty()) {
      throw new Problem.Invalid("Content-Type", "Bad Request. Content-Type header is missing.");
    }
    if (!type.get().strip().startsWith("application/json")) {
      throw new Problem.Invalid(
          "Content-Type", "Bad Request. Content-Type must be one of ['application/json'].");
    }
  }

  private JsonNode value(String name) {
    message.kind(name);
    return object.path(name);
  }

  /// Whether the request has the field.
  boolean has(String name) {
    return !value(name).isMissingNode();
  }

  /// A text; empty when it is missing.
  String text(String name) {
    return value(name).asString("");
  }

  /// A text, absent when it is missing or empty.
  Optional<String> find(String name) {
    return Optional.of(text(name)).filter(text -> !text.isEmpty());
  }

  /// The run that the request is about, by either of its two names.
  String runId() {
    return find("run_id").or(() -> find("run_uuid")).orElseThrow(() -> Message.missing("run_id"));
  }

  /// A whole number, or `otherwise` when it is missing.
  long number(String name, long otherwise) {
    return Kind.whole(value(name)).orElse(otherwise);
  }

  /// The size of a page: at least 1, `otherwise` when it is missing.
  ///
  /// @throws Problem.Invalid when it is below 1
  int pageSize(int otherwise) {
    long size = number("max_results", otherwise);
    if (size < 1) {
      throw new Problem.Invalid(
          "max_results",
          "Invalid value %d for parameter 'max_results' supplied. It must be a positive integer"
              .formatted(size));
    }
    return (int) size;
  }

  /// A truth value; `otherwise` when it is missing.
  boolean truth(String name, boolean otherwise) {
    return value(name).asBoolean(otherwise);
  }

  /// The name of a choice; empty when it is missing or unknown.
  Optional<String> choice(String name) {
    JsonNode value = value(name);
    if (message.kind(name) instanceof Kind.Choice choice && !value.isMissingNode()) {
      return choice.name(value);
    }
    return Optional.empty();
  }

  /// Texts; none when they are missing.
  List<String> texts(String name) {
    return value(name).valueStream().map(JsonNode::asString).toList();
  }

  /// A value as it came; missing when there is none.
  JsonNode json(String name) {
    return value(name);
  }

  /// The fields of an object; none of them when it is missing.
  Fields part(String name) {
    if (message.kind(name) instanceof Kind.Part(Message inner)) {
      return new Fields(inner, value(name) instanceof ObjectNode one ? one : Json.object());
    }
    throw new IllegalStateException(name + " is no object");
  }

  /// The fields of some objects; none when they are missing.
  List<Fields> parts(String name) {
    if (!(message.kind(name) instanceof Kind.Many(Kind.Part(Message inner)))) {
      throw new IllegalStateException(name + " is no list of objects");
    }
    List<Fields> parts = new ArrayList<>();
    for (JsonNode element : value(name)) {
      parts.add(new Fields(inner, (ObjectNode) element));
    }
    return parts;
  }

  /// Objects with `key` and `value`.
  List<Tag> tags(String name) {
    List<Tag> tags =
        parts(name).stream().map(part -> new Tag(part.text("key"), part.text("value"))).toList();
    if (tags.size() > TAGS_MAX) {
      throw new Problem.Invalid(
          name, "%s has %d entries; at most %d are taken".formatted(name, tags.size(), TAGS_MAX));
    }
    return tags;
  }

  /// Objects with `key` and `value`.
  List<Param> params(String name) {
    return tags(name).stream().map(tag -> new Param(tag.key(), tag.value())).toList();
  }
}
