package dev.lazuli.schema;

import dev.lazuli.base.Json;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/// Numbers as YAML and JSON write them.
final class Numbers {
  private Numbers() {}

  /// A whole number, also in the forms `0x1F` and `0o17`; empty when the text is none.
  static OptionalLong whole(String text) {
    String plain = text.startsWith("+") ? text.substring(1) : text;
    try {
      if (plain.matches("-?\\d+")) {
        return OptionalLong.of(Long.parseLong(plain));
      }
      if (plain.matches("0x[0-9a-fA-F]+")) {
        return OptionalLong.of(Long.parseLong(plain.substring(2), 16));
      }
      return plain.matches("0o[0-7]+")
          ? OptionalLong.of(Long.parseLong(plain.substring(2), 8))
          : OptionalLong.empty();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /// A number, `.inf` and `.nan` among them; empty when the text is none.
  static OptionalDouble number(String text) {
    OptionalLong whole = whole(text);
    if (whole.isPresent()) {
      return OptionalDouble.of((double) whole.getAsLong());
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case ".inf", "+.inf", "infinity", "inf" -> OptionalDouble.of(Double.POSITIVE_INFINITY);
      case "-.inf", "-infinity", "-inf" -> OptionalDouble.of(Double.NEGATIVE_INFINITY);
      case ".nan", "nan" -> OptionalDouble.of(Double.NaN);
      default ->
          text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?")
              ? OptionalDouble.of(Double.parseDouble(text))
              : OptionalDouble.empty();
    };
  }

  /// The number as a tree has it.
  static JsonNode json(String text) {
    OptionalLong whole = whole(text);
    if (whole.isPresent()) {
      return Json.tree(whole.getAsLong());
    }
    OptionalDouble number = number(text);
    return number.isPresent() ? Json.tree(number.getAsDouble()) : Json.tree(text);
  }

  /// A number for people and files: `30`, not `30.0`.
  static JsonNode json(double number) {
    boolean isWhole = number == Math.rint(number) && Math.abs(number) < 1e15;
    return isWhole ? Json.tree((long) number) : Json.tree(number);
  }
}
