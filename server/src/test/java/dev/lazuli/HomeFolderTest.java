package dev.lazuli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.base.Config;
import dev.lazuli.base.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeFolderTest {
  @TempDir private Path folder;

  @Test
  void aNewHomeAndWhatTellsSecretsInItIsForItsOwnerOnly() throws IOException {
    Path home = folder.resolve("home");

    start(home).close();

    assertThat(permissions(home)).isEqualTo("rwx------");
    assertThat(permissions(home.resolve("lazuli.db"))).isEqualTo("rw-------");
    assertThat(permissions(home.resolve("secret.key"))).isEqualTo("rw-------");
  }

  @Test
  void aHomeThatOthersMayWriteToIsRefused() throws IOException {
    Path home = Files.createDirectory(folder.resolve("home"));
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));

    refused(home, "others may change what is in the home folder");
  }

  @Test
  void aKeyThatOthersMayReadIsRefused() throws IOException {
    start(folder).close();
    Files.setPosixFilePermissions(
        folder.resolve("secret.key"), PosixFilePermissions.fromString("rw-r--r--"));

    refused(folder, "run chmod 600 on it");
  }

  @Test
  void aKeyThatIsNotTheOneOfTheDatabaseIsRefused() throws IOException {
    start(folder).close();
    Files.write(folder.resolve("secret.key"), new byte[32]);

    refused(folder, "secret.key in the home folder is not the key of this database");
  }

  @Test
  void anEmptyDatabaseInAHomeThatWasUsedIsRefused() throws IOException {
    start(folder).close();
    remove("lazuli.db-wal");
    remove("lazuli.db-shm");
    Files.write(folder.resolve("lazuli.db"), new byte[0]);

    refused(folder, "is missing or empty, but this home was used before");
  }

  @Test
  void garbageInTheDatabaseIsToldInALine() throws IOException {
    Files.write(
        folder.resolve("lazuli.db"), "garbage ".repeat(1_000).getBytes(StandardCharsets.UTF_8));

    refused(folder, "the database is damaged or is not one of SQLite");
  }

  @Test
  void aFolderInPlaceOfTheDatabaseIsToldInALine() throws IOException {
    Files.createDirectory(folder.resolve("lazuli.db"));

    refused(folder, "is a folder where the database should be");
  }

  @Test
  void aFileInPlaceOfTheHomeIsToldInALine() throws IOException {
    Path home = Files.writeString(folder.resolve("file"), "x");

    refused(home, "choose another one with --home");
  }

  @Test
  void aPostgresThatIsNotThereIsToldInALine() {
    assertThatThrownBy(() ->
            start(
                Map.of(
                    "home", folder.toString(),
                    "port", "0",
                    "database_url", "jdbc:postgresql://127.0.0.1:1/none")))
        .isInstanceOf(Problem.Unavailable.class)
        .hasMessageStartingWith("the database does not answer: ")
        .hasMessageNotContaining("\n");
  }

  @Test
  void fsckNamesEachFileThatIsNotWhatWasStored() throws IOException {
    try (TestWorkspace workspace = TestWorkspace.in(folder)) {
      workspace.upload("/api/2.0/mlflow-artifacts/artifacts/a/one.txt", bytes("one"));
      workspace.upload("/api/2.0/mlflow-artifacts/artifacts/a/two.txt", bytes("two"));
    }
    assertThat(fsck()).isEqualTo(0);
    Files.write(stored("one.txt"), bytes("onE"));
    Files.delete(stored("two.txt"));

    assertThat(fsck()).isEqualTo(1);
    try (TestWorkspace workspace = TestWorkspace.in(folder)) {
      var answer = workspace.send("GET", "/api/2.0/mlflow-artifacts/artifacts/a/one.txt", "");
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("a/one.txt").contains("is damaged");
    }
  }

  private int fsck() {
    return Main.commandLine().execute("fsck", "--home", folder.toString());
  }

  private Path stored(String name) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("blobs"))) {
      return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void remove(String name) throws IOException {
    Files.deleteIfExists(folder.resolve(name));
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static void refused(Path home, String words) {
    assertThatThrownBy(() -> start(home).close())
        .isInstanceOf(Problem.class)
        .hasMessageContaining(words)
        .hasMessageNotContaining("\n");
  }

  private static Server start(Path home) {
    return start(Map.of("home", home.toString(), "port", "0"));
  }

  private static Server start(Map<String, String> flags) {
    return Server.start(Config.load(flags, Map.of()), Clock.systemUTC(), new Random(7));
  }
}
