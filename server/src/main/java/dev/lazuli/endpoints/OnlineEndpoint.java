package dev.lazuli.endpoints;

import java.time.Instant;
import java.util.Map;

/// A name that clients send rows to, with the traffic shares of its deployments.
///
/// @param id its number in the database
/// @param properties free strings of the user
public record OnlineEndpoint(
    long id,
    long ownerId,
    String name,
    String description,
    Map<String, String> tags,
    Map<String, String> properties,
    TrafficSplit traffic,
    Instant created,
    Instant updated) {

  /// What a user says of an endpoint that is made or changed.
  public record Draft(
      EndpointName name,
      String description,
      Map<String, String> tags,
      Map<String, String> properties,
      TrafficSplit traffic) {}

  /// Which of the two keys.
  public enum KeyKind {
    PRIMARY,
    SECONDARY
  }
}
