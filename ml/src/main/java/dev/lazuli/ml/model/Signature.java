package dev.lazuli.ml.model;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// The columns that a model takes, in order.
public final class Signature {
  /// One column.
  ///
  /// @param required whether the column must be there; its values may be missing all the same
  public record Input(String name, SignatureType type, boolean required) {}

  private final List<Input> inputs;
  private final Map<String, Integer> places;

  /// A signature of these columns.
  public Signature(List<Input> inputs) {
    this.inputs = List.copyOf(inputs);
    this.places = HashMap.newHashMap(inputs.size());
    for (int i = 0; i < inputs.size(); i++) {
      places.put(inputs.get(i).name(), i);
    }
  }

  /// The columns of `features`; those that have missing values there are not required.
  public static Signature of(Frame features) {
    List<Input> inputs = new ArrayList<>();
    for (Column column : features.columns()) {
      inputs.add(new Input(column.name(), SignatureType.of(column), column.missingCount() == 0));
    }
    return new Signature(inputs);
  }

  /// The columns, in order.
  public List<Input> inputs() {
    return inputs;
  }

  /// Number of columns.
  public int size() {
    return inputs.size();
  }

  /// Where the column of that name stands.
  public OptionalInt place(String name) {
    Integer place = places.get(name);
    return place == null ? OptionalInt.empty() : OptionalInt.of(place);
  }

  /// Does nothing when each value of `row` fits its column; missing values always do.
  ///
  /// @throws InvalidInput with the column, the value and what would have been right
  public void check(RawRow row) {
    for (int i = 0; i < inputs.size(); i++) {
      if (!fits(row, i)) {
        Input input = inputs.get(i);
        throw new InvalidInput(
            input.name(),
            "column '%s' expects %s, not '%s'"
                .formatted(input.name(), expected(input.type()), shown(row, i)));
      }
    }
  }

  private boolean fits(RawRow row, int column) {
    RawRow.Kind kind = row.kind(column);
    if (kind == RawRow.Kind.MISSING) {
      return true;
    }
    return switch (inputs.get(column).type()) {
      case LONG, DOUBLE, BOOLEAN -> kind != RawRow.Kind.TEXT || isEmptyOrNumber(row.text(column));
      case STRING -> true;
      case DATETIME ->
          kind == RawRow.Kind.NUMBER
              || (kind == RawRow.Kind.TEXT && isEmptyOrTime(row.text(column)));
    };
  }

  private static boolean isEmptyOrTime(String text) {
    return text.isBlank() || !Double.isNaN(RawValues.millis(text));
  }

  private static boolean isEmptyOrNumber(String text) {
    return text.isBlank() || !Double.isNaN(RawValues.number(text));
  }

  private static String expected(SignatureType type) {
    return switch (type) {
      case LONG -> "a whole number";
      case DOUBLE -> "a number";
      case BOOLEAN -> "true or false";
      case STRING -> "a string";
      case DATETIME -> "a time such as 2026-01-31T12:00:00";
    };
  }

  private static String shown(RawRow row, int column) {
    return switch (row.kind(column)) {
      case MISSING -> "";
      case NUMBER -> Double.toString(row.number(column));
      case TRUTH -> row.number(column) == 0 ? "false" : "true";
      case TEXT -> {
        String text = row.text(column);
        yield text.length() > 60 ? text.substring(0, 60) + "…" : text;
      }
    };
  }

  /// The columns as MLflow writes them in a model's signature.
  public Json toJson() {
    return new Json.Items(
        inputs.stream()
            .<Json>map(input ->
                Json.object()
                    .with("name", input.name())
                    .with("type", input.type().key())
                    .with("required", input.required()))
            .toList());
  }

  static Signature fromJson(Json json) {
    return new Signature(
        json.items().stream()
            .map(item ->
                new Input(
                    item.require("name").text(),
                    SignatureType.of(item.require("type").text()),
                    item.require("required").truth()))
            .toList());
  }
}
