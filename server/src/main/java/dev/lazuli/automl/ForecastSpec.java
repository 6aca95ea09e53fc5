package dev.lazuli.automl;

import dev.lazuli.ml.forecast.ForecastSettings;
import java.util.List;
import java.util.Map;

/// What a forecasting job is asked to do, read from Azure's `taskDetails`.
///
/// @param settings all but the limits, which depend on the machine, and the holidays, which are
///   read from their table when the job runs
/// @param tables places of the job's tables, by field: `trainingData`, and if any `validationData`,
///   `testData` and `holidaysData`
/// @param country whose holidays count, of that table or else of the calendar built in; empty for
///   all rows of the table
/// @param remarks what was asked for and is done differently here
record ForecastSpec(
    ForecastSettings settings,
    AutoMlSpec.Limits limits,
    Map<String, String> tables,
    String country,
    List<String> remarks) {}
