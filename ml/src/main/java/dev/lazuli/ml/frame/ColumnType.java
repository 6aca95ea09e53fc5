package dev.lazuli.ml.frame;

/// What the values of a column mean.
public enum ColumnType {
  /// Real numbers.
  NUMBER,
  /// Whole numbers.
  INTEGER,
  /// Truth values, stored as 0 and 1.
  BOOLEAN,
  /// Points in time, stored as milliseconds since 1970-01-01T00:00Z.
  DATETIME,
  /// Strings out of a limited set.
  CATEGORY,
  /// Free strings, mostly distinct.
  TEXT
}
