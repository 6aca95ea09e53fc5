package dev.lazuli.data;

import dev.lazuli.base.Problem;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/// Reads Parquet files by DuckDB, which is native code: never inside the server.
final class ParquetReader {
  private static final double TEXT_SHARE = 0.5;
  private static final int TEXT_ROWS_MIN = 20;

  private ParquetReader() {}

  /// At most `rowsMax` rows of the files, one below the other; their columns are matched by name.
  ///
  /// @throws Problem.Invalid when they are no Parquet files, or do not fit together
  static Frame read(List<Path> files, int rowsMax, StopSignal stop) {
    String from =
        "read_parquet([%s], union_by_name = true)"
            .formatted(
                files.stream().map(ParquetReader::literal).collect(Collectors.joining(", ")));
    Properties settings = new Properties();
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:", settings);
        Statement statement = connection.createStatement()) {
      List<Wanted> columns = columns(statement, from);
      int rows = Math.min(rowsMax, count(statement, from));
      columns.forEach(column -> column.reserve(rows));
      String list = columns.stream().map(Wanted::expression).collect(Collectors.joining(", "));
      try (ResultSet result =
          statement.executeQuery("SELECT %s FROM %s LIMIT %d".formatted(list, from, rows))) {
        fill(result, columns, stop);
      }
      return new Frame(columns.stream().map(Wanted::column).toList());
    } catch (SQLException e) {
      throw new Problem.Invalid("path", "the Parquet data cannot be read: " + firstLine(e));
    }
  }

  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).split("\n", 2)[0];
  }

  private static String literal(Path file) {
    String path = file.toString();
    if (path.matches(".*[*?\\[\\]{}].*")) {
      throw new Problem.Invalid(
          "path", path, "a Parquet file whose name has none of the characters * ? [ ] { }");
    }
    return "'" + path.replace("'", "''") + "'";
  }

  private static int count(Statement statement, String from) throws SQLException {
    try (ResultSet result = statement.executeQuery("SELECT count(*) FROM " + from)) {
      result.next();
      return (int) Math.min(result.getLong(1), Integer.MAX_VALUE - 8);
    }
  }

  private static List<Wanted> columns(Statement statement, String from) throws SQLException {
    List<Wanted> columns = new ArrayList<>();
    try (ResultSet result = statement.executeQuery("DESCRIBE SELECT * FROM " + from)) {
      while (result.next()) {
        columns.add(new Wanted(result.getString(1), result.getString(2)));
      }
    }
    return columns;
  }

  private static void fill(ResultSet result, List<Wanted> columns, StopSignal stop)
      throws SQLException {
    for (int row = 0; result.next(); row++) {
      if ((row & 255) == 0) {
        stop.check();
      }
      for (int i = 0; i < columns.size(); i++) {
        columns.get(i).set(row, result, i + 1);
      }
    }
  }

  /// A column that is being filled.
  private static final class Wanted {
    private final String name;
    private final ColumnType type;
    private final boolean zoned;
    private final Map<String, Integer> codes = new HashMap<>();
    private final List<String> dictionary = new ArrayList<>();
    private double[] numbers = {};
    private int[] texts = {};

    Wanted(String name, String sqlType) {
      this.name = name;
      this.type = type(sqlType.toUpperCase(Locale.ROOT));
      this.zoned = sqlType.toUpperCase(Locale.ROOT).equals("TIMESTAMP WITH TIME ZONE");
    }

    private static ColumnType type(String sqlType) {
      if (sqlType.matches("U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?")) {
        return ColumnType.INTEGER;
      }
      if (sqlType.matches("FLOAT|DOUBLE|DECIMAL.*")) {
        return ColumnType.NUMBER;
      }
      if (sqlType.equals("BOOLEAN")) {
        return ColumnType.BOOLEAN;
      }
      if (sqlType.matches("DATE|TIMESTAMP.*")) {
        return ColumnType.DATETIME;
      }
      return ColumnType.CATEGORY;
    }

    String expression() {
      String quoted = "\"" + name.replace("\"", "\"\"") + "\"";
      return switch (type) {
        case INTEGER, NUMBER, BOOLEAN -> "CAST(%s AS DOUBLE)".formatted(quoted);
        case DATETIME -> "CAST(epoch_ms(%s) AS DOUBLE)".formatted(moment(quoted));
        case CATEGORY, TEXT -> "CAST(%s AS VARCHAR)".formatted(quoted);
      };
    }

    /// Times with a zone are points in time already; turning them into local ones would shift them.
    private String moment(String quoted) {
      return zoned ? quoted : "CAST(%s AS TIMESTAMP)".formatted(quoted);
    }

    void reserve(int rows) {
      if (type == ColumnType.CATEGORY) {
        texts = new int[rows];
      } else {
        numbers = new double[rows];
      }
    }

    void set(int row, ResultSet result, int place) throws SQLException {
      if (type != ColumnType.CATEGORY) {
        double value = result.getDouble(place);
        numbers[row] = result.wasNull() ? Double.NaN : value;
        return;
      }
      String text = result.getString(place);
      if (text == null) {
        texts[row] = -1;
        return;
      }
      texts[row] =
          codes.computeIfAbsent(
              text,
              fresh -> {
                dictionary.add(fresh);
                return dictionary.size() - 1;
              });
    }

    Column column() {
      if (type != ColumnType.CATEGORY) {
        return new NumberColumn(name, type, numbers);
      }
      long present = Arrays.stream(texts).filter(code -> code >= 0).count();
      boolean free = present >= TEXT_ROWS_MIN && dictionary.size() > TEXT_SHARE * present;
      return new TextColumn(name, free ? ColumnType.TEXT : ColumnType.CATEGORY, texts, dictionary);
    }
  }
}
