package dev.lazuli.cli;

import static java.util.Map.entry;

import dev.lazuli.automl.AutoMlWords;
import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.cli.Shape.Value;
import dev.lazuli.ml.metric.Metric;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Azure ML's YAML of an automl job on a table, and how it goes over the wire.
final class AutoMlYaml {
  private static final List<String> CLASSIFICATION_METRICS =
      metrics(
          Metric.Kind.CLASSIFICATION,
          "AUCWeighted",
          "Accuracy",
          "NormMacroRecall",
          "AveragePrecisionScoreWeighted",
          "PrecisionScoreWeighted");
  private static final List<String> REGRESSION_METRICS =
      metrics(
          Metric.Kind.REGRESSION,
          "NormalizedRootMeanSquaredError",
          "R2Score",
          "NormalizedMeanAbsoluteError",
          "SpearmanCorrelation");
  private static final List<String> TRANSFORMERS =
      List.of(
          "TextTargetEncoder",
          "OneHotEncoder",
          "CatTargetEncoder",
          "TfIdf",
          "WoETargetEncoder",
          "LabelEncoder",
          "WordEmbedding",
          "NaiveBayes",
          "CountVectorizer",
          "HashOneHotEncoder");
  private static final Shape STACK =
      new Shape.Keys(
          Map.of(
              "stack_meta_learner_type",
              snake(AutoMlWords.META_LEARNERS),
              "stack_meta_learner_train_percentage",
              Value.NUMBER,
              "stack_meta_learner_k_wargs",
              new Shape.MapOf(Value.ANY)),
          List.of());
  static final List<String> VERBOSITIES =
      List.of("NotSet", "Debug", "Info", "Warning", "Error", "Critical");

  static final Shape DATA =
      new Shape.Keys(
          Map.of("type", Shape.word("mltable", "uri_file"), "path", Value.TEXT, "mode", Value.TEXT),
          List.of("path"));
  static final Shape LIMITS =
      new Shape.Keys(
          Map.of(
              "timeout_minutes",
              Value.NUMBER,
              "trial_timeout_minutes",
              Value.NUMBER,
              "max_trials",
              Value.WHOLE,
              "max_concurrent_trials",
              Value.WHOLE,
              "max_cores_per_trial",
              Value.WHOLE,
              "max_nodes",
              Value.WHOLE,
              "enable_early_termination",
              Value.TRUTH,
              "exit_score",
              Value.NUMBER),
          List.of());
  static final Shape FEATURIZATION =
      new Shape.Keys(
          Map.of(
              "mode",
              Shape.word("auto", "off", "custom"),
              "blocked_transformers",
              new Shape.ListOf(new Shape.Word(TRANSFORMERS.stream().map(Words::snake).toList())),
              "column_name_and_types",
              Shape.texts(),
              "transformer_params",
              new Shape.MapOf(
                  new Shape.ListOf(
                      new Shape.Keys(
                          Map.of(
                              "fields",
                              new Shape.ListOf(Value.TEXT),
                              "parameters",
                              new Shape.MapOf(Value.ANY)),
                          List.of()))),
              "drop_columns",
              new Shape.ListOf(Value.TEXT),
              "dataset_language",
              Value.TEXT,
              "enable_dnn_featurization",
              Value.TRUTH),
          List.of());

  /// Keys of the task's details that go over as they are, renamed only.
  private static final Set<String> PLAIN_DETAILS =
      Set.of(
          "target_column_name",
          "validation_data_size",
          "test_data_size",
          "weight_column_name",
          "cv_split_column_names",
          "positive_label");

  private AutoMlYaml() {}

  /// Azure's primary metrics, then all others that are computed.
  private static List<String> metrics(Metric.Kind kind, String... primary) {
    List<String> metrics = new ArrayList<>(List.of(primary));
    for (Metric metric : Metric.all(kind)) {
      String name = metric.azureName();
      if (metrics.stream().noneMatch(known -> Words.same(known, name))) {
        metrics.add(name);
      }
    }
    return List.copyOf(metrics);
  }

  /// The wire form of a checked document.
  ///
  /// @param uploads brings the data to the server
  /// @throws Problem.Invalid naming the path of what cannot be used
  static ObjectNode properties(YamlFile file, Uploads uploads) throws InterruptedException {
    String task = file.text("task");
    if (Words.same(task, "forecasting")) {
      return ForecastYaml.properties(file, uploads);
    }
    boolean isRegression = Words.same(task, "regression");
    if (!isRegression && !Words.same(task, "classification")) {
      throw task.isEmpty()
          ? new Problem.Invalid("task", "the key 'task' is missing")
          : new Problem.Unsupported(
              "task '%s' is not supported by this version: use regression, classification or forecasting"
                  .formatted(task));
    }
    file.checked(shape(isRegression));
    ObjectNode properties = Json.object().put("jobType", "AutoML");
    JobYaml.addCommon(file, properties);
    ObjectNode details = properties.putObject("taskDetails");
    details.put("taskType", isRegression ? "Regression" : "Classification");
    List<String> metrics = isRegression ? REGRESSION_METRICS : CLASSIFICATION_METRICS;
    String metric = file.text("primary_metric");
    details.put(
        "primaryMetric", metric.isEmpty() ? metrics.getFirst() : Words.find(metrics, metric));
    String verbosity = file.text("log_verbosity");
    details.put("logVerbosity", verbosity.isEmpty() ? "Info" : Words.find(VERBOSITIES, verbosity));
    for (Map.Entry<String, JsonNode> entry : file.content().properties()) {
      addDetail(entry.getKey(), entry.getValue(), details, isRegression);
    }
    for (String key : List.of("training_data", "validation_data", "test_data")) {
      if (file.content().get(key) instanceof ObjectNode data) {
        details.set(Words.camel(key), data(key, data, file.folder(), uploads));
      }
    }
    return properties;
  }

  private static void addDetail(
      String key, JsonNode value, ObjectNode details, boolean isRegression) {
    if (PLAIN_DETAILS.contains(key)) {
      details.set(Words.camel(key), value);
      return;
    }
    switch (key) {
      case "n_cross_validations" -> {
        ObjectNode folds = details.putObject("nCrossValidations");
        if (Words.same(value.asString(), "auto")) {
          folds.put("mode", "Auto");
        } else {
          folds.put("mode", "Custom").put("value", value.asInt());
        }
      }
      case "limits" -> details.set("limitSettings", limits(value));
      case "featurization" -> details.set("featurizationSettings", featurization(value));
      case "training" ->
          details.set(
              "trainingSettings",
              training(value, isRegression ? AutoMlWords.REGRESSORS : AutoMlWords.CLASSIFIERS));
      default -> {}
    }
  }

  static ObjectNode data(String key, ObjectNode data, Path folder, Uploads uploads)
      throws InterruptedException {
    String path = data.path("path").asString();
    boolean isTable =
        data.has("type")
            ? Words.same(data.path("type").asString(), "mltable")
            : Files.isDirectory(folder.resolve(path));
    Path local = folder.resolve(path);
    if (isTable && Files.isDirectory(local) && !Files.exists(local.resolve("MLTable"))) {
      throw new Problem.Invalid(
          key + ".path",
          "'%s' holds no file 'MLTable': add one, or use type: uri_file".formatted(local));
    }
    ObjectNode input = Json.object();
    input.put("jobInputType", isTable ? "mltable" : "uri_file");
    input.put("uri", uploads.resolve(path, "data", folder));
    return input;
  }

  static ObjectNode limits(JsonNode limits) {
    ObjectNode settings = Json.object();
    limits
        .properties()
        .forEach(entry -> {
          switch (entry.getKey()) {
            case "timeout_minutes" ->
                settings.put("timeout", minutes("limits.timeout_minutes", entry.getValue()));
            case "trial_timeout_minutes" ->
                settings.put(
                    "trialTimeout", minutes("limits.trial_timeout_minutes", entry.getValue()));
            default -> settings.set(Words.camel(entry.getKey()), entry.getValue());
          }
        });
    return settings;
  }

  /// Minutes as ISO 8601; parts of a minute become seconds.
  private static String minutes(String path, JsonNode minutes) {
    long seconds = Math.round(Double.parseDouble(minutes.asString()) * 60);
    if (seconds < 1) {
      throw new Problem.Invalid(path, minutes.asString(), "a number of minutes above 0");
    }
    return seconds % 60 == 0 ? "PT%dM".formatted(seconds / 60) : "PT%dS".formatted(seconds);
  }

  static ObjectNode featurization(JsonNode yaml) {
    ObjectNode settings = Json.object();
    yaml.properties()
        .forEach(entry -> {
          JsonNode value = entry.getValue();
          switch (entry.getKey()) {
            case "blocked_transformers" ->
                settings.set("blockedTransformers", words(value, TRANSFORMERS));
            case "transformer_params" -> {
              ObjectNode parameters = settings.putObject("transformerParams");
              value
                  .properties()
                  .forEach(p ->
                      parameters.set(Words.find(List.of("Imputer"), p.getKey()), p.getValue()));
            }
            default -> settings.set(Words.camel(entry.getKey()), value);
          }
        });
    return settings;
  }

  static ObjectNode training(JsonNode yaml, List<String> algorithms) {
    ObjectNode settings = Json.object();
    yaml.properties()
        .forEach(entry -> {
          JsonNode value = entry.getValue();
          switch (entry.getKey()) {
            case "allowed_training_algorithms", "blocked_training_algorithms" ->
                settings.set(Words.camel(entry.getKey()), words(value, algorithms));
            case "ensemble_model_download_timeout_minutes" ->
                settings.put(
                    "ensembleModelDownloadTimeout",
                    minutes("training.ensemble_model_download_timeout_minutes", value));
            case "stack_ensemble_settings" -> {
              ObjectNode stack = settings.putObject("stackEnsembleSettings");
              value.properties().forEach(one -> stack.set(stackKey(one.getKey()), one.getValue()));
            }
            default -> settings.set(Words.camel(entry.getKey()), value);
          }
        });
    return settings;
  }

  private static String stackKey(String key) {
    return key.equals("stack_meta_learner_k_wargs") ? "stackMetaLearnerKWargs" : Words.camel(key);
  }

  private static ArrayNode words(JsonNode list, List<String> words) {
    ArrayNode found = Json.array();
    list.forEach(word -> found.add(Words.find(words, word.asString())));
    return found;
  }

  private static Shape shape(boolean isRegression) {
    Map<String, Shape> keys = new LinkedHashMap<>(JobYaml.COMMON);
    keys.putAll(
        Map.ofEntries(
            entry("task", Value.TEXT),
            entry(
                "primary_metric",
                snake(isRegression ? REGRESSION_METRICS : CLASSIFICATION_METRICS)),
            entry("log_verbosity", snake(VERBOSITIES)),
            entry("target_column_name", Value.TEXT),
            entry("training_data", DATA),
            entry("validation_data", DATA),
            entry("validation_data_size", Value.NUMBER),
            entry("test_data", DATA),
            entry("test_data_size", Value.NUMBER),
            entry("cv_split_column_names", new Shape.ListOf(Value.TEXT)),
            entry(
                "n_cross_validations",
                new Shape.AnyOf(
                    List.of(Shape.word("auto"), Value.WHOLE), "auto or a whole number")),
            entry("weight_column_name", Value.TEXT),
            entry("limits", LIMITS),
            entry("featurization", FEATURIZATION),
            entry(
                "training",
                trainingShape(isRegression ? AutoMlWords.REGRESSORS : AutoMlWords.CLASSIFIERS))));
    if (!isRegression) {
      keys.put("positive_label", Value.TEXT);
    }
    return new Shape.Keys(keys, List.of("type", "task", "target_column_name", "training_data"));
  }

  static Shape trainingShape(List<String> algorithms) {
    return new Shape.Keys(
        Map.ofEntries(
            entry("enable_dnn_training", Value.TRUTH),
            entry("enable_model_explainability", Value.TRUTH),
            entry("enable_onnx_compatible_models", Value.TRUTH),
            entry("enable_stack_ensemble", Value.TRUTH),
            entry("enable_vote_ensemble", Value.TRUTH),
            entry("ensemble_model_download_timeout_minutes", Value.NUMBER),
            entry("stack_ensemble_settings", STACK),
            entry("training_mode", Value.TEXT),
            entry("allowed_training_algorithms", new Shape.ListOf(snake(algorithms))),
            entry("blocked_training_algorithms", new Shape.ListOf(snake(algorithms)))),
        List.of());
  }

  static Shape snake(List<String> words) {
    return new Shape.Word(words.stream().map(Words::snake).toList());
  }
}
