package dev.lazuli.ml.forecast.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lazuli.ml.StopSignal;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LocalAlgorithmTest {
  @ParameterizedTest
  @EnumSource(LocalAlgorithm.class)
  void everyAlgorithmForecastsSeriesOfAnyLength(LocalAlgorithm algorithm) {
    for (int n : new int[] {1, 2, 3, 5, 8, 15, 40}) {
      double[] series = new double[n];
      for (int i = 0; i < n; i++) {
        series[i] = 10 + i + (i % 7 == 0 ? 3 : 0);
      }

      SeriesModel model = algorithm.fit(series, List.of(7), StopSignal.never());

      assertThat(model.forecast(9)).hasSize(9).doesNotContain(Double.NaN);
    }
  }

  @Test
  void theSeasonalNaiveRepeatsTheLastPeriod() {
    double[] series = {1, 2, 3, 4, 5, 6};

    SeriesModel model = LocalAlgorithm.SEASONAL_NAIVE.fit(series, List.of(3), StopSignal.never());

    assertThat(model.forecast(4)).containsExactly(4, 5, 6, 4);
    assertThat(model.after(new double[] {7}).forecast(3)).containsExactly(5, 6, 7);
  }

  @ParameterizedTest
  @EnumSource(names = {"THETA", "ETS", "ARIMA"})
  void seasonsAreFollowedBelowZeroToo(LocalAlgorithm algorithm) {
    var random = new SplittableRandom(8);
    double[] degrees = new double[96];
    for (int i = 0; i < degrees.length; i++) {
      degrees[i] = 12 * Math.sin(2 * Math.PI * i / 12) + random.nextGaussian();
    }

    double[] forecast = algorithm.fit(degrees, List.of(12), StopSignal.never()).forecast(12);

    assertThat(forecast[3]).isEqualTo(12, within(2.0));
    assertThat(forecast[9]).isEqualTo(-12, within(2.0));
  }

  @Test
  void theDriftIsTheLineThroughTheEnds() {
    SeriesModel model =
        LocalAlgorithm.DRIFT.fit(new double[] {1, 9, 3, 7}, List.of(), StopSignal.never());

    assertThat(model.forecast(2)).containsExactly(9, 11);
  }

  @Test
  void rareDemandIsForecastByItsRate() {
    var random = new SplittableRandom(3);
    double[] series = new double[400];
    for (int i = 0; i < series.length; i++) {
      series[i] = random.nextDouble() < 0.2 ? 5 : 0;
    }

    for (LocalAlgorithm algorithm : LocalAlgorithm.values()) {
      if (algorithm.isIntermittent()) {
        double[] forecast = algorithm.fit(series, List.of(), StopSignal.never()).forecast(1);
        assertThat(forecast[0]).as(algorithm.azureName()).isEqualTo(1, within(0.35));
      }
    }
  }

  @Test
  void twoSeasonsAreBothKept() {
    double[] series = new double[24 * 7 * 6];
    for (int i = 0; i < series.length; i++) {
      series[i] = 100 + 10 * Math.sin(2 * Math.PI * i / 24) + (i / 24 % 7 == 6 ? -30 : 0);
    }
    double[] next = new double[168];
    for (int h = 0; h < next.length; h++) {
      int i = series.length + h;
      next[h] = 100 + 10 * Math.sin(2 * Math.PI * i / 24) + (i / 24 % 7 == 6 ? -30 : 0);
    }

    SeriesModel model = LocalAlgorithm.ETS.fit(series, List.of(24, 168), StopSignal.never());

    assertThat(References.difference(model.forecast(168), next)).isLessThan(0.02);
  }
}
