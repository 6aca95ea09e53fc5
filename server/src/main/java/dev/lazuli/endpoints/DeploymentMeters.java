package dev.lazuli.endpoints;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/// Counts and times the requests of each deployment by the code of their answers.
final class DeploymentMeters {
  private static final Duration[] BOUNDS = {
    Duration.ofNanos(500_000),
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5)
  };

  private final MeterRegistry registry;
  private final ConcurrentMap<Key, Timer> timers = new ConcurrentHashMap<>();

  DeploymentMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  private record Key(String endpoint, String deployment, int code) {}

  /// Counts a request that took so long.
  void count(String endpoint, String deployment, int code, long nanos) {
    Key key = new Key(endpoint, deployment, code);
    Timer timer = timers.get(key);
    if (timer == null) {
      timer = timers.computeIfAbsent(key, this::timer);
    }
    timer.record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer timer(Key key) {
    return Timer.builder("lazuli_scoring_requests")
        .description("scoring requests by endpoint, deployment and code")
        .tag("endpoint", key.endpoint())
        .tag("deployment", key.deployment())
        .tag("code", Integer.toString(key.code()))
        .serviceLevelObjectives(BOUNDS)
        .register(registry);
  }
}
