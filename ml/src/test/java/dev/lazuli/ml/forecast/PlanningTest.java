package dev.lazuli.ml.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.ml.forecast.series.SeriesOptions;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanningTest {
  @Test
  void shortSeriesAreTriedWhereThreeCyclesAreKnown() {
    Backtest backtest = weeks(40, 14);

    assertThat(backtest.origins().getFirst().known()).isEqualTo(22);
    assertThat(backtest.windows()).isEqualTo(5);
  }

  @Test
  void longSeriesAreTriedAtEightOriginsAHorizonApart() {
    Backtest backtest = weeks(300, 14);

    assertThat(backtest.windows()).isEqualTo(8);
    assertThat(backtest.step()).isEqualTo(14);
  }

  @Test
  void aSeriesOfTwoCyclesHasAnOriginAllTheSame() {
    assertThat(weeks(16, 5).origins()).isNotEmpty();
  }

  private static Backtest weeks(int days, int horizon) {
    double[] values = IntStream.range(0, days).mapToDouble(i -> 50 + 10 * (i % 7)).toArray();
    ForecastSettings settings =
        ForecastSettings.of(SeriesOptions.of("day", "sold")).withHorizon(horizon);
    return Planning.of(SeriesTables.one(values), settings).backtest();
  }
}
