package dev.lazuli.ml.model;

import java.util.Locale;

/// What is predicted.
public enum Task {
  /// A number.
  REGRESSION,
  /// One of some classes.
  CLASSIFICATION;

  /// The task's name in files and settings.
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
