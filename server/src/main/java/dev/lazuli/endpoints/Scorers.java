package dev.lazuli.endpoints;

import dev.lazuli.base.Problem;
import dev.lazuli.endpoints.scoring.DeploymentLog;
import dev.lazuli.endpoints.scoring.Scorer;
import dev.lazuli.endpoints.tabular.ModelScorer;
import dev.lazuli.endpoints.workers.WorkerPool;
import dev.lazuli.identity.Workspace;
import dev.lazuli.models.ModelFiles;
import java.util.Optional;

/// Chooses what answers the requests of a deployment: a model in this process, or workers beside
/// it.
public final class Scorers implements ScorerSource {
  private final ModelFiles models;
  private final WorkerPlans plans;

  public Scorers(ModelFiles models, WorkerPlans plans) {
    this.models = models;
    this.plans = plans;
  }

  @Override
  public String pinned(Workspace workspace, String model) {
    return models.pinned(workspace, model);
  }

  @Override
  public void check(OnlineDeployment.Draft draft) {
    DeploymentSettings settings = DeploymentSettings.of(draft.settings());
    if (settings.script() instanceof DeploymentSettings.Script.File
        && settings.environment().isEmpty()) {
      throw new Problem.Invalid(
          "environment",
          "a deployment with a scoring script names the environment that it runs in");
    }
  }

  @Override
  public Scorer open(
      Workspace workspace, String endpoint, OnlineDeployment.Draft draft, DeploymentLog log)
      throws InterruptedException {
    DeploymentSettings settings = DeploymentSettings.of(draft.settings());
    return switch (settings.script()) {
      case DeploymentSettings.Script.File script ->
          WorkerPool.start(
              plans.script(workspace, endpoint, draft, settings, script, log),
              log,
              Optional.empty());
      case DeploymentSettings.Script.None _ -> model(workspace, endpoint, draft, settings, log);
    };
  }

  private Scorer model(
      Workspace workspace,
      String endpoint,
      OnlineDeployment.Draft draft,
      DeploymentSettings settings,
      DeploymentLog log)
      throws InterruptedException {
    try {
      Scorer scorer = ModelScorer.of(models.load(workspace, draft.model()));
      scorer.prove();
      return scorer;
    } catch (Problem.Unsupported | Problem.Invalid e) {
      if (!models.hasPythonFunction(workspace, draft.model())) {
        throw e;
      }
      log.add("served by its python_function in Python: " + e.text());
      return WorkerPool.start(
          plans.model(workspace, endpoint, draft, settings, log), log, Optional.empty());
    }
  }

  @Override
  public void close() {
    plans.close();
  }
}
