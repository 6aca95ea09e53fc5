package dev.lazuli.endpoints;

import dev.lazuli.base.Problem;
import dev.lazuli.endpoints.scoring.DeploymentLog;
import dev.lazuli.endpoints.scoring.Scorer;
import dev.lazuli.endpoints.tabular.ModelScorer;
import dev.lazuli.identity.Workspace;
import dev.lazuli.models.ModelFiles;

/// Chooses what answers the requests of a deployment: a model in this process, or workers beside
/// it.
public final class Scorers implements ScorerSource {
  private final ModelFiles models;

  public Scorers(ModelFiles models) {
    this.models = models;
  }

  @Override
  public String pinned(Workspace workspace, String model) {
    return models.pinned(workspace, model);
  }

  @Override
  public void check(OnlineDeployment.Draft draft) {
    if (draft.settings().path("codeConfiguration").hasNonNull("codeId")) {
      throw new Problem.Unsupported(
          "codeConfiguration: this version serves the models of its own AutoML, without a script");
    }
  }

  @Override
  public Scorer open(
      Workspace workspace, String endpoint, OnlineDeployment.Draft draft, DeploymentLog log) {
    Scorer scorer = ModelScorer.of(models.load(workspace, draft.model()));
    scorer.prove();
    return scorer;
  }

  @Override
  public void close() {
    // models in this process are memory
  }
}
