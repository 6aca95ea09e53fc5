package dev.lazuli.mlflow;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.http.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What one kind of request holds: its fields in the order in which they are checked, each with its
/// type. Immutable.
final class Message {
  /// A name with a value: a tag, a param.
  static final Message WORD =
      new Message(List.of()).required("key", Kind.TEXT).with("value", Kind.TEXT);

  /// Names with values.
  static final Kind WORDS = new Kind.Many(new Kind.Part(WORD));

  private static final int WORDS_MAX = 1_000;
  private static final int LIST_MAX = 10_000;

  private final List<Field> fields;

  private Message(List<Field> fields) {
    this.fields = fields;
  }

  /// A field.
  ///
  /// @param most the largest number that it may be
  private record Field(String name, Kind kind, boolean required, OptionalLong most) {
    /// The other spelling that protocol buffers give it, such as `runId`.
    String camelCase() {
      StringBuilder camel = new StringBuilder();
      for (int i = 0; i < name.length(); i++) {
        char letter = name.charAt(i);
        if (letter == '_' && i + 1 < name.length()) {
          letter = Character.toUpperCase(name.charAt(++i));
        }
        camel.append(letter);
      }
      return camel.toString();
    }
  }

  /// A message without fields.
  static Message empty() {
    return new Message(List.of());
  }

  /// The same with a field that may be missing.
  Message with(String name, Kind kind) {
    return with(new Field(name, kind, false, OptionalLong.empty()));
  }

  /// The same with a field that must be there and not be an empty text.
  Message required(String name, Kind kind) {
    return with(new Field(name, kind, true, OptionalLong.empty()));
  }

  /// The same with the size of a page, of at most `max`.
  Message page(int max) {
    return with(new Field("max_results", Kind.SMALL, false, OptionalLong.of(max)));
  }

  /// The same with the id of a run, by either of its two names.
  Message ofRun() {
    return required("run_id", Kind.TEXT).with("run_uuid", Kind.TEXT);
  }

  private Message with(Field field) {
    List<Field> more = new ArrayList<>(fields);
    more.add(field);
    return new Message(List.copyOf(more));
  }

  /// The type of a field.
  ///
  /// @throws IllegalStateException when there is no such field
  Kind kind(String name) {
    return fields.stream()
        .filter(field -> field.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the message has no field " + name))
        .kind();
  }

  /// Whether each field of an object that the message knows is of its type.
  boolean fits(JsonNode object) {
    return fields.stream()
        .map(field -> new Pair(field, object.path(field.name())))
        .allMatch(pair -> isAbsent(pair.value()) || pair.field().kind().accepts(pair.value()));
  }

  private record Pair(Field field, JsonNode value) {}

  /// The fields of a query as JSON, each of the type that it would have in a body if it can be.
  ///
  /// @throws Problem.Invalid when a truth value is neither `true` nor `false`
  ObjectNode ofQuery(Request request) {
    ObjectNode object = Json.object();
    for (Field field : fields) {
      Optional<String> value = request.query(field.name());
      if (value.isEmpty()) {
        continue;
      }
      if (field.kind() instanceof Kind.Many) {
        ArrayNode values = object.putArray(field.name());
        request.queryAll(field.name()).forEach(values::add);
      } else if (field.kind().equals(Kind.TRUTH)) {
        object.put(field.name(), truth(value.get()));
      } else {
        object.put(field.name(), value.get());
      }
    }
    return object;
  }

  private static boolean truth(String text) {
    if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
      throw new Problem.Invalid(
          "", "Invalid boolean value: %s, must be 'true' or 'false'.".formatted(text));
    }
    return text.equalsIgnoreCase("true");
  }

  /// The fields of an object under their own names, where it may spell them in camel case.
  ///
  /// @throws Problem.Invalid when one is spelled both ways
  ObjectNode named(JsonNode object) {
    ObjectNode named = Json.object();
    for (Field field : fields) {
      JsonNode value = object.path(field.name());
      String camel = field.camelCase();
      if (!camel.equals(field.name()) && object.has(camel)) {
        if (!value.isMissingNode()) {
          throw new Problem.Invalid(
              field.name(),
              "Request specifies both '%s' and '%s'; provide only one of them."
                  .formatted(field.name(), camel));
        }
        value = object.path(camel);
      }
      if (!isAbsent(value)) {
        named.set(field.name(), named(field.kind(), value));
      }
    }
    return named;
  }

  private static JsonNode named(Kind kind, JsonNode value) {
    if (kind instanceof Kind.Part(Message message) && value.isObject()) {
      return message.named(value);
    }
    if (kind instanceof Kind.Many(Kind of) && of instanceof Kind.Part && value.isArray()) {
      ArrayNode all = Json.array();
      value.forEach(element -> all.add(named(of, element)));
      return all;
    }
    return value;
  }

  /// Checks an object, field by field.
  ///
  /// @param path what stands before the names in messages, such as `tags[0].`
  /// @throws Problem.Invalid naming the first field that is missing or wrong
  void check(ObjectNode object, String path) {
    for (Field field : fields) {
      JsonNode value = object.path(field.name());
      String name = path + field.name();
      boolean otherwise = field.name().equals("run_id") && object.has("run_uuid");
      if (field.required() && isEmpty(value) && !otherwise) {
        throw missing(name);
      }
      if (!isAbsent(value)) {
        check(field, value, name);
      }
    }
  }

  private static void check(Field field, JsonNode value, String name) {
    if (!field.kind().accepts(value)) {
      throw wrongType(name, value);
    }
    if (field.most().isPresent()
        && Kind.whole(value).filter(number -> number > field.most().getAsLong()).isPresent()) {
      throw wrongType(name, value);
    }
    if (field.kind() instanceof Kind.Many) {
      int max = field.kind().equals(WORDS) ? WORDS_MAX : LIST_MAX;
      if (value.size() > max) {
        throw new Problem.Invalid(
            name, "'%s' has at most %d elements, not %d.".formatted(name, max, value.size()));
      }
    }
    if (field.kind() instanceof Kind.Part(Message message)) {
      message.check((ObjectNode) value, name + ".");
    }
    if (field.kind() instanceof Kind.Many(Kind.Part(Message message))) {
      int at = 0;
      for (JsonNode element : value) {
        message.check((ObjectNode) element, "%s[%d].".formatted(name, at++));
      }
    }
  }

  private static boolean isAbsent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  private static boolean isEmpty(JsonNode value) {
    return isAbsent(value) || (value.isString() && value.asString().isEmpty());
  }

  static Problem.Invalid missing(String name) {
    return new Problem.Invalid(
        name, "Missing value for required parameter '%s'.%s".formatted(name, Fields.SEE));
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
    String text = ascii(Json.text(value));
    String shown = text.length() <= 500 ? text : text.substring(0, 500) + "…";
    return new Problem.Invalid(
        name,
        "Invalid value %s for parameter '%s' supplied:  Hint: Value was of type '%s'.%s"
            .formatted(shown, name, type, Fields.SEE));
  }

  /// A JSON text with letters outside ASCII as escapes, as the clients know it.
  private static String ascii(String json) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < json.length(); i++) {
      char letter = json.charAt(i);
      text.append(letter < 127 ? String.valueOf(letter) : "\\u%04x".formatted((int) letter));
    }
    return text.toString();
  }
}
