package dev.lazuli.ml.forecast.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.json.Json;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ThetaTest {
  private final References references = new References();

  @Test
  void variantsForecastLikeStatsforecast() {
    for (Json expected : references.all("theta")) {
      double[] series = references.series(expected.require("series").text());
      String kind = expected.require("kind").text();
      Theta theta = new Theta(series, expected.require("period").integer(), StopSignal.never());

      ThetaModel model = theta.fit(kind.contains("O"), kind.startsWith("D"));

      double away =
          References.difference(
              model.forecast(12), References.numbers(expected.require("forecast")));
      assertThat(away).as(kind).isLessThan(0.03);
    }
  }

  @Test
  void aStateRestoredForecastsTheSame() {
    ThetaModel model = new Theta(references.series("monthly"), 12, StopSignal.never()).choose();

    ThetaModel restored = ThetaModel.of(model.state(), model.seasons());

    assertThat(restored.forecast(30)).containsExactly(model.forecast(30));
  }

  @Test
  void goingOnByItsOwnForecastsChangesNothing() {
    ThetaModel model = new Theta(references.series("monthly"), 12, StopSignal.never()).choose();
    double[] next = model.forecast(8);

    ThetaModel later = model.after(Arrays.copyOf(next, 5));

    assertThat(later.forecast(3)).containsExactly(Arrays.copyOfRange(next, 5, 8), within(1e-9));
  }
}
