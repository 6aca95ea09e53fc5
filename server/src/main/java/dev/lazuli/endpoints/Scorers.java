package dev.lazuli.endpoints;

import dev.lazuli.artifacts.Datastores;
import dev.lazuli.base.Ids;
import dev.lazuli.base.Problem;
import dev.lazuli.endpoints.collect.CollectingScorer;
import dev.lazuli.endpoints.collect.CollectorSettings;
import dev.lazuli.endpoints.collect.DataCollector;
import dev.lazuli.endpoints.scoring.DeploymentLog;
import dev.lazuli.endpoints.scoring.Scorer;
import dev.lazuli.endpoints.tabular.ModelScorer;
import dev.lazuli.endpoints.workers.WorkerPlan;
import dev.lazuli.endpoints.workers.WorkerPool;
import dev.lazuli.identity.Workspace;
import dev.lazuli.models.ModelFiles;
import dev.lazuli.store.BlobStore;
import java.time.Clock;
import java.util.Optional;

/// Chooses what answers the requests of a deployment: a model in this process, or workers beside
/// it.
public final class Scorers implements ScorerSource {
  private final ModelFiles models;
  private final WorkerPlans plans;
  private final BlobStore blobs;
  private final Clock clock;
  private final Ids ids;

  public Scorers(ModelFiles models, WorkerPlans plans, BlobStore blobs, Clock clock, Ids ids) {
    this.models = models;
    this.plans = plans;
    this.blobs = blobs;
    this.clock = clock;
    this.ids = ids;
  }

  @Override
  public String pinned(Workspace workspace, String model) {
    return models.pinned(workspace, model);
  }

  @Override
  public void check(OnlineDeployment.Draft draft) {
    DeploymentSettings settings = DeploymentSettings.of(draft.settings());
    var _ = CollectorSettings.of(draft.settings().path("dataCollector"));
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
    CollectorSettings collected = CollectorSettings.of(draft.settings().path("dataCollector"));
    if (collected.isEmpty()) {
      return plain(workspace, endpoint, draft, Optional.empty(), log);
    }
    DataCollector collector = collector(workspace, endpoint, draft, collected);
    try {
      return new CollectingScorer(
          plain(workspace, endpoint, draft, Optional.of(collector), log), collector);
    } catch (Problem | InterruptedException e) {
      collector.close();
      throw e;
    }
  }

  private DataCollector collector(
      Workspace workspace,
      String endpoint,
      OnlineDeployment.Draft draft,
      CollectorSettings collected) {
    String name = draft.name().value();
    return DataCollector.open(
        collected,
        blobs,
        Datastores.blob(
            workspace, Datastores.BLOB_STORE, "modelDataCollector/%s/%s".formatted(endpoint, name)),
        "%s/onlineEndpoints/%s/deployments/%s".formatted(workspace.armId(), endpoint, name),
        clock,
        ids);
  }

  private Scorer plain(
      Workspace workspace,
      String endpoint,
      OnlineDeployment.Draft draft,
      Optional<DataCollector> collector,
      DeploymentLog log)
      throws InterruptedException {
    DeploymentSettings settings = DeploymentSettings.of(draft.settings());
    return switch (settings.script()) {
      case DeploymentSettings.Script.File script -> {
        WorkerPlan plan = plans.script(workspace, endpoint, draft, settings, script, log);
        collector.ifPresent(kept -> plans.tell(plan, kept));
        yield WorkerPool.start(plan, log, Optional.empty());
      }
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
