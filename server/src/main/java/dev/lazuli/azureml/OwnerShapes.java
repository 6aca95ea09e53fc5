package dev.lazuli.azureml;

import dev.lazuli.base.Problem;
import dev.lazuli.identity.Owner;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// How bodies describe workspaces and registries.
final class OwnerShapes {
  private OwnerShapes() {}

  /// What a body says of an owner; the rest stays.
  static Owner.Profile profile(JsonNode body, Owner.Profile old) {
    JsonNode properties = body.path("properties");
    return new Owner.Profile(
        body.path("location").asString(old.location()),
        properties.path("friendlyName").asString(old.displayName()),
        properties.path("description").asString(old.description()),
        body.path("tags").isObject() ? Fields.strings(body, "tags") : old.tags());
  }

  /// What the parameters of a template say of a workspace.
  static Owner.Profile ofParameters(JsonNode parameters, String name) {
    Map<String, String> tags = new LinkedHashMap<>();
    parameters
        .path("tagValues")
        .path("value")
        .properties()
        .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asString("")));
    return new Owner.Profile(
        text(parameters, "location", "local"),
        text(parameters, "friendlyName", name),
        text(parameters, "description", ""),
        tags);
  }

  /// A parameter of a template that must be there.
  static String parameter(JsonNode parameters, String name) {
    String value = text(parameters, name, "");
    if (value.isEmpty()) {
      throw new Problem.Unsupported(
          "only templates that make a workspace are deployed here: the parameter '%s' is missing"
              .formatted(name));
    }
    return value;
  }

  private static String text(JsonNode parameters, String name, String otherwise) {
    String value = parameters.path(name).path("value").asString("");
    return value.isEmpty() ? otherwise : value;
  }
}
