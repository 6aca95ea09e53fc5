package dev.lazuli.ml.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.automl.AutoMlListener;
import dev.lazuli.ml.automl.TrialResult;
import dev.lazuli.ml.forecast.panel.Holidays;
import dev.lazuli.ml.forecast.series.SeriesOptions;
import dev.lazuli.ml.forecast.series.ShortSeries;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ForecastingTest {
  private static final SeriesOptions SHOPS =
      SeriesOptions.of("day", "sold").withIdColumns(List.of("shop"));
  private static final int DAYS = 120;

  /// Quick: the settings of most tests here.
  private static ForecastSettings settings(SeriesOptions options) {
    return ForecastSettings.of(options)
        .withHorizon(7)
        .withMetric("mase")
        .withWindows(2, 7)
        .withBudget(Duration.ofMinutes(5));
  }

  @Test
  void aPriceThatIsKnownAheadIsUsed() {
    Frame all = SeriesTables.shops(4, DAYS, 1);
    Frame train = SeriesTables.days(all, DAYS, 0, DAYS - 7);
    Frame future = SeriesTables.days(all, DAYS, DAYS - 7, DAYS);
    ForecastSettings settings =
        settings(SHOPS).withAlgorithms(List.of("LightGBM", "Theta"), List.of());

    ForecastResult result = Forecasting.run(train, settings);

    Frame forecast = result.model().forecast(future.without(List.of("sold")));
    double[] actual = SeriesTables.numbers(future, "sold");
    double[] predicted = SeriesTables.numbers(forecast, "prediction");
    double error = 0;
    for (int row = 0; row < actual.length; row++) {
      error += Math.abs(actual[row] - predicted[row]) / actual.length;
    }
    assertThat(error).isLessThan(3.0);
    assertThat(result.board().best().score()).isLessThan(0.5);
    assertThat(forecast.names())
        .containsExactly(
            "day", "shop", "prediction", "quantile_0.1", "quantile_0.5", "quantile_0.9");
  }

  @Test
  void theSameSeedGivesTheSameBitsOnAnyNumberOfThreads() {
    Frame table = SeriesTables.shops(3, 80, 2);

    ForecastResult one = Forecasting.run(table, settings(SHOPS).withThreads(1));
    ForecastResult two = Forecasting.run(table, settings(SHOPS).withThreads(2));

    assertThat(SeriesTables.numbers(two.model().ahead(9), "prediction"))
        .containsExactly(SeriesTables.numbers(one.model().ahead(9), "prediction"));
    assertThat(two.board().best().metrics()).isEqualTo(one.board().best().metrics());
  }

  @Test
  void aThousandShortSeriesAreDoneWithinTheBudgetThatThereIs() {
    Frame table = SeriesTables.shops(1000, 30, 3);
    ForecastSettings settings =
        settings(SHOPS).withBudget(Duration.ofSeconds(4)).withWindows(1, 0).withThreads(2);
    var clock = new AtomicLong();

    ForecastResult result =
        Forecasting.run(
            table,
            settings,
            AutoMlListener.none(),
            StopSignal.never(),
            () -> clock.addAndGet(250_000));

    assertThat(result.model().ahead(7).rowCount()).isEqualTo(7000);
    assertThat(result.board().best().score()).isLessThan(1);
  }

  @Test
  void rareDemandIsTriedWithItsOwnMethods() {
    var random = new SplittableRandom(4);
    double[] values = new double[150];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextDouble() < 0.25 ? 1 + random.nextInt(4) : 0;
    }

    ForecastResult result =
        Forecasting.run(
            SeriesTables.one(values), settings(SeriesOptions.of("day", "sold")).withMetric(""));

    assertThat(result.board().trials().stream().map(TrialResult::algorithm))
        .contains("Croston", "CrostonSBA", "TSB");
    for (double value : SeriesTables.numbers(result.model().ahead(5), "prediction")) {
      assertThat(value).isBetween(0.0, 2.0);
    }
  }

  @Test
  void valuesThatCameSinceAreLearntFirst() {
    double[] values = new double[90];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    Frame all = SeriesTables.one(values);
    ForecastSettings settings =
        settings(SeriesOptions.of("day", "sold")).withAlgorithms(List.of("Naive"), List.of());

    ForecastModel model = Forecasting.run(SeriesTables.days(all, 90, 0, 60), settings).model();

    Frame later = SeriesTables.days(all, 90, 60, 64);
    double[] sold = SeriesTables.numbers(later, "sold").clone();
    sold[2] = Double.NaN;
    sold[3] = Double.NaN;
    Frame asked =
        new Frame(List.of(later.require("day"), new NumberColumn("sold", ColumnType.NUMBER, sold)));
    assertThat(SeriesTables.numbers(model.forecast(asked), "prediction"))
        .containsExactly(60, 61, 61, 61);
    assertThat(SeriesTables.numbers(model.ahead(2), "prediction")).containsExactly(59, 59);
  }

  @Test
  void quantilesAreInOrderAndWiden() {
    Frame table = SeriesTables.shops(6, 90, 5);

    ForecastModel model =
        Forecasting.run(
                table,
                settings(SHOPS)
                    .withAlgorithms(List.of("Drift", "SeasonalAverage"), List.of())
                    .withQuantiles(List.of(0.05, 0.5, 0.95)))
            .model();

    Frame ahead = model.ahead(7);
    double[] low = SeriesTables.numbers(ahead, "quantile_0.05");
    double[] high = SeriesTables.numbers(ahead, "quantile_0.95");
    for (int row = 0; row < low.length; row++) {
      assertThat(low[row]).isLessThan(high[row]);
    }
  }

  @Test
  void rowsThatCannotBeForecastAreRefusedWithTheirReason() {
    Frame table = SeriesTables.shops(2, 60, 6);
    ForecastModel model =
        Forecasting.run(
                SeriesTables.days(table, 60, 0, 50),
                settings(SHOPS).withAlgorithms(List.of("Naive"), List.of()))
            .model();

    assertThatThrownBy(() -> model.forecast(SeriesTables.shops(3, 60, 6)))
        .isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> model.forecast(SeriesTables.days(table, 60, 40, 45)))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("is not after the end of shop0");
  }

  @Test
  void rowsThatReachTooFarAheadAreRefused() {
    Frame table = SeriesTables.shops(300, 30, 6);
    ForecastModel model =
        Forecasting.run(
                table,
                settings(SHOPS).withAlgorithms(List.of("Naive"), List.of()).withWindows(1, 0))
            .model();
    Frame last = SeriesTables.days(table, 30, 29, 30);
    double[] times = SeriesTables.numbers(last, "day").clone();
    Arrays.setAll(times, row -> times[row] + 50_000 * 86_400_000.0);
    Frame far =
        new Frame(
            List.of(new NumberColumn("day", ColumnType.DATETIME, times), last.require("shop")));

    assertThatThrownBy(() -> model.forecast(far))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("reach too far ahead");
  }

  @Test
  void holidaysHelpWhereTheyMatter() {
    double[] values = new double[400];
    var random = new SplittableRandom(7);
    TreeMap<Long, Integer> days = new TreeMap<>();
    long first = LocalDate.of(2025, 1, 1).toEpochDay();
    for (int i = 0; i < values.length + 30; i++) {
      boolean holiday = i % 31 == 30;
      if (holiday) {
        days.put(first + i, 0);
      }
      if (i < values.length) {
        values[i] = 50 + random.nextGaussian() - (holiday ? 30 : 0);
      }
    }

    ForecastModel model =
        Forecasting.run(
                SeriesTables.one(values),
                settings(SeriesOptions.of("day", "sold"))
                    .withAlgorithms(List.of("LightGBM"), List.of())
                    .withWindows(3, 20)
                    .withHolidays(new Holidays(List.of("market"), days)))
            .model();

    double[] ahead = SeriesTables.numbers(model.ahead(14), "prediction");
    int market = 31 * 13 - 1 - values.length;
    assertThat(ahead[market]).isEqualTo(20, within(10.0));
    assertThat(ahead[market + 3]).isEqualTo(50, within(5.0));
  }

  @Test
  void shortSeriesAreTreatedAsTold() {
    double[] values = {3, 4, 5, 4, 6, 5};
    ForecastSettings settings = ForecastSettings.of(SeriesOptions.of("day", "sold")).withHorizon(5);

    assertThat(Forecasting.run(SeriesTables.one(values), settings).model().ahead(5).rowCount())
        .isEqualTo(5);
    assertThatThrownBy(() ->
            Forecasting.run(SeriesTables.one(values), settings.withShortSeries(ShortSeries.DROP)))
        .isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() ->
            Forecasting.run(SeriesTables.one(values), settings.withShortSeries(ShortSeries.NONE)))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("no series is long enough");
  }

  @Test
  void aHorizonLongerThanTheHistoryIsForecastFromWhatThereIs() {
    double[] values = new double[28];
    for (int day = 0; day < values.length; day++) {
      values[day] = 20 + (day % 7 == 5 ? 9 : 0) + 0.1 * (day % 3);
    }
    ForecastSettings settings =
        ForecastSettings.of(SeriesOptions.of("day", "sold"))
            .withHorizon(40)
            .withAlgorithms(List.of("Theta"), List.of());

    Frame ahead = Forecasting.run(SeriesTables.one(values), settings).model().ahead(40);

    double[] predicted = SeriesTables.numbers(ahead, "prediction");
    assertThat(predicted[5]).isEqualTo(29, within(1.0));
    assertThat(predicted[6]).isEqualTo(20, within(1.0));
    assertThat(predicted[33]).isEqualTo(29, within(1.0));
  }

  @Test
  void fewMissesLeaveTheForecastBetweenItsQuantiles() {
    double[] values = {3, 4, 5, 4, 6, 9, 12, 17, 25};
    ForecastSettings settings =
        ForecastSettings.of(SeriesOptions.of("day", "sold"))
            .withHorizon(2)
            .withAlgorithms(List.of("Naive"), List.of());

    Frame ahead = Forecasting.run(SeriesTables.one(values), settings).model().ahead(2);

    double[] predicted = SeriesTables.numbers(ahead, "prediction");
    double[] low = SeriesTables.numbers(ahead, "quantile_0.1");
    double[] high = SeriesTables.numbers(ahead, "quantile_0.9");
    for (int step = 0; step < 2; step++) {
      assertThat(predicted[step]).isBetween(low[step], high[step]);
    }
  }

  @Test
  void stoppingEndsTheSearch() {
    StopSignal stop = StopSignal.never();
    AutoMlListener stopping =
        new AutoMlListener() {
          @Override
          public void trialStarted(int number, String algorithm, Map<String, String> params) {
            if (number == 3) {
              stop.stop();
            }
          }
        };

    assertThatThrownBy(() ->
            Forecasting.run(
                SeriesTables.shops(3, 90, 8), settings(SHOPS), stopping, stop, System::nanoTime))
        .isInstanceOf(StopSignal.Stopped.class);
  }

  @Test
  void whenTimeRunsOutWhatWasTriedIsUsed() {
    AtomicLong clock = new AtomicLong();
    ForecastSettings settings = settings(SHOPS).withBudget(Duration.ofSeconds(10));

    ForecastResult result =
        Forecasting.run(
            SeriesTables.shops(2, 90, 10),
            settings,
            AutoMlListener.none(),
            StopSignal.never(),
            () -> clock.addAndGet(100_000_000));

    assertThat(result.board().trials().stream().map(TrialResult::state))
        .contains(TrialResult.State.COMPLETED, TrialResult.State.STOPPED);
    assertThat(result.model().ahead(7).rowCount()).isEqualTo(14);
  }

  @Test
  void anUnknownMetricOrAlgorithmIsRefused() {
    Frame table = SeriesTables.shops(1, 60, 9);

    assertThatThrownBy(() -> Forecasting.run(table, settings(SHOPS).withMetric("accuracy")))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("'accuracy'");
    assertThatThrownBy(() ->
            Forecasting.run(table, settings(SHOPS).withAlgorithms(List.of("Prophet"), List.of())))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("AutoArima");
  }

  @Test
  void azuresNamesOfMetricsAreRead() {
    assertThat(ForecastMetric.parse("NormalizedRootMeanSquaredError"))
        .isEqualTo(ForecastMetric.NORMALIZED_ROOT_MEAN_SQUARED_ERROR);
    assertThat(ForecastMetric.parse("r2_score")).isEqualTo(ForecastMetric.R2_SCORE);
    assertThat(ForecastMetric.parse("MASE")).isEqualTo(ForecastMetric.MEAN_ABSOLUTE_SCALED_ERROR);
  }
}
