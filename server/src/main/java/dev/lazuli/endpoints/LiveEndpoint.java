package dev.lazuli.endpoints;

import dev.lazuli.base.Caller;
import dev.lazuli.base.Problem;
import java.util.Map;
import java.util.Optional;

/// An endpoint in memory as requests meet it: one immutable picture, replaced as a whole.
record LiveEndpoint(
    String name,
    EndpointKeys keys,
    Caller keyHolder,
    TrafficSplit traffic,
    Tickets tickets,
    Map<String, LiveDeployment> deployments) {

  /// The deployment that a request goes to.
  ///
  /// @param wanted the one it asks for
  /// @throws Problem.NotFound when there is none
  LiveDeployment choose(Optional<String> wanted) {
    if (wanted.isPresent()) {
      LiveDeployment named = deployments.get(wanted.get());
      if (named == null) {
        throw new Problem.NotFound(
            "online endpoint '%s' has no deployment '%s'"
                .formatted(
                    name,
                    wanted.get().length() > 100 ? wanted.get().substring(0, 100) : wanted.get()));
      }
      return named;
    }
    LiveDeployment chosen =
        traffic
            .choose(traffic.percents().size() > 1 ? tickets.next() : 0)
            .map(deployments::get)
            .orElse(null);
    if (chosen == null) {
      throw new Problem.NotFound(
          "no deployment of online endpoint '%s' has traffic: give one its share, or name it in the header 'azureml-model-deployment'"
              .formatted(name));
    }
    return chosen;
  }

  /// The deployment with the most traffic, else any.
  Optional<LiveDeployment> first() {
    return deployments.values().stream()
        .max((one, other) ->
            Integer.compare(traffic.percent(one.name()), traffic.percent(other.name())));
  }

  /// Whether pages of that origin may read the answers of any of its deployments.
  boolean admitsOrigin(String origin) {
    return deployments.values().stream().anyMatch(deployment -> deployment.admitsOrigin(origin));
  }

  /// Whether it can answer: all deployments that get traffic have their models.
  boolean isHealthy() {
    return !traffic.percents().isEmpty()
        && traffic.percents().keySet().stream()
            .allMatch(name -> {
              LiveDeployment deployment = deployments.get(name);
              return deployment != null && deployment.isReady();
            });
  }
}
