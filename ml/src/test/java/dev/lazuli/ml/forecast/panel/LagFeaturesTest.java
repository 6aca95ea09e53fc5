package dev.lazuli.ml.forecast.panel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lazuli.ml.forecast.series.Frequency;
import dev.lazuli.ml.forecast.series.Regressor;
import dev.lazuli.ml.forecast.series.TimeGrid;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class LagFeaturesTest {
  private static final int SIZE = 60;
  private static final TimeGrid DAYS =
      new TimeGrid(Frequency.of(Frequency.Unit.DAY), ZoneOffset.UTC, 0);
  private static final List<Regressor> REGRESSORS =
      List.of(
          new Regressor("price", List.of(), true),
          new Regressor("visitors", List.of(), false),
          new Regressor("event", List.of("fair"), true));

  @Test
  void seasonAndTrendAreThoseOfTheSeriesTakenApart() {
    Track track = track(i -> 10 + 0.5 * i + 3 * Math.sin(2 * Math.PI * i / 7));
    LagFeatures features = features(PanelOptions.usual().withStl(Decomposition.SEASON_TREND));

    for (int step : new int[] {1, 5, 12}) {
      double base = features.base(track, SIZE, step);
      double season = 3 * Math.sin(2 * Math.PI * (SIZE + step - 1) / 7);

      assertThat(value(features, track, step, "stl_season")).isEqualTo(season, within(0.05));
      assertThat(value(features, track, step, "stl_trend") + base)
          .isEqualTo(10 + 0.5 * (SIZE - 1), within(0.1));
      assertThat(value(features, track, step, "stl_rise")).isEqualTo(3.5, within(0.05));
    }
  }

  @Test
  void noFeatureSeesWhatComesAfterItsOrigin() {
    Track track = track(i -> i % 7 + Math.cos(i));
    Track other = track(i -> i < 40 ? i % 7 + Math.cos(i) : -100 * i);
    LagFeatures features =
        features(PanelOptions.usual().withStl(Decomposition.SEASON_TREND).withFeatureLags(true));
    for (boolean sparse : new boolean[] {true, false}) {
      double[] row = new double[features.width()];
      double[] otherRow = new double[features.width()];

      features.fill(track, 40, 3, seasons(features, sparse), row);
      features.fill(other, 40, 3, seasons(features, sparse), otherRow);

      assertThat(otherRow).containsExactly(row);
    }
  }

  @Test
  void earlierRegressorsAreCountedFromWhatIsKnownOfThem() {
    LagFeatures features = features(PanelOptions.usual().withFeatureLags(true));
    Track track = track(i -> i);

    assertThat(value(features, track, 4, "price_lag_1")).isEqualTo(SIZE + 2);
    assertThat(value(features, track, 4, "price_lag_7")).isEqualTo(SIZE - 4);
    assertThat(value(features, track, 4, "visitors_lag_1")).isEqualTo(2 * (SIZE - 2));
    assertThat(value(features, track, 4, "visitors_lag_7")).isEqualTo(2 * (SIZE - 8));
    assertThat(names(features)).noneMatch(name -> name.startsWith("event_lag"));
    assertThat(names(features(PanelOptions.usual()))).noneMatch(name -> name.contains("_lag_"));
  }

  private static TrackSeasons seasons(LagFeatures features, boolean sparse) {
    return sparse ? TrackSeasons.sparse(features.plan()) : TrackSeasons.exact(features.plan());
  }

  private static LagFeatures features(PanelOptions options) {
    LagPlan plan = LagPlan.of(List.of(7), options, LagPlan.Origin.LEVEL);
    return new LagFeatures(plan, DAYS, Holidays.none(), REGRESSORS, 1);
  }

  private static Track track(IntToDoubleFunction series) {
    double[] values = new double[SIZE];
    Arrays.setAll(values, series);
    double[][] regressors = new double[REGRESSORS.size()][SIZE + 20];
    Arrays.setAll(regressors[0], i -> i);
    Arrays.setAll(regressors[1], i -> i < SIZE ? 2 * i : Double.NaN);
    return new Track(0, 0, values, regressors, 1);
  }

  private static List<String> names(LagFeatures features) {
    return features.kinds().stream().map(LagFeatures.Kind::name).toList();
  }

  private static double value(LagFeatures features, Track track, int step, String name) {
    double[] row = new double[features.width()];
    features.fill(track, SIZE, step, TrackSeasons.exact(features.plan()), row);
    return row[names(features).indexOf(name)];
  }
}
