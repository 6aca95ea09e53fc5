package dev.lazuli.compute;

/// What a compute calls an assignment that it has started; only that compute can read it.
public record Handle(String text) {
  /// Nothing was started.
  public static final Handle NONE = new Handle("");

  /// Whether nothing was started.
  public boolean isNone() {
    return text.isEmpty();
  }
}
