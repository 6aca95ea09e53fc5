package dev.lazuli.http;

import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/// Counts and times the requests of each route, in Prometheus' words.
public final class Traffic {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ConcurrentMap<Key, Timer> timers = new ConcurrentHashMap<>();

  private record Key(String method, String path, int status) {}

  void count(Router.Match match, int status, long nanos) {
    Key key =
        match instanceof Router.Match.Found(Routes.Route route, _)
            ? new Key(route.method(), route.path(), status)
            : new Key("", "none", status);
    timers.computeIfAbsent(key, this::timer).record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer timer(Key key) {
    return Timer.builder("lazuli_http_requests")
        .description("requests by route and status")
        .tag("method", key.method())
        .tag("route", key.path())
        .tag("status", Integer.toString(key.status()))
        .register(registry);
  }

  /// The registry, for the meters of other parts.
  public PrometheusMeterRegistry registry() {
    return registry;
  }

  /// All meters as Prometheus reads them.
  public String scrape() {
    return registry.scrape();
  }
}
