package dev.lazuli.ml.frame;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.frame.CsvOptions.Encoding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/// A CSV file that can be opened more than once; one packed by gzip is unpacked as it is read.
///
/// @param name how messages call it
/// @param bytes its size; about, if it is packed
record CsvSource(String name, long bytes, Opener opener) {
  private static final int COUNTED_BYTES = 1 << 19;
  private static final int PACKED_BYTES = 1 << 16;
  private static final int SEPARATOR_BYTES = 7;
  private static final Pattern SEPARATOR = Pattern.compile("(?i:sep)=([\\t -~&&[^\"]]\\R)");

  /// So many times larger than its gzip file a table is taken to be; columns grow when it is more.
  private static final int UNPACKED = 4;

  /// Opens the bytes from their beginning.
  @FunctionalInterface
  interface Opener {
    InputStream open() throws IOException;
  }

  static CsvSource of(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    if (!Files.isRegularFile(file)) {
      throw new InvalidInput(
          name,
          Files.isDirectory(file)
              ? "'%s' is a folder: give its files".formatted(name)
              : "there is no file '%s'".formatted(name));
    }
    return isPacked(file)
        ? new CsvSource(name, Files.size(file) * UNPACKED, () -> unpacked(file))
        : new CsvSource(name, Files.size(file), () -> Files.newInputStream(file));
  }

  private static boolean isPacked(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return startsWith(in.readNBytes(2), 0x1F, 0x8B);
    }
  }

  private static InputStream unpacked(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    try {
      return new GZIPInputStream(in, PACKED_BYTES);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  static CsvSource of(String name, byte[] bytes) {
    return new CsvSource(name, bytes.length, () -> new ByteArrayInputStream(bytes));
  }

  /// Number of lines, the last one with or without its end.
  ///
  /// Of one-byte encodings and UTF-8; a lone CR ends none.
  long lines(StopSignal stop) throws IOException {
    byte[] block = new byte[COUNTED_BYTES];
    long lines = 0;
    byte last = '\n';
    try (InputStream in = opener.open()) {
      for (int size = in.read(block); size > 0; size = in.read(block)) {
        stop.check();
        lines += EightBytes.count(block, size, '\n');
        last = block[size - 1];
      }
    }
    return last == '\n' ? lines : lines + 1;
  }

  /// The content without a byte order mark: wide encodings as UTF-8, all others as they are.
  InputStream open(Encoding encoding) throws IOException {
    InputStream in = opener.open();
    byte[] head = in.readNBytes(4);
    boolean detect = encoding == Encoding.DETECT;
    if (startsWith(head, 0xEF, 0xBB, 0xBF) && (detect || encoding == Encoding.UTF_8)) {
      return joined(head, 3, in);
    }
    if (detect && startsWith(head, 0xFF, 0xFE, 0, 0)) {
      return new Transcoded(joined(head, 0, in), Encoding.UTF_32.charset());
    }
    if (detect && (startsWith(head, 0xFF, 0xFE) || startsWith(head, 0xFE, 0xFF))) {
      return new Transcoded(joined(head, 0, in), StandardCharsets.UTF_16);
    }
    return switch (encoding) {
      case UTF_16, UTF_16LE, UTF_16BE, UTF_32 ->
          new Transcoded(joined(head, 0, in), encoding.charset());
      case DETECT, UTF_8, ASCII, LATIN_1, WINDOWS_1252 -> joined(head, 0, in);
    };
  }

  /// What Excel's first line `sep=;` says to part fields by, with the line's end; empty without it.
  String separator(Encoding encoding) throws IOException {
    try (InputStream in = open(encoding)) {
      String start = new String(in.readNBytes(SEPARATOR_BYTES), StandardCharsets.ISO_8859_1);
      Matcher line = SEPARATOR.matcher(start);
      return line.lookingAt() ? line.group(1) : "";
    }
  }

  static boolean startsWith(byte[] head, int... values) {
    if (head.length < values.length) {
      return false;
    }
    for (int i = 0; i < values.length; i++) {
      if ((head[i] & 255) != values[i]) {
        return false;
      }
    }
    return true;
  }

  private static InputStream joined(byte[] head, int from, InputStream rest) {
    return new SequenceInputStream(
        new ByteArrayInputStream(Arrays.copyOfRange(head, from, head.length)), rest);
  }

  /// Text of another charset, read as UTF-8.
  private static final class Transcoded extends InputStream {
    private final Reader reader;
    private final char[] chars = new char[1 << 15];
    private int held;
    private byte[] ready = {};
    private int at;

    Transcoded(InputStream in, Charset charset) {
      reader = new InputStreamReader(in, charset);
    }

    @Override
    public int read() throws IOException {
      return fill() ? ready[at++] & 255 : -1;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      if (!fill()) {
        return -1;
      }
      int count = Math.min(length, ready.length - at);
      System.arraycopy(ready, at, to, offset, count);
      at += count;
      return count;
    }

    private boolean fill() throws IOException {
      while (at == ready.length) {
        int count = reader.read(chars, held, chars.length - held);
        if (count < 0 && held == 0) {
          return false;
        }
        int size = held + Math.max(count, 0);
        boolean split = count >= 0 && Character.isHighSurrogate(chars[size - 1]);
        int whole = split ? size - 1 : size;
        ready = new String(chars, 0, whole).getBytes(StandardCharsets.UTF_8);
        at = 0;
        held = size - whole;
        if (held > 0) {
          chars[0] = chars[whole];
        }
      }
      return true;
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}
