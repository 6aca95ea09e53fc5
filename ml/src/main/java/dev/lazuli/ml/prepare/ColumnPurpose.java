package dev.lazuli.ml.prepare;

import dev.lazuli.ml.InvalidInput;
import java.util.Locale;

/// What a column is used as.
public enum ColumnPurpose {
  /// A number.
  NUMERIC,
  /// A category with its own code.
  CATEGORICAL,
  /// A category with too many values for codes: target means and frequency.
  HIGH_CARDINALITY,
  /// A point in time.
  DATETIME,
  /// Free text.
  TEXT,
  /// Nothing.
  IGNORE;

  /// The purpose of Azure's word, such as `Categorical`, `Numeric`, `DateTime`, `Text`, `Ignore`.
  ///
  /// @throws InvalidInput when there is none
  public static ColumnPurpose of(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "numeric" -> NUMERIC;
      case "categorical", "categoricalhash" -> CATEGORICAL;
      case "datetime" -> DATETIME;
      case "text" -> TEXT;
      case "ignore" -> IGNORE;
      default ->
          throw new InvalidInput(
              "column_name_and_types",
              "'%s' is no column purpose; there are Numeric, Categorical, DateTime, Text, Ignore"
                  .formatted(word));
    };
  }
}
