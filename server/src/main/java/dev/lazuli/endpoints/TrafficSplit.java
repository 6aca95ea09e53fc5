package dev.lazuli.endpoints;

import dev.lazuli.base.Problem;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

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

  /// Returns normally when all deployments of the split exist.
  ///
  /// @throws Problem.Invalid naming the one that does not
  public void requireIn(Set<String> deployments) {
    for (String name : percents.keySet()) {
      if (!deployments.contains(name)) {
        throw new Problem.Invalid(
            "traffic",
            "traffic names the deployment '%s', which does not exist; this endpoint has %s"
                .formatted(
                    name,
                    deployments.isEmpty()
                        ? "none"
                        : String.join(", ", deployments.stream().sorted().toList())));
      }
    }
  }

  /// Share of a deployment, 0 when it gets nothing.
  public int percent(String deployment) {
    return percents.getOrDefault(deployment, 0);
  }
}
