package dev.lazuli.blobapi;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// A stream that knows the MD5 hash of what was read, and refuses to end when it is not as
/// announced: so content that was spoilt on its way is never stored.
final class Md5Stream extends FilterInputStream {
  private final MessageDigest digest = digest();
  private final String announced;
  private String base64 = "";

  /// @param announced base64 hash; empty when none was
  Md5Stream(InputStream content, String announced) {
    super(content);
    this.announced = announced;
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    if (value < 0) {
      end();
    } else {
      digest.update((byte) value);
    }
    return value;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = in.read(target, offset, length);
    if (read < 0) {
      end();
    } else {
      digest.update(target, offset, read);
    }
    return read;
  }

  /// The hash; empty until the stream has ended.
  String base64() {
    return base64;
  }

  private void end() {
    if (base64.isEmpty()) {
      base64 = Base64.getEncoder().encodeToString(digest.digest());
      if (!announced.isEmpty() && !announced.equals(base64)) {
        throw StorageFailure.md5Mismatch();
      }
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }
}
