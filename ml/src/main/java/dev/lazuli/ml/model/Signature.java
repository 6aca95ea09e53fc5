package dev.lazuli.ml.model;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.DateOrder;
import dev.lazuli.ml.frame.DateOrders;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TimeRange;
import dev.lazuli.ml.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The columns that a model takes, in order.
public final class Signature {
  /// One column.
  ///
  /// @param required whether the column must be there; its values may be missing all the same
  /// @param dates how its times are written, where it has times
  /// @param range the times that were learned, where it has times
  public record Input(
      String name,
      SignatureType type,
      boolean required,
      DateOrder dates,
      Optional<TimeRange> range) {
    /// A column without dates, or with dates that begin with the year.
    public Input(String name, SignatureType type, boolean required) {
      this(name, type, required, DateOrder.YEAR_FIRST, Optional.empty());
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
          new Input(
              column.name(),
              SignatureType.of(column),
              required,
              DateOrder.of(column),
              TimeRange.of(column)));
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

  /// A row of missing values.
  public RawRow row() {
    return new RawRow(inputs.size());
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

  /// Makes each value of `row` what its column holds, by the one rule for values: a text `1.5` in a
  /// column of numbers becomes the number.
  ///
  /// @throws InvalidInput with the column, the value and what would have been right
  public void admit(RawRow row) {
    for (int i = 0; i < inputs.size(); i++) {
      Admission.admit(row, i, inputs.get(i));
    }
  }

  /// The same for one of its columns.
  ///
  /// @param number of the row, from 0, for the message
  void admit(RawRow row, int column, int number) {
    try {
      Admission.admit(row, column, inputs.get(column));
    } catch (InvalidInput wrong) {
      throw new InvalidInput(
          wrong.subject(), "row %d: %s".formatted(number + 1, wrong.getMessage()));
    }
  }

  /// The number in one of its columns; NaN when it is missing.
  ///
  /// @param row its number, from 0, for the message
  /// @throws InvalidInput when the value does not fit the column
  public double number(RawRow raw, int column, int row) {
    admit(raw, column, row);
    return RawValues.number(raw, column);
  }

  /// Whether all values of `column` fit the input as they are.
  static boolean holdsAll(Input input, NumberColumn column) {
    return switch (input.type()) {
      case LONG -> column.type() == ColumnType.INTEGER;
      case DOUBLE -> column.type() == ColumnType.INTEGER || column.type() == ColumnType.NUMBER;
      case BOOLEAN -> column.type() == ColumnType.BOOLEAN;
      case STRING, DATETIME -> false;
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
      if (input.dates() != DateOrder.YEAR_FIRST) {
        column = column.with("dates", input.dates().key());
      }
      return input.range().isEmpty()
          ? column
          : column.with("range", range(input.range().orElseThrow()));
    });
  }

  private static Json range(TimeRange range) {
    return Json.numbers(new double[] {range.first(), range.last()});
  }

  private static TimeRange range(Json json) {
    return new TimeRange(json.items().get(0).number(), json.items().get(1).number());
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
                        .orElse(DateOrder.YEAR_FIRST),
                    item.find("range").map(Signature::range)))
            .toList());
  }
}
