package dev.lazuli.ml.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DateEvidenceTest {
  private static CsvResult read(String csv) throws IOException {
    return CsvReader.read(
        new ByteArrayInputStream(csv.getBytes(UTF_8)), "test.csv", CsvOptions.defaults());
  }

  @Test
  void oneColumnThatShowsTheOrderOfItsDatesHoldsForTheFile() throws IOException {
    CsvResult table =
        read("ordered,shipped,paid\n10/05/2024,17/06/2024,2024-06-20\n11/06/2024,03/07/2024,\n");

    assertThat(table.frame().require("ordered").text(0)).isEqualTo("2024-05-10T00:00:00Z");
    assertThat(table.frame().require("shipped").text(1)).isEqualTo("2024-07-03T00:00:00Z");
    assertThat(table.remarks())
        .containsExactly(
            "no date in 'ordered' tells days from months: it is read with the day first, as 'shipped'"
                + " shows");
  }

  @Test
  void columnsThatContradictEachOtherShowNothing() throws IOException {
    CsvResult table = read("a,b,c\n01/02/2024,17/06/2024,06/17/2024\n");

    assertThat(table.frame().require("a").text(0)).isEqualTo("2024-01-02T00:00:00Z");
  }

  @Test
  void monthsThatFollowEachOtherOnlyWithTheDayFirstAreReadSo() throws IOException {
    String months =
        IntStream.range(0, 48)
            .mapToObj(i -> "01/%02d/%d,05/06/2020".formatted(i % 12 + 1, 2010 + i / 12))
            .collect(Collectors.joining("\n"));

    CsvResult table = read("month,told\n" + months + "\n");

    assertThat(table.frame().require("month").text(1)).isEqualTo("2010-02-01T00:00:00Z");
    assertThat(table.frame().require("told").text(1)).isEqualTo("2020-06-05T00:00:00Z");
    assertThat(table.remarks().getFirst())
        .endsWith("the day first, since 'month' has even steps so");
  }

  @Test
  void daysThatFollowEachOtherOnlyWithTheMonthFirstAreReadSo() throws IOException {
    String hours =
        IntStream.range(0, 96)
            .mapToObj(i -> "03/%02d/2024 %02d:00".formatted(i / 24 + 1, i % 24))
            .collect(Collectors.joining("\n"));

    CsvResult table = read("hour\n" + hours + "\n");

    assertThat(table.frame().require("hour").text(24)).isEqualTo("2024-03-02T00:00:00Z");
    assertThat(table.remarks().getFirst())
        .endsWith("the month first, since 'hour' has even steps so");
  }
}
