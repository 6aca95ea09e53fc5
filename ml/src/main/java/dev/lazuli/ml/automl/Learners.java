package dev.lazuli.ml.automl;

import java.util.List;

/// Which algorithms a search may try, under Azure's names such as `LightGBM`.
///
/// @param allowed only these; empty for all
/// @param blocked not these
/// @param onnxOnly only those whose models can be written as ONNX
public record Learners(List<String> allowed, List<String> blocked, boolean onnxOnly) {
  /// Copies the lists.
  public Learners {
    allowed = List.copyOf(allowed);
    blocked = List.copyOf(blocked);
  }

  /// All algorithms of the task.
  public static Learners all() {
    return new Learners(List.of(), List.of(), false);
  }

  /// The same with other allowed algorithms.
  public Learners withAllowed(List<String> names) {
    return new Learners(names, blocked, onnxOnly);
  }

  /// The same with other blocked algorithms.
  public Learners withBlocked(List<String> names) {
    return new Learners(allowed, names, onnxOnly);
  }

  /// The same, kept to algorithms whose models can be written as ONNX, or not.
  public Learners withOnnxOnly(boolean only) {
    return new Learners(allowed, blocked, only);
  }
}
