package dev.lazuli.ml.frame;

import java.util.Arrays;

/// The places of the bytes that mean something in CSV: delimiters, quotes, line ends, and with them
/// other control characters.
///
/// Finding them first and looking at them afterwards keeps the search free of branches, as
/// [Langdale and Lemire](https://arxiv.org/abs/1902.08318) do for JSON.
final class CsvMarks {
  private static final long LOW_BITS = 0x7F7F_7F7F_7F7F_7F7FL;
  private static final long HIGH_NIBBLES = 0x7070_7070_7070_7070L;

  /// Multiplied with a word, brings the highest bit of each of its bytes into the highest byte.
  private static final long GATHER = 0x0002_0408_1020_4081L;

  /// Bytes that one step looks at, so many bits as a word has.
  private static final int STEP = 64;

  private final byte delimiter;
  private final long delimiters;
  private final long quotes = EightBytes.all('"');

  /// For each eight bytes of the text, a bit for each mark among them.
  private long[] masks = new long[0];

  private int[] places = new int[4 * STEP];
  private int count;
  private int width;
  private int stride;

  CsvMarks(char delimiter) {
    this.delimiter = (byte) delimiter;
    this.delimiters = EightBytes.all(delimiter);
  }

  /// The places in rising order, from the second element on [#count] of them; the first element is
  /// -1.
  int[] places() {
    return places;
  }

  int count() {
    return count;
  }

  /// Finds those from the first byte on to at most seven bytes before `to`.
  void find(byte[] bytes, int to) {
    int words = to >>> 3;
    int steps = (words + 7) >>> 3;
    if (masks.length < 8 * steps) {
      masks = new long[8 * steps];
    }
    fill(bytes, words, masks, delimiters, quotes);
    Arrays.fill(masks, words, 8 * steps, 0);
    places[0] = -1;
    int size = 1;
    for (int i = 0; i < steps; i++) {
      if (size + STEP + 8 > places.length) {
        places = Arrays.copyOf(places, 2 * places.length);
      }
      size = put(joined(masks, 8 * i), STEP * i, places, size);
    }
    count = size - 1;
  }

  /// Marks eight bytes at a time. Nothing else is done here, so that the compiler takes several
  /// words at once where the processor can.
  private static void fill(byte[] bytes, int words, long[] masks, long delimiters, long quotes) {
    for (int i = 0; i < words; i++) {
      long word = EightBytes.at(bytes, 8 * i);
      long first = word ^ delimiters;
      long second = word ^ quotes;
      long noDelimiter = ((first & LOW_BITS) + LOW_BITS) | first;
      long noQuote = ((second & LOW_BITS) + LOW_BITS) | second;
      long noControl = ((word & HIGH_NIBBLES) + HIGH_NIBBLES) | word;
      long found = ~(noDelimiter & noQuote & noControl) & ~LOW_BITS;
      masks[i] = (found * GATHER) >>> 56;
    }
  }

  /// Eight masks of eight bits each as one.
  private static long joined(long[] masks, int at) {
    return masks[at]
        | masks[at + 1] << 8
        | masks[at + 2] << 16
        | masks[at + 3] << 24
        | masks[at + 4] << 32
        | masks[at + 5] << 40
        | masks[at + 6] << 48
        | masks[at + 7] << 56;
  }

  /// Writes the places of the bits of `mask` from `size` on; returns the size then.
  ///
  /// Eight are written whether there or not: a branch for each would be guessed wrong too often.
  private static int put(long mask, int at, int[] places, int size) {
    int next = size + Long.bitCount(mask);
    long left = mask;
    places[size] = at + Long.numberOfTrailingZeros(left);
    left &= left - 1;
    places[size + 1] = at + Long.numberOfTrailingZeros(left);
    left &= left - 1;
    places[size + 2] = at + Long.numberOfTrailingZeros(left);
    left &= left - 1;
    places[size + 3] = at + Long.numberOfTrailingZeros(left);
    left &= left - 1;
    places[size + 4] = at + Long.numberOfTrailingZeros(left);
    left &= left - 1;
    places[size + 5] = at + Long.numberOfTrailingZeros(left);
    left &= left - 1;
    places[size + 6] = at + Long.numberOfTrailingZeros(left);
    left &= left - 1;
    places[size + 7] = at + Long.numberOfTrailingZeros(left);
    left &= left - 1;
    for (int i = size + 8; i < next; i++) {
      places[i] = at + Long.numberOfTrailingZeros(left);
      left &= left - 1;
    }
    return next;
  }

  /// How many records from the first byte on are written alike: with as many fields as the first
  /// has, two or more, with no quote or control character, and with lines that end as the first
  /// does, in LF or CRLF.
  int alike(byte[] bytes) {
    int end = 1;
    while (end <= count && bytes[places[end]] == delimiter) {
      end++;
    }
    if (end < 2 || end > Math.min(count, CsvOptions.COLUMNS_MAX)) {
      return 0;
    }
    boolean pair = bytes[places[end]] == '\r';
    width = end;
    stride = pair ? end + 1 : end;
    int records = 0;
    int mark = 1;
    while (mark + stride <= count + 1 && isRecord(bytes, mark, pair)) {
      records++;
      mark += stride;
    }
    return records;
  }

  private boolean isRecord(byte[] bytes, int mark, boolean pair) {
    int end = mark + width - 1;
    int wrong = 0;
    for (int i = mark; i < end; i++) {
      wrong |= bytes[places[i]] ^ delimiter;
    }
    int feed = mark + stride - 1;
    wrong |= bytes[places[feed]] ^ '\n';
    if (pair) {
      wrong |= (bytes[places[end]] ^ '\r') | (places[feed] - places[end] - 1);
    }
    return wrong == 0;
  }

  /// Number of fields of the records that are [#alike].
  int width() {
    return width;
  }

  /// Number of marks of each record that is [#alike].
  int stride() {
    return stride;
  }
}
