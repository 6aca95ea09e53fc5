package dev.lazuli.ml.frame;

import java.nio.charset.StandardCharsets;

/// Reads a truth value, a number or a time from bytes, and tells as which kinds it can be read.
///
/// A set of kinds is a bit mask; the lowest bit is the kind to prefer, and no bit means text.
final class ValueParser {
  /// `true` or `false` in any case.
  static final int BOOLEAN = 1;

  /// A whole number that a double holds exactly.
  static final int INTEGER = 2;

  static final int NUMBER = 4;

  /// `2024-01-31`, `2024/01/31`, with `T` or a blank and a time of day, and with a zone or UTC.
  static final int ISO = 8;

  /// `1/31/2024`, also with a time of day, in 24 hours or with `AM` and `PM`.
  static final int MONTH_FIRST = 16;

  /// `31/1/2024` and `31.1.2024`, also with a time of day.
  static final int DAY_FIRST = 32;

  static final int ANY = 63;

  private static final int DATES = ISO | MONTH_FIRST | DAY_FIRST;
  private static final int DIGITS_MAX = 18;
  private static final long EXACT_MAX = 1L << 53;
  private static final double[] TENS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private final byte decimal;
  private final DateParser dates = new DateParser();
  private double value;
  private long digits;

  ValueParser(char decimal) {
    this.decimal = (byte) decimal;
  }

  /// The value read last, as the preferred kind.
  double value() {
    return value;
  }

  /// The kinds of `wanted` as which `bytes[start, end)` can be read; blanks around it don't count.
  int parse(byte[] bytes, int start, int end, int wanted) {
    int from = start;
    int to = end;
    while (from < to && bytes[from] <= ' ' && bytes[from] >= 0) {
      from++;
    }
    while (to > from && bytes[to - 1] <= ' ' && bytes[to - 1] >= 0) {
      to--;
    }
    if (from == to) {
      return 0;
    }
    int kinds = 0;
    if ((wanted & (INTEGER | NUMBER)) != 0) {
      kinds = number(bytes, from, to);
    }
    if (kinds == 0 && (wanted & BOOLEAN) != 0) {
      kinds = truth(bytes, from, to);
    }
    if (kinds == 0 && (wanted & DATES) != 0) {
      kinds = dates.parse(bytes, from, to, wanted & DATES);
      value = dates.millis();
    }
    return kinds & wanted;
  }

  private int truth(byte[] bytes, int from, int to) {
    if (matches(bytes, from, to, "true")) {
      value = 1;
      return BOOLEAN;
    }
    if (matches(bytes, from, to, "false")) {
      value = 0;
      return BOOLEAN;
    }
    return 0;
  }

  /// Whether the bytes are `word` in any case; `word` is in lower case.
  private static boolean matches(byte[] bytes, int from, int to, String word) {
    if (to - from != word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if ((bytes[from + i] | 0x20) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// The kinds of a number as which `bytes[from, to)`, not empty and without blanks around it, can
  /// be read.
  int number(byte[] bytes, int from, int to) {
    boolean negative = bytes[from] == '-';
    int first = negative || bytes[from] == '+' ? from + 1 : from;
    digits = 0;
    int i = digits(bytes, first, to);
    int digitCount = i - first;
    int scale = 0;
    boolean whole = true;
    if (i < to && bytes[i] == decimal) {
      int point = i + 1;
      i = digits(bytes, point, to);
      digitCount += i - point;
      scale = point - i;
      whole = false;
    }
    if (digitCount == 0) {
      return endless(bytes, i, to, negative);
    }
    if (i < to) {
      int exponent = (bytes[i] | 0x20) == 'e' ? exponent(bytes, i + 1, to) : Integer.MIN_VALUE;
      if (exponent == Integer.MIN_VALUE) {
        return 0;
      }
      whole = false;
      scale += exponent;
    }
    if ((digitCount > DIGITS_MAX && digitCount - zeros(bytes, first, to) > DIGITS_MAX)
        || (whole && digits > EXACT_MAX)) {
      return slow(bytes, from, to, whole);
    }
    double magnitude = magnitude(digits, scale);
    if (Double.isNaN(magnitude)) {
      return slow(bytes, from, to, whole);
    }
    value = negative ? -magnitude : magnitude;
    return whole ? INTEGER | NUMBER : NUMBER;
  }

  /// Appends the digits from `from` on to [#digits]; returns where they end.
  private int digits(byte[] bytes, int from, int to) {
    long read = digits;
    int i = from;
    for (; i + 8 <= to; i += 8) {
      long eight = EightBytes.digits(EightBytes.at(bytes, i));
      if (EightBytes.aboveNine(eight) != 0) {
        break;
      }
      read = read * 100_000_000 + EightBytes.number(eight);
    }
    for (; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      read = read * 10 + digit;
    }
    digits = read;
    return i;
  }

  /// How many zeros stand before the first other digit.
  private int zeros(byte[] bytes, int from, int to) {
    int zeros = 0;
    for (int i = from; i < to && (bytes[i] == '0' || bytes[i] == decimal); i++) {
      zeros += bytes[i] == '0' ? 1 : 0;
    }
    return zeros;
  }

  private static double magnitude(long digits, int scale) {
    if (digits > EXACT_MAX || scale < -22 || scale > 22) {
      return DecimalDoubles.nearest(digits, scale);
    }
    return scale < 0 ? digits / TENS[-scale] : digits * TENS[scale];
  }

  /// The exponent, or the least int when the bytes are none.
  private static int exponent(byte[] bytes, int from, int to) {
    int i = from;
    boolean negative = i < to && bytes[i] == '-';
    if (negative || (i < to && bytes[i] == '+')) {
      i++;
    }
    if (i == to) {
      return Integer.MIN_VALUE;
    }
    int exponent = 0;
    for (; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return Integer.MIN_VALUE;
      }
      exponent = Math.min(exponent * 10 + digit, 100_000);
    }
    return negative ? -exponent : exponent;
  }

  private int endless(byte[] bytes, int from, int to, boolean negative) {
    if (!matches(bytes, from, to, "inf") && !matches(bytes, from, to, "infinity")) {
      return 0;
    }
    value = negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    return NUMBER;
  }

  /// Numbers with more digits than the short way reads exactly.
  ///
  /// A whole number that a double cannot hold is no number here but text: it is an identifier, and
  /// rounding would make different ones equal.
  private int slow(byte[] bytes, int from, int to, boolean whole) {
    String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    value = Double.parseDouble(decimal == ',' ? text.replace(',', '.') : text);
    if (!whole) {
      return NUMBER;
    }
    boolean exact =
        text.length() <= 19
            && Math.abs(value) < 9e18
            && (long) value == Long.parseLong(text.startsWith("+") ? text.substring(1) : text);
    return exact ? INTEGER | NUMBER : 0;
  }
}
