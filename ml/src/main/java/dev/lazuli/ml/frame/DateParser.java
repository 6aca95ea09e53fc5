package dev.lazuli.ml.frame;

/// Reads a point in time from bytes, to the millisecond; times without a zone are UTC.
final class DateParser {
  private static final int[] MONTH_DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  private static final long DAY_MILLIS = 86_400_000L;

  /// No time.
  static final long NONE = Long.MIN_VALUE;

  /// `0000-00-`; without it digits are left as their values and marks as zeros.
  private static final long DATE = 0x2D30_302D_3030_3030L;

  /// How far below 128 a digit and a mark end.
  private static final long DATE_ROOM = 0x7F76_767F_7676_7676L;

  /// `00:00:00`.
  private static final long TIME = 0x3030_3A30_303A_3030L;

  private static final long TIME_ROOM = 0x7676_7F76_767F_7676L;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private double millis;
  private byte[] bytes = {};
  private int at;
  private int to;

  /// Milliseconds since 1970 of the time read last.
  double millis() {
    return millis;
  }

  /// The kinds of `wanted` as which `bytes[from, to)` is a time; [#millis] is the first of them.
  int parse(byte[] source, int from, int end, int wanted) {
    bytes = source;
    at = from;
    to = end;
    if (end - from < 8 || end - from > 40) {
      return 0;
    }
    long plain = (wanted & ValueParser.ISO) == 0 ? NONE : plain(source, from, end);
    if (plain != NONE) {
      millis = plain;
      return ValueParser.ISO;
    }
    return startsWithYear(from) ? iso() : slashed(wanted);
  }

  /// Reads `2024-01-31` and `2024-01-31T12:00:00`, the forms that most files have, eight bytes at
  /// once.
  ///
  /// @return milliseconds since 1970; [#NONE] for other forms
  static long plain(byte[] source, int from, int end) {
    int length = end - from;
    if ((length != 10 && length != 19) || from + 16 > source.length) {
      return NONE;
    }
    long date = EightBytes.at(source, from) ^ DATE;
    long days = (EightBytes.at(source, from + 8) & 0xFFFF) ^ 0x3030;
    if ((above(date, DATE_ROOM) | above(days, 0x7676)) != 0) {
      return NONE;
    }
    long pairs = date * 10 + (date >>> 8);
    int year = (int) (pairs & 255) * 100 + (int) (pairs >>> 16 & 255);
    int month = (int) (pairs >>> 40 & 255);
    int day = (int) (days * 10 + (days >>> 8)) & 255;
    if (!isDay(year, month, day)) {
      return NONE;
    }
    long seconds = length == 19 ? plainSeconds(source, from + 10) : 0;
    return seconds < 0 ? NONE : epochDay(year, month, day) * DAY_MILLIS + seconds * 1000;
  }

  /// Seconds of the day that `T12:00:00` or the like says, or -1.
  private static long plainSeconds(byte[] source, int from) {
    long time = EightBytes.at(source, from + 1) ^ TIME;
    boolean separated = source[from] == 'T' || source[from] == ' ';
    if (!separated || above(time, TIME_ROOM) != 0) {
      return -1;
    }
    long pairs = time * 10 + (time >>> 8);
    long hour = pairs & 255;
    long minute = pairs >>> 24 & 255;
    long second = pairs >>> 48 & 255;
    return hour > 23 || minute > 59 || second > 59 ? -1 : (hour * 60 + minute) * 60 + second;
  }

  /// Not zero when a byte of the word is above its bound, for which `room` is what it lacks to 127.
  private static long above(long word, long room) {
    return ((word + room) | word) & HIGH_BITS;
  }

  /// The number that two digits write, or -1.
  private int pair(int from) {
    int tens = bytes[from] - '0';
    int ones = bytes[from + 1] - '0';
    return (tens | ones) < 0 || tens > 9 || ones > 9 ? -1 : tens * 10 + ones;
  }

  private boolean startsWithYear(int from) {
    for (int i = from; i < from + 4; i++) {
      if (!isDigit(bytes[i])) {
        return false;
      }
    }
    return bytes[from + 4] == '-' || bytes[from + 4] == '/';
  }

  private int iso() {
    int year = digits(4, 4);
    byte separator = peek();
    at++;
    int month = digits(1, 2);
    if (year < 0 || month < 0 || peek() != separator) {
      return 0;
    }
    at++;
    int day = digits(1, 2);
    if (day < 0 || !isDay(year, month, day)) {
      return 0;
    }
    long time = time();
    if (time == Long.MIN_VALUE) {
      return 0;
    }
    millis = epochDay(year, month, day) * DAY_MILLIS + time;
    return ValueParser.ISO;
  }

  /// Reads `1/31/2024`, `31/1/2024`, both also with dashes, and `31.1.2024`: with points the day is
  /// always first.
  private int slashed(int wanted) {
    int first = digits(1, 2);
    byte separator = peek();
    if (first < 0 || (separator != '/' && separator != '-' && separator != '.')) {
      return 0;
    }
    at++;
    int second = digits(1, 2);
    if (second < 0 || peek() != separator) {
      return 0;
    }
    at++;
    int year = digits(4, 4);
    if (year < 0) {
      return 0;
    }
    long time = time();
    if (time == Long.MIN_VALUE) {
      return 0;
    }
    int kinds =
        (separator != '.' && isDay(year, first, second) ? ValueParser.MONTH_FIRST : 0)
            | (isDay(year, second, first) ? ValueParser.DAY_FIRST : 0);
    boolean monthFirst = (kinds & wanted & ValueParser.MONTH_FIRST) != 0;
    if (kinds != 0) {
      long day = monthFirst ? epochDay(year, first, second) : epochDay(year, second, first);
      millis = day * DAY_MILLIS + time;
    }
    return kinds;
  }

  /// Milliseconds of the time of day and the zone that end the text; the least long when malformed.
  private long time() {
    if (at == to) {
      return 0;
    }
    if (peek() != 'T' && peek() != ' ') {
      return Long.MIN_VALUE;
    }
    at++;
    int hour = digits(1, 2);
    if (hour < 0 || hour > 24 || peek() != ':') {
      return Long.MIN_VALUE;
    }
    at++;
    int minute = digits(2, 2);
    int second = 0;
    long fraction = 0;
    if (peek() == ':') {
      at++;
      second = digits(2, 2);
      fraction = fraction();
    }
    hour = hourOfDay(hour);
    if (hour < 0 || minute < 0 || minute > 59 || second < 0 || second > 60 || fraction < 0) {
      return Long.MIN_VALUE;
    }
    long zone = zone();
    if (zone == Long.MIN_VALUE || at != to) {
      return Long.MIN_VALUE;
    }
    return ((hour * 60L + minute - zone) * 60 + second) * 1000 + fraction;
  }

  /// The hour that was read, with a following `AM` or `PM`; -1 when they do not go together.
  private int hourOfDay(int hour) {
    int letter = peek() == ' ' ? at + 1 : at;
    if (letter + 2 != to || (bytes[letter + 1] | 0x20) != 'm') {
      return hour;
    }
    boolean afternoon = (bytes[letter] | 0x20) == 'p';
    if ((!afternoon && (bytes[letter] | 0x20) != 'a') || hour < 1 || hour > 12) {
      return -1;
    }
    at = to;
    return hour % 12 + (afternoon ? 12 : 0);
  }

  private long fraction() {
    if (peek() != '.' && peek() != ',') {
      return 0;
    }
    at++;
    long value = 0;
    int count = 0;
    for (; at < to && isDigit(bytes[at]); at++) {
      if (count < 3) {
        value = value * 10 + (bytes[at] - '0');
      }
      count++;
    }
    for (int i = count; i < 3; i++) {
      value *= 10;
    }
    return count == 0 ? -1 : value;
  }

  /// Minutes east of UTC.
  private long zone() {
    byte sign = peek();
    if (sign == 'Z') {
      at++;
      return 0;
    }
    if (sign != '+' && sign != '-') {
      return 0;
    }
    at++;
    int hours = pair();
    if (peek() == ':') {
      at++;
    }
    int minutes = at == to ? 0 : pair();
    if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
      return Long.MIN_VALUE;
    }
    long offset = hours * 60L + minutes;
    return sign == '-' ? -offset : offset;
  }

  private byte peek() {
    return at < to ? bytes[at] : 0;
  }

  /// A number of `least` to `most` digits, or -1.
  private int digits(int least, int most) {
    int value = 0;
    int count = 0;
    while (at < to && count < most && isDigit(bytes[at])) {
      value = value * 10 + (bytes[at] - '0');
      at++;
      count++;
    }
    return count < least || (at < to && isDigit(bytes[at])) ? -1 : value;
  }

  /// Two digits, whatever follows, or -1.
  private int pair() {
    int value = at + 2 > to ? -1 : pair(at);
    at += value < 0 ? 0 : 2;
    return value;
  }

  private static boolean isDigit(byte value) {
    return value >= '0' && value <= '9';
  }

  private static boolean isDay(int year, int month, int day) {
    if (month < 1 || month > 12 || day < 1) {
      return false;
    }
    return day <= 28 || day <= MONTH_DAYS[month - 1] + (month == 2 && isLeap(year) ? 1 : 0);
  }

  private static boolean isLeap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  }

  /// Days since 1970-01-01, by Howard Hinnant's
  /// [days_from_civil](https://howardhinnant.github.io/date_algorithms.html).
  private static long epochDay(int year, int month, int day) {
    long shifted = month <= 2 ? year - 1L : year;
    long era = Math.floorDiv(shifted, 400L);
    long yearOfEra = shifted - era * 400;
    long dayOfYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468;
  }
}
