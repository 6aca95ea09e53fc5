package dev.lazuli.jobs.process;

import dev.lazuli.base.Json;
import dev.lazuli.jobs.JobFolder;
import dev.lazuli.jobs.RunReport;
import dev.lazuli.ml.StopSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The way from the process of a job to its server.
///
/// Reports go out from a thread of their own, in order, so that work never waits for the server;
/// while the server is away they are kept, and sent to the address where it comes back.
public final class ServerLink implements AutoCloseable {
  private static final Duration AWAY_MAX = Duration.ofMinutes(10);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(1);
  private static final int WAITING_MAX = 100_000;
  private static final int TOGETHER_MAX = 200;

  private final JobFolder folder;
  private final String job;
  private final String token;
  private final StopSignal stop;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final BlockingQueue<Piece> waiting = new LinkedBlockingQueue<>(WAITING_MAX);
  private final CountDownLatch abandoned = new CountDownLatch(1);
  private final Thread sender;
  private volatile @Nullable RuntimeException failure;

  ServerLink(JobFolder folder, String job, String token, StopSignal stop) {
    this.folder = folder;
    this.job = job;
    this.token = token;
    this.stop = stop;
    this.sender = Thread.ofVirtual().name("reports").start(this::sendAll);
  }

  /// What waits to be sent.
  private sealed interface Piece {
    record Report(RunReport report) implements Piece {}

    record Mark(CountDownLatch reached) implements Piece {}
  }

  /// Says something of runs; it arrives in order, soon. Never waits.
  ///
  /// @throws IllegalStateException when too much waits for a server that is away
  public void report(RunReport report) {
    if (!waiting.offer(new Piece.Report(report))) {
      throw new IllegalStateException("%d reports wait for the server".formatted(WAITING_MAX));
    }
  }

  /// Waits until all that was said has arrived.
  ///
  /// @throws IllegalStateException when the server refused something, or stayed away too long
  public void flush() throws InterruptedException {
    CountDownLatch reached = new CountDownLatch(1);
    waiting.put(new Piece.Mark(reached));
    reached.await();
    RuntimeException broken = failure;
    if (broken != null) {
      throw broken;
    }
  }

  /// Stores a file as an artifact of the job's run.
  ///
  /// @param path below the run's artifacts, such as `outputs/leaderboard.json`
  public void putArtifact(String path, Path file) throws InterruptedException {
    String encoded =
        Arrays.stream(path.split("/", -1))
            .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
            .collect(Collectors.joining("/"));
    send(
        "PUT",
        "/artifacts/" + encoded,
        () -> {
          try {
            return HttpRequest.BodyPublishers.ofFile(file);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private void sendAll() {
    List<Piece> pieces = new ArrayList<>();
    try {
      while (true) {
        pieces.add(waiting.take());
        waiting.drainTo(pieces, TOGETHER_MAX - 1);
        sendTogether(pieces);
        pieces.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void sendTogether(List<Piece> pieces) throws InterruptedException {
    List<RunReport> reports = new ArrayList<>();
    for (Piece piece : pieces) {
      if (piece instanceof Piece.Report(RunReport report)) {
        reports.add(report);
      }
    }
    if (!reports.isEmpty() && failure == null) {
      byte[] body = Json.bytes(RunReport.json(reports));
      try {
        send("POST", "/report", () -> HttpRequest.BodyPublishers.ofByteArray(body));
      } catch (IllegalStateException e) {
        failure = e;
        stop.stop();
      }
    }
    for (Piece piece : pieces) {
      if (piece instanceof Piece.Mark(CountDownLatch reached)) {
        reached.countDown();
      }
    }
  }

  private void send(String method, String path, Body body) throws InterruptedException {
    Duration pause = Duration.ofMillis(50);
    long giveUpAt = System.nanoTime() + AWAY_MAX.toNanos();
    while (true) {
      Optional<String> trouble = tryOnce(method, path, body.publisher());
      if (trouble.isEmpty()) {
        return;
      }
      if (System.nanoTime() > giveUpAt) {
        throw new IllegalStateException(
            "the server did not answer for %d minutes: %s"
                .formatted(AWAY_MAX.toMinutes(), trouble.get()));
      }
      if (abandoned.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("this attempt was given up: " + trouble.get());
      }
      pause = pause.multipliedBy(2).compareTo(PAUSE_MAX) < 0 ? pause.multipliedBy(2) : PAUSE_MAX;
    }
  }

  /// Ends the waiting for a server that will not take what this attempt says.
  void abandon() {
    abandoned.countDown();
  }

  /// Sends once; empty when it arrived, else why it did not and may later.
  private Optional<String> tryOnce(String method, String path, HttpRequest.BodyPublisher body)
      throws InterruptedException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(address(path))
              .timeout(Duration.ofMinutes(5))
              .header("Authorization", "Bearer " + token)
              .header("Content-Type", "application/json")
              .method(method, body)
              .build();
      HttpResponse<String> response =
          client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (response.statusCode() < 300) {
        return Optional.empty();
      }
      String answer = "%d %s".formatted(response.statusCode(), response.body());
      if (response.statusCode() < 500) {
        throw new IllegalStateException("the server refused what this job reported: " + answer);
      }
      return Optional.of(answer);
    } catch (IOException e) {
      return Optional.of(e.toString());
    }
  }

  private URI address(String path) throws IOException {
    String server = Files.readString(folder.serverUrl()).strip();
    return URI.create("%s/api/lazuli/jobs/%s%s".formatted(server, job, path));
  }

  @Override
  public void close() {
    sender.interrupt();
    client.shutdownNow();
  }

  private interface Body {
    HttpRequest.BodyPublisher publisher();
  }
}
