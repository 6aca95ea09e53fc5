package dev.lazuli.ml.boost;

import dev.lazuli.ml.StopSignal;
import java.util.Arrays;

/// Each row's gradient and hessian as one long: `(gradient << 32) + hessian`, in whole units.
///
/// The units are chosen for each tree so that the sums of all rows fit 32 bits, which lets one
/// addition add both, and makes histogram sums exact and so independent of their order.
final class PackedGradients {
  private static final double GRADIENT_SUM_MAX = 2e9;
  private static final double HESSIAN_SUM_MAX = 4e9;
  private static final long LOW = 0xffff_ffffL;

  private final Workers workers;
  private final StopSignal stop;
  private final long[] packed;
  private double gradientUnit = 1;
  private double hessianUnit = 1;
  private long sum;

  PackedGradients(int tableRows, Workers workers, StopSignal stop) {
    this.workers = workers;
    this.stop = stop;
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
  void pack(double[] gradients, double[] hessians, int offset, int[] rows, int count) {
    int blocks = Math.ceilDiv(count, BinnedTable.ROWS_PER_CHECK);
    double[] gradientSums = new double[blocks];
    double[] hessianSums = new double[blocks];
    eachBlock(
        count,
        (block, from, to) -> {
          double gradient = 0;
          double hessian = 0;
          for (int i = from; i < to; i++) {
            int r = offset + rows[i];
            gradient += Math.abs(gradients[r]);
            hessian += hessians[r];
          }
          gradientSums[block] = gradient;
          hessianSums[block] = hessian;
        });
    double gradientSum = Arrays.stream(gradientSums).sum();
    double hessianSum = Arrays.stream(hessianSums).sum();
    double gradientScale = gradientSum > 0 ? GRADIENT_SUM_MAX / gradientSum : 1;
    double hessianScale = hessianSum > 0 ? HESSIAN_SUM_MAX / hessianSum : 1;
    long[] totals = new long[blocks];
    eachBlock(
        count,
        (block, from, to) -> {
          long total = 0;
          for (int i = from; i < to; i++) {
            int r = rows[i];
            long gradient = (long) Math.rint(gradients[offset + r] * gradientScale);
            long hessian = (long) Math.rint(hessians[offset + r] * hessianScale);
            packed[r] = (gradient << 32) + hessian;
            total += packed[r];
          }
          totals[block] = total;
        });
    gradientUnit = 1 / gradientScale;
    hessianUnit = 1 / hessianScale;
    sum = Arrays.stream(totals).sum();
  }

  private interface Block {
    void pass(int block, int from, int to);
  }

  /// Passes all blocks of rows, which are the same for any number of threads.
  private void eachBlock(int count, Block work) {
    int blocks = Math.ceilDiv(count, BinnedTable.ROWS_PER_CHECK);
    int parts = workers.parts(count, blocks);
    workers.each(
        parts,
        part -> {
          for (int block = part; block < blocks; block += parts) {
            stop.check();
            int from = block * BinnedTable.ROWS_PER_CHECK;
            work.pass(block, from, Math.min(count, from + BinnedTable.ROWS_PER_CHECK));
          }
        });
  }
}
