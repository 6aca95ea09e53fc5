package dev.lazuli.ml.split;

/// Two disjoint sets of rows: one to train on, one to validate on.
public final class Split {
  private final int[] train;
  private final int[] validation;

  /// A split into these rows.
  ///
  /// @param train ascending, owned by the split from here on
  /// @param validation ascending, owned by the split from here on
  public Split(int[] train, int[] validation) {
    this.train = train;
    this.validation = validation;
  }

  /// Row numbers, ascending; not a copy: only to read.
  public int[] train() {
    return train;
  }

  /// Row numbers, ascending; not a copy: only to read.
  public int[] validation() {
    return validation;
  }

  /// The split that validates the rows whose part is `held`, and trains on all others.
  static Split byPart(int[] parts, int held) {
    int count = 0;
    for (int part : parts) {
      count += part == held ? 1 : 0;
    }
    int[] train = new int[parts.length - count];
    int[] validation = new int[count];
    int trains = 0;
    int validates = 0;
    for (int row = 0; row < parts.length; row++) {
      if (parts[row] == held) {
        validation[validates++] = row;
      } else {
        train[trains++] = row;
      }
    }
    return new Split(train, validation);
  }
}
