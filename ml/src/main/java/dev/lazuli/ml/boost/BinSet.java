package dev.lazuli.ml.boost;

/// A set of bins.
record BinSet(long word0, long word1, long word2, long word3) {
  static final BinSet EMPTY = new BinSet(0, 0, 0, 0);

  boolean contains(int bin) {
    long word =
        switch (bin >> 6) {
          case 0 -> word0;
          case 1 -> word1;
          case 2 -> word2;
          default -> word3;
        };
    return (word >>> bin & 1) != 0;
  }

  BinSet with(int bin) {
    long bit = 1L << bin;
    return switch (bin >> 6) {
      case 0 -> new BinSet(word0 | bit, word1, word2, word3);
      case 1 -> new BinSet(word0, word1 | bit, word2, word3);
      case 2 -> new BinSet(word0, word1, word2 | bit, word3);
      default -> new BinSet(word0, word1, word2, word3 | bit);
    };
  }
}
