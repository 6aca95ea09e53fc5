package dev.lazuli.endpoints;

import dev.lazuli.base.Problem;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A deployment in memory: its model, loaded or being loaded, and how requests to it are treated.
final class LiveDeployment {
  private static final long LOADING_SECONDS_MAX = 20;

  private final String name;
  private final FutureTask<ModelScorer> loading;
  private final DeploymentLog log;
  private final RequestSettings requests;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final Set<String> origins;

  LiveDeployment(
      String name, FutureTask<ModelScorer> loading, DeploymentLog log, JsonNode settings) {
    this.name = name;
    this.loading = loading;
    this.log = log;
    this.requests = RequestSettings.of(settings);
    this.origins = origins(settings);
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

  /// Takes a place for a request, to be given back by `leave`; false when all are taken.
  boolean enter() {
    if (requests.inFlightMax().isEmpty()) {
      return true;
    }
    if (inFlight.incrementAndGet() <= requests.inFlightMax().getAsInt()) {
      return true;
    }
    inFlight.decrementAndGet();
    return false;
  }

  /// Gives a request's place back.
  void leave() {
    if (requests.inFlightMax().isPresent()) {
      inFlight.decrementAndGet();
    }
  }

  /// Whether pages of that origin may read its answers.
  boolean admitsOrigin(String origin) {
    return origins.contains(origin) || origins.contains("*");
  }

  boolean isReady() {
    return loading.state() == Future.State.SUCCESS;
  }

  /// The loaded model; waits a while for one that is still being loaded.
  ///
  /// @throws Problem.Unavailable when it is not there
  ModelScorer scorer() {
    try {
      return loading.get(LOADING_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new Problem.Unavailable("deployment '%s' is still loading its model".formatted(name));
    } catch (ExecutionException e) {
      throw new Problem.Unavailable(
          "deployment '%s' cannot serve: %s".formatted(name, reason(e.getCause())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem.Unavailable("the server is stopping");
    }
  }

  private static String reason(@Nullable Throwable cause) {
    return cause instanceof Problem problem ? problem.text() : "its model does not load";
  }
}
