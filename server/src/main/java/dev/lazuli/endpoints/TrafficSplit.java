package dev.lazuli.endpoints;

import dev.lazuli.base.Problem;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// How the requests of an endpoint are shared by its deployments, in whole percents.
///
/// @param percents by deployment, in the order of their names; none is 0, and their sum is 0 or 100
public record TrafficSplit(Map<String, Integer> percents) {
  /// The sum of a split that serves.
  public static final int WHOLE = 100;

  /// A split whose numbers fit; shares of 0 are left out.
  ///
  /// @throws Problem.Invalid when a share is not in `[0, 100]` or the sum is neither 0 nor 100
  public TrafficSplit {
    Map<String, Integer> kept = new TreeMap<>();
    int sum = 0;
    for (Map.Entry<String, Integer> share : percents.entrySet()) {
      int percent = share.getValue();
      if (percent < 0 || percent > WHOLE) {
        throw new Problem.Invalid(
            "traffic", share.getKey() + "=" + percent, "whole percents from 0 to 100");
      }
      if (percent > 0) {
        kept.put(share.getKey(), percent);
      }
      sum += percent;
    }
    if (sum != 0 && sum != WHOLE) {
      throw new Problem.Invalid("traffic", percents, "percents that sum to 0 or 100, not " + sum);
    }
    percents = Collections.unmodifiableMap(kept);
  }

  /// No traffic: only requests that name their deployment are served.
  public static TrafficSplit none() {
    return new TrafficSplit(Map.of());
  }

  /// All traffic to one deployment.
  public static TrafficSplit all(String deployment) {
    return new TrafficSplit(Map.of(deployment, WHOLE));
  }

  /// The deployment that a request goes to.
  ///
  /// @param ticket drawn evenly from `[0, 100)`
  /// @return empty when there is no traffic
  public Optional<String> choose(int ticket) {
    int left = ticket;
    for (Map.Entry<String, Integer> share : percents.entrySet()) {
      left -= share.getValue();
      if (left < 0) {
        return Optional.of(share.getKey());
      }
    }
    return Optional.empty();
  }

  /// Returns normally when all deployments of the split exist, and those that get more than before
  /// are ready for it.
  ///
  /// @throws Problem.Invalid naming the one that does not exist
  /// @throws Problem.Conflict naming the one that is not ready, and why
  void requireReady(TrafficSplit before, List<OnlineDeployment> deployments) {
    Map<String, OnlineDeployment> byName =
        deployments.stream().collect(Collectors.toMap(OnlineDeployment::name, one -> one));
    for (String name : percents.keySet()) {
      OnlineDeployment deployment = byName.get(name);
      if (deployment == null) {
        throw new Problem.Invalid(
            "traffic",
            "traffic names the deployment '%s', which does not exist; this endpoint has %s"
                .formatted(
                    name,
                    byName.isEmpty()
                        ? "none"
                        : String.join(", ", byName.keySet().stream().sorted().toList())));
      }
      if (percent(name) > before.percent(name) && !deployment.state().serves()) {
        throw new Problem.Conflict(
            "deployment '%s' is not ready (%s), so the traffic stays as it was"
                .formatted(name, deployment.state().failure().orElse(deployment.state().word())));
      }
    }
  }

  /// Share of a deployment, 0 when it gets nothing.
  public int percent(String deployment) {
    return percents.getOrDefault(deployment, 0);
  }
}
