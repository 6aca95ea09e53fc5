package dev.lazuli.ml.forecast.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.json.Json;
import java.util.List;
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
