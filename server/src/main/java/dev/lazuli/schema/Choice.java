package dev.lazuli.schema;

import dev.lazuli.base.Json;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// One of several values, each with its words.
record Choice<T>(List<T> values, Function<T, String> yaml, Function<T, String> wire)
    implements Codec<T> {
  private String word(T value, Form form) {
    return form == Form.YAML ? yaml.apply(value) : wire.apply(value);
  }

  private List<String> words(Form form) {
    return values.stream().map(value -> word(value, form)).toList();
  }

  @Override
  public Optional<T> read(Node node, Cursor at) {
    if (node instanceof Node.Value(String text, _, _)) {
      for (T value : values) {
        if (Words.same(yaml.apply(value), text) || Words.same(wire.apply(value), text)) {
          return Optional.of(value);
        }
      }
    }
    return at.wrong(node, expected(at.form()));
  }

  @Override
  public JsonNode write(T value, Output out) {
    return Json.tree(word(value, out.form()));
  }

  @Override
  public String expected(Form form) {
    return values.size() == 1 ? words(form).getFirst() : "one of " + String.join(", ", words(form));
  }

  @Override
  public ObjectNode schema(Form form) {
    ObjectNode schema = Json.object().put("type", "string");
    ArrayNode words = schema.putArray("enum");
    words(form).forEach(words::add);
    return schema;
  }
}
