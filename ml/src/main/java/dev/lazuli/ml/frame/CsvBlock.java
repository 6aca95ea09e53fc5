package dev.lazuli.ml.frame;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Whole records in a buffer, and where their fields lie.
///
/// A field has a place in [#bounds], where the byte before it stands; the next number there is its
/// end, exclusive. Records that are written alike lend their marks as bounds, where the end of a
/// field is what stands before the next; of others each field has a pair of its own.
final class CsvBlock {
  private byte[] bytes = {};
  private int[] bounds = {};

  /// Pairs, of records that were added one by one.
  private int[] pairs = new int[2048];

  private int used;
  private int[] firsts = new int[256];
  private long[] lines = new long[256];
  private final Map<Integer, String> problems = new HashMap<>();

  private int records;
  private boolean alike;
  private int width;
  private int stride;
  private long line;

  /// Empties it; records are to come one by one.
  void clear() {
    records = 0;
    used = 0;
    alike = false;
    problems.clear();
  }

  /// Makes it these records that are written alike, the first of which begins on `firstLine`.
  void take(CsvMarks marks, int count, long firstLine) {
    alike = true;
    records = count;
    width = marks.width();
    stride = marks.stride();
    line = firstLine;
    bounds = marks.places();
  }

  /// What the records lie in, once they are all there.
  void in(byte[] buffer) {
    bytes = buffer;
    if (!alike) {
      bounds = pairs;
    }
  }

  /// The buffer, with the records unquoted in place.
  byte[] bytes() {
    return bytes;
  }

  /// See above.
  int[] bounds() {
    return bounds;
  }

  /// Number of records.
  int records() {
    return records;
  }

  /// Number of fields of a record.
  int width(int record) {
    return alike ? width : (firsts[record + 1] - firsts[record]) / 2;
  }

  /// The place of a field in [#bounds].
  int place(int record, int field) {
    return alike ? record * stride + field : firsts[record] + 2 * field;
  }

  /// From the place of a field to that in the next record, among records of so many fields.
  int stride(int fields) {
    return alike ? stride : 2 * fields;
  }

  /// Where a field begins.
  int start(int record, int field) {
    return bounds[place(record, field)] + 1;
  }

  /// Where a field ends, exclusive.
  int end(int record, int field) {
    return bounds[place(record, field) + 1];
  }

  /// The line where a record begins, from 1.
  long line(int record) {
    return alike ? line + record : lines[record];
  }

  /// What is wrong with how a record is written, or null.
  @Nullable String problem(int record) {
    return problems.get(record);
  }

  /// The first record of those in `[from, to)` that is not as it should be, or `to`.
  int rightUpTo(int from, int to, int fields) {
    if (alike) {
      return width == fields ? to : from;
    }
    int record = from;
    while (record < to
        && width(record) == fields
        && (problems.isEmpty() || problem(record) == null)) {
      record++;
    }
    return record;
  }

  /// The pairs, with room for so many more fields from [#used] on.
  int[] room(int fields) {
    if (used + 2 * fields > pairs.length) {
      pairs = Arrays.copyOf(pairs, Math.max(used + 2 * fields, pairs.length * 2));
    }
    return pairs;
  }

  /// Numbers in use among the pairs.
  int used() {
    return used;
  }

  /// Adds a field to the record at hand.
  void addField(int start, int end) {
    int[] to = room(1);
    to[used] = start - 1;
    to[used + 1] = end;
    used += 2;
  }

  /// Makes one quote of each two in the field whose pair is at `pair`, in place.
  void unescape(byte[] buffer, int pair) {
    int write = pairs[pair] + 1;
    for (int read = write; read < pairs[pair + 1]; read++) {
      buffer[write++] = buffer[read];
      read += buffer[read] == '"' ? 1 : 0;
    }
    pairs[pair + 1] = write;
  }

  /// Forgets the fields from `first` on.
  void drop(int first) {
    used = first;
  }

  /// Adds a record of the pairs from `first` on to `end`.
  void addRecord(int first, int end, long recordLine) {
    if (records + 1 == firsts.length) {
      firsts = Arrays.copyOf(firsts, records * 2 + 2);
      lines = Arrays.copyOf(lines, records * 2 + 2);
    }
    firsts[records] = first;
    lines[records] = recordLine;
    records++;
    firsts[records] = end;
    used = end;
  }

  /// Says what is wrong with how the record to be added next is written.
  void addProblem(String problem) {
    problems.put(records, problem);
  }
}
