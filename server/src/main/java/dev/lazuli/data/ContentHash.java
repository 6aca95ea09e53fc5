package dev.lazuli.data;

import dev.lazuli.base.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// SHA-256 of files and folders, as 64 hexadecimal digits.
final class ContentHash {
  private ContentHash() {}

  static String of(byte[] content) {
    return HexFormat.of().formatHex(digest().digest(content));
  }

  /// The hash of a file, or of the names and hashes of all files of a folder.
  static String of(Located located, List<DataFiles.Found> files) {
    if (!located.isFolder()) {
      return HexFormat.of().formatHex(of(located.path()));
    }
    MessageDigest digest = digest();
    for (DataFiles.Found file : files) {
      digest.update(file.relative().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      digest.update(of(file.file()));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static byte[] of(Path file) {
    MessageDigest digest = digest();
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new Problem.Invalid("path", "'%s' is not a file".formatted(file.getFileName()));
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] chunk = new byte[1 << 16];
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        digest.update(chunk, 0, count);
      }
    } catch (IOException e) {
      throw new Problem.Invalid(
          "path", "'%s' cannot be read: %s".formatted(file.getFileName(), e.getMessage()));
    }
    return digest.digest();
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
