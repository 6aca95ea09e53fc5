package dev.lazuli.identity;

import dev.lazuli.http.Request;

/// Tells the owner of a request: the registry or the workspace in its path, or the default
/// workspace.
public final class OwnerScope {
  private final Workspaces workspaces;
  private final Registries registries;

  public OwnerScope(Workspaces workspaces, Registries registries) {
    this.workspaces = workspaces;
    this.registries = registries;
  }

  /// The owner that the request means.
  ///
  /// @throws dev.lazuli.base.Problem.NotFound when its path names one that does not exist
  public Owner of(Request request) {
    return request
        .findPath("registry")
        .<Owner>map(registries::require)
        .orElseGet(() -> new WorkspaceScope(workspaces).of(request));
  }
}
