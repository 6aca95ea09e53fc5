package dev.lazuli.endpoints;

import dev.lazuli.identity.Workspace;

/// Where deployments get their models from.
public interface ModelSource {
  /// The same model named by its version: what `latest` means today stays so.
  ///
  /// @param model reference such as `azureml:diamonds@latest`
  /// @throws dev.lazuli.base.Problem.NotFound when there is no such model
  /// @throws dev.lazuli.base.Problem.Invalid when it is no reference to a model
  String pinned(Workspace workspace, String model);

  /// Loads a model.
  ///
  /// @param model as [#pinned] gave it
  /// @throws dev.lazuli.base.Problem with the reason why it cannot be served
  ServedModel load(Workspace workspace, String model);
}
