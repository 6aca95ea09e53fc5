package dev.lazuli.ml.frame;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Eight bytes looked at as one word: the first byte is the lowest.
final class EightBytes {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW_BITS = 0x7F7F_7F7F_7F7F_7F7FL;
  private static final long ONES = 0x0101_0101_0101_0101L;

  private EightBytes() {}

  /// The eight bytes from `at` on.
  static long at(byte[] bytes, int at) {
    return (long) LONGS.get(bytes, at);
  }

  /// The bytes from `start` to `end`, at most eight, and zeros above them.
  static long upTo8(byte[] bytes, int start, int end) {
    int length = end - start;
    if (start + 8 <= bytes.length) {
      return length == 0 ? 0 : at(bytes, start) & (-1L >>> (64 - 8 * length));
    }
    long word = 0;
    for (int i = end - 1; i >= start; i--) {
      word = word << 8 | (bytes[i] & 255);
    }
    return word;
  }

  /// A word of eight times this byte.
  static long all(char value) {
    return ONES * (value & 255);
  }

  /// The highest bit of each byte of `word` that is the one of `pattern`; all other bits are zero.
  static long equal(long word, long pattern) {
    long difference = word ^ pattern;
    return ~(((difference & LOW_BITS) + LOW_BITS) | difference | LOW_BITS);
  }

  /// How many of the first `length` bytes are `value`.
  static int count(byte[] bytes, int length, char value) {
    long pattern = all(value);
    int others = 0;
    int words = length >>> 3;
    for (int i = 0; i < words; i++) {
      long difference = at(bytes, 8 * i) ^ pattern;
      others += Long.bitCount((((difference & LOW_BITS) + LOW_BITS) | difference) & ~LOW_BITS);
    }
    int count = 8 * words - others;
    for (int i = 8 * words; i < length; i++) {
      count += bytes[i] == value ? 1 : 0;
    }
    return count;
  }

  /// The values of eight ASCII digits; other bytes become more than nine.
  static long digits(long word) {
    return word ^ 0x3030_3030_3030_3030L;
  }

  /// Not zero when one of eight bytes is more than nine.
  static long aboveNine(long digits) {
    return ((digits + 0x7676_7676_7676_7676L) | digits) & ~LOW_BITS;
  }

  /// The number that eight values of digits write.
  ///
  /// Neighbours are joined to pairs, pairs to fours, fours to the whole: each step adds ten, a
  /// hundred and ten thousand times the one before.
  static int number(long digits) {
    long pairs = digits * 10 + (digits >>> 8);
    long low = (pairs & 0x0000_00FF_0000_00FFL) * (100 + (1_000_000L << 32));
    long high = ((pairs >>> 16) & 0x0000_00FF_0000_00FFL) * (1 + (10_000L << 32));
    return (int) ((low + high) >>> 32);
  }
}
