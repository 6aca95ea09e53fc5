package dev.lazuli.ml.imports;

import dev.lazuli.ml.InvalidInput;

/// Makes sets of category codes as bits of words, up to a limit for all sets of a model together.
public final class CodeSets {
  /// 128 MB.
  private static final int WORDS_MAX = 1 << 24;

  private int wordsLeft = WORDS_MAX;

  /// A set of one code.
  public long[] of(int code) {
    long[] set = empty(code + 1);
    add(set, code);
    return set;
  }

  /// Room for all codes below `end`.
  ///
  /// @throws InvalidInput when all sets together become too large
  public long[] empty(int end) {
    int words = (end + 63) >> 6;
    if (words > wordsLeft) {
      throw new InvalidInput(
          "model", "the category sets of the model have more than %d words".formatted(WORDS_MAX));
    }
    wordsLeft -= words;
    return new long[words];
  }

  /// Puts a code into a set.
  public static void add(long[] set, int code) {
    set[code >> 6] |= 1L << code;
  }

  /// All codes that are not in `set`, up to at least one code beyond `end`.
  public long[] others(long[] set, int end) {
    long[] others = empty(Math.max(end + 1, set.length << 6));
    for (int word = 0; word < others.length; word++) {
      others[word] = word < set.length ? ~set[word] : -1L;
    }
    return others;
  }
}
