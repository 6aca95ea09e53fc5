package dev.lazuli.ml.forecast.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.json.Json;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EtsTest {
  private final References references = new References();

  @Test
  void thereAreThirtyForms() {
    assertThat(EtsForm.all()).hasSize(30).doesNotHaveDuplicates();
    assertThat(EtsForm.all())
        .allSatisfy(form -> assertThat(EtsForm.parse(form.name())).isEqualTo(form));
  }

  @Test
  void likelihoodsAreAtLeastThoseOfStatsmodelsAndForecastsAlike() {
    for (Json expected : references.all("ets")) {
      double[] series = references.series(expected.require("series").text());
      EtsForm form = EtsForm.parse(expected.require("form").text());
      int period = expected.require("period").integer();

      EtsModel model = new Ets(series, period, StopSignal.never()).fit(form);

      double theirs = expected.require("log_likelihood").number();
      double away =
          References.difference(
              model.forecast(12), References.numbers(expected.require("forecast")));
      assertThat(model.likelihood().log()).as(form.name()).isGreaterThan(theirs - 0.5);
      if (model.likelihood().log() < theirs + 0.5) { // else they stopped at a lesser optimum
        assertThat(away).as(form.name()).isLessThan(0.02);
      }
    }
  }

  @Test
  void theAutomaticChoiceForecastsLikeStatsforecast() {
    for (Json expected : references.all("auto")) {
      double[] series = references.series(expected.require("series").text());

      EtsModel model =
          new Ets(series, expected.require("period").integer(), StopSignal.never()).choose();

      double away =
          References.difference(model.forecast(12), References.numbers(expected.require("ets")));
      assertThat(away).isLessThan(0.03);
    }
  }

  @Test
  void aModelThatGoesOnIsTheModelOfTheWholeSeries() {
    double[] series = references.series("monthly");
    EtsModel model = new Ets(series, 12, StopSignal.never()).fit(EtsForm.parse("MAdM"));

    EtsModel later = model.after(new double[] {200, 210, 220});

    assertThat(later.after(new double[] {230}).forecast(3))
        .containsExactly(model.after(new double[] {200, 210, 220, 230}).forecast(3));
  }

  @Test
  void aFlatSeriesStaysFlat() {
    double[] flat = new double[30];
    Arrays.fill(flat, 7);

    double[] forecast = new Ets(flat, 7, StopSignal.never()).choose().forecast(5);

    assertThat(forecast).containsExactly(new double[] {7, 7, 7, 7, 7}, within(1e-3));
  }

  @Test
  void fittingEndsWhenToldTo() {
    StopSignal stop = StopSignal.never();
    stop.stop();

    assertThatThrownBy(() -> new Ets(references.series("monthly"), 12, stop).choose())
        .isInstanceOf(StopSignal.Stopped.class);
  }

  @Test
  void aFormThatDoesNotExistIsRefused() {
    assertThatThrownBy(() -> EtsForm.parse("NAN")).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> EtsForm.parse("XYZ")).isInstanceOf(InvalidInput.class);
  }
}
