package dev.lazuli.ml.frame;

/// The places of the bytes that mean something in CSV: delimiters, quotes, line ends, and with them
/// other control characters.
///
/// Finding them first and looking at them afterwards keeps the search free of branches, as
/// [Langdale and Lemire](https://arxiv.org/abs/1902.08318) do for JSON.
final class CsvMarks {
  private static final long HIGH_HALVES = 0xF0F0_F0F0_F0F0_F0F0L;

  private final long delimiters;
  private final long quotes = EightBytes.all('"');
  private int[] places = new int[0];
  private int count;

  CsvMarks(char delimiter) {
    this.delimiters = EightBytes.all(delimiter);
  }

  /// The places in rising order; the first [#count] count.
  int[] places() {
    return places;
  }

  int count() {
    return count;
  }

  /// Finds those from `from` on to at most seven bytes before `to`.
  void find(byte[] bytes, int from, int to) {
    if (places.length < to - from + 8) {
      places = new int[to - from + 8];
    }
    int[] found = places;
    count = 0;
    int size = 0;
    for (int at = from; at + 8 <= to; at += 8) {
      long word = EightBytes.at(bytes, at);
      long bits =
          EightBytes.equal(word, delimiters)
              | EightBytes.equal(word, quotes)
              | EightBytes.equal(word & HIGH_HALVES, 0);
      int next = size + Long.bitCount(bits);
      // three are written whether there or not: a branch for each would be guessed wrong too often
      found[size] = at + (Long.numberOfTrailingZeros(bits) >>> 3);
      bits &= bits - 1;
      found[size + 1] = at + (Long.numberOfTrailingZeros(bits) >>> 3);
      bits &= bits - 1;
      found[size + 2] = at + (Long.numberOfTrailingZeros(bits) >>> 3);
      bits &= bits - 1;
      for (int i = size + 3; bits != 0; bits &= bits - 1) {
        found[i++] = at + (Long.numberOfTrailingZeros(bits) >>> 3);
      }
      size = next;
    }
    count = size;
  }
}
