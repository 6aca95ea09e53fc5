package dev.lazuli.ml.automl;

import java.util.Locale;

/// The scale on which a learner sees a regression target.
enum TargetScale {
  /// As it is.
  PLAIN,
  /// Its logarithm; for positive targets.
  LOG;

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
