package dev.lazuli.ml.automl;

import java.util.Locale;

/// How a learner sees the target.
enum TargetScale {
  /// As it is.
  PLAIN,
  /// Its logarithm; for positive numbers.
  LOG,
  /// As it is, with more weight for rows of rare classes.
  BALANCED;

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
