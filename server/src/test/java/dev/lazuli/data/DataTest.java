package dev.lazuli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.TestWorkspace;
import dev.lazuli.artifacts.Datastores;
import dev.lazuli.assets.Listing;
import dev.lazuli.base.Config;
import dev.lazuli.base.Ids;
import dev.lazuli.base.Problem;
import dev.lazuli.identity.Workspace;
import dev.lazuli.identity.Workspaces;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.store.BlobStore;
import dev.lazuli.store.Database;
import dev.lazuli.store.Databases;
import dev.lazuli.store.LocalBlobStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataTest {
  private static final Clock CLOCK = Clock.fixed(TestWorkspace.NOW, ZoneOffset.UTC);
  private static final Listing ALL = new Listing(Listing.View.ALL, 0, 100);
  private static final Listing ACTIVE = new Listing(Listing.View.ACTIVE, 0, 100);

  @TempDir private Path home;
  @TempDir private Path elsewhere;

  /// The folders whose files may be data, in a test that has others.
  private String roots = System.getProperty("java.io.tmpdir");

  private interface Use {
    void with(Data data, Workspace workspace, BlobStore blobs) throws IOException;
  }

  private void run(Use use) throws IOException {
    run(Databases.SQLITE, use);
  }

  private void run(Databases kind, Use use) throws IOException {
    Map<String, String> settings = new HashMap<>(kind.settings(home));
    settings.put("data_roots", roots);
    Config config = Config.load(settings, Map.of());
    Ids ids = new Ids(new Random(7));
    try (Database database = Database.open(config, Clock.systemUTC())) {
      BlobStore blobs = new LocalBlobStore(home.resolve("blobs"), ids);
      Workspace workspace = Workspaces.open(database, CLOCK, ids).standard();
      use.with(new Data(database, blobs, config, CLOCK), workspace, blobs);
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void versionsAreCountedAndTheLatestIsTheOneMadeLast(Databases kind) throws IOException {
    run(
        kind,
        (data, workspace, _) -> {
          Path file = Files.writeString(elsewhere.resolve("a.csv"), "a\n1\n");
          DataDraft draft = DataDraft.of(DataType.URI_FILE, file.toString());
          data.put(workspace, "d", "1", draft);
          data.put(workspace, "d", "10", draft);
          Data.Put named = data.put(workspace, "d", "first-try", draft);

          assertThat(named.isNew()).isTrue();
          assertThat(data.require(workspace, "d").latestVersion()).isEqualTo("first-try");
          assertThat(data.require(workspace, "d").nextVersion()).isEqualTo("11");
          assertThat(data.versions(workspace, "d", ALL).stream().map(DataVersion::version))
              .containsExactly("first-try", "10", "1");
          assertThat(data.require(workspace, "d", "latest").version()).isEqualTo("first-try");
        });
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aVersionNeverPointsElsewhereButItsWordsMayChange(Databases kind) throws IOException {
    run(
        kind,
        (data, workspace, _) -> {
          String uri = "azureml://datastores/workspaceblobstore/paths/x/later.csv";
          data.put(workspace, "d", "1", DataDraft.of(DataType.URI_FILE, uri));
          var draft =
              new DataDraft(
                  DataType.URI_FILE, uri, "words", Map.of("k", "v"), Map.of(), false, true);

          Data.Put again = data.put(workspace, "d", "1", draft);

          assertThat(again.isNew()).isFalse();
          assertThat(again.version().tags()).containsEntry("k", "v");
          assertThat(data.versions(workspace, "d", ACTIVE)).isEmpty();
          assertThat(data.require(workspace, "d").latestVersion()).isEmpty();
          DataDraft other = DataDraft.of(DataType.URI_FILE, uri + "x");
          assertThatThrownBy(() -> data.put(workspace, "d", "1", other))
              .isInstanceOf(Problem.Conflict.class)
              .hasMessageContaining("cannot change");
          DataDraft folder = DataDraft.of(DataType.URI_FOLDER, uri);
          assertThatThrownBy(() -> data.put(workspace, "d", "2", folder))
              .isInstanceOf(Problem.Invalid.class)
              .hasMessageContaining("has the type uri_file");
        });
  }

  @Test
  void theContentHashIsThatOfTheFileOrOfAllFilesOfAFolder() throws IOException {
    run((data, workspace, _) -> {
      Path file = Files.writeString(elsewhere.resolve("a.csv"), "a\n1\n");

      DataVersion single =
          data.put(workspace, "f", "1", DataDraft.of(DataType.URI_FILE, file.toString())).version();
      DataVersion folder =
          data.put(
                  workspace,
                  "g",
                  "1",
                  DataDraft.of(DataType.URI_FOLDER, elsewhere.toUri().toString()))
              .version();
      Files.writeString(elsewhere.resolve("b.csv"), "");
      DataVersion changed =
          data.put(workspace, "h", "1", DataDraft.of(DataType.URI_FOLDER, elsewhere.toString()))
              .version();

      assertThat(single.contentHash())
          .isEqualTo(ContentHash.of("a\n1\n".getBytes(StandardCharsets.UTF_8)));
      assertThat(folder.contentHash()).hasSize(64).isNotEqualTo(single.contentHash());
      assertThat(changed.contentHash()).isNotEqualTo(folder.contentHash());
    });
  }

  @Test
  void everyWayToNameAnAssetLeadsToItsTable() throws IOException {
    run((data, workspace, blobs) -> {
      upload(blobs, workspace, "t/MLTable", "paths: [{pattern: './*.csv'}]\n");
      upload(blobs, workspace, "t/1.csv", "a,b\n1,x\n");
      upload(blobs, workspace, "t/2.csv", "b,a\ny,2\n");
      String uri = "azureml://datastores/workspaceblobstore/paths/t/";
      data.put(workspace, "d", "1", DataDraft.of(DataType.MLTABLE, uri));

      for (String reference :
          List.of(
              "azureml:d:1",
              "azureml:d@latest",
              uri,
              workspace.armId() + "/data/d/versions/1",
              Datastores.longUri(workspace, Datastores.BLOB_STORE, "t"))) {
        Frame frame = Tables.read(data.table(workspace, reference), StopSignal.never()).frame();
        assertThat(frame.rowCount()).as(reference).isEqualTo(2);
        assertThat(frame.require("b").text(1)).isEqualTo("y");
      }
      assertThatThrownBy(() -> data.table(workspace, "azureml:d:7"))
          .isInstanceOf(Problem.NotFound.class)
          .hasMessage("data asset 'd' has no version '7'; it has 1");
    });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "azureml://datastores/workspaceblobstore/paths/../../lazuli.db",
        "azureml://datastores/workspaceblobstore/paths/a/../../x",
        "azureml://datastores/workspaceblobstore/paths//etc/passwd",
        "azureml://datastores/workspaceblobstore/paths/a\\..\\x"
      })
  void pathsThatLeaveADatastoreAreRefused(String uri) throws IOException {
    run((data, workspace, _) -> {
      assertThatThrownBy(() -> data.put(workspace, "d", "1", DataDraft.of(DataType.URI_FILE, uri)))
          .isInstanceOf(Problem.Invalid.class);
      assertThatThrownBy(() -> data.table(workspace, uri)).isInstanceOf(Problem.Invalid.class);
    });
  }

  @Test
  void encodedDotsAreAPlainNameThatIsNotThere() throws IOException {
    run((data, workspace, _) ->
        assertThatThrownBy(() ->
                data.locate(
                    workspace,
                    "azureml://datastores/workspaceblobstore/paths/%2e%2e/%2e%2e/lazuli.db"))
            .isInstanceOf(Problem.NotFound.class));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/proc/self/environ", "/proc/kmsg", "/sys/kernel", "/dev/zero"})
  void specialFilesAreRefusedWhateverTheRoots(String path) throws IOException {
    roots = "/";
    run((data, workspace, _) -> {
      assertThatThrownBy(() -> data.locate(workspace, path)).isInstanceOf(Problem.class);
      DataDraft draft = DataDraft.of(DataType.URI_FILE, path);
      assertThatThrownBy(() -> data.put(workspace, "d", "1", draft)).isInstanceOf(Problem.class);
    });
  }

  @Test
  void anMlTableMayNotNameTheEnvironmentOfTheServer() throws IOException {
    roots = "/";
    run((data, workspace, _) -> {
      Files.writeString(
          elsewhere.resolve("MLTable"),
          """
          paths:
            - file: /proc/self/environ
          transformations:
            - read_delimited: {encoding: utf16, header: no_header}
          """);

      assertThatThrownBy(() -> data.table(workspace, elsewhere.toString()))
          .isInstanceOf(Problem.Invalid.class)
          .hasMessageContaining("the file system 'proc' holds none");
    });
  }

  @Test
  void onlyFilesBelowTheRootsThatTheOwnerNamedAreData() throws IOException {
    Path allowed = Files.createDirectory(elsewhere.resolve("allowed"));
    Path inside = Files.writeString(allowed.resolve("a.csv"), "a\n1\n");
    Path outside = Files.writeString(elsewhere.resolve("b.csv"), "b\n2\n");
    Path link = Files.createSymbolicLink(allowed.resolve("c.csv"), outside);
    roots = allowed.toString();
    run((data, workspace, _) -> {
      assertThat(data.locate(workspace, inside.toString()).path()).isEqualTo(inside.toRealPath());
      for (Path path : List.of(outside, link, allowed.resolve("../b.csv"), Path.of("/none"))) {
        assertThatThrownBy(() -> data.locate(workspace, path.toString()))
            .isInstanceOf(Problem.Invalid.class)
            .hasMessageContaining("expected a path below " + allowed)
            .hasMessageContaining("data_roots");
      }
    });
  }

  @Test
  void symbolicLinksOutOfTheDatastoreAreRefused() throws IOException {
    run((data, workspace, blobs) -> {
      upload(blobs, workspace, "s/a.csv", "a\n1\n");
      Path folder = data.locate(workspace, store("s")).path();
      Path secret = Files.writeString(elsewhere.resolve("secret.csv"), "key\n42\n");
      Files.createSymbolicLink(folder.resolve("link.csv"), secret);
      Files.createSymbolicLink(folder.resolve("folder"), elsewhere);
      upload(blobs, workspace, "s/MLTable", "paths: [{file: ./link.csv}]\n");

      assertThatThrownBy(() -> data.locate(workspace, store("s/link.csv")))
          .isInstanceOf(Problem.Invalid.class);
      assertThatThrownBy(() -> data.locate(workspace, store("s/folder/secret.csv")))
          .isInstanceOf(Problem.Invalid.class);
      assertThatThrownBy(() -> data.table(workspace, store("s")))
          .isInstanceOf(Problem.Invalid.class);
      upload(blobs, workspace, "s/MLTable", "paths: [{pattern: './**/*.csv'}]\n");
      assertThat(data.table(workspace, store("s")).files())
          .containsExactly(folder.resolve("a.csv").toString());
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x.csv", "./../x.csv", "/etc/passwd", "file:///etc/passwd"})
  void anMlTableInADatastoreNamesOnlyItsOwnFiles(String path) throws IOException {
    run((data, workspace, blobs) -> {
      upload(blobs, workspace, "m/MLTable", "paths: [{file: '%s'}]\n".formatted(path));

      assertThatThrownBy(() -> data.table(workspace, store("m")))
          .isInstanceOf(Problem.Invalid.class);
    });
  }

  @Test
  void theServersOwnFilesAreNoData() throws IOException {
    run((data, workspace, _) -> {
      Path secret = Files.writeString(home.resolve("secret.key"), "x");
      Path link = Files.createSymbolicLink(elsewhere.resolve("innocent"), home);

      assertThatThrownBy(() -> data.locate(workspace, secret.toString()))
          .isInstanceOf(Problem.Invalid.class);
      assertThatThrownBy(() -> data.locate(workspace, link + "/secret.key"))
          .isInstanceOf(Problem.Invalid.class);
      assertThatThrownBy(() -> data.locate(workspace, "/")).isInstanceOf(Problem.Invalid.class);
      assertThatThrownBy(() -> data.locate(workspace, "relative.csv"))
          .hasMessageContaining("an absolute path");
    });
  }

  @Test
  void webAddressesOfThisMachineAreRefused() throws IOException {
    run((data, workspace, _) ->
        assertThatThrownBy(() -> data.locate(workspace, "http://127.0.0.1:8700/health"))
            .isInstanceOf(Problem.Forbidden.class)
            .hasMessageContaining("allow_private_network"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "../x", ".x", "a/b", "a:b"})
  void namesAreLettersAndDigits(String name) throws IOException {
    run((data, workspace, _) ->
        assertThatThrownBy(
                () -> data.put(workspace, name, "1", DataDraft.of(DataType.URI_FILE, "/dev/null")))
            .isInstanceOf(Problem.Invalid.class));
  }

  private static String store(String path) {
    return "azureml://datastores/workspaceblobstore/paths/" + path;
  }

  private static void upload(BlobStore blobs, Workspace workspace, String path, String text) {
    blobs.put(
        Datastores.blob(workspace, Datastores.BLOB_STORE, path),
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
        1 << 20);
  }
}
