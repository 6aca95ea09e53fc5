package dev.lazuli.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// The first bytes of another stream.
final class LimitedStream extends FilterInputStream {
  private long left;

  LimitedStream(InputStream content, long length) {
    super(content);
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    if (left <= 0) {
      return -1;
    }
    int value = super.read();
    if (value >= 0) {
      left--;
    }
    return value;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (left <= 0) {
      return -1;
    }
    int read = super.read(target, offset, (int) Math.min(length, left));
    if (read > 0) {
      left -= read;
    }
    return read;
  }
}
