package dev.lazuli.azureml;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.base.Trail;
import dev.lazuli.identity.Owner;
import dev.lazuli.identity.SharedRegistry;
import dev.lazuli.identity.Workspace;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The envelope that every ARM resource and list comes in, and how its words are read.
public final class Arm {
  private static final Pattern NEW_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,254}");

  private static final String PROVIDER = "Microsoft.MachineLearningServices/";
  private static final String TYPE = PROVIDER + "workspaces/";

  private Arm() {}

  /// A resource.
  ///
  /// @param path below the workspace, such as `jobs/brave_sun_1` or `data/d/versions/1`
  public static ObjectNode resource(
      Workspace workspace, String path, ObjectNode properties, Instant created, Instant modified) {
    String[] segments = path.split("/", -1);
    StringBuilder type = new StringBuilder(TYPE);
    for (int i = 0; i < segments.length; i += 2) {
      type.append(i == 0 ? "" : "/").append(segments[i]);
    }
    ObjectNode resource = Json.object();
    resource.put("id", workspace.armId() + "/" + path);
    resource.put("name", segments[segments.length - 1]);
    resource.put("type", type.toString());
    resource.set("properties", properties);
    resource
        .putObject("systemData")
        .put("createdAt", created.toString())
        .put("createdBy", "local")
        .put("createdByType", "User")
        .put("lastModifiedAt", modified.toString())
        .put("lastModifiedBy", "local")
        .put("lastModifiedByType", "User");
    return resource;
  }

  /// A resource with who made and changed it.
  ///
  /// @param path below the owner, such as `environments/e/versions/1`
  public static ObjectNode resource(Owner owner, String path, ObjectNode properties, Trail trail) {
    String[] segments = path.split("/", -1);
    StringBuilder type = new StringBuilder(PROVIDER);
    type.append(
        switch (owner) {
          case Workspace _ -> "workspaces";
          case SharedRegistry _ -> "registries";
        });
    for (int i = 0; i < segments.length; i += 2) {
      type.append('/').append(segments[i]);
    }
    ObjectNode resource = Json.object();
    resource.put("id", owner.armId() + "/" + path);
    resource.put("name", segments[segments.length - 1]);
    resource.put("type", type.toString());
    resource.set("properties", properties);
    resource.set("systemData", systemData(trail));
    return resource;
  }

  /// Who made and changed a resource, and when.
  static ObjectNode systemData(Trail trail) {
    return Json.object()
        .put("createdAt", trail.created().toString())
        .put("createdBy", trail.createdBy().name())
        .put("createdByType", trail.createdBy().type())
        .put("lastModifiedAt", trail.modified().toString())
        .put("lastModifiedBy", trail.modifiedBy().name())
        .put("lastModifiedByType", trail.modifiedBy().type());
  }

  /// A page of a list.
  ///
  /// @param next URL of the next page, if there is one
  public static ObjectNode page(List<? extends JsonNode> values, Optional<String> next) {
    ObjectNode page = Json.object();
    ArrayNode array = page.putArray("value");
    values.forEach(array::add);
    next.ifPresentOrElse(url -> page.put("nextLink", url), () -> page.putNull("nextLink"));
    return page;
  }

  /// A request's body with the id of the resource that it describes, which its URL tells.
  ///
  /// @param path below the workspace
  /// @throws Problem.Invalid when it is not an object
  public static ObjectNode described(Workspace workspace, String path, JsonNode body) {
    if (body instanceof ObjectNode object) {
      return object.put("id", workspace.armId() + "/" + path);
    }
    throw new Problem.Invalid("", "the body is not an object");
  }

  /// The `properties` of a request body.
  ///
  /// @throws Problem.Invalid when it has none
  public static ObjectNode properties(JsonNode body) {
    if (body.path("properties") instanceof ObjectNode properties) {
      return properties;
    }
    throw new Problem.Invalid("properties", "the body has no object 'properties'");
  }

  /// The one of several words that `text` means: case, `-` and `_` do not count.
  ///
  /// @param words by the spelling that we answer with
  /// @throws Problem.Invalid that lists the words
  public static <T> T word(String field, String text, Map<String, T> words) {
    for (Map.Entry<String, T> word : words.entrySet()) {
      if (plain(word.getKey()).equals(plain(text))) {
        return word.getValue();
      }
    }
    throw new Problem.Invalid(
        field, text, "one of " + String.join(", ", words.keySet().stream().sorted().toList()));
  }

  private static String plain(String word) {
    return word.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
  }

  /// Returns normally when a new resource may have this name. What other protocols have named is
  /// shown as it is.
  ///
  /// @throws Problem.Invalid when it may not
  static void checkNewName(String field, String name) {
    if (!NEW_NAME.matcher(name).matches()) {
      throw new Problem.Invalid(
          field, name, "1 to 255 letters, digits, '-', '_' and '.', a letter or digit first");
    }
  }
}
