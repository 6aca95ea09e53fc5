package dev.lazuli.identity;

/// A workspace of this server: every row belongs to one.
///
/// @param id its number in the database
/// @param uuid the id that Azure's clients see
public record Workspace(
    long id, String subscription, String resourceGroup, String name, String uuid) {

  /// Its ARM id.
  public String armId() {
    return "/subscriptions/%s/resourceGroups/%s/providers/Microsoft.MachineLearningServices/workspaces/%s"
        .formatted(subscription, resourceGroup, name);
  }
}
