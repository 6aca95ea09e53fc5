package dev.lazuli.ml.json;

import dev.lazuli.ml.InvalidInput;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A JSON value. Immutable.
public sealed interface Json {
  /// Named values in the order of writing.
  record Members(Map<String, Json> values) implements Json {
    /// Copies `values`, keeping their order.
    public Members {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /// These members and one more.
    public Members with(String name, Json value) {
      Map<String, Json> more = new LinkedHashMap<>(values);
      more.put(name, value);
      return new Members(more);
    }

    /// These members and a string.
    public Members with(String name, String value) {
      return with(name, new Text(value));
    }

    /// These members and a number.
    public Members with(String name, double value) {
      return with(name, new Numeral(value));
    }

    /// These members and a truth value.
    public Members with(String name, boolean value) {
      return with(name, new Truth(value));
    }
  }

  /// A list of values.
  record Items(List<Json> values) implements Json {
    /// Copies `values`.
    public Items {
      values = List.copyOf(values);
    }
  }

  /// A string.
  record Text(String value) implements Json {}

  /// A number; one that is not finite is written as `null`.
  record Numeral(double value) implements Json {}

  /// `true` or `false`.
  record Truth(boolean value) implements Json {}

  /// `null`.
  record Nothing() implements Json {}

  /// Members to begin with.
  static Members object() {
    return new Members(Map.of());
  }

  /// A list of strings.
  static Items texts(Collection<String> values) {
    return new Items(values.stream().<Json>map(Text::new).toList());
  }

  /// A list of numbers.
  static Items numbers(double... values) {
    List<Json> items = new ArrayList<>();
    for (double value : values) {
      items.add(new Numeral(value));
    }
    return new Items(items);
  }

  /// Reads one JSON value.
  ///
  /// @throws InvalidInput when `text` is not JSON
  static Json parse(String text) {
    return new JsonReader(text).document();
  }

  /// The member of that name, if this has one.
  default Optional<Json> find(String name) {
    return this instanceof Members members
        ? Optional.ofNullable(members.values().get(name))
        : Optional.empty();
  }

  /// The member of that name.
  ///
  /// @throws InvalidInput when there is none
  default Json require(String name) {
    return find(name).orElseThrow(() -> new InvalidInput(name, "'%s' is missing".formatted(name)));
  }

  /// The string.
  ///
  /// @throws InvalidInput when this is something else
  default String text() {
    if (this instanceof Text(String value)) {
      return value;
    }
    throw new InvalidInput("json", "expected a string, found " + write());
  }

  /// The number.
  ///
  /// @throws InvalidInput when this is something else
  default double number() {
    if (this instanceof Numeral(double value)) {
      return value;
    }
    throw new InvalidInput("json", "expected a number, found " + write());
  }

  /// The number as an `int`.
  ///
  /// @throws InvalidInput when this is not a whole number in its range
  default int integer() {
    double value = number();
    if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
      throw new InvalidInput("json", "expected a whole number, found " + write());
    }
    return (int) value;
  }

  /// The truth value.
  ///
  /// @throws InvalidInput when this is something else
  default boolean truth() {
    if (this instanceof Truth(boolean value)) {
      return value;
    }
    throw new InvalidInput("json", "expected true or false, found " + write());
  }

  /// The list's values.
  ///
  /// @throws InvalidInput when this is something else
  default List<Json> items() {
    if (this instanceof Items(List<Json> values)) {
      return values;
    }
    throw new InvalidInput("json", "expected a list, found " + write());
  }

  /// The list's values as strings.
  default List<String> texts() {
    return items().stream().map(Json::text).toList();
  }

  /// This value on one line.
  default String write() {
    return JsonWriter.write(this, -1);
  }

  /// This value over several lines, indented by two spaces.
  default String writeIndented() {
    return JsonWriter.write(this, 0);
  }
}
