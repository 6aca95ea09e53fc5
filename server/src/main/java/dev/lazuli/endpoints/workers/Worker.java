package dev.lazuli.endpoints.workers;

import dev.lazuli.base.ChildProcess;
import dev.lazuli.base.Json;
import dev.lazuli.endpoints.scoring.ScoreAnswer;
import dev.lazuli.endpoints.scoring.ScoreRequest;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A worker that is ready: its process and the socket to it. It answers one request at a time.
final class Worker {
  private static final byte[] NOTHING = {};

  private final ChildProcess process;
  private final SocketChannel channel;
  private final boolean wantsHeaders;
  private final AtomicReference<@Nullable Exchange> exchange = new AtomicReference<>();
  private volatile long idleSince = System.nanoTime();

  Worker(ChildProcess process, SocketChannel channel, boolean wantsHeaders) {
    this.process = process;
    this.channel = channel;
    this.wantsHeaders = wantsHeaders;
  }

  /// What becomes of a request.
  sealed interface Outcome {
    /// The worker answered.
    record Answered(ScoreAnswer answer) implements Outcome {}

    /// The worker ended without an answer.
    record Gone() implements Outcome {}

    /// The deadline came first; the worker goes on with it.
    record Late() implements Outcome {}
  }

  /// A request under way: the thread that waits for it, and what became of it.
  private static final class Exchange {
    private final Thread waiting = Thread.currentThread();
    private final long deadline;
    private volatile @Nullable Outcome outcome;

    Exchange(long deadline) {
      this.deadline = deadline;
    }

    void end(Outcome how) {
      outcome = how;
      LockSupport.unpark(waiting);
    }

    Outcome await() {
      while (true) {
        Outcome now = outcome;
        if (now != null) {
          return now;
        }
        long left = deadline - System.nanoTime();
        if (left <= 0 || Thread.currentThread().isInterrupted()) {
          return new Outcome.Late();
        }
        LockSupport.parkNanos(this, left);
      }
    }
  }

  /// Sends a request and waits for its answer, until its deadline.
  Outcome ask(ScoreRequest request) {
    Exchange begun = new Exchange(request.deadline());
    exchange.set(begun);
    try {
      Frame.write(channel, head(request), request.body());
    } catch (IOException e) {
      return new Outcome.Gone(); // its reader sees that too, and ends it
    }
    return begun.await();
  }

  private ObjectNode head(ScoreRequest request) {
    ObjectNode head = Json.object();
    head.put("m", request.method()).put("t", request.contentType()).put("i", request.id());
    head.put("p", request.target());
    if (wantsHeaders) {
      ArrayNode headers = head.putArray("h");
      for (Map.Entry<String, String> header : request.headers()) {
        headers.addArray().add(header.getKey()).add(header.getValue());
      }
    }
    return head;
  }

  /// Reads its answers until it ends; `freed` is called whenever it has nothing to do.
  void read(Runnable freed) {
    try {
      while (true) {
        Frame frame = Frame.read(channel);
        Exchange ended = exchange.getAndSet(null);
        idleSince = System.nanoTime();
        freed.run();
        if (ended != null) {
          ended.end(new Outcome.Answered(answer(frame)));
        }
      }
    } catch (IOException e) {
      Exchange ended = exchange.getAndSet(null);
      if (ended != null) {
        ended.end(new Outcome.Gone());
      }
    }
  }

  private static ScoreAnswer answer(Frame frame) {
    JsonNode head = frame.head();
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    for (JsonNode header : head.path("h")) {
      headers.add(Map.entry(header.path(0).asString(""), header.path(1).asString("")));
    }
    if (head.path("f").asBoolean(false)) {
      headers.add(Map.entry("x-ms-run-function-failed", "True"));
    }
    return new ScoreAnswer(
        head.path("s").asInt(200),
        head.path("t").asString(""),
        headers,
        frame.body(),
        head.path("n").asLong(-1));
  }

  /// Asks one that has nothing to do whether it still answers; it is taken while it is asked.
  void ping(long deadline) {
    exchange.set(new Exchange(deadline));
    try {
      Frame.write(channel, Json.object().put("ping", 1), NOTHING);
    } catch (IOException e) {
      kill();
    }
  }

  /// Whether it has been at what nobody waits for any more, for so long.
  boolean isLate(Duration lateMax) {
    Exchange now = exchange.get();
    return now != null && System.nanoTime() - now.deadline > lateMax.toNanos();
  }

  /// How long it has had nothing to do.
  Duration idle() {
    return exchange.get() == null ? Duration.ofNanos(System.nanoTime() - idleSince) : Duration.ZERO;
  }

  ChildProcess process() {
    return process;
  }

  /// Ends it at once.
  void kill() {
    process.kill();
    close();
  }

  /// Lets it end by itself: it does when its socket closes.
  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      process.kill();
    }
  }
}
