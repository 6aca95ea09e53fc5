package dev.lazuli.blobapi;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A stream that is opened when its first byte is asked for: fifty thousand blocks are not open at
/// once.
final class LaterStream extends InputStream {
  private final Supplier<InputStream> source;
  private @Nullable InputStream open;

  LaterStream(Supplier<InputStream> source) {
    this.source = source;
  }

  @Override
  public int read() throws IOException {
    return stream().read();
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return stream().read(target, offset, length);
  }

  @Override
  public void close() throws IOException {
    if (open != null) {
      open.close();
    }
  }

  private InputStream stream() {
    if (open == null) {
      open = source.get();
    }
    return open;
  }
}
