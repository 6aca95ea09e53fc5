package dev.lazuli.blobapi;

import dev.lazuli.artifacts.StorageAccount;
import dev.lazuli.base.Problem;
import dev.lazuli.http.Action;
import dev.lazuli.http.Handler;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import dev.lazuli.http.Routes;
import dev.lazuli.store.BlobName;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The blobs of a container.
final class BlobRoutes {
  private final Blobs blobs;
  private final Containers containers;
  private final Signatures signatures;
  private final BlobAnswers answers;
  private final Leases leases;

  BlobRoutes(
      Blobs blobs, Containers containers, Signatures signatures, BlobAnswers answers, Clock clock) {
    this.blobs = blobs;
    this.containers = containers;
    this.signatures = signatures;
    this.answers = answers;
    this.leases = new Leases(blobs, clock);
  }

  /// The table of these routes.
  Routes routes() {
    return Routes.exact(new StorageProtocol(), StorageEndpoint.prefixes())
        .add("GET /{container}/{path...}", Action.BLOBS_READ, answering(this::get, "r"))
        .add("HEAD /{container}/{path...}", Action.BLOBS_READ, answering(this::head, "r"))
        .add("PUT /{container}/{path...}", Action.BLOBS_WRITE, answering(this::put, "cwa"))
        .add("DELETE /{container}/{path...}", Action.BLOBS_DELETE, answering(this::delete, "d"));
  }

  private Handler answering(Handler handler, String permissions) {
    return request -> {
      try {
        signatures.check(
            request,
            new Signatures.Subject(request.path("container"), request.path("path"), permissions));
        containers.require(request.path("container"));
        return BlobAnswers.dressed(request, handler.handle(request));
      } catch (StorageFailure failure) {
        return BlobAnswers.dressed(request, StorageProtocol.failure(failure, request.id()));
      }
    };
  }

  private Response get(Request request) {
    refuseSnapshots(request);
    Blobs.Found found = blobs.require(knownName(request));
    Conditions.of(request).checkForRead(found.etag(), found.stat().modified());
    return switch (comp(request)) {
      case "" -> answers.content(request, found);
      case "metadata" -> answers.head(found);
      case "blocklist" -> blockList(request, found);
      case "tags" -> {
        Xml xml = new Xml();
        BlobAnswers.addTags(xml, found.record().tags());
        yield xml.answer(200);
      }
      default -> throw unknownComp(request);
    };
  }

  private Response head(Request request) {
    refuseSnapshots(request);
    Blobs.Found found = blobs.require(knownName(request));
    Conditions.of(request).checkForRead(found.etag(), found.stat().modified());
    return answers.head(found);
  }

  private Response put(Request request) throws IOException {
    return switch (comp(request)) {
      case "" -> request.header("x-ms-copy-source").isPresent() ? copy(request) : putWhole(request);
      case "block" -> stage(request);
      case "blocklist" -> commit(request);
      case "appendblock" -> append(request);
      case "metadata" ->
          changed(
              200,
              blobs.change(
                  name(request),
                  Conditions.of(request),
                  lease(request),
                  record -> record.withMetadata(blobs.newEtag(), BlobAnswers.metadata(request))));
      case "properties" ->
          changed(
              200,
              blobs.change(
                  name(request),
                  Conditions.of(request),
                  lease(request),
                  record ->
                      record.withHeaders(blobs.newEtag(), BlobAnswers.headers(request, false))));
      case "tags" -> tag(request);
      case "lease" -> leases.answer(request, name(request));
      case "tier" -> {
        blobs.require(name(request));
        yield Response.empty(200); // there is one kind of disk
      }
      default -> throw unknownComp(request);
    };
  }

  private Response putWhole(Request request) throws IOException {
    String type = request.header("x-ms-blob-type").orElse("");
    if (!type.equals(BlobRecord.BLOCK_BLOB) && !type.equals(BlobRecord.APPEND_BLOB)) {
      throw type.equals("PageBlob")
          ? StorageFailure.unsupported("page blobs")
          : StorageFailure.invalidHeader("x-ms-blob-type", type, "BlockBlob or AppendBlob");
    }
    try (InputStream content = request.stream()) {
      Blobs.Found found = blobs.put(name(request), draft(request, type, true), content);
      return changed(201, found)
          .with("Content-MD5", found.record().headers().getOrDefault("Content-MD5", ""));
    }
  }

  private Response stage(Request request) throws IOException {
    String id =
        request
            .query("blockid")
            .filter(text -> !text.isEmpty() && text.length() <= 88)
            .orElseThrow(
                () -> StorageFailure.invalidQuery("blockid", "", "base64 of at most 64 bytes"));
    if (request.header("x-ms-copy-source").isPresent()) {
      throw StorageFailure.unsupported("blocks from a URL");
    }
    try (InputStream content = request.stream()) {
      blobs.stage(name(request), id, content, request.header("Content-MD5").orElse(""));
    }
    return Response.empty(201);
  }

  private Response commit(Request request) {
    List<BlockList.Entry> entries = BlockList.parse(request.body());
    Blobs.Draft draft = draft(request, BlobRecord.BLOCK_BLOB, false);
    return changed(201, blobs.commit(name(request), draft, entries));
  }

  private Response append(Request request) throws IOException {
    long position =
        request.header("x-ms-blob-condition-appendpos").map(Long::parseLong).orElse(-1L);
    try (InputStream content = request.stream()) {
      Blobs.Found found =
          blobs.append(
              name(request),
              content,
              request.header("Content-MD5").orElse(""),
              new Blobs.Guarded(position, Conditions.of(request), lease(request)));
      return changed(201, found)
          .with("x-ms-blob-append-offset", Long.toString(Math.max(position, 0)))
          .with("x-ms-blob-committed-block-count", "1");
    }
  }

  /// Copies a blob of this account; the copy is whole when the answer goes out.
  private Response copy(Request request) throws IOException {
    BlobName source = sourceOf(request);
    Blobs.Found found = blobs.require(source);
    Conditions.ofSource(request)
        .checkForChange(Optional.of(found.etag()), found.stat().modified(), source.path());
    BlobRecord from = found.record();
    Map<String, String> metadata = BlobAnswers.metadata(request);
    Blobs.Draft draft =
        new Blobs.Draft(
            from.type(),
            from.headers(),
            metadata.isEmpty() ? from.metadata() : metadata,
            tags(request),
            "",
            Conditions.of(request),
            lease(request));
    try (InputStream content = blobs.open(source, 0, found.stat().size())) {
      return changed(
              request.header("x-ms-requires-sync").isPresent() ? 201 : 202,
              blobs.put(name(request), draft, content))
          .with("x-ms-copy-id", request.id())
          .with("x-ms-copy-status", "success");
    }
  }

  private BlobName sourceOf(Request request) {
    String text = request.header("x-ms-copy-source").orElse("");
    URI source;
    try {
      source = URI.create(text);
    } catch (IllegalArgumentException e) {
      throw StorageFailure.invalidHeader("x-ms-copy-source", text, "a URL");
    }
    String path = source.getRawPath() == null ? "" : source.getRawPath();
    String ours = "/" + StorageAccount.NAME;
    boolean isOurs = request.origin().endsWith("//" + source.getRawAuthority());
    for (String prefix : List.of(ours + StorageAccount.SUFFIX + "/", ours + "/")) {
      String[] parts =
          path.startsWith(prefix) ? path.substring(prefix.length()).split("/", 2) : new String[0];
      if (isOurs && parts.length == 2) {
        containers.require(parts[0]);
        return new BlobName(
            parts[0], URLDecoder.decode(parts[1].replace("+", "%2B"), StandardCharsets.UTF_8));
      }
    }
    throw StorageFailure.unsupported("copies from outside this account");
  }

  private Response tag(Request request) {
    Map<String, String> tags = new LinkedHashMap<>();
    String key = "";
    for (String[] element : BlockList.elements(request.body())) {
      if (element[0].equals("Key")) {
        key = element[1];
      } else if (element[0].equals("Value")) {
        tags.put(key, element[1]);
      }
    }
    blobs.change(
        name(request), Conditions.of(request), lease(request), record -> record.withTags(tags));
    return Response.empty(204);
  }

  private Response blockList(Request request, Blobs.Found found) {
    String type = request.query("blocklisttype").orElse("committed");
    Xml xml = new Xml().open("BlockList");
    if (!type.equals("uncommitted")) {
      addBlocks(xml, "CommittedBlocks", found.record().blocks());
    }
    if (!type.equals("committed")) {
      addBlocks(xml, "UncommittedBlocks", blobs.uncommitted(found.stat().name()));
    }
    return BlobAnswers.changed(xml.close("BlockList").answer(200), found)
        .with("x-ms-blob-content-length", Long.toString(found.stat().size()));
  }

  private static void addBlocks(Xml xml, String name, List<BlobRecord.Block> blocks) {
    xml.open(name);
    blocks.forEach(block ->
        xml.open("Block")
            .add("Name", block.id())
            .add("Size", Long.toString(block.size()))
            .close("Block"));
    xml.close(name);
  }

  private Response delete(Request request) {
    refuseSnapshots(request);
    blobs.delete(knownName(request), Conditions.of(request), lease(request));
    return Response.empty(202).with("x-ms-delete-type-permanent", "true");
  }

  private static Blobs.Draft draft(Request request, String type, boolean isPut) {
    return new Blobs.Draft(
        type,
        BlobAnswers.headers(request, isPut),
        BlobAnswers.metadata(request),
        tags(request),
        isPut ? request.header("Content-MD5").orElse("") : "",
        Conditions.of(request),
        lease(request));
  }

  /// Tags in a header, written like a query.
  private static Map<String, String> tags(Request request) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (String pair : request.header("x-ms-tags").orElse("").split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        tags.put(
            URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return tags;
  }

  private static Response changed(int status, Blobs.Found found) {
    return BlobAnswers.changed(Response.empty(status), found)
        .with("x-ms-request-server-encrypted", "false");
  }

  private static void refuseSnapshots(Request request) {
    if (request.query("snapshot").isPresent() || request.query("versionid").isPresent()) {
      throw StorageFailure.unsupported("snapshots and versions of blobs");
    }
  }

  private static StorageFailure unknownComp(Request request) {
    return StorageFailure.unsupported("'comp=%s' on a blob".formatted(comp(request)));
  }

  private static String lease(Request request) {
    return request.header("x-ms-lease-id").orElse("");
  }

  /// The name of a blob that may exist: one that cannot be stored here never does.
  private static BlobName knownName(Request request) {
    try {
      return name(request);
    } catch (Problem.Invalid e) {
      throw StorageFailure.noBlob(request.path("path"));
    }
  }

  private static BlobName name(Request request) {
    return new BlobName(request.path("container"), request.path("path"));
  }

  private static String comp(Request request) {
    return request.query("comp").orElse("");
  }
}
