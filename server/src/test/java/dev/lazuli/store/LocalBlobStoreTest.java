package dev.lazuli.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.base.Ids;
import dev.lazuli.base.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalBlobStoreTest {
  @TempDir private Path root;
  private LocalBlobStore blobs;

  @BeforeEach
  void open() {
    blobs = new LocalBlobStore(root, new Ids(new Random(1)));
  }

  @Test
  void aBlobReadsBackWholeAndInParts() throws IOException {
    BlobName name = new BlobName("data", "a/b c/ü.csv");

    BlobStore.Stored stored = put(name, "hello world");

    assertThat(stored.sha256())
        .isEqualTo("b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9");
    assertThat(read(name, 0, 11)).isEqualTo("hello world");
    assertThat(read(name, 6, 3)).isEqualTo("wor");
    assertThat(blobs.list("data", "a/b"))
        .singleElement()
        .satisfies(stat -> assertThat(stat.name()).isEqualTo(name));
  }

  @Test
  void aSecondWriteReplacesTheFirst() throws IOException {
    BlobName name = new BlobName("data", "x");
    put(name, "one");

    put(name, "two!");

    assertThat(read(name, 0, 100)).isEqualTo("two!");
  }

  @Test
  void aBlobThatIsTooLargeLeavesTheOldOneAndNoRest() throws IOException {
    BlobName name = new BlobName("data", "x");
    put(name, "old");

    assertThatThrownBy(
            () -> blobs.put(name, new ByteArrayInputStream(new byte[1_000_000]), 999_999))
        .isInstanceOf(Problem.TooLarge.class);

    assertThat(read(name, 0, 100)).isEqualTo("old");
    assertThat(root.resolve(".incoming")).isEmptyDirectory();
  }

  @Test
  void aFolderIsNoBlobAndABlobNoFolder() {
    put(new BlobName("data", "a/b"), "x");

    assertThat(blobs.stat(new BlobName("data", "a"))).isEmpty();
    assertThatThrownBy(() -> put(new BlobName("data", "a/b/c"), "y"))
        .isInstanceOf(Problem.Conflict.class);
    assertThatThrownBy(() -> put(new BlobName("data", "a"), "y"))
        .isInstanceOf(Problem.Conflict.class);
  }

  @Test
  void aSymbolicLinkDoesNotLeadOut() throws IOException {
    Path outside = Files.createDirectories(root.resolveSibling("outside"));
    Files.writeString(outside.resolve("secret"), "s");
    Files.createDirectories(root.resolve("data"));
    Files.createSymbolicLink(root.resolve("data/link"), outside);

    assertThatThrownBy(() -> blobs.stat(new BlobName("data", "link/secret")))
        .isInstanceOf(Problem.Invalid.class);
    assertThat(blobs.list("data", "")).isEmpty();
  }

  @Test
  void whatACrashLeftIsRemovedAtTheNextStart() throws IOException {
    Files.writeString(root.resolve(".incoming").resolve("half"), "half a blob");

    LocalBlobStore next = new LocalBlobStore(root, new Ids(new Random(2)));

    assertThat(root.resolve(".incoming")).isEmptyDirectory();
    assertThat(next.list("data", "")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x",
        "a/../../x",
        "/etc/passwd",
        "a//b",
        "a/./b",
        "..",
        ".",
        "",
        "C:/x",
        "a\\..\\b",
        "a\u0000b",
        "a/"
      })
  void namesThatCouldLeaveTheRootAreRefused(String path) {
    assertThatThrownBy(() -> new BlobName("data", path)).isInstanceOf(Problem.Invalid.class);
  }

  private BlobStore.Stored put(BlobName name, String content) {
    return blobs.put(
        name, new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)), 1_000);
  }

  private String read(BlobName name, long offset, long length) throws IOException {
    try (var content = blobs.open(name, offset, length)) {
      return new String(content.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
