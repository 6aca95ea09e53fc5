package dev.lazuli.identity;

import dev.lazuli.base.Trail;

/// A registry of this server: assets that several workspaces share. Its name is its own on the
/// whole server.
///
/// @param id its number in the database
/// @param uuid the id that Azure's clients see
public record SharedRegistry(
    long id,
    String subscription,
    String resourceGroup,
    String name,
    String uuid,
    Profile profile,
    Trail trail)
    implements Owner {

  @Override
  public String armId() {
    return "/subscriptions/%s/resourceGroups/%s/providers/Microsoft.MachineLearningServices/registries/%s"
        .formatted(subscription, resourceGroup, name);
  }
}
