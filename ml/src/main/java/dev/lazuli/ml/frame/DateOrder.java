package dev.lazuli.ml.frame;

import dev.lazuli.ml.InvalidInput;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/// What dates are written to begin with.
///
/// Each order also reads what cannot be misunderstood: dates that begin with the year, and for the
/// two others `31.1.2024`, where the day is always first.
public enum DateOrder {
  /// `2024-01-31`, `2024/01/31`.
  YEAR_FIRST(ValueParser.ISO, "2026-01-31T12:00:00"),
  /// `1/31/2024`, `1-31-2024`.
  MONTH_FIRST(ValueParser.ISO | ValueParser.MONTH_FIRST, "01/31/2026, the month first"),
  /// `31/1/2024`, `31-1-2024`, `31.1.2024`.
  DAY_FIRST(ValueParser.ISO | ValueParser.DAY_FIRST, "31/01/2026, the day first");

  private static final Pattern POINTS = Pattern.compile("\\s*\\d{1,2}\\.");

  private final int kinds;
  private final String example;

  DateOrder(int kinds, String example) {
    this.kinds = kinds;
    this.example = example;
  }

  /// The word for it, such as `day_first`.
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The order of that word.
  ///
  /// @throws InvalidInput when it is none of them
  public static DateOrder of(String key) {
    return Arrays.stream(values())
        .filter(order -> order.key().equals(key))
        .findFirst()
        .orElseThrow(() ->
            new InvalidInput(
                "dates", "'%s' is not year_first, month_first or day_first".formatted(key)));
  }

  /// A time in this order, for people.
  public String example() {
    return example;
  }

  /// How the times of a column were written; year first for all that are no times.
  public static DateOrder of(Column column) {
    return column instanceof NumberColumn numbers ? numbers.dates() : YEAR_FIRST;
  }

  /// Whether one has the day first and the other the month.
  public boolean isOppositeOf(DateOrder other) {
    return this != YEAR_FIRST && other != YEAR_FIRST && this != other;
  }

  /// Milliseconds since 1970-01-01T00:00Z of the time that `text` names, which may have a time of
  /// day and a zone, without one taken as UTC; NaN when it is no time in this order.
  public double millis(String text) {
    byte[] bytes = text.strip().getBytes(StandardCharsets.UTF_8);
    DateParser parser = new DateParser();
    if ((parser.parse(bytes, 0, bytes.length, kinds) & kinds) != 0) {
      return parser.millis();
    }
    boolean points = this == MONTH_FIRST && POINTS.matcher(text).lookingAt();
    return points && parser.parse(bytes, 0, bytes.length, ValueParser.DAY_FIRST) != 0
        ? parser.millis()
        : Double.NaN;
  }

  /// The order in which values of these kinds are read.
  static DateOrder ofKinds(int kinds) {
    return switch (Integer.lowestOneBit(kinds)) {
      case ValueParser.MONTH_FIRST -> MONTH_FIRST;
      case ValueParser.DAY_FIRST -> DAY_FIRST;
      default -> YEAR_FIRST;
    };
  }

  /// The kinds that a column of this order cannot have.
  int excluded() {
    return switch (this) {
      case YEAR_FIRST -> 0;
      case MONTH_FIRST -> ValueParser.DAY_FIRST;
      case DAY_FIRST -> ValueParser.MONTH_FIRST;
    };
  }
}
