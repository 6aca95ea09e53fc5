package dev.lazuli.endpoints.tabular;

import dev.lazuli.base.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads an object that has a list of values for each column, then scores it row by row.
final class ColumnReader {
  private final RowReader rows;
  private final List<List<@Nullable Object>> columns = new ArrayList<>();
  private int[] places = {};

  ColumnReader(RowReader rows) {
    this.rows = rows;
  }

  /// Reads from the first column on to the end of the object.
  void read(JsonParser parser, String firstName, JsonToken firstToken) {
    String name = firstName;
    JsonToken token = firstToken;
    int length = -1;
    while (true) {
      if (token != JsonToken.START_ARRAY) {
        throw new Problem.Invalid(name, "column '%s' must be a list of values".formatted(name));
      }
      List<@Nullable Object> values = values(parser, name);
      if (length >= 0 && values.size() != length) {
        throw new Problem.Invalid(
            name,
            "column '%s' has %d values, the columns before it %d"
                .formatted(name, values.size(), length));
      }
      length = values.size();
      places = Arrays.copyOf(places, columns.size() + 1);
      places[columns.size()] = rows.place(name, columns.size());
      columns.add(values);
      String next = parser.nextName();
      if (next == null) {
        score(length);
        return;
      }
      name = next;
      token = parser.nextToken();
    }
  }

  private void score(int length) {
    rows.requireColumns(places);
    rows.clear();
    for (int row = 0; row < length; row++) {
      for (int column = 0; column < places.length; column++) {
        if (places[column] >= 0) {
          rows.set(places[column], columns.get(column).get(row));
        }
      }
      rows.score();
    }
  }

  private static List<@Nullable Object> values(JsonParser parser, String name) {
    List<@Nullable Object> values = new ArrayList<>();
    for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
      values.add(
          switch (t) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_STRING -> parser.getString();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default ->
                throw new Problem.Invalid(
                    name,
                    "row %d: column '%s' is a list or an object, expected one value"
                        .formatted(values.size() + 1, name));
          });
    }
    return values;
  }
}
