package dev.lazuli.ml.forecast.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.forecast.local.Stl;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.CsvOptions;
import dev.lazuli.ml.frame.CsvReader;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import dev.lazuli.ml.prepare.ColumnPurpose;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeriesReaderTest {
  private static final SeriesOptions OPTIONS = SeriesOptions.of("day", "sold");

  @Test
  void rowsInAnyOrderBecomeSeriesWithTheirGapsFilled() {
    Frame frame =
        frame(
            """
            day,shop,sold,price
            2026-01-05,north,5,1.5
            2026-01-01,north,1,1.0
            2026-01-02,north,2,
            2026-01-04,north,,1.2
            2026-01-01,south,7,2.0
            2026-01-02,south,8,2.0
            """);

    SeriesSet set = SeriesReader.read(frame, OPTIONS.withIdColumns(List.of("shop")));

    assertThat(set.grid().frequency()).isEqualTo(Frequency.of(Frequency.Unit.DAY));
    assertThat(set.series()).hasSize(2);
    Series north = set.series().getFirst();
    assertThat(north.id()).containsExactly("north");
    assertThat(north.values()).containsExactly(1, 2, 3, 4, 5);
    assertThat(north.observed()).containsExactly(1, 2, Double.NaN, Double.NaN, 5);
    assertThat(north.regressor(0)).containsExactly(1.0, Double.NaN, Double.NaN, 1.2, 1.5);
  }

  @Test
  void duplicatesAreRefusedWithTheirPlaceOrJoined() {
    Frame frame =
        frame("day,sold\n2026-01-01,1\n2026-01-01,3\n2026-01-02,5\n2026-01-03,6\n2026-01-04,6\n");

    assertThatThrownBy(() -> SeriesReader.read(frame, OPTIONS))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("2 rows at 2026-01-01T00:00:00Z");
    SeriesSet joined = SeriesReader.read(frame, OPTIONS.withAggregate(SeriesOptions.Aggregate.SUM));
    assertThat(joined.series().getFirst().values()).containsExactly(4, 5, 6, 6);
  }

  @Test
  void aCoarserFrequencyJoinsRows() {
    Frame frame = daily(14);

    SeriesSet weekly =
        SeriesReader.read(
            frame, OPTIONS.withFrequency("W").withAggregate(SeriesOptions.Aggregate.SUM));

    assertThat(weekly.series().getFirst().values()).containsExactly(7, 7);
    assertThatThrownBy(() -> SeriesReader.read(frame, OPTIONS.withFrequency("W")))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("target_aggregate_function");
  }

  @ParameterizedTest
  @CsvSource({"1,M", "3,Q", "12,Y"})
  void monthsQuartersAndYearsAreFound(int months, String alias) {
    StringBuilder csv = new StringBuilder("day,sold\n");
    for (int i = 0; i < 12; i++) {
      csv.append(LocalDate.of(2015, 1, 1).plusMonths((long) i * months)).append(",1\n");
    }

    SeriesSet set = SeriesReader.read(frame(csv.toString()), OPTIONS);

    assertThat(set.grid().frequency().alias()).isEqualTo(alias);
    assertThat(set.series().getFirst().size()).isEqualTo(12);
  }

  @Test
  void monthsMayLackTheDay() {
    StringBuilder csv = new StringBuilder("day,sold\n");
    for (int i = 0; i < 12; i++) {
      csv.append(LocalDate.of(2020, 1, 30).plusMonths(i)).append(",1\n");
    }

    SeriesSet set = SeriesReader.read(frame(csv.toString()), OPTIONS);

    assertThat(set.grid().frequency().alias()).isEqualTo("M");
    assertThat(set.series().getFirst().size()).isEqualTo(12);
  }

  @ParameterizedTest
  @CsvSource({"n/a?", "1e200", "-1e400"})
  void aTargetThatIsNoUsableNumberIsRefusedWithItsPlace(String text) {
    Frame frame = frame("day,sold\n2026-01-01,1\n2026-01-02,\n2026-01-03,%s\n".formatted(text));

    assertThatThrownBy(() -> SeriesReader.read(frame, OPTIONS))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("in row 3")
        .hasMessageContaining("numbers");
  }

  @Test
  void hoursThatComeTwiceWhenClocksAreSetBackAreToldOf() {
    Frame frame =
        frame(
            """
            day,sold
            2026-10-25T00:00:00,1
            2026-10-25T01:00:00,2
            2026-10-25T02:00:00,3
            2026-10-25T02:00:00,4
            2026-10-25T03:00:00,5
            """);

    assertThatThrownBy(() -> SeriesReader.read(frame, OPTIONS))
        .hasMessageContaining("2026-10-25T02:00:00Z")
        .hasMessageContaining("clocks are set back");
  }

  @Test
  void mostlyEmptyStepsAreRefusedUnlessZerosAreMeant() {
    Frame frame = frame("day,sold\n2026-01-01,1\n2026-01-02,1\n2026-02-01,1\n");
    SeriesOptions daily = OPTIONS.withFrequency("D");

    assertThatThrownBy(() -> SeriesReader.read(frame, daily))
        .isInstanceOf(InvalidInput.class)
        .hasMessage(
            "29 of the 32 steps of frequency D from 2026-01-01 to 2026-02-01 have no value, more than"
                + " half: if days and months of 'day' are read the wrong way round, say which come"
                + " first; else give a longer frequency, with target_aggregate_function to join rows");
    assertThat(
            SeriesReader.read(frame, daily.withGaps(SeriesOptions.GapFill.ZERO))
                .series()
                .getFirst()
                .values())
        .hasSize(32);
  }

  @Test
  void timesWithoutACommonStepAreRefused() {
    Frame frame =
        frame("day,sold\n2026-01-01,1\n2026-01-03,1\n2026-01-08,1\n2026-01-12,2\n2026-01-29,2\n");

    assertThatThrownBy(() -> SeriesReader.read(frame, OPTIONS))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("frequency");
  }

  @Test
  void shortSeriesArePaddedDroppedOrKept() {
    SeriesSet set = SeriesReader.read(daily(5), OPTIONS);

    assertThat(ShortSeries.AUTO.apply(set, 8).series().getFirst().size()).isEqualTo(8);
    assertThat(ShortSeries.NONE.apply(set, 8).series().getFirst().size()).isEqualTo(5);
    assertThatThrownBy(() -> ShortSeries.DROP.apply(set, 8)).isInstanceOf(InvalidInput.class);
  }

  @Test
  void aWeeklyRhythmIsFoundAndNoiseIsNot() {
    double[] rhythm = new double[140];
    double[] noise = new double[140];
    var random = new SplittableRandom(5);
    for (int i = 0; i < rhythm.length; i++) {
      noise[i] = random.nextGaussian();
      rhythm[i] = i * 0.1 + (i % 7 == 3 ? 2 : 0) + random.nextGaussian() * 0.5;
    }

    assertThat(Seasonality.repeats(rhythm, 7)).isTrue();
    assertThat(Seasonality.repeats(noise, 7)).isFalse();
    assertThat(Stl.of(7).split(rhythm).strength()).isGreaterThan(0.5);
  }

  private static Frame daily(int days) {
    StringBuilder csv = new StringBuilder("day,sold\n");
    for (int i = 0; i < days; i++) {
      csv.append(LocalDate.of(2026, 1, 4).plusDays(i)).append(",1\n");
    }
    return frame(csv.toString());
  }

  private static Frame frame(String csv) {
    try (var in = new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8))) {
      return CsvReader.read(in, "rows.csv", CsvOptions.defaults()).frame();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void columnsAreReadAsWhatTheyAreSaidToBe() {
    double[] days = {0, 86_400_000.0, 2 * 86_400_000.0};
    Frame table =
        new Frame(
            List.of(
                new NumberColumn("day", ColumnType.DATETIME, days),
                new NumberColumn("week", ColumnType.NUMBER, new double[] {3, Double.NaN, 4.5}),
                new TextColumn(
                    "price", ColumnType.CATEGORY, new int[] {0, 1, -1}, List.of("1.5", "free")),
                new NumberColumn("sold", ColumnType.NUMBER, new double[] {1, 2, 3})));
    SeriesOptions options =
        SeriesOptions.of("day", "sold")
            .withPurposes(
                Map.of("week", ColumnPurpose.CATEGORICAL, "price", ColumnPurpose.NUMERIC));

    SeriesSet set = SeriesReader.read(table, options);

    assertThat(set.regressors())
        .containsExactly(
            new Regressor("week", List.of("3", "4.5"), true),
            new Regressor("price", List.of(), true));
    assertThat(set.series().getFirst().regressor(0)).containsExactly(0, Double.NaN, 1);
    assertThat(set.series().getFirst().regressor(1)).containsExactly(1.5, Double.NaN, Double.NaN);
  }
}
