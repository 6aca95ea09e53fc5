package dev.lazuli.ml.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.ml.forecast.series.SeriesOptions;
import dev.lazuli.ml.metric.MetricArtifact;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ForecastChartsTest {
  @Test
  void theTableHasWhatCameBesideWhatWasForecast() {
    double[] values = new double[40];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    values[38] = Double.NaN;
    ForecastSettings settings =
        ForecastSettings.of(SeriesOptions.of("day", "sold"))
            .withHorizon(3)
            .withWindows(2, 3)
            .withAlgorithms(List.of("Naive"), List.of());

    List<MetricArtifact> charts = Forecasting.run(SeriesTables.one(values), settings).charts();

    assertThat(charts.stream().map(MetricArtifact::name))
        .containsExactly("residuals", "predicted_true", "forecast_table");
    assertThat(charts.get(0).field("res_count")).isEqualTo(5);
    List<?> windows = (List<?>) charts.get(2).data();
    assertThat(windows).hasSize(2);
    Map<?, ?> last = (Map<?, ?>) windows.get(1);
    assertThat(last.get("grain_value_list")).isEqualTo(List.of(List.of("_automl_dummy_grain_col")));
    List<?> known = (List<?>) ((List<?>) Objects.requireNonNull(last.get("y_true"))).getFirst();
    assertThat(known).hasSize(23);
    assertThat(known.subList(18, 23).stream().map(String::valueOf))
        .containsExactly("35.0", "36.0", "37.0", "null", "39.0");
    assertThat(last.get("y_pred")).isEqualTo(List.of(List.of(36.0, 36.0, 36.0)));
  }
}
