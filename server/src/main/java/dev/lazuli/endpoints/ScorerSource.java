package dev.lazuli.endpoints;

import dev.lazuli.endpoints.scoring.DeploymentLog;
import dev.lazuli.endpoints.scoring.Scorer;
import dev.lazuli.identity.Workspace;

/// Where deployments get what answers their requests.
public interface ScorerSource extends AutoCloseable {
  /// The same model named by its version: what `latest` means today stays so.
  ///
  /// @param model reference such as `azureml:diamonds@latest`
  /// @throws dev.lazuli.base.Problem.NotFound when there is no such model
  /// @throws dev.lazuli.base.Problem.Invalid when it is not a reference to a model
  String pinned(Workspace workspace, String model);

  /// Refuses what can be told to be wrong before anything is loaded.
  ///
  /// @throws dev.lazuli.base.Problem naming the setting
  void check(OnlineDeployment.Draft draft);

  /// Loads what answers the requests of a deployment.
  ///
  /// @throws dev.lazuli.base.Problem with the reason why it cannot serve
  Scorer open(Workspace workspace, String endpoint, OnlineDeployment.Draft draft, DeploymentLog log)
      throws InterruptedException;

  /// Ends all that it opened.
  @Override
  void close();
}
