package dev.lazuli.endpoints;

import dev.lazuli.identity.OwnedRows;

/// Keeps a workspace that still has online endpoints.
public final class OwnedEndpoints {
  private OwnedEndpoints() {}

  /// The rows that stand in the way.
  public static OwnedRows rows() {
    return OwnedRows.of()
        .unless(
            "SELECT COUNT(*) FROM online_endpoints WHERE owner_id = ?",
            "online endpoints: delete them first");
  }
}
