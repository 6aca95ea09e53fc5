package dev.lazuli.data;

import dev.lazuli.identity.OwnedRows;

/// The rows of data assets that go with a workspace.
public final class DataRows {
  private DataRows() {}

  /// All of them.
  public static OwnedRows owned() {
    return OwnedRows.of(
        "DELETE FROM data_versions WHERE container_id IN (SELECT id FROM data_containers WHERE"
            + " owner_id = ?)",
        "DELETE FROM data_containers WHERE owner_id = ?");
  }
}
