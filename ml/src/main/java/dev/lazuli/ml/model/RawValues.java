package dev.lazuli.ml.model;

import dev.lazuli.ml.frame.DateOrder;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;

/// Reads raw values as numbers, times and texts.
final class RawValues {
  /// Times beyond these, about the years -6000 and 9900, count as missing.
  static final double MILLIS_MAX = 2.5e14;

  private RawValues() {}

  /// The value as a number; NaN when it is missing or does not read as one.
  static double number(RawRow raw, int column) {
    return switch (raw.kind(column)) {
      case MISSING -> Double.NaN;
      case NUMBER, TRUTH, TIME -> raw.number(column);
      case TEXT -> number(raw.text(column));
    };
  }

  /// The number that `text` reads as, or `true` and `false` as 1 and 0; NaN when it is none.
  static double number(String text) {
    String trimmed = text.trim();
    if (isNumber(trimmed)) {
      return Double.parseDouble(trimmed);
    }
    if (trimmed.equalsIgnoreCase("true")) {
      return 1;
    }
    return trimmed.equalsIgnoreCase("false") ? 0 : Double.NaN;
  }

  /// Whether `text` is a number beyond all others, in the words of CSV files.
  static boolean isEndless(String text) {
    int place = skipSign(text, 0);
    String word = text.substring(place).toLowerCase(Locale.ROOT);
    return word.equals("inf") || word.equals("infinity");
  }

  /// Whether `text` is digits with an optional sign, point and exponent.
  static boolean isNumber(String text) {
    int place = skipSign(text, 0);
    int whole = skipDigits(text, place);
    int digits = whole - place;
    place = whole;
    if (place < text.length() && text.charAt(place) == '.') {
      int fraction = skipDigits(text, place + 1);
      digits += fraction - place - 1;
      place = fraction;
    }
    if (digits == 0) {
      return false;
    }
    if (place < text.length() && (text.charAt(place) | 0x20) == 'e') {
      int start = skipSign(text, place + 1);
      place = skipDigits(text, start);
      return place > start && place == text.length();
    }
    return place == text.length();
  }

  private static int skipSign(String text, int place) {
    boolean sign =
        place < text.length() && (text.charAt(place) == '+' || text.charAt(place) == '-');
    return sign ? place + 1 : place;
  }

  private static int skipDigits(String text, int place) {
    int end = place;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  /// The value as milliseconds since 1970-01-01T00:00Z; NaN when it is missing or no time.
  static double millis(RawRow raw, int column) {
    double millis =
        switch (raw.kind(column)) {
          case MISSING, TRUTH -> Double.NaN;
          case NUMBER, TIME -> raw.number(column);
          case TEXT -> DateOrder.YEAR_FIRST.millis(raw.text(column));
        };
    return Math.abs(millis) <= MILLIS_MAX ? millis : Double.NaN;
  }

  /// The value as people write it; empty when it is missing.
  static String text(RawRow raw, int column) {
    return switch (raw.kind(column)) {
      case MISSING -> "";
      case NUMBER -> text(raw.number(column));
      case TRUTH -> raw.number(column) == 0 ? "false" : "true";
      case TIME -> Instant.ofEpochMilli((long) raw.number(column)).toString();
      case TEXT -> raw.text(column);
    };
  }

  /// A number in digits, as short as it can be told from others; whole ones without a point.
  private static String text(double number) {
    return number == 0
        ? "0"
        : new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
  }
}
