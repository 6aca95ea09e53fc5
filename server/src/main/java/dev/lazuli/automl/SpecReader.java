package dev.lazuli.automl;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads an object of a job's spec field by field; each mistake is told with the field's path.
final class SpecReader {
  private final String path;
  private final ObjectNode object;
  private final TreeSet<String> known = new TreeSet<>();

  /// A reader of one object.
  ///
  /// @param path where the object stands, such as `taskDetails.limitSettings`
  SpecReader(String path, ObjectNode object) {
    this.path = path;
    this.object = object;
  }

  /// A text; empty when the field is absent.
  String text(String field) {
    JsonNode value = value(field);
    if (value.isNull()) {
      return "";
    }
    if (!value.isValueNode()) {
      throw new Problem.Invalid(at(field), value, "a text");
    }
    return value.asString();
  }

  /// A text that must be there.
  String required(String field) {
    String text = text(field);
    if (text.isBlank()) {
      throw new Problem.Invalid(at(field), "%s is missing".formatted(at(field)));
    }
    return text;
  }

  /// A whole number in `[min, max]`.
  int whole(String field, int standard, int min, int max) {
    JsonNode value = value(field);
    if (value.isNull()) {
      return standard;
    }
    boolean fits =
        (value.isIntegralNumber() || (value.isString() && value.asString().matches("-?\\d{1,9}")))
            && value.asInt() >= min
            && value.asInt() <= max;
    if (!fits) {
      throw new Problem.Invalid(
          at(field), value.asString(), "a whole number from %d to %d".formatted(min, max));
    }
    return value.asInt();
  }

  /// A number; `standard` when the field is absent.
  double number(String field, double standard) {
    JsonNode value = value(field);
    if (value.isNull()) {
      return standard;
    }
    if (!value.isNumber()) {
      throw new Problem.Invalid(at(field), value, "a number");
    }
    return value.doubleValue();
  }

  /// A yes or no.
  boolean truth(String field, boolean standard) {
    JsonNode value = value(field);
    if (value.isNull()) {
      return standard;
    }
    if (!value.isBoolean()) {
      throw new Problem.Invalid(at(field), value, "true or false");
    }
    return value.booleanValue();
  }

  /// A duration such as `PT30M`.
  Duration duration(String field, Duration standard) {
    String text = text(field);
    if (text.isEmpty()) {
      return standard;
    }
    try {
      Duration duration = Duration.parse(text);
      if (duration.isPositive()) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      throw notDuration(field, text);
    }
    throw notDuration(field, text);
  }

  private Problem.Invalid notDuration(String field, String text) {
    return new Problem.Invalid(at(field), text, "a positive ISO 8601 duration such as PT30M");
  }

  /// A list of texts.
  List<String> texts(String field) {
    JsonNode value = value(field);
    if (value.isNull()) {
      return List.of();
    }
    if (!value.isArray()) {
      throw new Problem.Invalid(at(field), value, "a list");
    }
    List<String> texts = new ArrayList<>();
    value.forEach(element -> texts.add(element.asString("")));
    return texts;
  }

  /// An object of texts.
  Map<String, String> textByName(String field) {
    Map<String, String> texts = new LinkedHashMap<>();
    child(field)
        .object
        .properties()
        .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asString("")));
    return texts;
  }

  /// The object in a field; an empty one when it is absent.
  SpecReader child(String field) {
    return find(field).orElseGet(() -> new SpecReader(at(field), Json.object()));
  }

  /// The object in a field, if it is there.
  Optional<SpecReader> find(String field) {
    JsonNode value = value(field);
    if (value.isNull()) {
      return Optional.empty();
    }
    if (value instanceof ObjectNode inner) {
      return Optional.of(new SpecReader(at(field), inner));
    }
    throw new Problem.Invalid(at(field), value, "an object");
  }

  /// The objects in a list; none when it is absent.
  List<SpecReader> children(String field) {
    JsonNode value = value(field);
    if (value.isNull()) {
      return List.of();
    }
    if (!value.isArray()) {
      throw new Problem.Invalid(at(field), value, "a list of objects");
    }
    List<SpecReader> children = new ArrayList<>();
    for (JsonNode element : value) {
      String place = "%s[%d]".formatted(at(field), children.size());
      if (!(element instanceof ObjectNode inner)) {
        throw new Problem.Invalid(place, element, "an object");
      }
      children.add(new SpecReader(place, inner));
    }
    return children;
  }

  /// The one of several words that a field holds, however it is spelled; empty when it is absent.
  String word(String field, List<String> words) {
    String text = text(field);
    return text.isEmpty() ? "" : word(at(field), text, words);
  }

  /// The words that a list holds, as we spell them.
  List<String> words(String field, List<String> words) {
    return texts(field).stream().map(text -> word(at(field), text, words)).toList();
  }

  private static String word(String where, String text, List<String> words) {
    for (String word : words) {
      if (plain(word).equals(plain(text))) {
        return word;
      }
    }
    throw new Problem.Invalid(where, text, "one of " + String.join(", ", words));
  }

  /// Fields that are there for other versions or services and mean nothing here.
  SpecReader ignore(String... fields) {
    known.addAll(List.of(fields));
    return this;
  }

  /// Whether the object has nothing in it.
  boolean isEmpty() {
    return object.isEmpty();
  }

  /// Refuses what nobody has read.
  ///
  /// @throws Problem.Invalid naming the unknown field and those that are known
  void refuseOthers() {
    for (String field : object.propertyNames()) {
      if (!known.contains(field)) {
        throw new Problem.Invalid(
            at(field),
            "%s is not known here; known: %s".formatted(at(field), String.join(", ", known)));
      }
    }
  }

  /// The path of a field.
  String at(String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  private JsonNode value(String field) {
    known.add(field);
    JsonNode value = object.get(field);
    return value == null ? Json.mapper().nullNode() : value;
  }

  private static String plain(String word) {
    return word.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
  }
}
