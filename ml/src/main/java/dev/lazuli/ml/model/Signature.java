package dev.lazuli.ml.model;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.DateOrder;
import dev.lazuli.ml.frame.DateOrders;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The columns that a model takes, in order.
public final class Signature {
  /// One column.
  ///
  /// @param required whether the column must be there; its values may be missing all the same
  /// @param dates how its times are written, where it has times
  public record Input(String name, SignatureType type, boolean required, DateOrder dates) {
    /// A column without dates, or with dates that begin with the year.
    public Input(String name, SignatureType type, boolean required) {
      this(name, type, required, DateOrder.YEAR_FIRST);
    }
  }

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
      boolean required = column.missingCount() == 0;
      inputs.add(
          new Input(column.name(), SignatureType.of(column), required, DateOrder.of(column)));
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

  /// How the dates of its columns are written, for a reader of tables: those that do not begin with
  /// the year.
  public DateOrders dates() {
    return DateOrders.of(
        inputs.stream()
            .filter(input -> input.dates() != DateOrder.YEAR_FIRST)
            .collect(Collectors.toMap(Input::name, Input::dates)));
  }

  /// A row of missing values, which reads dates as the columns write them.
  public RawRow row() {
    return new RawRow(inputs.stream().map(Input::dates).toList());
  }

  /// Does nothing when `column` was read with days and months as this writes them.
  ///
  /// @throws InvalidInput when they are the other way round
  void checkDates(Input input, NumberColumn column) {
    boolean differ =
        input.type() == SignatureType.DATETIME
            && column.type() == ColumnType.DATETIME
            && input.dates().isOppositeOf(column.dates());
    if (differ) {
      throw new InvalidInput(
          input.name(),
          ("the dates of column '%s' were read as %s, the model learned them as %s: read the table"
                  + " with CsvOptions.withDates(model.signature().dates())")
              .formatted(input.name(), column.dates().example(), input.dates().example()));
    }
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
                .formatted(input.name(), expected(input), shown(row, i)));
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
          kind == RawRow.Kind.NUMBER || (kind == RawRow.Kind.TEXT && isEmptyOrTime(row, column));
    };
  }

  private static boolean isEmptyOrTime(RawRow row, int column) {
    return row.text(column).isBlank() || !Double.isNaN(RawValues.millis(row, column));
  }

  private static boolean isEmptyOrNumber(String text) {
    return text.isBlank() || !Double.isNaN(RawValues.number(text));
  }

  private static String expected(Input input) {
    return switch (input.type()) {
      case LONG -> "a whole number";
      case DOUBLE -> "a number";
      case BOOLEAN -> "true or false";
      case STRING -> "a string";
      case DATETIME -> "a time such as " + input.dates().example();
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
  ///
  /// Columns of times are of the type `any`: a table in Python has them as texts or as times,
  /// depending on how it was read, and MLflow would refuse one or the other.
  public Json toMlflow() {
    return json(input ->
        column(input, input.type() == SignatureType.DATETIME ? "any" : input.type().key()));
  }

  Json toJson() {
    return json(input -> {
      Json.Members column = column(input, input.type().key());
      return input.dates() == DateOrder.YEAR_FIRST
          ? column
          : column.with("dates", input.dates().key());
    });
  }

  private Json json(Function<Input, Json> one) {
    return new Json.Items(inputs.stream().map(one).toList());
  }

  private static Json.Members column(Input input, String type) {
    return Json.object()
        .with("name", input.name())
        .with("type", type)
        .with("required", input.required());
  }

  static Signature fromJson(Json json) {
    return new Signature(
        json.items().stream()
            .map(item ->
                new Input(
                    item.require("name").text(),
                    SignatureType.of(item.require("type").text()),
                    item.require("required").truth(),
                    item.find("dates")
                        .map(dates -> DateOrder.of(dates.text()))
                        .orElse(DateOrder.YEAR_FIRST)))
            .toList());
  }
}
