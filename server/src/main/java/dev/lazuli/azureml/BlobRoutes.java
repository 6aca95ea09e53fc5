package dev.lazuli.azureml;

import dev.lazuli.base.Json;
import dev.lazuli.base.Limits;
import dev.lazuli.base.Problem;
import dev.lazuli.http.Action;
import dev.lazuli.http.PlainProtocol;
import dev.lazuli.http.Ranges;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import dev.lazuli.http.Routes;
import dev.lazuli.store.BlobName;
import dev.lazuli.store.BlobStat;
import dev.lazuli.store.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Blobs by container and name: upload, download with ranges, existence, removal.
public final class BlobRoutes {
  private final BlobStore blobs;
  private final Limits limits;

  public BlobRoutes(BlobStore blobs, Limits limits) {
    this.blobs = blobs;
    this.limits = limits;
  }

  /// The table of these routes.
  public Routes routes() {
    return Routes.exact(new PlainProtocol(), "")
        .add("GET /blob/{container}", Action.BLOBS_READ, this::list)
        .add("PUT /blob/{container}/{path...}", Action.BLOBS_WRITE, this::put)
        .add("GET /blob/{container}/{path...}", Action.BLOBS_READ, this::get)
        .add("HEAD /blob/{container}/{path...}", Action.BLOBS_READ, this::head)
        .add("DELETE /blob/{container}/{path...}", Action.BLOBS_DELETE, this::delete);
  }

  /// The blobs whose path starts with the query parameter `prefix`.
  private Response list(Request request) {
    String container = new BlobName(request.path("container"), "any").container();
    ObjectNode answer = Json.object();
    ArrayNode found = answer.putArray("blobs");
    for (BlobStat stat : blobs.list(container, request.query("prefix").orElse(""))) {
      found.addObject().put("path", stat.name().path()).put("size", stat.size());
    }
    return Response.ok(answer);
  }

  private Response put(Request request) throws IOException {
    try (InputStream content = request.stream()) {
      BlobStore.Stored stored = blobs.put(name(request), content, limits.uploadMax());
      return Response.empty(201).with("x-lazuli-sha256", stored.sha256());
    }
  }

  private Response get(Request request) {
    BlobStat stat = require(name(request));
    return Ranges.answer(
        request,
        "application/octet-stream",
        stat.size(),
        (offset, length) -> blobs.open(stat.name(), offset, length));
  }

  private Response head(Request request) {
    BlobStat stat = require(name(request));
    return Response.head(200, "application/octet-stream", stat.size())
        .with("Accept-Ranges", "bytes");
  }

  private Response delete(Request request) {
    BlobStat stat = require(name(request));
    blobs.delete(stat.name());
    return Response.empty(202);
  }

  private BlobStat require(BlobName name) {
    return blobs
        .stat(name)
        .orElseThrow(() ->
            new Problem.NotFound(
                "no blob '%s' in container '%s'".formatted(name.path(), name.container())));
  }

  private static BlobName name(Request request) {
    return new BlobName(request.path("container"), request.path("path"));
  }
}
