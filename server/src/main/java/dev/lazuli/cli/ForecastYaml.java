package dev.lazuli.cli;

import static java.util.Map.entry;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.cli.Shape.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Azure ML's YAML of a forecasting job, and how it goes over the wire.
///
/// Ours beyond Azure's: `forecasting.holidays_data`, a table of holidays.
final class ForecastYaml {
  private static final List<String> METRICS =
      List.of(
          "NormalizedRootMeanSquaredError",
          "R2Score",
          "NormalizedMeanAbsoluteError",
          "SpearmanCorrelation",
          "MeanAbsoluteScaledError",
          "SymmetricMeanAbsolutePercentageError",
          "WeightedAbsolutePercentageError");
  private static final List<String> ALGORITHMS =
      List.of(
          "Arimax",
          "AutoArima",
          "Average",
          "DecisionTree",
          "ElasticNet",
          "ExponentialSmoothing",
          "ExtremeRandomTrees",
          "GradientBoosting",
          "KNN",
          "LassoLars",
          "LightGBM",
          "Naive",
          "Prophet",
          "RandomForest",
          "SeasonalAverage",
          "SeasonalNaive",
          "SGD",
          "TCNForecaster",
          "XGBoostRegressor",
          "Theta",
          "Drift",
          "Croston",
          "CrostonSBA",
          "TSB");
  private static final List<String> AUTO_OR_NUMBER =
      List.of("forecast_horizon", "seasonality", "target_rolling_window_size");

  private static final Shape NUMBER =
      new Shape.AnyOf(List.of(Shape.word("auto"), Value.WHOLE), "auto or a whole number");
  private static final Shape TEXTS =
      new Shape.AnyOf(List.of(Value.TEXT, new Shape.ListOf(Value.TEXT)), "a text or a list");

  private ForecastYaml() {}

  /// The wire form of a checked document.
  ///
  /// @param uploads brings the data to the server
  /// @throws Problem.Invalid naming the path of what cannot be used
  static ObjectNode properties(YamlFile file, Uploads uploads) throws InterruptedException {
    file.checked(shape());
    ObjectNode properties = Json.object().put("jobType", "AutoML");
    JobYaml.addCommon(file, properties);
    ObjectNode details = properties.putObject("taskDetails");
    details.put("taskType", "Forecasting");
    details.put("targetColumnName", file.text("target_column_name"));
    String metric = file.text("primary_metric");
    details.put(
        "primaryMetric", metric.isEmpty() ? METRICS.getFirst() : Words.find(METRICS, metric));
    String verbosity = file.text("log_verbosity");
    details.put(
        "logVerbosity",
        verbosity.isEmpty() ? "Info" : Words.find(AutoMlYaml.VERBOSITIES, verbosity));
    ObjectNode content = file.content();
    for (Map.Entry<String, JsonNode> detail : content.properties()) {
      switch (detail.getKey()) {
        case "n_cross_validations" -> details.set("nCrossValidations", chosen(detail.getValue()));
        case "limits" -> details.set("limitSettings", AutoMlYaml.limits(detail.getValue()));
        case "featurization" ->
            details.set("featurizationSettings", AutoMlYaml.featurization(detail.getValue()));
        case "training" ->
            details.set("trainingSettings", AutoMlYaml.training(detail.getValue(), ALGORITHMS));
        default -> {}
      }
    }
    for (String key : List.of("training_data", "validation_data", "test_data")) {
      if (content.get(key) instanceof ObjectNode data) {
        details.set(Words.camel(key), AutoMlYaml.data(key, data, file.folder(), uploads));
      }
    }
    JsonNode forecasting = content.path("forecasting");
    details.set("forecastingSettings", forecasting(forecasting));
    if (forecasting.get("holidays_data") instanceof ObjectNode data) {
      String key = "forecasting.holidays_data";
      details.set("holidaysData", AutoMlYaml.data(key, data, file.folder(), uploads));
    }
    return properties;
  }

  private static ObjectNode forecasting(JsonNode yaml) {
    ObjectNode settings = Json.object();
    for (Map.Entry<String, JsonNode> setting : yaml.properties()) {
      String key = setting.getKey();
      JsonNode value = setting.getValue();
      if (AUTO_OR_NUMBER.contains(key)) {
        settings.set(Words.camel(key), chosen(value));
      } else if (key.equals("target_lags")) {
        settings.set("targetLags", lags(value));
      } else if (key.equals("time_series_id_column_names")
          || key.equals("features_unknown_at_forecast_time")) {
        settings.set(Words.camel(key), list(value));
      } else if (!key.equals("holidays_data")) {
        settings.set(Words.camel(key), value);
      }
    }
    return settings;
  }

  /// `auto` or a number, as Azure's wire has it.
  private static ObjectNode chosen(JsonNode value) {
    return Words.same(value.asString(""), "auto")
        ? Json.object().put("mode", "Auto")
        : Json.object().put("mode", "Custom").put("value", Integer.parseInt(value.asString()));
  }

  /// Writes settings with a mode as the YAML has them: `auto`, a number, or a list.
  static void plain(ObjectNode forecasting) {
    for (String key : List.copyOf(forecasting.propertyNames())) {
      if (forecasting.get(key) instanceof ObjectNode setting && setting.has("mode")) {
        JsonNode value = setting.has("values") ? setting.get("values") : setting.get("value");
        forecasting.set(key, value == null ? Json.tree("auto") : value);
      }
    }
  }

  private static ObjectNode lags(JsonNode value) {
    if (value.isValueNode() && Words.same(value.asString(""), "auto")) {
      return Json.object().put("mode", "Auto");
    }
    ObjectNode lags = Json.object().put("mode", "Custom");
    lags.set("values", list(value));
    return lags;
  }

  private static ArrayNode list(JsonNode value) {
    if (value instanceof ArrayNode array) {
      return array;
    }
    return Json.array().add(value);
  }

  private static Shape shape() {
    Map<String, Shape> keys = new LinkedHashMap<>(JobYaml.COMMON);
    keys.putAll(
        Map.ofEntries(
            entry("task", Value.TEXT),
            entry("primary_metric", AutoMlYaml.snake(METRICS)),
            entry("log_verbosity", AutoMlYaml.snake(AutoMlYaml.VERBOSITIES)),
            entry("target_column_name", Value.TEXT),
            entry("training_data", AutoMlYaml.DATA),
            entry("validation_data", AutoMlYaml.DATA),
            entry("test_data", AutoMlYaml.DATA),
            entry("n_cross_validations", NUMBER),
            entry("limits", AutoMlYaml.LIMITS),
            entry("featurization", AutoMlYaml.FEATURIZATION),
            entry("training", AutoMlYaml.trainingShape(ALGORITHMS)),
            entry("forecasting", block())));
    return new Shape.Keys(
        keys, List.of("type", "task", "target_column_name", "training_data", "forecasting"));
  }

  private static Shape block() {
    return new Shape.Keys(
        Map.ofEntries(
            entry("time_column_name", Value.TEXT),
            entry("forecast_horizon", NUMBER),
            entry("time_series_id_column_names", TEXTS),
            entry("frequency", Value.TEXT),
            entry(
                "target_lags",
                new Shape.AnyOf(
                    List.of(Shape.word("auto"), Value.WHOLE, new Shape.ListOf(Value.WHOLE)),
                    "auto, a whole number, or a list of them")),
            entry("target_rolling_window_size", NUMBER),
            entry("seasonality", NUMBER),
            entry("cv_step_size", Value.WHOLE),
            entry("feature_lags", Shape.word("auto", "none")),
            entry("short_series_handling_config", Shape.word("auto", "pad", "drop", "none")),
            entry("target_aggregate_function", Shape.word("none", "sum", "max", "min", "mean")),
            entry("country_or_region_for_holidays", Value.TEXT),
            entry("use_stl", Shape.word("none", "season", "season_trend")),
            entry("features_unknown_at_forecast_time", TEXTS),
            entry("holidays_data", AutoMlYaml.DATA)),
        List.of("time_column_name"));
  }
}
