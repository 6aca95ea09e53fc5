package dev.lazuli.endpoints;

import dev.lazuli.base.Problem;
import dev.lazuli.endpoints.scoring.DeploymentLog;
import dev.lazuli.endpoints.scoring.Scorer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// A deployment in memory: what answers for it, loaded or being loaded, and how requests to it are
/// treated.
///
/// When another takes its place it retires: it takes no more requests, and ends when the last one
/// is answered.
final class LiveDeployment {
  private static final Logger LOG = LoggerFactory.getLogger(LiveDeployment.class);
  private static final long LOADING_SECONDS_MAX = 20;
  private static final int RETIRED = Integer.MIN_VALUE;

  private final String name;
  private final FutureTask<Scorer> loading;
  private final DeploymentLog log;
  private final RequestSettings requests;
  private final Set<String> origins;

  /// Requests being answered; below zero by [#RETIRED] once it takes no more.
  private final AtomicInteger inFlight = new AtomicInteger();

  private final CountDownLatch drained = new CountDownLatch(1);

  LiveDeployment(String name, FutureTask<Scorer> loading, DeploymentLog log, JsonNode settings) {
    this.name = name;
    this.loading = loading;
    this.log = log;
    this.requests = RequestSettings.of(settings);
    this.origins = origins(settings);
  }

  /// Whether a request may be answered here.
  enum Entry {
    /// It may, and its place is given back by `leave`.
    ADMITTED,
    /// As many are being answered as may be.
    FULL,
    /// Another has taken the deployment's place.
    RETIRED
  }

  private static Set<String> origins(JsonNode settings) {
    String list = settings.path("environmentVariables").path("AML_CORS_ORIGINS").asString("");
    return Arrays.stream(list.split(",", -1))
        .map(String::strip)
        .filter(origin -> !origin.isEmpty())
        .collect(Collectors.toSet());
  }

  String name() {
    return name;
  }

  DeploymentLog log() {
    return log;
  }

  long timeoutNanos() {
    return requests.timeout().toNanos();
  }

  /// Loads what answers, on this thread.
  ///
  /// @return why that failed; empty when it is ready
  Optional<String> load() throws InterruptedException {
    loading.run();
    return switch (loading.state()) {
      case SUCCESS -> Optional.empty();
      case FAILED -> {
        Throwable failure = loading.exceptionNow();
        if (failure instanceof InterruptedException) {
          throw new InterruptedException("the server is stopping");
        }
        if (!(failure instanceof Problem)) {
          LOG.error("deployment '{}' did not load", name, failure);
        }
        yield Optional.of(reason(failure));
      }
      case CANCELLED, RUNNING -> throw new InterruptedException("given up");
    };
  }

  /// Takes a place for a request.
  Entry enter() {
    int now = inFlight.incrementAndGet();
    if (now < 0) {
      leave();
      return Entry.RETIRED;
    }
    if (requests.inFlightMax().isPresent() && now > requests.inFlightMax().getAsInt()) {
      leave();
      return Entry.FULL;
    }
    return Entry.ADMITTED;
  }

  /// Gives a request's place back.
  void leave() {
    if (inFlight.decrementAndGet() == RETIRED) {
      drained.countDown();
    }
  }

  /// Takes no more requests, waits for those that are being answered, and ends what answered them.
  void retire(Duration patience) throws InterruptedException {
    int before = inFlight.getAndAdd(RETIRED);
    try {
      if (before > 0 && !drained.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        log.add("ended with requests unanswered after %d s".formatted(patience.toSeconds()));
      }
    } finally {
      close();
    }
  }

  /// Ends what answers, whatever it is doing.
  void close() {
    if (!loading.isDone()) {
      loading.cancel(true);
    } else if (loading.state() == Future.State.SUCCESS) {
      loading.resultNow().close();
    }
  }

  /// Whether pages of that origin may read its answers.
  boolean admitsOrigin(String origin) {
    return origins.contains(origin) || origins.contains("*");
  }

  boolean isReady() {
    return loading.state() == Future.State.SUCCESS;
  }

  /// What answers; waits a while for one that is still being loaded.
  ///
  /// @throws Problem.Unavailable when it is not there
  Scorer scorer() {
    if (loading.state() == Future.State.SUCCESS) {
      return loading.resultNow();
    }
    try {
      return loading.get(LOADING_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new Problem.Unavailable("deployment '%s' is still being created".formatted(name));
    } catch (ExecutionException e) {
      throw new Problem.Unavailable(
          "deployment '%s' failed and cannot answer: %s".formatted(name, reason(e.getCause())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem.Unavailable("the server is stopping");
    }
  }

  private static String reason(@Nullable Throwable cause) {
    return cause instanceof Problem problem ? problem.text() : "internal error; see the server log";
  }
}
