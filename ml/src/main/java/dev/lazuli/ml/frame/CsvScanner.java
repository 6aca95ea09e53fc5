package dev.lazuli.ml.frame;

import dev.lazuli.ml.InvalidInput;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Cuts a byte stream into records and fields, as [RFC
/// 4180](https://www.rfc-editor.org/rfc/rfc4180) says; lines may also end in a lone CR.
///
/// The record that was read last lies in [#buffer], unquoted in place; blank lines are left out.
final class CsvScanner implements Closeable {
  private static final int QUOTE = '"';
  private static final int BUFFER_BYTES = 1 << 18;

  private final InputStream in;
  private final String file;
  private final int recordBytesMax;
  private final boolean[] endsField = new boolean[256];

  private byte[] buffer;
  private int base;
  private int limit;
  private boolean ended;
  private int length;
  private long line = 1;
  private long linesInside;
  private int fieldCount;
  private int[] starts = new int[64];
  private int[] ends = new int[64];
  private @Nullable String problem;

  CsvScanner(InputStream in, String file, char delimiter, int recordBytesMax) {
    this.in = in;
    this.file = file;
    this.recordBytesMax = recordBytesMax;
    this.buffer = new byte[Math.clamp(recordBytesMax, 16, BUFFER_BYTES)];
    endsField[delimiter] = true;
    endsField['\n'] = true;
    endsField['\r'] = true;
  }

  byte[] buffer() {
    return buffer;
  }

  /// Number of fields of the record.
  int fieldCount() {
    return fieldCount;
  }

  /// Where field `i` begins in the buffer.
  int start(int i) {
    return base + starts[i];
  }

  /// Where field `i` ends in the buffer, exclusive.
  int end(int i) {
    return base + ends[i];
  }

  /// The line where the record begins, from 1.
  long line() {
    return line;
  }

  /// What is wrong with how the record is written, or null.
  @Nullable String problem() {
    return problem;
  }

  /// Goes to the next record that is not a blank line; false at the end.
  boolean next() throws IOException {
    do {
      base += length;
      line += linesInside;
      if (!scan()) {
        return false;
      }
    } while (fieldCount == 1 && starts[0] == ends[0] && starts[0] == 0);
    return true;
  }

  private boolean scan() throws IOException {
    fieldCount = 0;
    problem = null;
    length = 0;
    linesInside = 0;
    if (base >= limit && !refill(0)) {
      return false;
    }
    int at = 0;
    while (true) {
      if (base + at >= limit && !refill(at)) {
        addField(at, at);
        length = at;
        return true;
      }
      if (buffer[base + at] == QUOTE) {
        at = quotedField(at + 1);
      } else {
        int start = at;
        at = fieldEnd(at);
        addField(start, at);
      }
      if (base + at >= limit) {
        length = at;
        return true;
      }
      byte end = buffer[base + at];
      at++;
      if (end == '\n' || end == '\r') {
        endRecord(at, end);
        return true;
      }
    }
  }

  private void endRecord(int at, byte end) throws IOException {
    int after = at;
    if (end == '\r' && (base + at < limit || refill(at)) && buffer[base + at] == '\n') {
      after++;
    }
    linesInside++;
    length = after;
  }

  /// Where the unquoted text from `at` on ends: at a delimiter, a line end or the end of the file.
  private int fieldEnd(int at) throws IOException {
    int i = base + at;
    while (true) {
      byte[] bytes = buffer;
      int to = limit;
      while (i < to && !endsField[bytes[i] & 255]) {
        i++;
      }
      int reached = i - base;
      if (i < to || !refill(reached)) {
        return reached;
      }
      i = base + reached;
    }
  }

  /// Reads a field from behind its opening quote; returns where the text behind its end begins.
  private int quotedField(int from) throws IOException {
    int write = from;
    int at = from;
    while (true) {
      if (base + at >= limit && !refill(at)) {
        throw new InvalidInput(
            file, "%s line %d: a quote is opened and never closed".formatted(file, line));
      }
      byte value = buffer[base + at];
      if (value == QUOTE) {
        at++;
        if ((base + at >= limit && !refill(at)) || buffer[base + at] != QUOTE) {
          break;
        }
      } else if (value == '\n') {
        linesInside++;
      }
      if (write != at) {
        buffer[base + write] = value;
      }
      write++;
      at++;
    }
    addField(from, write);
    int end = fieldEnd(at);
    if (end > at) {
      problem = "text follows a closing quote in field %d".formatted(fieldCount);
    }
    return end;
  }

  private void addField(int start, int end) {
    if (fieldCount == starts.length) {
      if (fieldCount >= CsvOptions.COLUMNS_MAX) {
        throw new InvalidInput(
            file,
            "%s line %d has more than %d fields".formatted(file, line, CsvOptions.COLUMNS_MAX));
      }
      starts = Arrays.copyOf(starts, fieldCount * 2);
      ends = Arrays.copyOf(ends, fieldCount * 2);
    }
    starts[fieldCount] = start;
    ends[fieldCount] = end;
    fieldCount++;
  }

  /// Reads more bytes behind the `kept` ones of this record; false when there are none.
  private boolean refill(int kept) throws IOException {
    if (ended) {
      return false;
    }
    if (kept >= recordBytesMax) {
      throw new InvalidInput(
          file,
          "%s line %d: a record is longer than %d bytes; is a quote not closed, or is this no CSV?"
              .formatted(file, line, recordBytesMax));
    }
    if (base > 0) {
      System.arraycopy(buffer, base, buffer, 0, limit - base);
      limit -= base;
      base = 0;
    }
    if (limit == buffer.length) {
      buffer = Arrays.copyOf(buffer, (int) Math.min(buffer.length * 2L, recordBytesMax + 1L));
    }
    int count = in.read(buffer, limit, buffer.length - limit);
    if (count <= 0) {
      ended = true;
      return false;
    }
    limit += count;
    return true;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
