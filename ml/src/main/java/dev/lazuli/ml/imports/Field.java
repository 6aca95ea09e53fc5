package dev.lazuli.ml.imports;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A value in a model file and the way to it, so that a wrong one is told with its place.
///
/// @param path such as `XGBoost: learner.objective.name`
record Field(Json json, String path) {
  static Field root(String source, Json json) {
    return new Field(json, source + ":");
  }

  /// The member of that name.
  Field in(String name) {
    return find(name).orElseThrow(() -> invalid("lacks '%s'".formatted(name)));
  }

  /// The member of that name, if there is one that is not null.
  Optional<Field> find(String name) {
    return json.find(name)
        .filter(value -> !(value instanceof Json.Nothing))
        .map(value -> new Field(value, path.endsWith(":") ? path + " " + name : path + "." + name));
  }

  List<Field> items() {
    if (!(json instanceof Json.Items(List<Json> values))) {
      throw invalid("is no list");
    }
    List<Field> items = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      items.add(new Field(values.get(i), "%s[%d]".formatted(path, i)));
    }
    return items;
  }

  String text() {
    if (json instanceof Json.Text(String value)) {
      return value;
    }
    throw invalid("is no string");
  }

  List<String> texts() {
    return items().stream().map(Field::text).toList();
  }

  /// The number, also when it is written as a string or a truth value.
  double number() {
    return switch (json) {
      case Json.Numeral(double value) -> value;
      case Json.Truth(boolean value) -> value ? 1 : 0;
      case Json.Text(String value) -> parsed(value);
      case Json.Nothing _, Json.Items _, Json.Members _ -> throw invalid("is no number");
    };
  }

  private double parsed(String value) {
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw invalid("is no number");
    }
  }

  /// The number when it is whole and in a range.
  int whole(int min, int max) {
    double value = number();
    if (value != Math.rint(value) || value < min || value > max) {
      throw invalid("is %s, it must be a whole number from %d to %d".formatted(value, min, max));
    }
    return (int) value;
  }

  /// The list's numbers.
  double[] numbers() {
    if (!(json instanceof Json.Items(List<Json> values))) {
      throw invalid("is no list");
    }
    double[] numbers = new double[values.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] =
          values.get(i) instanceof Json.Numeral(double value)
              ? value
              : new Field(values.get(i), "%s[%d]".formatted(path, i)).number();
    }
    return numbers;
  }

  /// The list's numbers, whole ones.
  int[] wholes() {
    double[] numbers = numbers();
    int[] wholes = new int[numbers.length];
    for (int i = 0; i < wholes.length; i++) {
      if (numbers[i] != (int) numbers[i]) {
        throw invalid("has %s at %d, which is no whole number".formatted(numbers[i], i));
      }
      wholes[i] = (int) numbers[i];
    }
    return wholes;
  }

  /// The list's numbers, `count` of them.
  int[] wholes(int count) {
    int[] wholes = wholes();
    if (wholes.length != count) {
      throw invalid("has %d values, not %d".formatted(wholes.length, count));
    }
    return wholes;
  }

  InvalidInput invalid(String what) {
    return new InvalidInput("model", "%s %s".formatted(path, what));
  }
}
