package dev.lazuli.ml.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.forecast.panel.Decomposition;
import dev.lazuli.ml.forecast.panel.Holidays;
import dev.lazuli.ml.forecast.panel.PanelOptions;
import dev.lazuli.ml.forecast.series.Frequency;
import dev.lazuli.ml.forecast.series.MonthPlace;
import dev.lazuli.ml.forecast.series.SeriesOptions;
import dev.lazuli.ml.forecast.series.TimeGrid;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.json.Json;
import dev.lazuli.ml.model.ModelStamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Saved models; also leaves them for `conformance/python/ml_forecast_test.py`.
class ForecastFolderTest {
  private static final Path FOLDER = Path.of("target", "python-forecast");
  private static final ModelStamp STAMP = ModelStamp.of("0".repeat(32), Instant.EPOCH);
  private static final int DAYS = 70;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Naive",
        "SeasonalNaive",
        "Average",
        "SeasonalAverage",
        "Drift",
        "Theta",
        "ExponentialSmoothing",
        "AutoArima",
        "Croston",
        "CrostonSBA",
        "TSB",
        "LightGBM"
      })
  void aLoadedModelForecastsTheSameBits(String algorithm) throws IOException {
    Frame all = SeriesTables.shops(3, DAYS, 21);
    Frame train = SeriesTables.days(all, DAYS, 0, 60);
    Frame future = withoutLateTargets(SeriesTables.days(all, DAYS, 60, DAYS));
    long day = LocalDate.of(2025, 1, 1).toEpochDay();
    ForecastSettings settings =
        ForecastSettings.of(SeriesOptions.of("day", "sold").withIdColumns(List.of("shop")))
            .withHorizon(5)
            .withWindows(2, 5)
            .withBudget(Duration.ofMinutes(5))
            .withLags(List.of(21), 9)
            .withHolidays(new Holidays(List.of("fair", "feast"), Map.of(day + 30, 0, day + 66, 1)))
            .withAlgorithms(List.of(algorithm), List.of());
    ForecastModel model = Forecasting.run(train, settings).model();

    Path folder = FOLDER.resolve(algorithm);
    write(folder, model, future);

    assertThat(ForecastModel.isIn(folder.resolve("model"))).isTrue();
    ForecastModel loaded = ForecastModel.load(folder.resolve("model"));
    double[][] expected = model.forecastNumbers(future, List.of(0.1, 0.9));
    double[][] actual = loaded.forecastNumbers(future, List.of(0.1, 0.9));
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).containsExactly(expected[i]);
    }
  }

  @ParameterizedTest
  @EnumSource
  void partsOfTheSeriesAndEarlierRegressorsAreSavedToo(Decomposition stl) throws IOException {
    Frame all = SeriesTables.shops(2, DAYS, 22);
    Frame future = withoutLateTargets(SeriesTables.days(all, DAYS, 60, DAYS));
    ForecastSettings settings =
        ForecastSettings.of(
                SeriesOptions.of("day", "sold")
                    .withIdColumns(List.of("shop"))
                    .withUnknownAhead(List.of("visitors")))
            .withHorizon(4)
            .withWindows(2, 5)
            .withPeriods(List.of(7))
            .withPanel(PanelOptions.usual().withStl(stl).withFeatureLags(true))
            .withAlgorithms(List.of("LightGBM"), List.of());
    ForecastModel model =
        Forecasting.run(visited(SeriesTables.days(all, DAYS, 0, 60)), settings).model();

    Path folder = FOLDER.resolve("stl-" + stl.key());
    write(folder, model, visited(future));

    double[] loaded =
        ForecastModel.load(folder.resolve("model")).forecastNumbers(future, List.of())[0];
    assertThat(loaded).containsExactly(model.forecastNumbers(future, List.of())[0]);
  }

  /// A column beside, whose values are not known ahead.
  private static Frame visited(Frame table) {
    double[] visitors = new double[table.rowCount()];
    for (int row = 0; row < visitors.length; row++) {
      visitors[row] = 100 + row % 9;
    }
    List<Column> columns = new ArrayList<>(table.columns());
    columns.add(new NumberColumn("visitors", ColumnType.NUMBER, visitors));
    return new Frame(columns);
  }

  @ParameterizedTest
  @ValueSource(strings = {"h", "D", "W", "M", "Q", "B", "BME", "BQS"})
  void timeGoesOnInEveryFrequency(String frequency) throws IOException {
    ZoneId zone = ZoneId.of("America/New_York");
    var grid =
        new TimeGrid(
            Frequency.parse(frequency),
            zone,
            Instant.parse("2024-03-01T05:00:00Z").toEpochMilli(),
            switch (frequency) {
              case "BME" -> MonthPlace.LAST_WEEKDAY;
              case "BQS" -> MonthPlace.FIRST_WEEKDAY;
              default -> MonthPlace.SAME_DAY;
            });
    int count = 80;
    double[] times = new double[count];
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      times[i] = grid.time(i);
      values[i] = 100 + i + 10 * (i % 4);
    }
    Frame all =
        new Frame(
            List.of(
                new NumberColumn("day", ColumnType.DATETIME, times),
                new NumberColumn("sold", ColumnType.NUMBER, values)));
    ForecastSettings settings =
        ForecastSettings.of(SeriesOptions.of("day", "sold").withFrequency(frequency).withZone(zone))
            .withHorizon(6)
            .withPeriods(List.of(4))
            .withBudget(Duration.ofMinutes(5))
            .withAlgorithms(List.of("LightGBM", "SeasonalNaive"), List.of());
    ForecastModel model = Forecasting.run(SeriesTables.days(all, count, 0, 66), settings).model();

    Frame future = SeriesTables.days(all, count, 66, count).without(List.of("sold"));
    write(FOLDER.resolve("frequency-" + frequency), model, future);

    assertThat(model.forecast(future).rowCount()).isEqualTo(14);
  }

  @Test
  void rowsBeforeAKnownValueAreForecastAndLaterOnesGoOnFromIt() {
    Frame all = SeriesTables.shops(1, DAYS, 23);
    ForecastSettings settings =
        ForecastSettings.of(SeriesOptions.of("day", "sold").withIdColumns(List.of("shop")))
            .withHorizon(5)
            .withWindows(2, 5)
            .withAlgorithms(List.of("Naive"), List.of());
    ForecastModel model = Forecasting.run(SeriesTables.days(all, DAYS, 0, 60), settings).model();
    double last = SeriesTables.numbers(all, "sold")[59];
    Frame future = SeriesTables.days(all, DAYS, 60, 66);
    double[] sold = {Double.NaN, Double.NaN, 52, Double.NaN, 7, Double.NaN};
    List<Column> columns = new ArrayList<>(future.without(List.of("sold")).columns());
    columns.add(new NumberColumn("sold", ColumnType.NUMBER, sold));

    double[][] numbers = model.forecastNumbers(new Frame(columns), List.of(0.9));

    assertThat(numbers[0]).containsExactly(last, last, 52, 52, 7, 7);
    assertThat(model.remarks(new Frame(columns))).isEmpty();
    assertThat(model.remarks(SeriesTables.days(all, DAYS, 60, 68).without(List.of("sold"))))
        .containsExactly(
            "3 rows lie more than 5 steps ahead, up to 8: forecasts were tried 5 steps ahead only"
                + " (the horizon)");
    double oneStep = numbers[1][0] - numbers[0][0];
    assertThat(numbers[1][2]).isEqualTo(52);
    assertThat(numbers[1][3] - 52).isCloseTo(oneStep, within(1e-9));
    assertThat(numbers[1][5] - 7).isCloseTo(oneStep, within(1e-9));
  }

  @Test
  void aFolderWithoutAModelIsRefused(@TempDir Path folder) {
    assertThatThrownBy(() -> ForecastModel.load(folder))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("holds no Lazuli model");
  }

  /// Some rows of each series keep their target, so that they are learnt: of the first series the
  /// first two, of others any, also after rows without one.
  private static Frame withoutLateTargets(Frame future) {
    double[] sold = SeriesTables.numbers(future, "sold").clone();
    SplittableRandom random = new SplittableRandom(future.rowCount());
    for (int row = 0; row < sold.length; row++) {
      boolean known = row < 10 ? row < 2 : random.nextInt(3) == 0;
      sold[row] = known ? sold[row] : Double.NaN;
    }
    List<Column> columns = new ArrayList<>(future.without(List.of("sold")).columns());
    columns.add(new NumberColumn("sold", ColumnType.NUMBER, sold));
    return new Frame(columns);
  }

  private static void write(Path folder, ForecastModel model, Frame rows) throws IOException {
    model.save(folder.resolve("model"), STAMP);
    Json.Members columns = Json.object();
    for (Column column : rows.columns()) {
      columns = columns.with(column.name(), values(column));
    }
    Files.writeString(folder.resolve("rows.json"), columns.write());
    double[][] expected = model.forecastNumbers(rows, List.of(0.1, 0.9));
    Files.writeString(
        folder.resolve("expected.json"),
        new Json.Items(
                List.of(
                    Json.numbers(expected[0]),
                    Json.numbers(expected[1]),
                    Json.numbers(expected[2])))
            .write());
  }

  private static Json values(Column column) {
    List<Json> values = new ArrayList<>();
    for (int row = 0; row < column.size(); row++) {
      boolean isTime = column.type() == ColumnType.DATETIME;
      if (column.isMissing(row)) {
        values.add(new Json.Nothing());
      } else if (column instanceof NumberColumn number && !isTime) {
        values.add(new Json.Numeral(number.value(row)));
      } else {
        values.add(new Json.Text(column.text(row)));
      }
    }
    return new Json.Items(values);
  }
}
