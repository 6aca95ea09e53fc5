package dev.lazuli.mlflow;

import dev.lazuli.base.Json;
import dev.lazuli.base.Limits;
import dev.lazuli.evaluation.EvaluationSets;
import dev.lazuli.evaluation.ScorerVersions;
import dev.lazuli.http.Action;
import dev.lazuli.http.Handler;
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
import dev.lazuli.tracing.Traces;
import dev.lazuli.tracking.LoggedModels;
import dev.lazuli.tracking.Tracking;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// The MLflow REST protocol of version 3.18, at the root and below each workspace's ARM id.
public final class Mlflow {
  private static final String VERSION = "3.18.0";
  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");
  private static final String REST = "{rest...}";

  private final ExperimentRoutes experiments;
  private final RunRoutes runs;
  private final HistoryRoutes history;
  private final ArtifactRoutes artifacts;
  private final InputRoutes inputs;
  private final LoggedModelRoutes loggedModels;
  private final ModelRoutes models;
  private final VersionRoutes versions;
  private final TraceRoutes traces;
  private final AssessmentRoutes assessments;
  private final EvaluationSetRoutes evaluationSets;
  private final ScorerRoutes scorers;

  /// The parts that the protocol speaks for.
  public record Parts(
      Tracking tracking,
      LoggedModels loggedModels,
      Traces traces,
      EvaluationSets evaluationSets,
      ScorerVersions scorers,
      Registry registry,
      ModelVersions versions,
      BlobStore blobs,
      Clock clock) {}

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
    this.traces = new TraceRoutes(parts.traces(), scope);
    this.assessments = new AssessmentRoutes(parts.traces(), scope, parts.clock());
    this.evaluationSets = new EvaluationSetRoutes(parts.evaluationSets(), scope);
    this.scorers = new ScorerRoutes(parts.scorers(), scope);
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
      addApi(api, router);
      router.add(api);
    }
    List<Routes> roots = List.of(Routes.exact(protocol, ""), Routes.anyCase(protocol, v1, v2));
    for (Routes root : roots) {
      addRoot(root);
      router.add(root);
    }
  }

  private void addApi(Routes api, Router router) {
    experiments.addTo(api);
    runs.addTo(api);
    history.addTo(api);
    artifacts.addTo(api);
    inputs.addTo(api);
    loggedModels.addTo(api);
    models.addTo(api);
    versions.addTo(api);
    traces.addTo(api);
    assessments.addTo(api);
    evaluationSets.addTo(api);
    scorers.addTo(api);
    api.add("GET /3.0/mlflow/server-info", Action.PUBLIC, Mlflow::serverInfo);
    for (String method : METHODS) {
      Handler handler = request -> elsewhere(router, request);
      api.add(method + " /2.0/mlflow/" + REST, Action.PUBLIC, handler);
      api.add(method + " /3.0/mlflow/" + REST, Action.PUBLIC, handler);
    }
  }

  private void addRoot(Routes root) {
    root.addQuiet("GET /version", Action.PUBLIC, Mlflow::version);
    artifacts.addRootTo(root);
    versions.addRootTo(root);
    traces.addRootTo(root);
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
            .put("presigned_upload_run_id_supported", false)
            .put("presigned_upload_model_id_supported", false)
            .put("model_artifact_presigned_downloads_supported", false);
    answer
        .putObject("features_enabled")
        .put("gateway", false)
        .put("scheduled_issue_detection", false);
    return Response.ok(answer.put("tracking_auth", "").put("artifacts_presigned_only", false));
  }

  /// The answer below a path of the protocol where no operation is: 404, or 405 when it has others.
  ///
  /// Clients fall back to older operations on the code `ENDPOINT_NOT_FOUND`.
  private static Response elsewhere(Router router, Request request) {
    List<String> others =
        METHODS.stream()
            .filter(method ->
                router.match(method, request.rawPath())
                        instanceof Router.Match.Found(Routes.Route route, _)
                    && !route.path().endsWith(REST))
            .toList();
    if (others.isEmpty()) {
      return MlflowProtocol.answer(
          404,
          "ENDPOINT_NOT_FOUND",
          "%s %s is not an operation of this server"
              .formatted(request.method(), request.rawPath()));
    }
    return MlflowProtocol.answer(
            405,
            "BAD_REQUEST",
            "%s takes %s, not %s"
                .formatted(request.rawPath(), String.join(" or ", others), request.method()))
        .with("Allow", String.join(", ", others));
  }
}
