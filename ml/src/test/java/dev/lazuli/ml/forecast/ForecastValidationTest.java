package dev.lazuli.ml.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.forecast.series.SeriesOptions;
import dev.lazuli.ml.forecast.series.SeriesReader;
import dev.lazuli.ml.forecast.series.SeriesSet;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.prepare.Imputation;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ForecastValidationTest {
  private static final SeriesOptions OPTIONS = SeriesOptions.of("day", "sold");

  @Test
  void originsLieSoThatTheLaterTableIsForecast() {
    ForecastSettings settings = ForecastSettings.of(OPTIONS).withHorizon(7);

    ForecastValidation both = ForecastValidation.of(days(0, 60), days(60, 21), settings);

    assertThat(both.rows().rowCount()).isEqualTo(81);
    assertThat(both.settings().windows()).isEqualTo(3);
    assertThat(both.settings().windowStep()).isEqualTo(7);
  }

  @Test
  void withoutAHorizonTheLaterTableIsForecastAtOnce() {
    ForecastValidation both =
        ForecastValidation.of(days(0, 60), days(60, 14), ForecastSettings.of(OPTIONS));

    assertThat(both.settings().horizon()).isEqualTo(14);
    assertThat(both.settings().windows()).isEqualTo(1);
  }

  @Test
  void aTableThatIsNotLaterOrTooShortIsRefused() {
    ForecastSettings settings = ForecastSettings.of(OPTIONS).withHorizon(7);

    assertThatThrownBy(() -> ForecastValidation.of(days(0, 60), days(50, 20), settings))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("before training_data ends");
    assertThatThrownBy(() -> ForecastValidation.of(days(0, 60), days(60, 5), settings))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("validation_data has 5 times, fewer than the 7 of the horizon");
  }

  @Test
  void anImputerFillsMissingNumbersOfAColumnBesideTheTarget() {
    Frame table = days(0, 40);

    assertThat(prices(table, Imputation.of("ffill", 0))).startsWith(0, 1, 1, 3, 4);
    assertThat(prices(table, Imputation.of("constant", -5))).startsWith(0, 1, -5, 3, 4);
    assertThat(prices(table, Imputation.of("median", 0))).startsWith(0, 1, 20, 3, 4);
    assertThatThrownBy(() ->
            SeriesReader.read(
                table, OPTIONS.withImputations(Map.of("day", Imputation.of("mean", 0)))))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("column 'day' is no numeric column beside the time");
  }

  private static double[] prices(Frame table, Imputation rule) {
    SeriesSet set = SeriesReader.read(table, OPTIONS.withImputations(Map.of("price", rule)));
    return set.series().getFirst().regressor(0);
  }

  /// Days from one on, with a price that is missing on the third day of all.
  private static Frame days(int first, int count) {
    double[] day =
        IntStream.range(first, first + count)
            .mapToDouble(i -> 86_400_000.0 * (LocalDate.of(2025, 1, 1).toEpochDay() + i))
            .toArray();
    double[] sold = Arrays.stream(day).map(time -> 50 + time / 86_400_000.0 % 7).toArray();
    double[] price =
        IntStream.range(first, first + count).mapToDouble(i -> i == 2 ? Double.NaN : i).toArray();
    return new Frame(
        List.of(
            new NumberColumn("day", ColumnType.DATETIME, day),
            new NumberColumn("sold", ColumnType.NUMBER, sold),
            new NumberColumn("price", ColumnType.NUMBER, price)));
  }
}
