package dev.lazuli.data;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.CsvOptions;
import dev.lazuli.ml.frame.CsvReader;
import dev.lazuli.ml.frame.CsvWriter;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Columns of one type read as another.
final class Conversions {
  private Conversions() {}

  /// The values of `column` as `type`.
  ///
  /// @throws InvalidInput when a value cannot be read so
  static Column to(ColumnType type, Column column) {
    if (column.type() == type) {
      return column;
    }
    return switch (type) {
      case CATEGORY, TEXT -> text(type, column);
      case INTEGER, NUMBER, BOOLEAN, DATETIME ->
          switch (column) {
            case NumberColumn numbers -> number(type, numbers);
            case TextColumn texts -> parsed(type, texts);
          };
    };
  }

  private static Column text(ColumnType type, Column column) {
    Map<String, Integer> places = new HashMap<>();
    List<String> dictionary = new ArrayList<>();
    int[] codes = new int[column.size()];
    for (int row = 0; row < codes.length; row++) {
      if (column.isMissing(row)) {
        codes[row] = -1;
      } else {
        codes[row] =
            places.computeIfAbsent(
                column.text(row),
                text -> {
                  dictionary.add(text);
                  return dictionary.size() - 1;
                });
      }
    }
    return new TextColumn(column.name(), type, codes, dictionary);
  }

  private static Column number(ColumnType type, NumberColumn column) {
    double[] values = column.values().clone();
    for (int row = 0; row < values.length; row++) {
      double value = values[row];
      if (type == ColumnType.INTEGER && !Double.isNaN(value)) {
        values[row] = value < 0 ? Math.ceil(value) : Math.floor(value);
      } else if (type == ColumnType.BOOLEAN && !Double.isNaN(value)) {
        values[row] = value == 0 ? 0 : 1;
      }
    }
    return new NumberColumn(column.name(), type, values);
  }

  private static Column parsed(ColumnType type, TextColumn column) {
    try {
      var written = new ByteArrayOutputStream();
      try (var writer = new CsvWriter(written)) {
        writer.row(List.of(column.name()));
        for (int row = 0; row < column.size(); row++) {
          writer.row(List.of(column.text(row)));
        }
      }
      return CsvReader.read(
              new ByteArrayInputStream(written.toByteArray()),
              column.name(),
              CsvOptions.defaults()
                  .withHeader(CsvOptions.Header.EVERY_FILE)
                  .withDelimiter(',')
                  .withTypes(Map.of(column.name(), type)))
          .frame()
          .columns()
          .getFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
