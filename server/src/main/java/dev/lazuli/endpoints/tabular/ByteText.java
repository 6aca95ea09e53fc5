package dev.lazuli.endpoints.tabular;

import java.util.Arrays;

/// Text under construction as bytes, reused from answer to answer. For one thread.
final class ByteText {
  private static final int KEPT_MAX = 1 << 20;

  private byte[] bytes = new byte[1 << 10];
  private int length;

  /// Forgets what was written; a very large buffer is given back.
  void clear() {
    length = 0;
    if (bytes.length > KEPT_MAX) {
      bytes = new byte[1 << 10];
    }
  }

  ByteText add(char ascii) {
    room(1);
    bytes[length++] = (byte) ascii;
    return this;
  }

  ByteText add(byte[] more) {
    room(more.length);
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
    return this;
  }

  /// Adds the shortest decimal that reads back as `number`; `null` when it is not finite, since
  /// JSON has no word for it.
  ByteText add(double number) {
    return add(Double.isFinite(number) ? Double.toString(number) : "null");
  }

  /// Adds a text of ASCII characters.
  ByteText add(String ascii) {
    int count = ascii.length();
    room(count);
    for (int i = 0; i < count; i++) {
      bytes[length + i] = (byte) ascii.charAt(i);
    }
    length += count;
    return this;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
