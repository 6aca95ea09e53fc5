package dev.lazuli.endpoints.tabular;

import java.util.Optional;

/// The ways in which clients wrap rows, each told by the key of the request's body, and how the
/// predictions of each are wrapped.
enum ScoreForm {
  /// Azure's no-code deployment of an MLflow model.
  INPUT_DATA("input_data", "[", "]"),
  /// Azure's scripts, and AutoML's older ones.
  DATA("data", "{\"result\": [", "]}"),
  /// AutoML's generated scripts.
  INPUTS("Inputs", "{\"Results\": [", "]}"),
  /// MLflow's own scoring server, from here on.
  DATAFRAME_SPLIT("dataframe_split", "{\"predictions\": [", "]}"),
  DATAFRAME_RECORDS("dataframe_records", "{\"predictions\": [", "]}"),
  TENSORS("inputs", "{\"predictions\": [", "]}"),
  INSTANCES("instances", "{\"predictions\": [", "]}");

  private final String key;
  private final String before;
  private final String after;

  ScoreForm(String key, String before, String after) {
    this.key = key;
    this.before = before;
    this.after = after;
  }

  /// The form that a key of the body tells.
  static Optional<ScoreForm> of(String key) {
    return switch (key) {
      case "input_data" -> Optional.of(INPUT_DATA);
      case "data" -> Optional.of(DATA);
      case "Inputs" -> Optional.of(INPUTS);
      case "dataframe_split" -> Optional.of(DATAFRAME_SPLIT);
      case "dataframe_records" -> Optional.of(DATAFRAME_RECORDS);
      case "inputs" -> Optional.of(TENSORS);
      case "instances" -> Optional.of(INSTANCES);
      default -> Optional.empty();
    };
  }

  /// The key of the request's body.
  String key() {
    return key;
  }

  /// What stands before the predictions of an answer.
  String before() {
    return before;
  }

  /// What stands after the predictions of an answer.
  String after() {
    return after;
  }
}
