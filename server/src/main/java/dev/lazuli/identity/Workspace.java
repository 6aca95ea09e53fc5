package dev.lazuli.identity;

import dev.lazuli.base.Trail;

/// A workspace of this server.
///
/// @param id its number in the database
/// @param uuid the id that Azure's clients see
public record Workspace(
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
    return "/subscriptions/%s/resourceGroups/%s/providers/Microsoft.MachineLearningServices/workspaces/%s"
        .formatted(subscription, resourceGroup, name);
  }
}
