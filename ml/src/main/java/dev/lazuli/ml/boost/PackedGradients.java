package dev.lazuli.ml.boost;

import dev.lazuli.ml.StopSignal;

/// Each row's gradient and hessian as one long: `(gradient << 32) + hessian`, in whole units.
///
/// The units are chosen for each tree so that the sums of all rows fit 32 bits, which lets one
/// addition add both, and makes histogram sums exact and so independent of their order.
final class PackedGradients {
  private static final double GRADIENT_SUM_MAX = 2e9;
  private static final double HESSIAN_SUM_MAX = 4e9;
  private static final long LOW = 0xffff_ffffL;

  private final long[] packed;
  private double gradientUnit = 1;
  private double hessianUnit = 1;
  private long sum;

  PackedGradients(int tableRows) {
    packed = new long[tableRows];
  }

  static long gradient(long packed) {
    return packed >> 32;
  }

  static long hessian(long packed) {
    return packed & LOW;
  }

  long[] packed() {
    return packed;
  }

  double gradientUnit() {
    return gradientUnit;
  }

  double hessianUnit() {
    return hessianUnit;
  }

  /// The sum over the rows that were packed.
  long sum() {
    return sum;
  }

  /// Packs the rows `rows[0..count)` of an output whose derivatives start at `offset`.
  void pack(
      double[] gradients, double[] hessians, int offset, int[] rows, int count, StopSignal stop) {
    double gradientSum = 0;
    double hessianSum = 0;
    for (int i = 0; i < count; i++) {
      if (i % BinnedTable.ROWS_PER_CHECK == 0) {
        stop.check();
      }
      int r = offset + rows[i];
      gradientSum += Math.abs(gradients[r]);
      hessianSum += hessians[r];
    }
    double gradientScale = gradientSum > 0 ? GRADIENT_SUM_MAX / gradientSum : 1;
    double hessianScale = hessianSum > 0 ? HESSIAN_SUM_MAX / hessianSum : 1;
    long total = 0;
    for (int i = 0; i < count; i++) {
      if (i % BinnedTable.ROWS_PER_CHECK == 0) {
        stop.check();
      }
      int r = rows[i];
      long gradient = (long) Math.rint(gradients[offset + r] * gradientScale);
      long hessian = (long) Math.rint(hessians[offset + r] * hessianScale);
      long value = (gradient << 32) + hessian;
      packed[r] = value;
      total += value;
    }
    gradientUnit = 1 / gradientScale;
    hessianUnit = 1 / hessianScale;
    sum = total;
  }
}
