package dev.lazuli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.CsvResult;
import dev.lazuli.ml.frame.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesTest {
  @TempDir private Path folder;

  @Test
  void parquetIsReadWithItsTypes() throws SQLException {
    Path file =
        parquet(
            "a.parquet",
            "1.5::DOUBLE AS n, 2::BIGINT AS i, true AS b, 'x' AS c, TIMESTAMP '2024-01-31 10:00:00'"
                + " AS t, DATE '2024-02-01' AS d, 1.25::DECIMAL(9,2) AS m, NULL::VARCHAR AS e");

    Frame frame = read(TableSource.of(List.of(file.toString())));

    assertThat(frame.columns().stream().map(Column::type))
        .containsExactly(
            ColumnType.NUMBER,
            ColumnType.INTEGER,
            ColumnType.BOOLEAN,
            ColumnType.CATEGORY,
            ColumnType.DATETIME,
            ColumnType.DATETIME,
            ColumnType.NUMBER,
            ColumnType.CATEGORY);
    assertThat(frame.columns().stream().map(column -> column.text(0)))
        .containsExactly(
            "1.5", "2", "true", "x", "2024-01-31T10:00:00Z", "2024-02-01T00:00:00Z", "1.25", "");
  }

  @Test
  void timesWithAZoneAreTheSameWhereverTheyAreRead() throws SQLException {
    TimeZone before = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
    try {
      Path file = parquet("z.parquet", "to_timestamp(1704096000) AS z");

      assertThat(read(TableSource.of(List.of(file.toString()))).require("z").text(0))
          .isEqualTo("2024-01-01T08:00:00Z");
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @Test
  void aParquetFileWhoseNameIsAPatternOrThatIsBrokenIsRefused() throws IOException {
    Path broken = Files.writeString(folder.resolve("x.parquet"), "PAR1 but not really");

    assertThatThrownBy(() -> read(TableSource.of(List.of(broken.toString()))))
        .isInstanceOf(Problem.Invalid.class)
        .hasMessageStartingWith("the Parquet data cannot be read");
    Path pattern = Files.copy(broken, folder.resolve("[ab].parquet"));
    assertThatThrownBy(() -> read(TableSource.of(List.of(pattern.toString()))))
        .hasMessageContaining("none of the characters");
  }

  @Test
  void stepsHappenInTheirOrder() throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv"), "a,b,c\n1,x,007\n2,y,008\n3,z,9\n");
    var read = TableSource.Read.of("csv", ",", "utf8", "every_file", false);
    var source =
        new TableSource(
            List.of(file.toString()),
            read,
            List.of(
                TableSource.Step.skip(1),
                TableSource.Step.take(1),
                TableSource.Step.convert(Map.of("c", "CATEGORY", "a", "NUMBER")),
                TableSource.Step.drop(List.of("b"))));

    Frame frame = read(Json.read(Json.text(source), TableSource.class));

    assertThat(frame.names()).containsExactly("a", "c");
    assertThat(frame.rowCount()).isEqualTo(1);
    assertThat(frame.require("a").text(0)).isEqualTo("2.0");
    assertThat(frame.require("c").text(0)).isEqualTo("008");
  }

  @Test
  void parquetColumnsAreConverted() throws SQLException {
    Path file = parquet("a.parquet", "'12' AS a, 7.9::DOUBLE AS b, 3 AS c");
    var source =
        new TableSource(
            List.of(file.toString()),
            TableSource.Read.detected(),
            List.of(
                TableSource.Step.convert(Map.of("a", "INTEGER", "b", "INTEGER", "c", "CATEGORY"))));

    Frame frame = read(source);

    assertThat(frame.columns().stream().map(column -> column.type() + " " + column.text(0)))
        .containsExactly("INTEGER 12", "INTEGER 7", "CATEGORY 3");
  }

  @Test
  void aMistakeInTheDataNamesFileAndLine() throws IOException {
    Path file = Files.writeString(folder.resolve("bad.csv"), "a,b\n1,2\n3\n");

    assertThatThrownBy(() -> read(TableSource.of(List.of(file.toString()))))
        .isInstanceOf(Problem.Invalid.class)
        .hasMessage(
            "bad.csv line 3: 1 field, expected 2; to leave out such lines, say on_bad_lines: skip among"
                + " the properties of a job or in read_delimited of an MLTable, --on-bad-lines skip"
                + " to a command");
  }

  @Test
  void badLinesAreLeftOutAndToldWhereThatIsAskedFor() throws IOException {
    Path file = Files.writeString(folder.resolve("bad.csv"), "a,b\n1,2\n3\n4,5\n6,7,8\n");
    TableSource source = TableSource.of(List.of(file.toString()));

    CsvResult table =
        Tables.read(source.withRead(source.read().skippingBadLines(true)), StopSignal.never());

    assertThat(table.frame().rowCount()).isEqualTo(2);
    assertThat(table.remarks())
        .containsExactly(
            "left out 2 rows that do not fit: bad.csv line 3 has 1 field, expected 2; bad.csv line 5"
                + " has 3 fields, expected 2");
  }

  private static Frame read(TableSource source) {
    return Tables.read(source, StopSignal.never()).frame();
  }

  private Path parquet(String name, String columns) throws SQLException {
    Path file = folder.resolve(name);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("COPY (SELECT %s) TO '%s' (FORMAT parquet)".formatted(columns, file));
    }
    return file;
  }
}
