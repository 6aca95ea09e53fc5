package dev.lazuli.mlflow;

import dev.lazuli.base.Json;
import dev.lazuli.base.Limits;
import dev.lazuli.base.Problem;
import dev.lazuli.http.Action;
import dev.lazuli.http.Protocol;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import dev.lazuli.http.Router;
import dev.lazuli.http.Routes;
import dev.lazuli.identity.WorkspaceScope;
import dev.lazuli.identity.Workspaces;
import dev.lazuli.registry.ModelVersions;
import dev.lazuli.registry.Registry;
import dev.lazuli.store.BlobStore;
import dev.lazuli.tracking.LoggedModels;
import dev.lazuli.tracking.Tracking;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// The MLflow REST protocol of version 3.18, at the root and below each workspace's ARM id.
public final class Mlflow {
  private static final String VERSION = "3.18.0";

  private final ExperimentRoutes experiments;
  private final RunRoutes runs;
  private final HistoryRoutes history;
  private final ArtifactRoutes artifacts;
  private final InputRoutes inputs;
  private final LoggedModelRoutes loggedModels;
  private final ModelRoutes models;
  private final VersionRoutes versions;

  /// The parts that the protocol speaks for.
  public record Parts(
      Tracking tracking,
      LoggedModels loggedModels,
      Registry registry,
      ModelVersions versions,
      BlobStore blobs) {}

  public Mlflow(Parts parts, WorkspaceScope scope, Limits limits) {
    Tracking tracking = parts.tracking();
    BlobStore blobs = parts.blobs();
    this.experiments = new ExperimentRoutes(tracking.experiments(), scope);
    this.runs = new RunRoutes(tracking, scope);
    this.history = new HistoryRoutes(tracking, scope);
    this.artifacts = new ArtifactRoutes(tracking, blobs, scope, limits);
    this.inputs = new InputRoutes(tracking, scope);
    this.loggedModels = new LoggedModelRoutes(parts.loggedModels(), blobs, scope);
    this.models = new ModelRoutes(parts.registry(), scope);
    this.versions = new VersionRoutes(parts.registry(), parts.versions(), blobs, scope);
  }

  /// Adds all routes.
  public void addTo(Router router) {
    Protocol protocol = new MlflowProtocol();
    String v1 = "/mlflow/v1.0" + Workspaces.ARM_PREFIX;
    String v2 = "/mlflow/v2.0" + Workspaces.ARM_PREFIX;
    List<Routes> apis =
        List.of(
            Routes.exact(protocol, "/api", "/ajax-api"),
            Routes.anyCase(protocol, v1 + "/api", v1 + "/ajax-api", v2 + "/api", v2 + "/ajax-api"));
    for (Routes api : apis) {
      addApi(api);
      router.add(api);
    }
    List<Routes> roots = List.of(Routes.exact(protocol, ""), Routes.anyCase(protocol, v1, v2));
    for (Routes root : roots) {
      addRoot(root);
      router.add(root);
    }
  }

  private void addApi(Routes api) {
    experiments.addTo(api);
    runs.addTo(api);
    history.addTo(api);
    artifacts.addTo(api);
    inputs.addTo(api);
    loggedModels.addTo(api);
    models.addTo(api);
    versions.addTo(api);
    api.add("GET /3.0/mlflow/server-info", Action.PUBLIC, Mlflow::serverInfo);
    for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
      Action action = method.equals("GET") ? Action.EXPERIMENTS_READ : Action.EXPERIMENTS_WRITE;
      api.add(method + " /2.0/mlflow/{rest...}", action, Mlflow::notOffered);
      api.add(method + " /3.0/mlflow/{rest...}", action, Mlflow::notOffered);
    }
  }

  private void addRoot(Routes root) {
    root.addQuiet("GET /version", Action.PUBLIC, Mlflow::version);
    artifacts.addRootTo(root);
    versions.addRootTo(root);
  }

  private static Response version(Request request) {
    return Response.bytes(
        200, "text/html; charset=utf-8", VERSION.getBytes(StandardCharsets.UTF_8));
  }

  private static Response serverInfo(Request request) {
    ObjectNode answer =
        Json.object()
            .put("store_type", "SqlStore")
            .put("workspaces_enabled", false)
            .put("trace_archival_enabled", false)
            .put("multipart_uploads_enabled", false)
            .put("multipart_downloads_enabled", false)
            .put("artifact_serving_enabled", true)
            .put("presigned_uploads_enabled", false)
            .put("presigned_downloads_enabled", false)
            .put("artifacts_presigned_only", false);
    answer
        .putObject("features_enabled")
        .put("gateway", false)
        .put("scheduled_issue_detection", false);
    return Response.ok(answer.put("tracking_auth", false));
  }

  private static Response notOffered(Request request) {
    throw new Problem.Unsupported(
        "%s %s is not offered by this server".formatted(request.method(), request.rawPath()));
  }
}
