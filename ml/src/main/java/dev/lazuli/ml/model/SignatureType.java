package dev.lazuli.ml.model;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.frame.Column;
import java.util.Arrays;
import java.util.Locale;

/// MLflow's column types, as far as tables have them.
public enum SignatureType {
  LONG,
  DOUBLE,
  STRING,
  BOOLEAN,
  DATETIME;

  /// MLflow's word, such as `long`.
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The type of that word.
  ///
  /// @throws InvalidInput when it is none of them
  public static SignatureType of(String key) {
    return Arrays.stream(values())
        .filter(type -> type.key().equals(key))
        .findFirst()
        .orElseThrow(() ->
            new InvalidInput("signature", "'%s' is no column type of a signature".formatted(key)));
  }

  /// The type that pandas gives such a column: whole numbers with missing values are doubles.
  public static SignatureType of(Column column) {
    return switch (column.type()) {
      case NUMBER -> DOUBLE;
      case INTEGER -> column.missingCount() > 0 ? DOUBLE : LONG;
      case BOOLEAN -> BOOLEAN;
      case DATETIME -> DATETIME;
      case CATEGORY, TEXT -> STRING;
    };
  }
}
