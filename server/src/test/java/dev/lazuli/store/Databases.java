package dev.lazuli.store;

import dev.lazuli.base.Config;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Map;

/// The two databases that every test of a store runs on.
///
/// One PostgreSQL server is started for all tests of a JVM; each test gets a database of its own.
public enum Databases {
  SQLITE {
    @Override
    public Map<String, String> settings(Path home) {
      return Map.of("home", home.toString());
    }
  },
  POSTGRESQL {
    @Override
    public Map<String, String> settings(Path home) {
      return Map.of(
          "home",
          home.toString(),
          "database_url",
          Postgres.newDatabase("t" + Integer.toHexString(home.hashCode() & 0x7fffffff)),
          "database_user",
          "postgres",
          "database_password",
          "postgres");
    }
  };

  /// The settings that make a server or store use this database.
  public abstract Map<String, String> settings(Path home);

  /// Opens an empty store.
  public Database open(Path home) {
    return Database.open(Config.load(settings(home), Map.of()), Clock.systemUTC());
  }

  /// The PostgreSQL server of this JVM.
  private static final class Postgres {
    private static final EmbeddedPostgres SERVER = start();

    private Postgres() {}

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder().start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    static String newDatabase(String name) {
      try (Connection connection = SERVER.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("DROP DATABASE IF EXISTS " + name);
        statement.execute("CREATE DATABASE " + name);
        return SERVER.getJdbcUrl("postgres", name).replaceAll("\\?.*", "");
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
