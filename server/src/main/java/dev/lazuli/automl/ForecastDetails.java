package dev.lazuli.automl;

import dev.lazuli.base.Problem;
import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.forecast.ForecastMetric;
import dev.lazuli.ml.forecast.ForecastSettings;
import dev.lazuli.ml.forecast.holiday.HolidayCalendar;
import dev.lazuli.ml.forecast.panel.Decomposition;
import dev.lazuli.ml.forecast.panel.PanelOptions;
import dev.lazuli.ml.forecast.series.Frequency;
import dev.lazuli.ml.forecast.series.SeriesOptions;
import dev.lazuli.ml.forecast.series.ShortSeries;
import dev.lazuli.ml.prepare.ColumnPurpose;
import dev.lazuli.ml.prepare.Imputation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// Reads the `taskDetails` of a forecasting job as Azure's clients send them.
///
/// Ours beyond Azure's: `holidaysData`, a table of holidays.
final class ForecastDetails {
  /// Azure's names of algorithms that are tried under the same name here.
  private static final List<String> HERE =
      List.of(
          "Naive",
          "SeasonalNaive",
          "Average",
          "SeasonalAverage",
          "ExponentialSmoothing",
          "AutoArima",
          "LightGBM",
          "Theta",
          "Drift",
          "Croston",
          "CrostonSBA",
          "TSB");

  /// Azure's names for which another stands here.
  private static final Map<String, String> STANDS_FOR =
      Map.of(
          "Arimax", "AutoArima",
          "GradientBoosting", "LightGBM",
          "XGBoostRegressor", "LightGBM",
          "RandomForest", "LightGBM",
          "ExtremeRandomTrees", "LightGBM",
          "DecisionTree", "LightGBM");

  private static final List<String> NOT_HERE =
      List.of("Prophet", "TCNForecaster", "ElasticNet", "KNN", "LassoLars", "SGD");

  private ForecastDetails() {}

  /// Whether a job's spec, or what its process works on, is about forecasting.
  static boolean isForecasting(ObjectNode spec) {
    return spec.path("taskDetails").path("taskType").asString("").equalsIgnoreCase("Forecasting");
  }

  /// Reads a job's spec.
  ///
  /// @throws Problem.Invalid naming the field that is wrong and what would be right
  /// @throws Problem.Unsupported naming what Azure has and this version has not
  static ForecastSpec parse(ObjectNode spec) {
    if (!(spec.path("taskDetails") instanceof ObjectNode details)) {
      throw new Problem.Invalid("taskDetails", "taskDetails is missing");
    }
    try {
      return new ForecastDetails().read(new SpecReader("taskDetails", details));
    } catch (InvalidInput e) {
      throw new Problem.Invalid(e.subject(), String.valueOf(e.getMessage()));
    }
  }

  private final List<String> remarks = new ArrayList<>();

  private ForecastSpec read(SpecReader reader) {
    reader.required("taskType");
    Map<String, String> tables = tables(reader);
    SpecReader forecasting =
        reader
            .find("forecastingSettings")
            .orElseThrow(() ->
                new Problem.Invalid(
                    reader.at("forecastingSettings"),
                    "taskDetails.forecastingSettings is missing: it names the time column"));
    String country = country(forecasting, tables);
    if (tables.containsKey("validationData") && folds(reader) > 0) {
      throw new Problem.Invalid(
          "taskDetails.validationData",
          "taskDetails.validationData excludes nCrossValidations: the length of the later table tells the origins");
    }
    ForecastSettings settings =
        ForecastSettings.of(featurized(reader, series(reader, forecasting)))
            .withHorizon(chosen(forecasting, "forecastHorizon"))
            .withPeriods(period(chosen(forecasting, "seasonality")))
            .withPanel(panel(forecasting))
            .withWindows(folds(reader), forecasting.whole("cvStepSize", 0, 0, 10_000))
            .withShortSeries(ShortSeries.parse(shortSeries(forecasting)))
            .withMetric(metric(reader));
    settings = learners(reader.child("trainingSettings"), settings);
    AutoMlSpec.Limits limits = LimitDetails.limits(reader.child("limitSettings"), remarks);
    forecasting.refuseOthers();
    parts(reader);
    reader.ignore("logVerbosity", "forecastingSettings").refuseOthers();
    return new ForecastSpec(settings, limits, tables, country, remarks);
  }

  private static Map<String, String> tables(SpecReader reader) {
    Map<String, String> tables = new LinkedHashMap<>();
    for (String field : List.of("trainingData", "validationData", "testData", "holidaysData")) {
      reader
          .find(field)
          .ifPresent(input -> {
            input.word("jobInputType", List.of("mltable", "uri_file", "uri_folder"));
            tables.put(field, input.required("uri"));
            input.ignore("mode", "description", "pathOnCompute").refuseOthers();
          });
    }
    if (!tables.containsKey("trainingData")) {
      throw new Problem.Invalid(reader.at("trainingData"), "taskDetails.trainingData is missing");
    }
    return tables;
  }

  /// Parts of the rows are no times after others.
  private static void parts(SpecReader reader) {
    if (reader.number("validationDataSize", 0) > 0) {
      throw new Problem.Unsupported(
          "taskDetails.validationDataSize: forecasts are judged at rolling origins of trainingData;"
              + " give nCrossValidations and cvStepSize");
    }
    if (reader.number("testDataSize", 0) > 0) {
      throw new Problem.Unsupported(
          "taskDetails.testDataSize: forecasts are tested on times after the training data; give"
              + " testData");
    }
  }

  private static SeriesOptions series(SpecReader reader, SpecReader forecasting) {
    List<String> unknown = forecasting.texts("featuresUnknownAtForecastTime");
    String frequency = forecasting.text("frequency");
    if (!frequency.isEmpty()) {
      Frequency.parse(frequency);
    }
    String aggregate =
        forecasting.word("targetAggregateFunction", List.of("None", "Sum", "Max", "Min", "Mean"));
    return SeriesOptions.of(
            forecasting.required("timeColumnName"), reader.required("targetColumnName"))
        .withIdColumns(forecasting.texts("timeSeriesIdColumnNames"))
        .withFrequency(frequency)
        .withAggregate(SeriesOptions.Aggregate.parse(aggregate))
        .withUnknownAhead(unknown);
  }

  private static String shortSeries(SpecReader forecasting) {
    return forecasting.word("shortSeriesHandlingConfig", List.of("None", "Auto", "Pad", "Drop"));
  }

  /// The number of a setting such as `{"mode": "Custom", "value": 24}`; 0 when it is automatic.
  private static int chosen(SpecReader forecasting, String field) {
    SpecReader given = forecasting.child(field);
    boolean custom = given.word("mode", List.of("Auto", "Custom")).equals("Custom");
    int value = given.whole("value", 0, 0, 10_000);
    given.refuseOthers();
    if (custom && value < 1) {
      throw new Problem.Invalid(given.at("value"), value, "a whole number from 1 to 10000");
    }
    return custom ? value : 0;
  }

  private static List<Integer> period(int period) {
    return period == 0 ? List.of() : List.of(period);
  }

  private static List<Integer> lags(SpecReader forecasting) {
    SpecReader given = forecasting.child("targetLags");
    boolean custom = given.word("mode", List.of("Auto", "Custom")).equals("Custom");
    List<String> values = given.texts("values");
    given.refuseOthers();
    for (String value : values) {
      if (!value.matches("\\d{1,5}")) {
        throw new Problem.Invalid(given.at("values"), value, "whole numbers from 1");
      }
    }
    return custom ? values.stream().map(Integer::valueOf).toList() : List.of();
  }

  private static int folds(SpecReader reader) {
    SpecReader given = reader.child("nCrossValidations");
    boolean custom = given.word("mode", List.of("Auto", "Custom")).equals("Custom");
    int folds = given.whole("value", 0, 0, 100);
    given.refuseOthers();
    if (custom && folds < 1) {
      throw new Problem.Invalid(given.at("value"), folds, "a whole number from 1 to 100");
    }
    return custom ? folds : 0;
  }

  private static String metric(SpecReader reader) {
    String name = reader.text("primaryMetric");
    return name.isEmpty() ? "" : ForecastMetric.parse(name).key();
  }

  private static String country(SpecReader forecasting, Map<String, String> tables) {
    String country = forecasting.text("countryOrRegionForHolidays");
    if (!country.isEmpty() && !tables.containsKey("holidaysData")) {
      try {
        HolidayCalendar.of(country);
      } catch (InvalidInput unknown) {
        throw new Problem.Unsupported(
            "taskDetails.forecastingSettings.countryOrRegionForHolidays: " + unknown.getMessage());
      }
    }
    return country;
  }

  private ForecastSettings learners(SpecReader reader, ForecastSettings settings) {
    List<String> allowed = names(reader, "allowedTrainingAlgorithms");
    List<String> blocked = new ArrayList<>();
    for (String name : reader.words("blockedTrainingAlgorithms", known())) {
      if (HERE.contains(name)) {
        blocked.add(name);
      }
    }
    TrainingDetails.refuseElsewhere(reader, allowed, blocked, remarks);
    if (reader.truth("enableStackEnsemble", false)) {
      remarks.add("there is no stack of forecasts; the weighted (vote) ensemble stands for it");
    }
    boolean vote = reader.truth("enableVoteEnsemble", true);
    if (reader.truth("enableOnnxCompatibleModels", false)) {
      throw new Problem.Unsupported(
          "taskDetails.trainingSettings.enableOnnxCompatibleModels: a forecast model keeps the ends"
              + " of its series, which no ONNX graph here can");
    }
    if (reader.truth("enableModelExplainability", false)) {
      remarks.add("enableModelExplainability: there are no importances of forecasts");
    }
    reader
        .ignore("stackEnsembleSettings")
        .refuseOthers(); // of the stack, which the remark is about
    return settings.withAlgorithms(allowed, blocked).withEnsemble(vote);
  }

  private static List<String> known() {
    List<String> all = new ArrayList<>(HERE);
    all.addAll(STANDS_FOR.keySet().stream().sorted().toList());
    all.addAll(NOT_HERE);
    return all;
  }

  private List<String> names(SpecReader reader, String field) {
    List<String> asked = reader.words(field, known());
    List<String> names = new ArrayList<>();
    for (String name : asked) {
      if (NOT_HERE.contains(name)) {
        remarks.add("%s does not forecast here and is left out".formatted(name));
        continue;
      }
      String ours = STANDS_FOR.getOrDefault(name, name);
      if (!ours.equals(name)) {
        remarks.add("%s stands for %s".formatted(ours, name));
      }
      if (!names.contains(ours)) {
        names.add(ours);
      }
    }
    if (names.isEmpty() && !asked.isEmpty()) {
      throw new Problem.Unsupported(
          "%s: none of %s forecasts here; there are %s"
              .formatted(reader.at(field), String.join(", ", asked), String.join(", ", HERE)));
    }
    return names;
  }

  private static PanelOptions panel(SpecReader forecasting) {
    String parts = forecasting.word("useStl", List.of("None", "Season", "SeasonTrend"));
    String featureLags = forecasting.word("featureLags", List.of("None", "Auto"));
    return PanelOptions.usual()
        .withLags(lags(forecasting), chosen(forecasting, "targetRollingWindowSize"))
        .withStl(Decomposition.parse(parts))
        .withFeatureLags(featureLags.equals("Auto"));
  }

  /// The options with what the featurization says of columns.
  private SeriesOptions featurized(SpecReader reader, SeriesOptions series) {
    AutoMlSpec.Features asked =
        FeaturizationDetails.features(reader.child("featurizationSettings"), remarks);
    if (asked.off()) {
      remarks.add(
          "featurization off: past values and the calendar are what forecasts are made of and stay;"
              + " columns beside the target are used as they are");
    }
    if (!asked.blocked().isEmpty()) {
      remarks.add(
          "blockedTransformers %s: forecasts use none of them"
              .formatted(String.join(", ", asked.blocked())));
    }
    Map<String, ColumnPurpose> purposes = new LinkedHashMap<>();
    List<String> ignored = new ArrayList<>(asked.dropped());
    asked
        .columnTypes()
        .forEach((column, word) -> {
          ColumnPurpose purpose = ColumnPurpose.of(word);
          if (purpose == ColumnPurpose.IGNORE) {
            ignored.add(column);
          } else {
            purposes.put(column, purpose);
          }
        });
    return imputed(series.withIgnored(ignored).withPurposes(purposes), asked.imputers());
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
          ("taskDetails.featurizationSettings.transformerParams.Imputer of '%s': gaps of the target are"
                  + " filled from their neighbours, by ffill, or by the constant 0")
              .formatted(series.target()));
    }
    return filled.withGaps(forward ? SeriesOptions.GapFill.FORWARD : SeriesOptions.GapFill.ZERO);
  }
}
