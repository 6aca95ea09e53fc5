package dev.lazuli.mlflow;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.http.Request;
import dev.lazuli.tracking.Param;
import dev.lazuli.tracking.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The fields of a request: of its query for GET, else of its JSON body.
final class Fields {
  private static final String SEE =
      " See the API docs for more information about request parameters.";

  private final Request request;
  private final JsonNode body;
  private final boolean inQuery;

  private Fields(Request request, JsonNode body, boolean inQuery) {
    this.request = request;
    this.body = body;
    this.inQuery = inQuery;
  }

  /// The fields of a request; a body that is not JSON counts as an empty one.
  ///
  /// @throws Problem.Invalid when a body does not say that it is JSON
  static Fields of(Request request) {
    String method = request.method();
    if (method.equals("GET")) {
      return new Fields(request, Json.object(), true);
    }
    byte[] body = request.body();
    if (method.equals("DELETE") && body.length == 0) {
      return new Fields(request, Json.object(), true);
    }
    checkType(request);
    return new Fields(request, parsed(body), false);
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

  private static JsonNode parsed(byte[] body) {
    try {
      JsonNode node = body.length == 0 ? Json.object() : Json.parse(body);
      return node.isObject() ? node : Json.object();
    } catch (Problem.Invalid notJson) {
      return Json.object();
    }
  }

  /// A text; empty when it is missing.
  String text(String name) {
    return find(name).orElse("");
  }

  /// A text, absent when it is missing or empty.
  Optional<String> find(String name) {
    if (inQuery) {
      return request.query(name).filter(text -> !text.isEmpty());
    }
    JsonNode node = body.path(name);
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    if (!node.isString() && !node.isNumber()) {
      throw wrongType(name, node);
    }
    return Optional.of(node.asString()).filter(text -> !text.isEmpty());
  }

  /// A text that must not be empty.
  ///
  /// @throws Problem.Invalid when it is
  String required(String name) {
    return find(name).orElseThrow(() -> missing(name));
  }

  /// A text that must be there but may be empty.
  ///
  /// @throws Problem.Invalid when it is missing
  String present(String name) {
    boolean there =
        inQuery
            ? request.query(name).isPresent()
            : !body.path(name).isMissingNode() && !body.path(name).isNull();
    if (!there) {
      throw missing(name);
    }
    return text(name);
  }

  /// Whether the request has the field at all.
  boolean has(String name) {
    return inQuery ? request.query(name).isPresent() : body.hasNonNull(name);
  }

  /// The run that the request is about, by either of its two names.
  String runId() {
    return find("run_id").or(() -> find("run_uuid")).orElseThrow(() -> missing("run_id"));
  }

  /// A whole number, or `otherwise` when it is missing.
  ///
  /// @throws Problem.Invalid when it is no number
  long number(String name, long otherwise) {
    Optional<String> text = find(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      return Long.parseLong(text.get());
    } catch (NumberFormatException e) {
      throw wrongType(name, inQuery ? Json.tree(text.get()) : body.path(name));
    }
  }

  /// A page size in `[1, max]`.
  ///
  /// @throws Problem.Invalid when it is not
  int pageSize(String name, int otherwise, int max) {
    long size = number(name, otherwise);
    if (size < 1 || size > max) {
      throw new Problem.Invalid(
          name,
          "Invalid value %d for parameter '%s' supplied. It must be a positive integer of at most %d"
              .formatted(size, name, max));
    }
    return (int) size;
  }

  /// A truth value; false when it is missing.
  boolean truth(String name) {
    return inQuery ? text(name).equals("true") : body.path(name).asBoolean(false);
  }

  /// Texts; none when they are missing.
  List<String> texts(String name) {
    if (inQuery) {
      return request.queryAll(name);
    }
    JsonNode node = body.path(name);
    if (node.isMissingNode() || node.isNull()) {
      return List.of();
    }
    if (!node.isArray()) {
      throw wrongType(name, node);
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : node) {
      if (!element.isString() && !element.isNumber()) {
        throw wrongType(name, node);
      }
      texts.add(element.asString());
    }
    return texts;
  }

  /// Objects; none when they are missing.
  List<JsonNode> objects(String name) {
    JsonNode node = body.path(name);
    if (node.isMissingNode() || node.isNull()) {
      return List.of();
    }
    if (!node.isArray()) {
      throw wrongType(name, node);
    }
    List<JsonNode> objects = new ArrayList<>();
    for (JsonNode element : node) {
      if (!element.isObject()) {
        throw wrongType(name, node);
      }
      objects.add(element);
    }
    return objects;
  }

  /// Objects with `key` and `value`.
  List<Tag> tags(String name) {
    return tags(objects(name), name);
  }

  static List<Tag> tags(Iterable<JsonNode> nodes, String name) {
    List<Tag> tags = new ArrayList<>();
    for (JsonNode node : nodes) {
      String key = node.path("key").asString("");
      if (key.isEmpty()) {
        throw missing("%s[%d].key".formatted(name, tags.size()));
      }
      tags.add(new Tag(key, node.path("value").asString("")));
    }
    return tags;
  }

  /// Objects with `key` and `value`.
  List<Param> params(String name) {
    return tags(name).stream().map(tag -> new Param(tag.key(), tag.value())).toList();
  }

  static Problem.Invalid missing(String name) {
    return new Problem.Invalid(
        name, "Missing value for required parameter '%s'.%s".formatted(name, SEE));
  }

  static Problem.Invalid wrongType(String name, JsonNode value) {
    String type =
        switch (value.getNodeType()) {
          case STRING -> "str";
          case NUMBER -> value.isIntegralNumber() ? "int" : "float";
          case BOOLEAN -> "bool";
          case ARRAY -> "list";
          case NULL, MISSING -> "NoneType";
          case OBJECT, BINARY, POJO -> "dict";
        };
    String text = Json.text(value);
    String shown = text.length() <= 500 ? text : text.substring(0, 500) + "…";
    return new Problem.Invalid(
        name,
        "Invalid value %s for parameter '%s' supplied:  Hint: Value was of type '%s'.%s"
            .formatted(shown, name, type, SEE));
  }
}
