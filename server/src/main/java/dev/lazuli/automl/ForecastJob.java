package dev.lazuli.automl;

import static dev.lazuli.schema.Field.required;
import static dev.lazuli.schema.Field.standard;

import dev.lazuli.jobs.spec.JobPlacement;
import dev.lazuli.ml.forecast.ForecastSettings;
import dev.lazuli.schema.Codecs;
import dev.lazuli.schema.Description;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Forecasts of one or many series.
///
/// @param metric Azure's name
record ForecastJob(SearchTask search, String metric, SeriesSettings series, JobExtras extras)
    implements AutoMlJob {
  private static final List<String> METRICS =
      List.of(
          "NormalizedRootMeanSquaredError",
          "R2Score",
          "NormalizedMeanAbsoluteError",
          "SpearmanCorrelation",
          "MeanAbsoluteScaledError",
          "SymmetricMeanAbsolutePercentageError",
          "WeightedAbsolutePercentageError",
          "RootMeanSquaredError",
          "MeanAbsoluteError");

  /// How it is written.
  static final Description<ForecastJob> DESCRIPTION =
      Description.of(
          "automl forecasting",
          "Finds the best forecasts of one or many series.",
          fields -> {
            var search =
                SearchTask.add(fields, ForecastJob::search, ForecastAlgorithms.known(), true);
            var metric =
                fields.add(
                    standard(
                            "primary_metric",
                            Codecs.word(METRICS),
                            METRICS.getFirst(),
                            ForecastJob::metric)
                        .meaning("What models are compared by."));
            var series =
                fields.add(
                    required("forecasting", SeriesSettings.DESCRIPTION, ForecastJob::series)
                        .wire("forecastingSettings")
                        .meaning("The times, the series, and how far to look ahead."));
            var extras = JobExtras.add(fields, ForecastJob::extras);
            return given -> {
              ForecastJob job =
                  new ForecastJob(
                      search.apply(given),
                      given.get(metric),
                      given.get(series),
                      extras.apply(given));
              ForecastPlan.of(job); // refuses what does not go together
              return job;
            };
          });

  /// The same for the search: all but the limits, which depend on the machine, and the holidays,
  /// which are read from their table when the job runs.
  ForecastSettings settings() {
    return ForecastPlan.of(this).settings();
  }

  @Override
  public JobPlacement placement() {
    return extras.placement();
  }

  @Override
  public Map<String, String> tables() {
    Map<String, String> tables = new LinkedHashMap<>(search.tables());
    if (series.holidays().isGiven()) {
      tables.put("holidaysData", series.holidays().uri());
    }
    return tables;
  }

  @Override
  public List<String> remarks() {
    return Stream.of(
            search.remarks(), ForecastPlan.of(this).remarks().stream(), extras.remarks().stream())
        .flatMap(remarks -> remarks)
        .toList();
  }
}
