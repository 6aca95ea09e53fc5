package dev.lazuli.schema;

import java.util.function.BinaryOperator;

/// How a value is written.
///
/// @param places what the other side is told for a path: given the kind of asset that a name means
///   and the path as it was read; by itself the path
public record Output(Form form, BinaryOperator<String> places) {
  /// Paths as they are.
  public static Output of(Form form) {
    return new Output(form, (_, path) -> path);
  }
}
