package dev.lazuli.endpoints.workers;

import dev.lazuli.base.ChildProcess;
import dev.lazuli.base.Json;
import dev.lazuli.endpoints.scoring.DeploymentLog;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A worker from the start of its process until it is ready, or says why it is not.
final class WorkerStart {
  private static final Duration END_MAX = Duration.ofSeconds(3);

  private final WorkerPlan plan;
  private final int number;
  private final DeploymentLog log;
  private final long begun = System.nanoTime();
  private volatile @Nullable ChildProcess process;
  private volatile boolean isLate;

  WorkerStart(WorkerPlan plan, int number, DeploymentLog log) {
    this.plan = plan;
    this.number = number;
    this.log = log;
  }

  /// How the start ended.
  sealed interface Readiness {
    /// It answers requests.
    ///
    /// @param swagger what its script tells of inputs and outputs
    record Ready(Worker worker, JsonNode swagger) implements Readiness {}

    /// It does not, for the reason given.
    record Failed(String reason) implements Readiness {}
  }

  /// Starts it, and waits until that is decided.
  Readiness run() {
    Path socket = plan.folder().resolve("w%d-%s.sock".formatted(number, Long.toHexString(begun)));
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      ChildProcess started = start(socket);
      process = started;
      started.whenGone(() -> closeQuietly(server));
      return connected(started, server.accept());
    } catch (ClosedChannelException e) {
      return new Readiness.Failed(failure());
    } catch (IOException e) {
      return new Readiness.Failed("the worker cannot be started: " + e.getMessage());
    } finally {
      deleteQuietly(socket);
    }
  }

  private ChildProcess start(Path socket) throws IOException {
    ObjectNode config = plan.config().deepCopy();
    config.put("socket", socket.toString()).put("worker", number);
    Path file = plan.folder().resolve("w%d.json".formatted(number));
    Files.write(file, Json.bytes(config));
    return ChildProcess.start(
        new ChildProcess.Plan(
            List.of(plan.python().toString(), "-u", plan.program().toString(), file.toString()),
            plan.work(),
            plan.environment(),
            log.file()));
  }

  private Readiness connected(ChildProcess started, SocketChannel channel) throws IOException {
    try {
      JsonNode told = Frame.read(channel).head();
      while (told.has("hello")) {
        told = Frame.read(channel).head();
      }
      if (told.has("failed")) {
        channel.close();
        return new Readiness.Failed(told.path("failed").asString(""));
      }
      Worker worker = new Worker(started, channel, told.path("ready").asBoolean(false));
      return new Readiness.Ready(worker, told.path("swagger"));
    } catch (EOFException e) {
      channel.close();
      return new Readiness.Failed(failure());
    }
  }

  private String failure() {
    if (isLate) {
      return "it was not ready after %d s".formatted(plan.watch().startMax().toSeconds());
    }
    ChildProcess ended = process;
    return ended == null ? "it did not start" : "it " + ended(ended) + " before it was ready";
  }

  /// How a process ended, in words.
  static String ended(ChildProcess process) {
    try {
      if (!process.await(END_MAX)) {
        process.kill();
        return "was ended";
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "was ended";
    }
    OptionalInt code = process.exitCode();
    if (code.isEmpty()) {
      return "ended";
    }
    return code.getAsInt() > 128
        ? "was ended by signal %d".formatted(code.getAsInt() - 128)
        : "ended with exit code %d".formatted(code.getAsInt());
  }

  /// Ends it when it takes too long.
  void endIfLate() {
    if (System.nanoTime() - begun > plan.watch().startMax().toNanos()) {
      isLate = true;
      end();
    }
  }

  /// Ends it.
  void end() {
    ChildProcess running = process;
    if (running != null) {
      running.kill();
    }
  }

  private static void closeQuietly(ServerSocketChannel server) {
    try {
      server.close();
    } catch (IOException e) {
      throw new IllegalStateException("a server socket always closes", e);
    }
  }

  private static void deleteQuietly(Path socket) {
    try {
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      throw new IllegalStateException("a socket's name can always be removed", e);
    }
  }
}
