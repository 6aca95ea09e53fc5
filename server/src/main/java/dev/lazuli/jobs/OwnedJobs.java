package dev.lazuli.jobs;

import dev.lazuli.identity.OwnedRows;

/// The rows of jobs that go with a workspace: only of jobs that have ended.
public final class OwnedJobs {
  private OwnedJobs() {}

  /// All of them.
  public static OwnedRows rows() {
    return OwnedRows.of("DELETE FROM jobs WHERE owner_id = ?")
        .unless(
            "SELECT COUNT(*) FROM jobs WHERE owner_id = ?"
                + " AND state NOT IN ('Completed', 'Failed', 'Canceled')",
            "jobs that have not ended: cancel them first");
  }
}
