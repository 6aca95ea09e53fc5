package dev.lazuli.endpoints;

import dev.lazuli.artifacts.Reference;
import dev.lazuli.base.Problem;
import dev.lazuli.identity.Workspace;

/// Finds versions of registered models.
@FunctionalInterface
public interface RegisteredModels {
  /// The version that a reference by name, ARM id, label or alias means.
  ///
  /// @throws dev.lazuli.base.Problem.NotFound when there is none
  /// @throws dev.lazuli.base.Problem.Invalid when the reference means no model
  Version require(Workspace workspace, Reference reference);

  /// A registry without models.
  static RegisteredModels none() {
    return (_, reference) -> {
      throw new Problem.NotFound("no registered model %s".formatted(reference));
    };
  }

  /// A version of a model.
  ///
  /// @param uri where its files lie
  record Version(String name, String version, String uri) {}
}
