package dev.lazuli.endpoints;

import java.time.Instant;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// A model behind an endpoint.
///
/// @param id its number in the database
/// @param model reference to the model as the user wrote it
/// @param settings what else the user said, kept as it is: instance type, probes, environment
public record OnlineDeployment(
    long id,
    long endpointId,
    String name,
    String description,
    Map<String, String> tags,
    String model,
    ObjectNode settings,
    State state,
    Instant created,
    Instant updated) {

  /// Whether it serves.
  public sealed interface State {
    /// Its model was loaded.
    record Succeeded() implements State {}

    /// Its model could not be loaded.
    record Failed(String reason) implements State {}
  }

  /// What a user says of a deployment that is made or changed.
  public record Draft(
      EndpointName name,
      String description,
      Map<String, String> tags,
      String model,
      ObjectNode settings) {

    /// The same with another model.
    public Draft withModel(String other) {
      return new Draft(name, description, tags, other, settings);
    }
  }
}
