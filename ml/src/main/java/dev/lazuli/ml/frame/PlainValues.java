package dev.lazuli.ml.frame;

/// Reads values down a column as long as they are written in the usual ways, eight bytes at once.
///
/// Each kind has a loop of its own. What it finds means what [ValueParser] says; numbers written
/// otherwise are given to that.
final class PlainValues {
  /// More digits may not fit into an unsigned long.
  private static final int DIGITS_MAX = 19;

  private static final double[] TENS = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7};
  private static final long[] WHOLE_TENS = {
    1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000
  };
  private static final long TRUE = 0x6575_7274L;
  private static final long FALSE = 0x65_736C_6166L;
  private static final long SMALL_LETTERS = 0x20_2020_2020L;

  private final ValueParser parser;
  private final DateParser dates = new DateParser();
  private final long decimals;
  private final boolean emptyMissing;
  private double value;

  /// A reader of numbers with this decimal mark.
  ///
  /// @param emptyMissing whether an empty field is a missing value
  PlainValues(ValueParser parser, char decimal, boolean emptyMissing) {
    this.parser = parser;
    this.decimals = EightBytes.all(decimal);
    this.emptyMissing = emptyMissing;
  }

  /// Reads the values of `count` consecutive records, as long as they are of the preferred one of
  /// `kinds`; [ValueParser#parse] is for the one where it ends.
  ///
  /// @param first the place of the first record's field in the block
  /// @param stride from one record to the next
  /// @param out gets the values from `to` on
  /// @return how many were read
  int read(CsvBlock block, int first, int stride, int count, int kinds, double[] out, int to) {
    byte[] bytes = block.bytes();
    int[] bounds = block.bounds();
    return switch (Integer.lowestOneBit(kinds)) {
      case ValueParser.INTEGER -> integers(bytes, bounds, first, stride, count, out, to);
      case ValueParser.NUMBER -> numbers(bytes, bounds, first, stride, count, out, to);
      case ValueParser.ISO -> times(bytes, bounds, first, stride, count, out, to);
      case ValueParser.BOOLEAN ->
          kinds == ValueParser.BOOLEAN ? truths(bytes, bounds, first, stride, count, out, to) : 0;
      default -> 0;
    };
  }

  /// Reads up to eight digits at once, with a sign up to seven.
  private int integers(
      byte[] bytes, int[] bounds, int first, int stride, int count, double[] out, int to) {
    for (int i = 0; i < count; i++) {
      int place = first + i * stride;
      int start = bounds[place] + 1;
      int end = bounds[place + 1];
      int length = end - start;
      if (length > 0 && length <= 8 && start + 8 <= bytes.length) {
        long word = EightBytes.at(bytes, start);
        boolean negative = (byte) word == '-' && length > 1;
        int bits = negative ? 8 : 0;
        long digits = EightBytes.digits(word >>> bits) << (64 + bits - 8 * length);
        if (EightBytes.aboveNine(digits) == 0) {
          double magnitude = EightBytes.number(digits);
          out[to + i] = negative ? -magnitude : magnitude;
          continue;
        }
      }
      if (!other(bytes, start, end, ValueParser.INTEGER)) {
        return i;
      }
      out[to + i] = value;
    }
    return count;
  }

  /// Reads a number not written the short way into [#value]; false when it is not of the kind.
  private boolean other(byte[] bytes, int start, int end, int kind) {
    if (start == end) {
      value = Double.NaN;
      return emptyMissing;
    }
    boolean fits = (parser.number(bytes, start, end) & kind) != 0;
    value = parser.value();
    return fits;
  }

  private int numbers(
      byte[] bytes, int[] bounds, int first, int stride, int count, double[] out, int to) {
    for (int i = 0; i < count; i++) {
      int place = first + i * stride;
      int start = bounds[place] + 1;
      int end = bounds[place + 1];
      if (start < end && end + 8 <= bytes.length) {
        int sign = bytes[start] == '-' ? 1 : 0;
        int from = start + sign;
        double magnitude =
            end - from <= 8
                ? shortNumber(EightBytes.at(bytes, from), end - from)
                : longNumber(bytes, from, end);
        if (magnitude >= 0) {
          long bits = Double.doubleToRawLongBits(magnitude);
          out[to + i] = Double.longBitsToDouble(bits | (long) sign << 63);
          continue;
        }
      }
      if (!other(bytes, start, end, ValueParser.NUMBER)) {
        return i;
      }
      out[to + i] = value;
    }
    return count;
  }

  /// The number in the first `length` bytes of the word, at most eight; NaN when it is none.
  private double shortNumber(long word, int length) {
    if (length == 0) {
      return Double.NaN;
    }
    int unused = 64 - 8 * length;
    long mark = EightBytes.equal(word, decimals) & (-1L >>> unused);
    if (mark == 0) {
      long digits = EightBytes.digits(word) << unused;
      return EightBytes.aboveNine(digits) == 0 ? EightBytes.number(digits) : Double.NaN;
    }
    int at = Long.numberOfTrailingZeros(mark) & 56;
    long digits = without(EightBytes.digits(word), at) << unused << 8;
    return EightBytes.aboveNine(digits) == 0 && length > 1
        ? EightBytes.number(digits) / TENS[length - 1 - (at >>> 3)]
        : Double.NaN;
  }

  /// The word without the byte that begins at this bit.
  private static long without(long word, int at) {
    return (word & ((1L << at) - 1)) | (word >>> at >>> 8 << at);
  }

  /// The number with a decimal mark among its first eight bytes and more bytes behind them; NaN for
  /// all others.
  private double longNumber(byte[] bytes, int from, int end) {
    long word = EightBytes.at(bytes, from);
    long mark = EightBytes.equal(word, decimals);
    int digitCount = end - from - 1;
    if (mark == 0 || digitCount - (bytes[from] == '0' ? 1 : 0) > DIGITS_MAX) {
      return Double.NaN;
    }
    int at = Long.numberOfTrailingZeros(mark) & 56;
    long eight = without(EightBytes.digits(word), at) << 8;
    long wrong = EightBytes.aboveNine(eight);
    long digits = EightBytes.number(eight);
    int next = from + 8;
    for (; next + 8 <= end; next += 8) {
      eight = EightBytes.digits(EightBytes.at(bytes, next));
      wrong |= EightBytes.aboveNine(eight);
      digits = digits * 100_000_000 + EightBytes.number(eight);
    }
    int left = end - next;
    eight = EightBytes.digits(EightBytes.at(bytes, next)) << (56 - 8 * left) << 8;
    wrong |= EightBytes.aboveNine(eight);
    digits = digits * WHOLE_TENS[left] + EightBytes.number(eight);
    return wrong == 0 ? DecimalDoubles.nearest(digits, (at >>> 3) - digitCount) : Double.NaN;
  }

  private int times(
      byte[] bytes, int[] bounds, int first, int stride, int count, double[] out, int to) {
    for (int i = 0; i < count; i++) {
      int place = first + i * stride;
      int start = bounds[place] + 1;
      int end = bounds[place + 1];
      if (start == end && emptyMissing) {
        out[to + i] = Double.NaN;
      } else {
        long millis = DateParser.plain(bytes, start, end);
        if (millis == DateParser.NONE && dates.parse(bytes, start, end, ValueParser.ISO) == 0) {
          return i;
        }
        out[to + i] = millis == DateParser.NONE ? dates.millis() : millis;
      }
    }
    return count;
  }

  private int truths(
      byte[] bytes, int[] bounds, int first, int stride, int count, double[] out, int to) {
    for (int i = 0; i < count; i++) {
      int place = first + i * stride;
      int start = bounds[place] + 1;
      int length = bounds[place + 1] - start;
      if (length == 0 && emptyMissing) {
        out[to + i] = Double.NaN;
      } else if ((length & ~1) == 4 && start + 8 <= bytes.length) {
        long word = (EightBytes.at(bytes, start) | SMALL_LETTERS) & (-1L >>> (64 - 8 * length));
        if (word != TRUE && word != FALSE) {
          return i;
        }
        out[to + i] = 5 - length; // the true word is the shorter one
      } else {
        return i;
      }
    }
    return count;
  }
}
