package dev.lazuli.endpoints.tabular;

import dev.lazuli.base.Problem;
import dev.lazuli.ml.forecast.series.TimeValues;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import dev.lazuli.ml.model.RawRow;
import dev.lazuli.ml.model.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Rows of a request as a table: a split table, records, lists of values, or lists by column.
final class SeriesTable {
  /// What Azure's clients call known values of the target.
  private static final String KNOWN = "y_query";

  private final Signature signature;
  private final String target;
  private final List<@Nullable JsonNode[]> rows = new ArrayList<>();
  private final boolean[] seen;

  SeriesTable(Signature signature, String target) {
    this.signature = signature;
    this.target = target;
    this.seen = new boolean[signature.size()];
  }

  /// Reads the value of a key.
  ///
  /// @throws Problem.Invalid when it is no table
  void read(String key, JsonNode table) {
    if (table instanceof ArrayNode list) {
      int[] inOrder = new int[signature.size()];
      Arrays.setAll(inOrder, place -> place);
      readRows(list, inOrder);
    } else if (table.get("data") instanceof ArrayNode list) {
      readRows(list, places(table.path("columns")));
    } else if (table instanceof ObjectNode columns) {
      readColumns(columns);
    } else {
      throw new Problem.Invalid(
          key, "'%s' must be a split table, a list of rows or an object of columns".formatted(key));
    }
  }

  private int[] places(JsonNode names) {
    List<Integer> places = new ArrayList<>();
    names.forEach(name -> places.add(place(name.asString(""))));
    return places.stream().mapToInt(Integer::intValue).toArray();
  }

  /// Where a column stands in the signature; -1 when the model does not know it.
  private int place(String name) {
    OptionalInt place = signature.place(name);
    return place.isEmpty() && name.equals(KNOWN)
        ? signature.place(target).orElse(-1)
        : place.orElse(-1);
  }

  private void readRows(ArrayNode list, int[] places) {
    for (JsonNode given : list) {
      @Nullable JsonNode[] row = new JsonNode[signature.size()];
      switch (given) {
        case ObjectNode record ->
            record.properties().forEach(value -> put(row, place(value.getKey()), value.getValue()));
        case ArrayNode values -> {
          if (values.size() != places.length) {
            throw wrong("has %d values, expected %d".formatted(values.size(), places.length));
          }
          for (int at = 0; at < places.length; at++) {
            put(row, places[at], values.get(at));
          }
        }
        default -> throw wrong("is no list of values");
      }
      rows.add(row);
    }
  }

  private void readColumns(ObjectNode columns) {
    for (Map.Entry<String, JsonNode> column : columns.properties()) {
      String name = column.getKey();
      if (!(column.getValue() instanceof ArrayNode values)) {
        throw new Problem.Invalid(name, "column '%s' must be a list of values".formatted(name));
      }
      while (rows.size() < values.size()) {
        rows.add(new JsonNode[signature.size()]);
      }
      for (int row = 0; row < values.size(); row++) {
        put(rows.get(row), place(name), values.get(row));
      }
    }
  }

  private void put(@Nullable JsonNode[] row, int place, JsonNode value) {
    if (place >= 0) {
      row[place] = value.isNull() ? null : value;
      seen[place] = true;
    }
  }

  private Problem.Invalid wrong(String what) {
    return new Problem.Invalid("", "row %d: %s".formatted(rows.size() + 1, what));
  }

  /// The rows.
  ///
  /// @throws Problem.Invalid when a column that the model needs is missing, or a value does not fit
  Frame frame() {
    List<Column> columns = new ArrayList<>();
    for (int place = 0; place < signature.size(); place++) {
      Signature.Input input = signature.inputs().get(place);
      if (seen[place]) {
        columns.add(column(input, place));
      } else if (input.required()) {
        throw new Problem.Invalid(
            input.name(), "column '%s' is missing; the model needs it".formatted(input.name()));
      }
    }
    return new Frame(columns);
  }

  private Column column(Signature.Input input, int place) {
    return switch (input.type()) {
      case DOUBLE -> numbers(input.name(), place);
      case DATETIME -> times(input, place);
      case LONG, STRING, BOOLEAN -> texts(input, place);
    };
  }

  private NumberColumn numbers(String name, int place) {
    double[] values = new double[rows.size()];
    RawRow raw = signature.row();
    for (int row = 0; row < values.length; row++) {
      raw.set(place, value(name, row, rows.get(row)[place]));
      values[row] = signature.number(raw, place, row);
    }
    return new NumberColumn(name, ColumnType.NUMBER, values);
  }

  private static @Nullable Object value(String name, int row, @Nullable JsonNode value) {
    return switch (value) {
      case null -> null;
      case JsonNode number when number.isNumber() -> number.asDouble();
      case JsonNode truth when truth.isBoolean() -> truth.asBoolean();
      case JsonNode text when text.isString() -> text.asString();
      case JsonNode _ ->
          throw new Problem.Invalid(
              name,
              "row %d: column '%s' is a list or an object, expected one value"
                  .formatted(row + 1, name));
    };
  }

  /// Times as texts or numbers.
  private NumberColumn times(Signature.Input time, int place) {
    long[] millis = TimeValues.of(texts(time, place), time);
    return new NumberColumn(
        time.name(), ColumnType.DATETIME, Arrays.stream(millis).mapToDouble(one -> one).toArray());
  }

  private TextColumn texts(Signature.Input input, int place) {
    return TextColumn.of(
        input.name(),
        ColumnType.CATEGORY,
        rows.size(),
        row -> {
          String text = text(rows.get(row)[place]);
          return text.isEmpty() ? null : text;
        });
  }

  /// A value as the training table had it: whole numbers without a fraction.
  private static String text(@Nullable JsonNode value) {
    if (value == null) {
      return "";
    }
    boolean whole = value.isNumber() && value.asDouble() == Math.rint(value.asDouble());
    return whole ? Long.toString((long) value.asDouble()) : value.asString("");
  }
}
