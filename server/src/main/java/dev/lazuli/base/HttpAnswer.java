package dev.lazuli.base;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The head of an HTTP/1.1 answer, and how long its body is.
///
/// @param headers by name in lower case; the last of several wins
record HttpAnswer(int status, Map<String, String> headers) {
  private static final int HEAD_BYTES_MAX = 1 << 16;

  static HttpAnswer read(InputStream in) throws IOException {
    int[] left = {HEAD_BYTES_MAX};
    String first = line(in, left);
    String[] words = first.split(" ", 3);
    if (words.length < 2 || !words[0].startsWith("HTTP/1.") || !words[1].matches("[1-5][0-9]{2}")) {
      throw new IOException("it does not speak HTTP/1.1");
    }
    Map<String, String> headers = new HashMap<>();
    for (String line = line(in, left); !line.isEmpty(); line = line(in, left)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
    return new HttpAnswer(Integer.parseInt(words[1]), headers);
  }

  boolean isRedirect() {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  Optional<String> location() {
    return Optional.ofNullable(headers.get("location"));
  }

  /// The body, whichever way its length is told.
  ///
  /// @throws Problem.TooLarge when it is known to be larger than `bytesMax`; reading more throws
  ///   too
  InputStream content(InputStream in, long bytesMax) throws IOException {
    if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      return new Limited(new Chunked(in), bytesMax, -1);
    }
    String length = headers.getOrDefault("content-length", "");
    if (!length.matches("[0-9]{1,18}")) {
      return new Limited(in, bytesMax, -1);
    }
    long declared = Long.parseLong(length);
    if (declared > bytesMax) {
      throw tooLarge(bytesMax);
    }
    return new Limited(in, bytesMax, declared);
  }

  private static Problem.TooLarge tooLarge(long bytesMax) {
    return new Problem.TooLarge("the answer is larger than %d bytes".formatted(bytesMax));
  }

  private static String line(InputStream in, int[] left) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int value = in.read(); value != '\n'; value = in.read()) {
      if (value < 0) {
        throw new EOFException("the answer ends early");
      }
      if (--left[0] < 0) {
        throw new IOException("the head of the answer is too long");
      }
      line.append((char) value);
    }
    if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
      line.setLength(line.length() - 1);
    }
    return new String(
        line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /// Counts what is read: refuses more than allowed, and an end before the declared one.
  private static final class Limited extends FilterInputStream {
    private final long bytesMax;
    private final long declared;
    private long read;

    Limited(InputStream in, long bytesMax, long declared) {
      super(in);
      this.bytesMax = bytesMax;
      this.declared = declared;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (declared >= 0 && read >= declared) {
        return -1;
      }
      int most = declared < 0 ? length : (int) Math.min(length, declared - read);
      int count = super.read(target, offset, most);
      if (count < 0 && declared >= 0) {
        throw new EOFException("the answer ends early");
      }
      read += Math.max(count, 0);
      if (read > bytesMax) {
        throw tooLarge(bytesMax);
      }
      return count;
    }
  }

  /// The chunked transfer coding.
  private static final class Chunked extends InputStream {
    private final InputStream in;
    private long left;
    private boolean started;
    private boolean ended;

    Chunked(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (left == 0 && !ended) {
        next();
      }
      if (ended) {
        return -1;
      }
      int count = in.read(target, offset, (int) Math.min(length, left));
      if (count < 0) {
        throw new EOFException("the answer ends early");
      }
      left -= count;
      return count;
    }

    private void next() throws IOException {
      int[] most = {HEAD_BYTES_MAX};
      if (started) {
        line(in, most);
      }
      started = true;
      String size = line(in, most).split(";", 2)[0].strip();
      if (!size.matches("[0-9a-fA-F]{1,15}")) {
        throw new IOException("the answer has a chunk without a length");
      }
      left = Long.parseLong(size, 16);
      ended = left == 0;
    }
  }
}
