package dev.lazuli.identity;

import dev.lazuli.http.Request;

/// Tells the workspace of a request: the one in its path, or the default one.
public final class WorkspaceScope {
  private final Workspaces workspaces;

  public WorkspaceScope(Workspaces workspaces) {
    this.workspaces = workspaces;
  }

  /// The workspace that the request means.
  ///
  /// @throws dev.lazuli.base.Problem.NotFound when its path names one that does not exist
  public Workspace of(Request request) {
    return request
        .findPath("workspace")
        .map(name ->
            workspaces.require(request.path("subscription"), request.path("resourceGroup"), name))
        .orElseGet(workspaces::standard);
  }
}
