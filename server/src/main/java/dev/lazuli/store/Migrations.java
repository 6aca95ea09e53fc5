package dev.lazuli.store;

import dev.lazuli.base.Problem;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;

/// Brings the tables of a database up to date; one set of files serves both databases.
final class Migrations {
  private Migrations() {}

  /// Applies what is missing.
  ///
  /// @param words what the files write where the databases differ: `bytes`, `identity`
  /// @throws Problem.Unsupported when a newer version of Lazuli has written the store
  static void apply(DataSource source, Map<String, String> words) {
    Flyway flyway =
        Flyway.configure()
            .dataSource(source)
            .locations("classpath:db/migration")
            .placeholders(words)
            .load();
    MigrationInfo current = flyway.info().current();
    MigrationVersion newest = MigrationVersion.EMPTY;
    for (MigrationInfo known : flyway.info().all()) {
      if (!known.getState().isResolved()) {
        continue;
      }
      MigrationVersion version = known.getVersion();
      if (version != null && version.compareTo(newest) > 0) {
        newest = version;
      }
    }
    if (current != null
        && current.getVersion() != null
        && current.getVersion().compareTo(newest) > 0) {
      throw new Problem.Unsupported(
          "this store has version %s, this Lazuli knows versions up to %s: start the newer Lazuli"
              .formatted(current.getVersion(), newest));
    }
    flyway.migrate();
  }
}
