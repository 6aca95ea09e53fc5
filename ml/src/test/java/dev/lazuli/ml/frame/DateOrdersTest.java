package dev.lazuli.ml.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DateOrdersTest {
  private static final CsvOptions DEFAULTS = CsvOptions.defaults();

  @Test
  void anOrderOfDatesIsTakenWhereNoDateTellsIt() throws IOException {
    String csv = "d\n01/02/2024\n03/02/2024\n";
    var dayFirst = new DateOrders(Map.of(), DateOrder.DAY_FIRST);

    CsvResult found = CsvReader.read(stream(csv.getBytes(UTF_8)), "test.csv", DEFAULTS);
    CsvResult asked =
        CsvReader.read(stream(csv.getBytes(UTF_8)), "test.csv", DEFAULTS.withDates(dayFirst));
    Frame told = read("d\n01/13/2024\n01/02/2024\n", DEFAULTS.withDates(dayFirst));

    assertThat(found.frame().require("d").text(0)).isEqualTo("2024-01-02T00:00:00Z");
    assertThat(found.openDates()).containsExactly(new CsvResult.DateReading("d", ""));
    assertThat(found.remarks())
        .containsExactly("no date in 'd' tells days from months: it is read with the month first");
    assertThat(asked.frame().require("d").text(0)).isEqualTo("2024-02-01T00:00:00Z");
    assertThat(asked.remarks()).singleElement().asString().endsWith("with the day first");
    assertThat(told.require("d").text(1)).isEqualTo("2024-01-02T00:00:00Z");
  }

  @Test
  void dashesAreReadLikeSlashes() throws IOException {
    Frame table = read("a,b,c\n31-12-2024,12-31-2024,01-02-2024 10:30\n");

    assertThat(table.require("a").text(0)).isEqualTo("2024-12-31T00:00:00Z");
    assertThat(table.require("b").text(0)).isEqualTo("2024-12-31T00:00:00Z");
    assertThat(table.require("c").text(0)).isEqualTo("2024-01-02T10:30:00Z");
    assertThat(DateOrders.of(table).known())
        .containsEntry("a", DateOrder.DAY_FIRST)
        .containsEntry("b", DateOrder.MONTH_FIRST);
    assertThat(DateOrder.MONTH_FIRST.millis("31-12-2024")).isNaN();
    assertThat(DateOrder.MONTH_FIRST.millis("31.12.2024")).isEqualTo(1735603200000.0);
  }

  @Test
  void aTableIsReadWithTheOrdersOfAnother() throws IOException {
    Frame learned = read("d,iso\n31/12/2024,2024-01-02\n");
    CsvOptions like = DEFAULTS.withDates(DateOrders.of(learned));

    CsvResult same = CsvReader.read(stream("d\n01/02/2024\n".getBytes(UTF_8)), "t.csv", like);
    Frame other = read("d\n01/13/2024\n", like);

    assertThat(DateOrders.of(learned).known()).containsOnly(Map.entry("d", DateOrder.DAY_FIRST));
    assertThat(same.frame().require("d").text(0)).isEqualTo("2024-02-01T00:00:00Z");
    assertThat(same.remarks()).isEmpty();
    assertThat(other.require("d").type()).isEqualTo(ColumnType.CATEGORY);
  }

  private static Frame read(String csv) throws IOException {
    return read(csv, DEFAULTS);
  }

  private static Frame read(String csv, CsvOptions options) throws IOException {
    return CsvReader.read(stream(csv.getBytes(UTF_8)), "test.csv", options).frame();
  }

  private static InputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }
}
