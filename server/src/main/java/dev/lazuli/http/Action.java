package dev.lazuli.http;

/// What a route lets its caller do, in Azure's words, such as
/// `Microsoft.MachineLearningServices/workspaces/jobs/write`.
///
/// Roles grant actions; a route without one cannot be declared.
public record Action(String name) {
  private static final String PROVIDER = "Microsoft.MachineLearningServices/workspaces/";

  /// Open to everyone who reaches the server: health, version.
  public static final Action PUBLIC = new Action("public");

  /// Guarded by the endpoint's own keys.
  public static final Action SCORE = new Action(PROVIDER + "onlineEndpoints/score/action");

  /// An action on a kind of thing in a workspace.
  ///
  /// @param kind such as `jobs` or `onlineEndpoints/deployments`
  public static Action read(String kind) {
    return new Action(PROVIDER + kind + "/read");
  }

  /// Making or changing a kind of thing.
  public static Action write(String kind) {
    return new Action(PROVIDER + kind + "/write");
  }

  /// Removing a kind of thing.
  public static Action delete(String kind) {
    return new Action(PROVIDER + kind + "/delete");
  }

  /// Doing something named with a kind of thing, such as `jobs/cancel`.
  public static Action action(String kindAndVerb) {
    return new Action(PROVIDER + kindAndVerb + "/action");
  }
}
