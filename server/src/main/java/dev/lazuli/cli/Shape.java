package dev.lazuli.cli;

import dev.lazuli.base.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a part of a YAML file may hold; the first thing that does not fit is named by its path.
sealed interface Shape {
  /// Single values; numbers and truth values pass as text, as they are written.
  enum Value implements Shape {
    TEXT,
    WHOLE,
    NUMBER,
    TRUTH,
    ANY
  }

  /// One of some words, in any case, with or without `_`.
  record Word(List<String> words) implements Shape {}

  /// Values of one shape by free names.
  record MapOf(Shape values) implements Shape {}

  /// A list of one shape.
  record ListOf(Shape entries) implements Shape {}

  /// The first of the shapes that fits.
  record AnyOf(List<Shape> shapes, String expected) implements Shape {}

  /// Known keys and no others.
  ///
  /// @param required keys that must be there
  record Keys(Map<String, Shape> keys, List<String> required) implements Shape {}

  /// One of some words.
  static Shape word(String... words) {
    return new Word(List.of(words));
  }

  /// Texts by name.
  static Shape texts() {
    return new MapOf(Value.TEXT);
  }

  /// Returns normally when `value` has this shape.
  ///
  /// @param path of the value in its file, such as `limits.max_trials`; empty for the whole
  /// @throws Problem.Invalid that names the path and what would be right there
  default void check(String path, JsonNode value) {
    switch (this) {
      case Value.ANY -> {}
      case Value.TEXT -> require(value.isValueNode() && !value.isNull(), path, value, "a text");
      case Value.WHOLE ->
          require(
              value.isIntegralNumber() || value.asString("").matches("[+-]?\\d+"),
              path,
              value,
              "a whole number");
      case Value.NUMBER -> require(isNumber(value), path, value, "a number");
      case Value.TRUTH ->
          require(
              value.isBoolean() || value.asString("").matches("(?i)true|false"),
              path,
              value,
              "true or false");
      case Word word ->
          require(
              value.isValueNode()
                  && word.words().stream().anyMatch(w -> Words.same(w, text(value))),
              path,
              value,
              word.words().size() == 1
                  ? word.words().getFirst()
                  : "one of " + String.join(", ", word.words()));
      case ListOf list -> {
        require(value.isArray(), path, value, "a list");
        for (int i = 0; i < value.size(); i++) {
          list.entries().check("%s[%d]".formatted(path, i), value.get(i));
        }
      }
      case MapOf map -> {
        require(value.isObject(), path, value, "names and values");
        value.properties().forEach(e -> map.values().check(below(path, e.getKey()), e.getValue()));
      }
      case AnyOf any -> checkAny(any, path, value);
      case Keys keys -> checkKeys(keys, path, value);
    }
  }

  private static void checkAny(AnyOf any, String path, JsonNode value) {
    for (Shape shape : any.shapes()) {
      if (shape instanceof Keys && value.isObject()) {
        shape.check(path, value);
        return;
      }
      if (!(shape instanceof Keys) && fits(shape, path, value)) {
        return;
      }
    }
    throw wrong(path, value, any.expected());
  }

  private static boolean fits(Shape shape, String path, JsonNode value) {
    try {
      shape.check(path, value);
      return true;
    } catch (Problem.Invalid e) {
      return false;
    }
  }

  private static void checkKeys(Keys keys, String path, JsonNode value) {
    if (!(value instanceof ObjectNode object)) {
      throw wrong(path, value, "keys and values");
    }
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      String at = below(path, entry.getKey());
      Shape shape = keys.keys().get(entry.getKey());
      if (shape == null) {
        throw new Problem.Invalid(
            at,
            "unknown key '%s'; allowed %s: %s"
                .formatted(
                    at,
                    path.isEmpty() ? "here" : "in '" + path + "'",
                    String.join(", ", new TreeSet<>(keys.keys().keySet()))));
      }
      shape.check(at, entry.getValue());
    }
    List<String> missing = new ArrayList<>(keys.required());
    missing.removeIf(key -> object.has(key));
    if (!missing.isEmpty()) {
      String at = below(path, missing.getFirst());
      throw new Problem.Invalid(at, "the key '%s' is missing".formatted(at));
    }
  }

  private static boolean isNumber(JsonNode value) {
    if (value.isNumber()) {
      return true;
    }
    try {
      Double.parseDouble(text(value));
      return value.isString();
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static void require(boolean fits, String path, JsonNode value, String expected) {
    if (!fits) {
      throw wrong(path, value, expected);
    }
  }

  private static Problem.Invalid wrong(String path, JsonNode value, String expected) {
    return new Problem.Invalid(
        path.isEmpty() ? "the document" : path, value.isNull() ? "" : text(value), expected);
  }

  private static String text(JsonNode value) {
    return value.isValueNode() ? value.asString() : value.toString();
  }

  private static String below(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
