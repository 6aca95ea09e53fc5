package dev.lazuli.jobs.command;

import dev.lazuli.base.ChildProcess;
import dev.lazuli.identity.Workspace;
import dev.lazuli.identity.Workspaces;
import dev.lazuli.jobs.Job;
import dev.lazuli.jobs.Turn;
import dev.lazuli.tracking.Run;
import dev.lazuli.tracking.Tracking;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// The variables that the process of a job finds: Azure's, MLflow's, and those of its Python.
final class ProcessVariables {
  private final Tracking tracking;
  private final Workspaces workspaces;

  ProcessVariables(Tracking tracking, Workspaces workspaces) {
    this.tracking = tracking;
    this.workspaces = workspaces;
  }

  /// The variables of a job.
  ///
  /// @param start folder that its command starts in
  /// @param python the Python environment
  Map<String, String> of(Turn turn, Path start, Path python) {
    Job job = turn.job();
    Workspace workspace = turn.workspace();
    Run run = tracking.require(workspace, job.name());
    Map<String, String> variables = new TreeMap<>();
    String path = ChildProcess.inherited().getOrDefault("PATH", "/usr/bin:/bin");
    variables.put("PATH", python.resolve("bin") + ":" + path);
    variables.put("VIRTUAL_ENV", python.toString());
    variables.put("PYTHONUNBUFFERED", "1");
    variables.put("TMPDIR", turn.folder().path().resolve("tmp").toString());
    variables.put("MLFLOW_TRACKING_URI", trackingUri(turn));
    variables.put("MLFLOW_TRACKING_TOKEN", turn.token());
    variables.put("MLFLOW_RUN_ID", job.name());
    variables.put("MLFLOW_EXPERIMENT_ID", run.experimentId());
    variables.put("MLFLOW_EXPERIMENT_NAME", job.labels().experiment());
    variables.put("MLFLOW_DISABLE_TELEMETRY", "true");
    variables.put("AZUREML_RUN_ID", job.name());
    variables.put("AZUREML_ROOT_RUN_ID", job.parent().isEmpty() ? job.name() : job.parent());
    variables.put("AZUREML_EXPERIMENT_NAME", job.labels().experiment());
    variables.put("AZUREML_ARM_SUBSCRIPTION", workspace.subscription());
    variables.put("AZUREML_ARM_RESOURCEGROUP", workspace.resourceGroup());
    variables.put("AZUREML_ARM_WORKSPACE_NAME", workspace.name());
    variables.put("AZUREML_ARM_PROJECT_NAME", job.labels().experiment());
    variables.put("AZUREML_WORKSPACE_SCOPE", workspace.armId());
    variables.put("AZUREML_DEFAULT_CONTAINER", turn.folder().path().resolve("wd").toString());
    variables.put("AZUREML_CR_NODE_RANK", "0");
    variables.put("AZUREML_PROCESS_NAME", "rank_0");
    variables.put("AZ_BATCH_HOST_LIST", "localhost");
    variables.put("AZ_BATCHAI_MPI_MASTER_NODE", "localhost");
    variables.put("DLTS_JOB_ID", job.name());
    variables.put("AML_APP_ROOT", start.toString());
    return variables;
  }

  /// Where MLflow finds the workspace of the job.
  private String trackingUri(Turn turn) {
    boolean isStandard = turn.workspace().id() == workspaces.standard().id();
    return isStandard
        ? turn.server().toString()
        : "%s/mlflow/v1.0%s".formatted(turn.server(), turn.workspace().armId());
  }
}
