package dev.lazuli.ml.model;

import java.time.Instant;
import java.util.Optional;

/// Who and when of a saved model, as MLflow's `MLmodel` file tells it.
///
/// @param modelUuid 32 hexadecimal digits, new for each model
/// @param createdAt when it was made
/// @param mlflowVersion the MLflow release whose file format this is, such as `3.17.2`
/// @param runId the run that made it
public record ModelStamp(
    String modelUuid, Instant createdAt, String mlflowVersion, Optional<String> runId) {
  /// The MLflow release whose file format is written unless another is asked for.
  public static final String MLFLOW_VERSION = "3.17.2";

  /// A stamp without a run.
  public static ModelStamp of(String modelUuid, Instant createdAt) {
    return new ModelStamp(modelUuid, createdAt, MLFLOW_VERSION, Optional.empty());
  }

  /// The same stamp with the run that made the model.
  public ModelStamp withRunId(String id) {
    return new ModelStamp(modelUuid, createdAt, mlflowVersion, Optional.of(id));
  }
}
