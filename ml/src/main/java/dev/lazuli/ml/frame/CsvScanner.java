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
/// It cuts a [#block] of whole records at a time, so that a column can be read down the block;
/// blank lines are left out. [#next] goes through the same records one by one.
final class CsvScanner implements Closeable {
  private static final int QUOTE = '"';
  private static final int BUFFER_BYTES = 1 << 18;

  /// The first blocks are small: the JIT compiles a loop for good after some hundred calls, however
  /// long each of them took.
  private static final int FIRST_BLOCKS = 2000;

  private static final int FIRST_BYTES = 1 << 12;

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

  private final CsvBlock block = new CsvBlock();
  private int current;

  private final CsvMarks marks;
  private int nextMark;

  /// Whether the marks are those of the whole buffer, none of which has been cut yet.
  private boolean fresh;

  /// Whether only the beginning of a record is left, so that more bytes are to be read first.
  private boolean drained;

  private int blocks;

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

  /// The records cut last.
  CsvBlock block() {
    return block;
  }

  /// The record that was read last.
  int current() {
    return current;
  }

  /// How long the records of the block are, on average.
  double recordBytes() {
    return (begin - blockBegin) / (double) block.records();
  }

  /// Goes to the next record; false at the end.
  boolean next() throws IOException {
    current++;
    return current < block.records() || cut();
  }

  /// Goes to the end of the block.
  void skipBlock() {
    current = block.records() - 1;
  }

  /// Cuts the next block of whole records and goes to its first one; false at the end.
  private boolean cut() throws IOException {
    block.clear();
    current = 0;
    blockBegin = begin;
    while (true) {
      boolean taken = fresh && alikeRecords();
      if (!taken && !drained) {
        boolean whole = true;
        while (whole && begin < limit) {
          plainRecords();
          whole = begin < limit && record();
        }
      }
      fresh = false;
      if (block.records() > 0 || (ended && begin == limit)) {
        block.in(buffer);
        return block.records() > 0;
      }
      refill();
      blockBegin = 0;
    }
  }

  /// Makes a block of the records at the beginning of the buffer that are written alike, if there
  /// are any.
  private boolean alikeRecords() {
    int count = marks.alike(buffer);
    if (count > 0) {
      block.take(marks, count, line);
      nextMark = count * marks.stride() + 1;
      begin = marks.places()[nextMark - 1] + 1;
      line += count;
      drained = !ended && marks.count() - nextMark + 1 < marks.stride();
    }
    return count > 0;
  }

  /// Cuts whole records as long as they have no quotes and are not blank; [#record] does the
  /// others.
  private void plainRecords() {
    int[] places = marks.places();
    int markEnd = marks.count() + 1;
    while (nextMark < markEnd && places[nextMark] < begin) {
      nextMark++;
    }
    byte[] bytes = buffer;
    int[] pairs = block.room(markEnd - nextMark);
    int before = begin - 1;
    int pair = block.used();
    int first = pair;
    for (int i = nextMark; i < markEnd; i++) {
      int end = places[i];
      byte value = bytes[end];
      if (value == delimiter) {
        pairs[pair] = before;
        pairs[pair + 1] = end;
        pair += 2;
        before = end;
      } else if (value == '\n' || value == '\r') {
        boolean isPair = value == '\r' && end + 1 < limit && bytes[end + 1] == '\n';
        if (end == begin
            || (value == '\r' && !isPair)
            || (pair - first) / 2 >= CsvOptions.COLUMNS_MAX) {
          return;
        }
        pairs[pair] = before;
        pairs[pair + 1] = end;
        pair += 2;
        before = isPair ? end + 1 : end;
        i += isPair && i + 1 < markEnd ? 1 : 0;
        block.addRecord(first, pair, line);
        line++;
        begin = before + 1;
        first = pair;
        nextMark = i + 1;
      } else if (value == QUOTE) {
        return;
      }
    }
  }

  /// Cuts one record; false when more bytes are needed.
  private boolean record() {
    int first = block.used();
    int at = begin;
    escapedCount = 0;
    linesInside = 0;
    problemInside = null;
    while (true) {
      int end = limit > at && buffer[at] == QUOTE ? quoted(at + 1, first) : plain(at, first);
      if (end < 0 || (end == limit && !ended)) {
        block.drop(first);
        return false;
      }
      if (end < limit && buffer[end] == delimiter) {
        at = end + 1;
        continue;
      }
      int after = Math.min(end + 1, limit);
      if (end < limit && buffer[end] == '\r') {
        if (after == limit && !ended) {
          block.drop(first);
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
    int[] pairs = block.room(0);
    boolean blank =
        block.used() == first + 2 && pairs[first] == begin - 1 && pairs[first + 1] == begin;
    if (blank) {
      block.drop(first);
    } else {
      for (int i = 0; i < escapedCount; i++) {
        block.unescape(buffer, escaped[i]);
      }
      if (problemInside != null) {
        block.addProblem(problemInside);
      }
      block.addRecord(first, block.used(), line);
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
      escaped[escapedCount++] = block.used();
    }
    add(from, at, first);
    int end = fieldEnd(at + 1);
    if (end > at + 1) {
      problemInside = "text follows a closing quote in field %d".formatted(fieldCount(first));
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

  private void add(int start, int end, int first) {
    if (fieldCount(first) >= CsvOptions.COLUMNS_MAX) {
      throw new InvalidInput(
          file, "%s line %d has more than %d fields".formatted(file, line, CsvOptions.COLUMNS_MAX));
    }
    block.addField(start, end);
  }

  /// Fields of the record at hand, which begins at the pair `first`.
  private int fieldCount(int first) {
    return (block.used() - first) / 2;
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
    int room = buffer.length - limit;
    int wanted = blocks++ < FIRST_BLOCKS ? Math.min(room, Math.max(FIRST_BYTES, kept)) : room;
    int count = in.read(buffer, limit, wanted);
    ended = count <= 0;
    limit += Math.max(count, 0);
    marks.find(buffer, limit);
    nextMark = 1;
    fresh = true;
    drained = false;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
