package dev.lazuli.ml.design;

/// A place that keeps named arrays: how models are written to a file and read again.
public interface NumberStore {
  /// Keeps `values` under `name`.
  void put(String name, double[] values);

  /// Keeps `values` under `name`.
  void put(String name, int[] values);

  /// The numbers kept under `name`.
  ///
  /// @throws dev.lazuli.ml.InvalidInput when there are none
  double[] doubles(String name);

  /// The whole numbers kept under `name`.
  ///
  /// @throws dev.lazuli.ml.InvalidInput when there are none
  int[] ints(String name);
}
