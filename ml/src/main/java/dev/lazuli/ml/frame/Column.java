package dev.lazuli.ml.frame;

/// A named, typed sequence of values, some of which may be missing. Immutable.
public sealed interface Column permits NumberColumn, TextColumn {
  /// What it is called.
  String name();

  /// What its values are.
  ColumnType type();

  /// Number of values, missing ones included.
  int size();

  /// Whether there is no value at `row`.
  boolean isMissing(int row);

  /// The value as a reader would print it; the empty string when missing.
  String text(int row);

  /// The values at `rows`, in that order.
  Column select(int[] rows);

  /// The same values under another name.
  Column named(String name);

  /// Number of missing values.
  default int missingCount() {
    int count = 0;
    for (int row = 0; row < size(); row++) {
      if (isMissing(row)) {
        count++;
      }
    }
    return count;
  }
}
