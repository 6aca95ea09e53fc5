package dev.lazuli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.base.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A whole server in a temporary folder, with a fixed clock and seeded randomness.
///
/// Closing it checks that no thread of ours and no temporary upload was left.
public final class TestWorkspace implements AutoCloseable {
  /// What the clock of a test workspace shows.
  public static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final Path home;
  private final Set<Thread> before = Thread.getAllStackTraces().keySet();
  private final Server server;
  private final HttpClient client = HttpClient.newHttpClient();

  private TestWorkspace(Path home, Map<String, String> flags) {
    this.home = home;
    Map<String, String> all = new HashMap<>(flags);
    all.putIfAbsent("data_roots", System.getProperty("java.io.tmpdir"));
    all.put("home", home.toString());
    all.put("port", "0");
    this.server =
        Server.start(Config.load(all, Map.of()), Clock.fixed(NOW, ZoneOffset.UTC), new Random(7));
  }

  /// A workspace on SQLite in `home`.
  public static TestWorkspace in(Path home) {
    return new TestWorkspace(home, Map.of());
  }

  /// A workspace in `home` with settings of its own, such as `database_url`.
  public static TestWorkspace in(Path home, Map<String, String> flags) {
    return new TestWorkspace(home, flags);
  }

  /// The running server.
  public Server server() {
    return server;
  }

  /// The folder that holds everything.
  public Path home() {
    return home;
  }

  /// The address of a path of this server.
  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  /// Sends a request with an optional JSON body; headers are names and values in turn.
  public HttpResponse<String> send(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  /// Puts bytes at a path.
  public void upload(String path, byte[] content) {
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(uri(path))
                .PUT(HttpRequest.BodyPublishers.ofByteArray(content))
                .build());
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
  }

  /// Sends a request.
  public HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
    server.close();
    assertThat(leftThreads()).as("threads left behind").isEmpty();
    assertThat(leftUploads()).as("temporary uploads left behind").isEmpty();
  }

  private List<String> leftThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .filter(thread -> thread.getName().startsWith("database"))
        .filter(thread -> !endsSoon(thread))
        .map(Thread::getName)
        .toList();
  }

  /// The pool ends its threads a moment after it has closed.
  private static boolean endsSoon(Thread thread) {
    try {
      return thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Set<String> leftUploads() {
    try (Stream<Path> files = Files.list(home.resolve("blobs").resolve(".incoming"))) {
      return files.map(Path::toString).collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
