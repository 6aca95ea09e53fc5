package dev.lazuli.cli;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.schema.Wire;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A workspace on a server, spoken to over HTTP.
///
/// Paths given here are below the workspace, such as `/jobs/brave_sun_1`; segments that hold a name
/// go through [#segment].
final class Remote {
  private static final Duration ANSWER_MAX = Duration.ofMinutes(10);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int PAGES_MAX = 1_000;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final URI server;
  private final String workspace;

  /// @param workspace its ARM id
  Remote(URI server, String workspace) {
    this.server = server;
    this.workspace = workspace;
  }

  /// Address of the server, without a slash at its end.
  URI server() {
    return server;
  }

  /// ARM id of the workspace.
  String workspace() {
    return workspace;
  }

  /// A name as one segment of a path.
  static String segment(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// The resource at `path`.
  ///
  /// @throws Problem as the server answers, [Problem.Unavailable] when none does
  JsonNode get(String path) throws InterruptedException {
    return json(send("GET", workspace + path, BodyPublishers.noBody()));
  }

  /// The resource at `path`; empty when there is none.
  Optional<JsonNode> find(String path) throws InterruptedException {
    try {
      return Optional.of(get(path));
    } catch (Problem.NotFound e) {
      return Optional.empty();
    }
  }

  /// All entries of the list at `path`, page after page.
  List<JsonNode> list(String path) throws InterruptedException {
    List<JsonNode> all = new ArrayList<>();
    String next = workspace + path;
    for (int page = 0; page < PAGES_MAX && !next.isEmpty(); page++) {
      JsonNode answer = json(send("GET", next, BodyPublishers.noBody()));
      answer.path("value").forEach(all::add);
      next = answer.path("nextLink").asString("");
    }
    return all;
  }

  /// Makes or replaces the resource at `path` and waits until the server is done with it.
  JsonNode put(String path, JsonNode body) throws InterruptedException {
    HttpResponse<byte[]> answer = send("PUT", workspace + path, publisher(body));
    if (await(answer)) {
      return get(path);
    }
    return json(answer);
  }

  /// Changes what a body names of the resource at `path`.
  JsonNode patch(String path, JsonNode body) throws InterruptedException {
    return json(send("PATCH", workspace + path, publisher(body)));
  }

  /// The workspaces beside this one: those of its resource group, or of its whole subscription.
  List<JsonNode> siblings(boolean ofSubscription) throws InterruptedException {
    String group = workspace.substring(0, workspace.indexOf("/providers/"));
    String above = ofSubscription ? group.substring(0, group.indexOf("/resourceGroups/")) : group;
    List<JsonNode> all = new ArrayList<>();
    json(send(
            "GET",
            above + "/providers/Microsoft.MachineLearningServices/workspaces",
            BodyPublishers.noBody()))
        .path("value")
        .forEach(all::add);
    return all;
  }

  /// Does something with the resource at `path`.
  JsonNode post(String path, JsonNode body) throws InterruptedException {
    HttpResponse<byte[]> answer = send("POST", workspace + path, publisher(body));
    await(answer);
    return json(answer);
  }

  /// Removes the resource at `path` and waits until it is gone.
  void delete(String path) throws InterruptedException {
    await(send("DELETE", workspace + path, BodyPublishers.noBody()));
  }

  /// Asks for something of the server itself, outside the workspace.
  JsonNode postOwn(String path, JsonNode body) throws InterruptedException {
    return json(send("POST", path, publisher(body)));
  }

  /// Removes something of the server itself.
  void deleteOwn(String path) throws InterruptedException {
    send("DELETE", path, BodyPublishers.noBody());
  }

  /// Fetches a page outside the workspace, such as `/api/lazuli/version`, or by its whole URL.
  HttpResponse<byte[]> fetch(String url) throws InterruptedException {
    return send("GET", url, BodyPublishers.noBody());
  }

  /// The container behind a datastore.
  String container(String datastore) throws InterruptedException {
    return get("/datastores/" + segment(datastore))
        .path("properties")
        .path("containerName")
        .asString();
  }

  /// Stores a file as a blob.
  void upload(String container, String path, Path file) throws InterruptedException {
    try {
      send("PUT", blobPath(container, path), BodyPublishers.ofFile(file));
    } catch (FileNotFoundException e) {
      throw new Problem.NotFound("no file '%s'".formatted(file));
    }
  }

  /// Bytes of a blob; empty when there is none.
  OptionalLong blobSize(String container, String path) throws InterruptedException {
    try {
      return send("HEAD", blobPath(container, path), BodyPublishers.noBody())
          .headers()
          .firstValueAsLong("content-length");
    } catch (Problem.NotFound e) {
      return OptionalLong.empty();
    }
  }

  /// The bytes of a blob.
  byte[] blob(String container, String path) throws InterruptedException {
    return send("GET", blobPath(container, path), BodyPublishers.noBody()).body();
  }

  /// Paths of the blobs whose path starts with `prefix`.
  List<String> blobs(String container, String prefix) throws InterruptedException {
    JsonNode answer =
        json(
            send(
                "GET",
                "/blob/" + container + "?prefix=" + segment(prefix),
                BodyPublishers.noBody()));
    List<String> paths = new ArrayList<>();
    answer.path("blobs").forEach(blob -> paths.add(blob.path("path").asString()));
    return paths;
  }

  /// Fetches a blob into a file.
  void download(String container, String path, Path file) throws InterruptedException {
    HttpRequest request =
        request("GET", blobPath(container, path), BodyPublishers.noBody()).build();
    try {
      HttpResponse<Path> answer = http.send(request, BodyHandlers.ofFile(file));
      if (answer.statusCode() >= 300) {
        throw problem(answer.statusCode(), new byte[0], path);
      }
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  /// Sends a document to an address of its own.
  ///
  /// @param headers names and values in turn
  JsonNode postWith(String address, JsonNode body, List<String> headers)
      throws InterruptedException {
    return Json.parse(score(URI.create(address), Json.bytes(body), headers));
  }

  /// Asks an endpoint for predictions.
  ///
  /// @param headers names and values in turn
  byte[] score(URI address, byte[] body, List<String> headers) throws InterruptedException {
    HttpRequest.Builder request =
        request("POST", address.toString(), BodyPublishers.ofByteArray(body));
    for (int i = 0; i < headers.size(); i += 2) {
      request.header(headers.get(i), headers.get(i + 1));
    }
    return checked(request.build()).body();
  }

  private static String blobPath(String container, String path) {
    return "/blob/"
        + container
        + "/"
        + Arrays.stream(path.split("/", -1)).map(Remote::segment).collect(Collectors.joining("/"));
  }

  private static BodyPublisher publisher(JsonNode body) {
    return BodyPublishers.ofByteArray(Json.bytes(body));
  }

  private HttpResponse<byte[]> send(String method, String url, BodyPublisher body)
      throws InterruptedException {
    return checked(request(method, url, body).build());
  }

  private HttpRequest.Builder request(String method, String url, BodyPublisher body) {
    URI address = url.startsWith("http") ? URI.create(url) : URI.create(server + url);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address).timeout(ANSWER_MAX).method(method, body);
    return body.contentLength() == 0 ? request : request.header("Content-Type", "application/json");
  }

  private HttpResponse<byte[]> checked(HttpRequest request) throws InterruptedException {
    try {
      HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
      if (answer.statusCode() >= 300) {
        throw problem(answer.statusCode(), answer.body(), request.uri().getPath());
      }
      return answer;
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private Problem unreachable(IOException e) {
    if (e instanceof HttpTimeoutException && !(e instanceof ConnectException)) {
      return new Problem.Unavailable(
          "the server at %s did not answer in time: %s".formatted(server, e.getMessage()));
    }
    return new Problem.Unavailable(
        "no Lazuli server answers at %s: start one with 'lazuli serve', or name another with --server URL"
            .formatted(server));
  }

  /// Waits for an operation that the server only began; true when there was one.
  private boolean await(HttpResponse<byte[]> begun) throws InterruptedException {
    Optional<String> operation =
        begun
            .headers()
            .firstValue("Azure-AsyncOperation")
            .or(() ->
                begun.statusCode() == 202
                    ? begun.headers().firstValue("Location")
                    : Optional.empty());
    if (operation.isEmpty()) {
      return false;
    }
    while (true) {
      HttpResponse<byte[]> answer = send("GET", operation.get(), BodyPublishers.noBody());
      String status =
          answer.body().length == 0
              ? (answer.statusCode() == 202 ? "InProgress" : "Succeeded")
              : json(answer).path("status").asString("Succeeded");
      switch (status) {
        case "Succeeded" -> {
          return true;
        }
        case "Failed", "Canceled" -> throw new Problem.Conflict(message(json(answer), status));
        default -> TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
      }
    }
  }

  private static JsonNode json(HttpResponse<byte[]> answer) {
    return answer.body().length == 0 ? Json.object() : Json.parse(answer.body());
  }

  private static Problem problem(int status, byte[] body, String path) {
    String text =
        Wire.inYaml(
            Jobs.DESCRIPTION,
            message(body, "the server answered %d to %s".formatted(status, path)));
    return switch (status) {
      case 401 -> new Problem.Unauthenticated(text);
      case 403 -> new Problem.Forbidden(text);
      case 404 -> new Problem.NotFound(text);
      case 409, 412 -> new Problem.Conflict(text);
      case 413 -> new Problem.TooLarge(text);
      case 429 -> new Problem.LimitReached(text);
      case 501 -> new Problem.Unsupported(text);
      case 507 -> new Problem.StorageFull(text);
      default -> status < 500 ? new Problem.Invalid("", text) : new Problem.Unavailable(text);
    };
  }

  private static String message(byte[] body, String otherwise) {
    if (body.length == 0) {
      return otherwise;
    }
    try {
      return message(Json.parse(body), otherwise);
    } catch (Problem.Invalid e) {
      return otherwise + ": " + new String(body, StandardCharsets.UTF_8).strip();
    }
  }

  /// The words of an error in any of the server's families.
  private static String message(JsonNode body, String otherwise) {
    JsonNode error = body.path("error") instanceof ObjectNode object ? object : body;
    String text = error.path("message").asString("");
    StringBuilder all = new StringBuilder(text.isEmpty() ? otherwise : text);
    for (JsonNode detail : error.path("details")) {
      String more = detail.path("message").asString("");
      if (!more.isEmpty() && all.indexOf(more) < 0) {
        all.append("; ").append(more);
      }
    }
    return all.toString();
  }
}
