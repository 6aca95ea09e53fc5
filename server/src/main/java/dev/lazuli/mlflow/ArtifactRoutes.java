package dev.lazuli.mlflow;

import dev.lazuli.artifacts.Datastores;
import dev.lazuli.base.Json;
import dev.lazuli.base.Limits;
import dev.lazuli.base.Problem;
import dev.lazuli.http.Action;
import dev.lazuli.http.Ranges;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import dev.lazuli.http.Routes;
import dev.lazuli.identity.Workspace;
import dev.lazuli.identity.WorkspaceScope;
import dev.lazuli.store.BlobName;
import dev.lazuli.store.BlobStat;
import dev.lazuli.store.BlobStore;
import dev.lazuli.tracking.ArtifactUri;
import dev.lazuli.tracking.Run;
import dev.lazuli.tracking.Tracking;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Artifacts over HTTP: the proxy of MLflow's clients, and the listing of a run's artifacts.
final class ArtifactRoutes {
  private static final Pattern TOKEN = Pattern.compile("[\\w!#$%&'*+.^`|~-]+");
  private static final Pattern QUOTABLE = Pattern.compile("[\\x20-\\x7e&&[^\"\\\\]]+");

  private final Tracking tracking;
  private final BlobStore blobs;
  private final WorkspaceScope scope;
  private final Limits limits;

  ArtifactRoutes(Tracking tracking, BlobStore blobs, WorkspaceScope scope, Limits limits) {
    this.tracking = tracking;
    this.blobs = blobs;
    this.scope = scope;
    this.limits = limits;
  }

  private static final Message LIST =
      Message.empty().ofRun().with("path", Kind.TEXT).with("page_token", Kind.TEXT);
  private static final Message FILE = Message.empty().ofRun().required("path", Kind.TEXT);

  void addTo(Routes routes) {
    Action read = Action.ARTIFACTS_READ;
    Action write = Action.ARTIFACTS_WRITE;
    Action delete = Action.ARTIFACTS_DELETE;
    String proxy = "/2.0/mlflow-artifacts/";
    routes
        .add("GET " + proxy + "artifacts", read, this::list)
        .add("GET " + proxy + "artifacts/{path...}", read, this::download)
        .add("HEAD " + proxy + "artifacts/{path...}", read, this::download)
        .add("PUT " + proxy + "artifacts/{path...}", write, this::upload)
        .add("DELETE " + proxy + "artifacts/{path...}", delete, this::delete)
        .add("POST " + proxy + "mpu/create/{path...}", write, ArtifactRoutes::notInParts)
        .add("POST " + proxy + "mpu/complete/{path...}", write, ArtifactRoutes::notInParts)
        .add("POST " + proxy + "mpu/abort/{path...}", write, ArtifactRoutes::notInParts)
        .add("GET " + proxy + "presigned/{path...}", read, ArtifactRoutes::notPresigned)
        .add("POST /2.0/mlflow/artifacts/presigned-upload-url", write, ArtifactRoutes::notPresigned)
        .add(
            "POST /2.0/mlflow/artifacts/presigned-download-url", read, ArtifactRoutes::notPresigned)
        .add("GET /2.0/mlflow/artifacts/list", read, Fields.reading(LIST, this::listOfRun));
  }

  /// The route that stands at the root of the server.
  void addRootTo(Routes routes) {
    Action read = Action.ARTIFACTS_READ;
    routes.add("GET /get-artifact", read, Fields.reading(FILE, this::ofRun));
  }

  private Response list(Request request) {
    String path = Folders.safe(request.query("path").orElse(""));
    String container = container(scope.of(request));
    return files(Json.object(), Folders.children(blobs, container, path, ""));
  }

  private static Response files(ObjectNode answer, ArrayNode files) {
    if (!files.isEmpty()) {
      answer.set("files", files);
    }
    return Response.ok(answer);
  }

  private Response download(Request request) {
    String path = Folders.safe(request.path("path"));
    return file(request, blobs, new BlobName(container(scope.of(request)), required(path)));
  }

  /// Sends a blob as a file to keep, whole or in part.
  ///
  /// @throws Problem.NotFound when there is none
  /// @throws Problem.Invalid when it is a folder
  static Response file(Request request, BlobStore blobs, BlobName name) {
    BlobStat stat = blobs.stat(name).orElseThrow(() -> missing(blobs, name));
    String type = Folders.mediaType(name.fileName());
    Response whole =
        request.method().equals("HEAD")
            ? Response.head(200, type, stat.size()).with("Accept-Ranges", "bytes")
            : Ranges.answer(
                request, type, stat.size(), (offset, length) -> blobs.open(name, offset, length));
    return whole
        .with("Content-Disposition", attachment(name.fileName()))
        .with("ETag", "\"%x-%x\"".formatted(stat.modified().toEpochMilli(), stat.size()))
        .with(
            "Last-Modified",
            DateTimeFormatter.RFC_1123_DATE_TIME.format(stat.modified().atOffset(ZoneOffset.UTC)));
  }

  /// How RFC 6266 names a file to keep: plain where it can, else in quotes, else encoded.
  private static String attachment(String name) {
    if (TOKEN.matcher(name).matches()) {
      return "attachment; filename=" + name;
    }
    if (QUOTABLE.matcher(name).matches()) {
      return "attachment; filename=\"%s\"".formatted(name);
    }
    return "attachment; filename*=UTF-8''" + encoded(name);
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static Problem missing(BlobStore blobs, BlobName name) {
    return blobs.list(name.container(), name.path() + "/").isEmpty()
        ? new Problem.NotFound("No such artifact: '%s'".formatted(name.path()))
        : new Problem.Invalid(
            "path", "Artifact path refers to a directory, not a file: '%s'".formatted(name.path()));
  }

  private Response upload(Request request) throws IOException {
    String path = Folders.safe(request.path("path"));
    BlobName name = new BlobName(container(scope.of(request)), required(path));
    try (InputStream content = request.stream()) {
      blobs.put(name, content, limits.uploadMax());
    }
    return Response.empty(200);
  }

  private Response delete(Request request) {
    String path = required(Folders.safe(request.path("path")));
    String container = container(scope.of(request));
    if (!blobs.delete(new BlobName(container, path))) {
      for (BlobStat below : blobs.list(container, path + "/")) {
        blobs.delete(below.name());
      }
    }
    return Response.ok(Json.object());
  }

  private static String required(String path) {
    if (path.isEmpty()) {
      throw new Problem.Invalid("path", "Invalid path: it names no file");
    }
    return path;
  }

  private Response listOfRun(Request request, Fields fields) {
    Workspace workspace = scope.of(request);
    Run run = tracking.require(workspace, fields.runId());
    return listing(workspace, blobs, run.artifactUri(), fields.text("path"));
  }

  /// What lies right below a path of a URI.
  ///
  /// @throws Problem.Invalid when the path could leave it
  static Response listing(Workspace workspace, BlobStore blobs, String uri, String path) {
    String safe = Folders.safe(path);
    BlobName folder = ArtifactUri.blob(workspace, uri, safe);
    String shown = safe.isEmpty() ? "" : safe + "/";
    return files(
        Json.object().put("root_uri", uri),
        Folders.children(blobs, folder.container(), folder.path(), shown));
  }

  private Response ofRun(Request request, Fields fields) {
    Workspace workspace = scope.of(request);
    Run run = tracking.require(workspace, fields.runId());
    return fileOf(request, workspace, blobs, run.artifactUri(), fields.text("path"));
  }

  /// The file at a path of a URI.
  ///
  /// @throws Problem.Invalid when the path could leave it
  static Response fileOf(
      Request request, Workspace workspace, BlobStore blobs, String uri, String path) {
    String safe = required(Folders.safe(path));
    return file(request, blobs, ArtifactUri.blob(workspace, uri, safe));
  }

  private static Response notInParts(Request request) {
    throw new Problem.Unsupported(
        "%s: uploads in parts are not offered; put the file whole".formatted(request.rawPath()));
  }

  private static Response notPresigned(Request request) {
    throw new Problem.Unsupported(
        "%s: presigned addresses are not offered; the files come through this server"
            .formatted(request.rawPath()));
  }

  private static String container(Workspace workspace) {
    return Datastores.container(workspace, Datastores.ARTIFACT_STORE);
  }
}
