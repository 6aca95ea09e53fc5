package dev.lazuli.ml.frame;

import dev.lazuli.ml.InvalidInput;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Cuts a byte stream into records and fields, as [RFC
/// 4180](https://www.rfc-editor.org/rfc/rfc4180) says; lines may also end in a lone CR.
///
/// It cuts a block of whole records at a time, so that a column can be read down the block. The
/// records lie in [#buffer], unquoted in place; blank lines are left out. [#next] goes through the
/// same records one by one.
final class CsvScanner implements Closeable {
  private static final int QUOTE = '"';
  private static final int BUFFER_BYTES = 1 << 18;

  private final InputStream in;
  private final String file;
  private final int recordBytesMax;
  private final byte delimiter;
  private final long delimiters;
  private final long quotes = EightBytes.all('"');
  private final long feeds = EightBytes.all('\n');
  private final long returns = EightBytes.all('\r');

  private byte[] buffer;
  private int begin;
  private int blockBegin;
  private int limit;
  private boolean ended;
  private long line = 1;

  private int[] starts = new int[1024];
  private int[] ends = new int[1024];
  private int fields;
  private int[] firsts = new int[256];
  private long[] lines = new long[256];
  private int records;
  private int current;
  private final Map<Integer, String> problems = new HashMap<>();

  private final CsvMarks marks;
  private int nextMark;
  private int[] escaped = new int[4];
  private int escapedCount;
  private long linesInside;
  private @Nullable String problemInside;

  CsvScanner(InputStream in, String file, char delimiter, int recordBytesMax) {
    this.in = in;
    this.file = file;
    this.recordBytesMax = recordBytesMax;
    this.buffer = new byte[Math.clamp(recordBytesMax, 16, BUFFER_BYTES)];
    this.delimiter = (byte) delimiter;
    this.delimiters = EightBytes.all(delimiter);
    this.marks = new CsvMarks(delimiter);
  }

  byte[] buffer() {
    return buffer;
  }

  /// Where the fields of the block begin in the buffer; those of one record follow each other.
  int[] starts() {
    return starts;
  }

  /// Where the fields of the block end in the buffer, exclusive.
  int[] ends() {
    return ends;
  }

  /// The place of a record's first field in [#starts] and [#ends].
  int first(int record) {
    return firsts[record];
  }

  /// Number of fields of a record of the block.
  int width(int record) {
    return firsts[record + 1] - firsts[record];
  }

  /// The line where a record of the block begins, from 1.
  long line(int record) {
    return lines[record];
  }

  /// What is wrong with how a record is written, or null.
  @Nullable String problem(int record) {
    return problems.get(record);
  }

  /// Number of records of the block.
  int records() {
    return records;
  }

  /// The record that was read last.
  int current() {
    return current;
  }

  /// How long the records of the block are, on average.
  double recordBytes() {
    return (begin - blockBegin) / (double) records;
  }

  /// Goes to the next record; false at the end.
  boolean next() throws IOException {
    current++;
    return current < records || block();
  }

  /// Goes to the end of the block.
  void skipBlock() {
    current = records - 1;
  }

  /// Cuts the next block of whole records and goes to its first one; false at the end.
  private boolean block() throws IOException {
    records = 0;
    fields = 0;
    current = 0;
    problems.clear();
    blockBegin = begin;
    while (true) {
      boolean whole = true;
      while (whole && begin < limit) {
        plainRecords();
        whole = begin < limit && record();
      }
      if (records > 0 || (ended && begin == limit)) {
        return records > 0;
      }
      refill();
      blockBegin = 0;
    }
  }

  /// Cuts whole records as long as they have no quotes and are not blank; [#record] does the
  /// others.
  private void plainRecords() {
    int[] places = marks.places();
    int markCount = marks.count();
    while (nextMark < markCount && places[nextMark] < begin) {
      nextMark++;
    }
    int count = markCount - nextMark;
    byte[] bytes = buffer;
    if (fields + count > starts.length) {
      starts = Arrays.copyOf(starts, Math.max(fields + count, starts.length * 2));
      ends = Arrays.copyOf(ends, starts.length);
    }
    int start = begin;
    int field = fields;
    int first = fields;
    for (int i = nextMark; i < markCount; i++) {
      int end = places[i];
      byte value = bytes[end];
      if (value == delimiter) {
        starts[field] = start;
        ends[field++] = end;
        start = end + 1;
      } else if (value == '\n' || value == '\r') {
        boolean isPair = value == '\r' && end + 1 < limit && bytes[end + 1] == '\n';
        if (end == begin || (value == '\r' && !isPair) || field - first >= CsvOptions.COLUMNS_MAX) {
          return;
        }
        starts[field] = start;
        ends[field++] = end;
        start = isPair ? end + 2 : end + 1;
        i += isPair && i + 1 < markCount ? 1 : 0;
        addRecord(first, field);
        line++;
        begin = start;
        first = field;
        nextMark = i + 1;
      } else if (value == QUOTE) {
        return;
      }
    }
  }

  /// Adds a record of the fields from `first` on to `end`, which begins on the line at hand.
  private void addRecord(int first, int end) {
    if (records + 1 == firsts.length) {
      firsts = Arrays.copyOf(firsts, records * 2 + 2);
      lines = Arrays.copyOf(lines, records * 2 + 2);
    }
    firsts[records] = first;
    lines[records] = line;
    records++;
    firsts[records] = end;
    fields = end;
  }

  /// Cuts one record; false when more bytes are needed.
  private boolean record() {
    int first = fields;
    int at = begin;
    escapedCount = 0;
    linesInside = 0;
    problemInside = null;
    while (true) {
      int end = limit > at && buffer[at] == QUOTE ? quoted(at + 1, first) : plain(at, first);
      if (end < 0 || (end == limit && !ended)) {
        fields = first;
        return false;
      }
      if (end < limit && buffer[end] == delimiter) {
        at = end + 1;
        continue;
      }
      int after = Math.min(end + 1, limit);
      if (end < limit && buffer[end] == '\r') {
        if (after == limit && !ended) {
          fields = first;
          return false;
        }
        after += after < limit && buffer[after] == '\n' ? 1 : 0;
      }
      linesInside += end < limit ? 1 : 0;
      finish(first, after);
      return true;
    }
  }

  private void finish(int first, int after) {
    boolean blank = fields == first + 1 && starts[first] == begin && ends[first] == begin;
    if (blank) {
      fields = first;
    } else {
      for (int i = 0; i < escapedCount; i++) {
        unescape(escaped[i]);
      }
      if (problemInside != null) {
        problems.put(records, problemInside);
      }
      addRecord(first, fields);
    }
    line += linesInside;
    begin = after;
  }

  /// Adds the unquoted field from `at` on; returns where it ends: at a delimiter, a line end or the
  /// last byte that is there.
  private int plain(int at, int first) {
    int end = fieldEnd(at);
    add(at, end, first);
    return end;
  }

  private int fieldEnd(int from) {
    byte[] bytes = buffer;
    int at = from;
    int to = limit;
    for (; at + 8 <= to; at += 8) {
      long word = EightBytes.at(bytes, at);
      long found =
          EightBytes.equal(word, delimiters)
              | EightBytes.equal(word, feeds)
              | EightBytes.equal(word, returns);
      if (found != 0) {
        return at + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    while (at < to && bytes[at] != delimiter && bytes[at] != '\n' && bytes[at] != '\r') {
      at++;
    }
    return at;
  }

  /// Adds the field from behind its opening quote on; returns where the text behind it ends, or -1
  /// when its end is not there yet.
  private int quoted(int from, int first) {
    boolean doubled = false;
    int at = from;
    while (true) {
      at = quote(at);
      if (at + 1 >= limit && !ended) {
        return -1;
      }
      if (at >= limit) {
        throw new InvalidInput(
            file, "%s line %d: a quote is opened and never closed".formatted(file, line));
      }
      if (at + 1 == limit || buffer[at + 1] != QUOTE) {
        break;
      }
      doubled = true;
      at += 2;
    }
    if (doubled) {
      if (escapedCount == escaped.length) {
        escaped = Arrays.copyOf(escaped, escapedCount * 2);
      }
      escaped[escapedCount++] = fields;
    }
    add(from, at, first);
    int end = fieldEnd(at + 1);
    if (end > at + 1) {
      problemInside = "text follows a closing quote in field %d".formatted(fields - first);
    }
    return end;
  }

  /// The next quote from `from` on, or the last byte that is there; counts the lines before it.
  private int quote(int from) {
    int at = from;
    while (at < limit && buffer[at] != QUOTE) {
      if (at + 8 <= limit) {
        long word = EightBytes.at(buffer, at);
        if ((EightBytes.equal(word, quotes) | EightBytes.equal(word, feeds)) == 0) {
          at += 8;
          continue;
        }
      }
      linesInside += buffer[at] == '\n' ? 1 : 0;
      at++;
    }
    return at;
  }

  /// Makes one quote of each two, in place.
  private void unescape(int field) {
    int write = starts[field];
    for (int read = write; read < ends[field]; read++) {
      buffer[write++] = buffer[read];
      read += buffer[read] == QUOTE ? 1 : 0;
    }
    ends[field] = write;
  }

  private void add(int start, int end, int first) {
    if (fields - first >= CsvOptions.COLUMNS_MAX) {
      throw new InvalidInput(
          file, "%s line %d has more than %d fields".formatted(file, line, CsvOptions.COLUMNS_MAX));
    }
    if (fields == starts.length) {
      starts = Arrays.copyOf(starts, fields * 2);
      ends = Arrays.copyOf(ends, fields * 2);
    }
    starts[fields] = start;
    ends[fields] = end;
    fields++;
  }

  /// Reads more bytes behind those that are no whole record yet.
  private void refill() throws IOException {
    int kept = limit - begin;
    if (kept >= recordBytesMax) {
      throw new InvalidInput(
          file,
          "%s line %d: a record is longer than %d bytes; is a quote not closed, or is this no CSV?"
              .formatted(file, line, recordBytesMax));
    }
    System.arraycopy(buffer, begin, buffer, 0, kept);
    begin = 0;
    limit = kept;
    if (limit == buffer.length) {
      buffer = Arrays.copyOf(buffer, (int) Math.min(buffer.length * 2L, recordBytesMax + 1L));
    }
    int count = in.read(buffer, limit, buffer.length - limit);
    ended = count <= 0;
    limit += Math.max(count, 0);
    marks.find(buffer, begin, limit);
    nextMark = 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
