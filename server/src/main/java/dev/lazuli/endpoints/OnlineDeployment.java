package dev.lazuli.endpoints;

import dev.lazuli.base.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A model behind an endpoint.
///
/// @param id its number in the database
/// @param model reference to the model as the user wrote it; empty for a script without one
/// @param settings what else the user said: code, environment, instances, probes
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

  /// How far it is.
  public sealed interface State {
    /// It is being loaded for the first time, or again after a failure.
    record Creating() implements State {}

    /// It serves, while what shall take its place is being loaded.
    record Updating(Draft next) implements State {}

    /// It serves.
    record Succeeded() implements State {}

    /// It could not be loaded, and serves nothing.
    record Failed(String reason) implements State {}

    /// It serves as before: what should have taken its place could not be loaded.
    record UpdateFailed(String reason) implements State {}

    /// It ends as soon as its last request is answered.
    record Deleting() implements State {}

    /// Whether requests may be sent to it.
    default boolean serves() {
      return switch (this) {
        case Succeeded _, Updating _, UpdateFailed _ -> true;
        case Creating _, Failed _, Deleting _ -> false;
      };
    }

    /// Whether something is being done to it.
    default boolean isChanging() {
      return switch (this) {
        case Creating _, Updating _, Deleting _ -> true;
        case Succeeded _, Failed _, UpdateFailed _ -> false;
      };
    }

    /// Why the last change of it failed, if it did.
    default Optional<String> failure() {
      return switch (this) {
        case Failed(String reason) -> Optional.of(reason);
        case UpdateFailed(String reason) -> Optional.of(reason);
        case Creating _, Updating _, Succeeded _, Deleting _ -> Optional.empty();
      };
    }

    /// Azure's word for it.
    default String word() {
      return switch (this) {
        case Creating _ -> "Creating";
        case Updating _ -> "Updating";
        case Succeeded _ -> "Succeeded";
        case Failed _, UpdateFailed _ -> "Failed";
        case Deleting _ -> "Deleting";
      };
    }
  }

  /// What it is now, as a draft.
  Draft draft() {
    return new Draft(new EndpointName(name), description, tags, model, settings);
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

    /// The form in which it is kept while it is not what serves.
    String written() {
      ObjectNode written = Json.object();
      written.put("name", name.value()).put("description", description).put("model", model);
      written.set("tags", Json.strings(tags));
      written.set("settings", settings);
      return Json.text(written);
    }

    /// Reads what [#written] wrote.
    static Draft read(String written) {
      JsonNode draft = Json.parse(written);
      Map<String, String> tags = new LinkedHashMap<>();
      draft.path("tags").properties().forEach(t -> tags.put(t.getKey(), t.getValue().asString()));
      return new Draft(
          new EndpointName(draft.path("name").asString()),
          draft.path("description").asString(),
          tags,
          draft.path("model").asString(),
          (ObjectNode) draft.path("settings"));
    }
  }
}
