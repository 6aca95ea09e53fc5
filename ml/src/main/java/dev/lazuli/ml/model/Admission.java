package dev.lazuli.ml.model;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.frame.CsvOptions;
import java.util.Optional;

/// The one rule for which values a column takes, wherever they come from, and what they mean.
///
/// A number may be given as a text. Texts that mean "no value" in tables are missing values in
/// columns of numbers, truth values and times; in columns of texts only the empty text is one. An
/// infinite number is no value. The loader in Python has the same rule.
final class Admission {
  private static final int SHOWN_MAX = 60;

  private Admission() {}

  /// Makes a value what its column holds: a number, a truth value, a time, a text, or missing.
  ///
  /// @throws InvalidInput with the column, the value and what would have been right
  static void admit(RawRow row, int column, Signature.Input input) {
    if (row.kind(column) == RawRow.Kind.TEXT && isMissing(row.text(column), input.type())) {
      row.setMissing(column);
    }
    if (row.kind(column) == RawRow.Kind.MISSING) {
      return;
    }
    boolean fits =
        switch (input.type()) {
          case STRING -> true;
          case DOUBLE -> isNumber(row, column, false);
          case LONG -> isNumber(row, column, true);
          case BOOLEAN -> isTruth(row, column);
          case DATETIME -> isTime(row, column, input);
        };
    if (!fits) {
      throw refusal(row, column, input);
    }
  }

  private static boolean isMissing(String text, SignatureType type) {
    String trimmed = text.trim();
    return trimmed.isEmpty()
        || (type != SignatureType.STRING && CsvOptions.MISSING.contains(trimmed));
  }

  private static boolean isNumber(RawRow row, int column, boolean whole) {
    return switch (row.kind(column)) {
      case NUMBER -> !whole || isWhole(row.number(column));
      case TEXT -> {
        String text = row.text(column).trim();
        if (RawValues.isEndless(text)) {
          row.setMissing(column);
          yield true;
        }
        boolean fits = RawValues.isNumber(text) && (!whole || isWhole(Double.parseDouble(text)));
        if (fits) {
          row.setNumber(column, Double.parseDouble(text));
        }
        yield fits;
      }
      case MISSING, TRUTH, TIME -> false;
    };
  }

  private static boolean isWhole(double number) {
    return number == Math.rint(number);
  }

  /// `true` and `false` in any case, or 1 and 0.
  private static boolean isTruth(RawRow row, int column) {
    return switch (row.kind(column)) {
      case TRUTH -> true;
      case NUMBER, TEXT -> {
        double value = RawValues.number(row, column);
        if (value == 0 || value == 1) {
          row.setTruth(column, value != 0);
          yield true;
        }
        yield false;
      }
      case MISSING, TIME -> false;
    };
  }

  private static boolean isTime(RawRow row, int column, Signature.Input input) {
    double millis =
        switch (row.kind(column)) {
          case TIME -> row.number(column);
          case NUMBER -> ofNumber(row.number(column), input);
          case TEXT -> {
            String text = row.text(column).trim();
            yield RawValues.isNumber(text)
                ? ofNumber(Double.parseDouble(text), input)
                : input.dates().millis(text);
          }
          case MISSING, TRUTH -> Double.NaN;
        };
    if (Math.abs(millis) <= RawValues.MILLIS_MAX) {
      row.setTime(column, millis);
      return true;
    }
    return false;
  }

  private static double ofNumber(double number, Signature.Input input) {
    return input.range().map(range -> range.millis(number)).orElse(number);
  }

  private static InvalidInput refusal(RawRow row, int column, Signature.Input input) {
    String value = RawValues.text(row, column);
    String text = row.kind(column) == RawRow.Kind.TIME ? value.replace("T00:00:00Z", "") : value;
    String shown = text.length() > SHOWN_MAX ? text.substring(0, SHOWN_MAX) + "…" : text;
    boolean number = row.kind(column) != RawRow.Kind.TRUTH && RawValues.isNumber(text.trim());
    Optional<String> readings =
        input.type() == SignatureType.DATETIME && number
            ? input.range().map(range -> range.readings(Double.parseDouble(text.trim())))
            : Optional.empty();
    return new InvalidInput(
        input.name(),
        "column '%s' expects %s, not '%s'%s"
            .formatted(
                input.name(), expected(input), shown, readings.map(": "::concat).orElse("")));
  }

  private static String expected(Signature.Input input) {
    return switch (input.type()) {
      case LONG -> "a whole number";
      case DOUBLE -> "a number";
      case BOOLEAN -> "true or false";
      case STRING -> "a string";
      case DATETIME -> "a time such as " + input.dates().example();
    };
  }
}
