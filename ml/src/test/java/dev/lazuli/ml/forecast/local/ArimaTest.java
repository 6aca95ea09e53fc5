package dev.lazuli.ml.forecast.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.json.Json;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ArimaTest {
  private final References references = new References();

  @Test
  void likelihoodsAreThoseOfStatsmodels() {
    for (Json expected : references.all("arima")) {
      double[] series = references.series(expected.require("series").text());
      int[] order = expected.require("order").items().stream().mapToInt(Json::integer).toArray();

      ArimaModel model =
          AutoArima.fit(
              series,
              new ArimaOrder(
                  order[0],
                  order[1],
                  order[2],
                  order[3],
                  order[4],
                  order[5],
                  Math.max(1, order[6]),
                  order[7] == 1),
              StopSignal.never());

      double theirs = expected.require("log_likelihood").number();
      assertThat(model.likelihood().log())
          .as(model.order().text())
          .isBetween(theirs - 0.01, theirs + 0.5);
    }
  }

  @Test
  void theAutomaticChoiceForecastsLikeStatsforecast() {
    for (Json expected : references.all("auto")) {
      double[] series = references.series(expected.require("series").text());

      ArimaModel model =
          new AutoArima(series, expected.require("period").integer(), StopSignal.never()).choose();

      double away =
          References.difference(model.forecast(12), References.numbers(expected.require("arima")));
      assertThat(away).isLessThan(0.05);
    }
  }

  @Test
  void aSeasonThatGrowsIsDifferenced() {
    SplittableRandom random = new SplittableRandom(3);
    double[] series = new double[80];
    double[] factors = {1.3, 0.9, 0.6, 1.2};
    for (int i = 0; i < series.length; i++) {
      series[i] = Math.exp(0.03 * i) * factors[i % 4] * (1 + 0.03 * random.nextGaussian());
    }

    ArimaModel model = new AutoArima(series, 4, StopSignal.never()).choose();

    assertThat(model.order().seasonalDifferences()).isEqualTo(1);
  }

  @Test
  void commonOrdersAreSeldomMoreLikelyThanTheChosenOne() {
    double excess = 0;
    int seeds = 20;
    for (int seed = 0; seed < seeds; seed++) {
      double[] series = seasonalWalk(seed);

      ArimaModel chosen = new AutoArima(series, 4, StopSignal.never()).choose();

      ArimaOrder order = chosen.order();
      double least = Double.POSITIVE_INFINITY;
      for (int ma = 0; ma < 2; ma++) {
        ArimaOrder common =
            new ArimaOrder(
                1 - ma, order.differences(), ma, 0, order.seasonalDifferences(), 1, 4, false);
        least =
            Math.min(least, AutoArima.fit(series, common, StopSignal.never()).likelihood().aicc());
      }
      excess += (chosen.likelihood().aicc() - least) / seeds;
    }
    assertThat(excess).isNegative();
  }

  /// Ten years of quarters whose level and season wander.
  private static double[] seasonalWalk(int seed) {
    SplittableRandom random = new SplittableRandom(100 + seed);
    double[] series = new double[44];
    double level = 200;
    for (int i = 0; i < series.length; i++) {
      level += 0.5 + 5 * random.nextGaussian();
      series[i] = level + 20 * Math.cos(Math.PI * i / 2);
    }
    return series;
  }

  @Test
  void aRandomWalkIsForecastByItsLastValueAndDrift() {
    double[] series = references.series("trending");
    int n = series.length;

    ArimaModel model = AutoArima.fit(series, ArimaOrder.of(0, 1, 0, true), StopSignal.never());

    double drift = (series[n - 1] - series[0]) / (n - 1);
    assertThat(model.forecast(2)[0]).isEqualTo(series[n - 1] + drift, within(1e-4));
    assertThat(model.forecast(2)[1]).isEqualTo(series[n - 1] + 2 * drift, within(1e-4));
  }

  @Test
  void aModelThatGoesOnForgetsNothing() {
    double[] series = references.series("monthly");
    ArimaOrder order = new ArimaOrder(1, 1, 1, 0, 1, 1, 12, false);
    ArimaModel model = AutoArima.fit(series, order, StopSignal.never());
    double[] next = model.forecast(4);

    assertThat(
            model
                .after(List.of(next[0], next[1]).stream().mapToDouble(v -> v).toArray())
                .forecast(2))
        .containsExactly(new double[] {next[2], next[3]}, within(1e-9));
  }
}
