package dev.lazuli.automl;

import dev.lazuli.base.Problem;
import dev.lazuli.ml.forecast.ForecastMetric;
import dev.lazuli.ml.forecast.ForecastSettings;
import dev.lazuli.ml.forecast.panel.Decomposition;
import dev.lazuli.ml.forecast.panel.PanelOptions;
import dev.lazuli.ml.forecast.series.SeriesOptions;
import dev.lazuli.ml.forecast.series.ShortSeries;
import dev.lazuli.ml.prepare.ColumnPurpose;
import dev.lazuli.ml.prepare.Imputation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A forecasting job as the search takes it.
///
/// @param remarks what was asked for and is done differently here
record ForecastPlan(ForecastSettings settings, List<String> remarks) {
  /// The plan of a job.
  ///
  /// @throws Problem when what it asks for does not go together, or is not done here
  static ForecastPlan of(ForecastJob job) {
    List<String> remarks = new ArrayList<>();
    SeriesSettings series = job.series();
    SearchTask search = job.search();
    ForecastAlgorithms allowed = ForecastAlgorithms.allowed(search.learners().allowed());
    remarks.addAll(allowed.remarks());
    if (search.learners().stack()) {
      remarks.add("there is no stack of forecasts; the weighted (vote) ensemble stands for it");
    }
    if (search.learners().explain()) {
      remarks.add("enable_model_explainability: there are no importances of forecasts");
    }
    int period = series.seasonality().number();
    ForecastSettings settings =
        ForecastSettings.of(featurized(job, options(job), remarks))
            .withHorizon(series.horizon().number())
            .withPeriods(period == 0 ? List.of() : List.of(period))
            .withPanel(
                PanelOptions.usual()
                    .withLags(series.lags().values(), series.window().number())
                    .withStl(Decomposition.parse(series.stl()))
                    .withFeatureLags(series.featureLags().equals("Auto")))
            .withWindows(search.folds().number(), series.cvStep())
            .withShortSeries(ShortSeries.parse(series.shortSeries()))
            .withMetric(ForecastMetric.parse(job.metric()).key())
            .withAlgorithms(
                allowed.names(), ForecastAlgorithms.blocked(search.learners().blocked()))
            .withEnsemble(search.learners().vote());
    return new ForecastPlan(settings, remarks);
  }

  private static SeriesOptions options(ForecastJob job) {
    SeriesSettings series = job.series();
    return SeriesOptions.of(series.timeColumn(), job.search().target())
        .withIdColumns(series.idColumns())
        .withFrequency(series.frequency())
        .withAggregate(SeriesOptions.Aggregate.parse(series.aggregate()))
        .withUnknownAhead(series.unknownAhead());
  }

  /// The options with what the featurization says of columns.
  private static SeriesOptions featurized(
      ForecastJob job, SeriesOptions series, List<String> remarks) {
    FeatureSettings asked = job.search().features();
    if (asked.off()) {
      remarks.add(
          "featurization off: past values and the calendar are what forecasts are made of and stay;"
              + " columns beside the target are used as they are");
    }
    if (!asked.blocked().isEmpty()) {
      remarks.add(
          "blocked_transformers %s: forecasts use none of them"
              .formatted(String.join(", ", asked.blocked())));
    }
    Map<String, ColumnPurpose> purposes = new LinkedHashMap<>(asked.purposes());
    List<String> ignored = new ArrayList<>(asked.dropped());
    asked
        .purposes()
        .forEach((column, purpose) -> {
          if (purpose == ColumnPurpose.IGNORE) {
            ignored.add(column);
            purposes.remove(column);
          }
        });
    return imputed(series.withIgnored(ignored).withPurposes(purposes), asked.imputations());
  }

  /// Zeros and the value before are what gaps of the target can be filled with; other columns have
  /// any value.
  private static SeriesOptions imputed(SeriesOptions series, Map<String, Imputation> imputers) {
    Map<String, Imputation> others = new LinkedHashMap<>(imputers);
    Imputation rule = others.remove(series.target());
    SeriesOptions filled = series.withImputations(others);
    if (rule == null) {
      return filled;
    }
    boolean forward = rule.strategy() == Imputation.Strategy.FORWARD;
    boolean zeros = rule.strategy() == Imputation.Strategy.CONSTANT && rule.value() == 0;
    if (!zeros && !forward) {
      throw new Problem.Unsupported(
          ("the Imputer of '%s' is not done: gaps of the target are filled from their neighbours, by"
                  + " ffill, or by the constant 0")
              .formatted(series.target()));
    }
    return filled.withGaps(forward ? SeriesOptions.GapFill.FORWARD : SeriesOptions.GapFill.ZERO);
  }
}
