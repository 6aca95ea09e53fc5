package dev.lazuli.ml.linear;

/// What a linear support vector machine minimises beside the norm of its weights.
public enum SvmLoss {
  /// `max(0, 1 - y f)` for classes.
  HINGE,
  /// `max(0, 1 - y f)^2` for classes.
  SQUARED_HINGE,
  /// `max(0, |y - f| - epsilon)` for numbers.
  EPSILON_INSENSITIVE,
  /// `max(0, |y - f| - epsilon)^2` for numbers.
  SQUARED_EPSILON_INSENSITIVE;

  /// Whether targets are classes.
  public boolean isForClasses() {
    return this == HINGE || this == SQUARED_HINGE;
  }

  boolean isSquared() {
    return this == SQUARED_HINGE || this == SQUARED_EPSILON_INSENSITIVE;
  }
}
