package dev.lazuli.ml.boost;

import dev.lazuli.ml.StopSignal;
import java.util.Arrays;

/// The raw scores of all rows while a model grows, laid out as [Targets] tells.
final class RawScores {
  private final double[] raw;
  private final int n;
  private final int k;
  private final Workers workers;
  private final StopSignal stop;

  RawScores(int rows, int outputs, Workers workers, StopSignal stop) {
    this.n = rows;
    this.k = outputs;
    this.workers = workers;
    this.stop = stop;
    raw = new double[rows * outputs];
  }

  /// All scores; only to read.
  double[] all() {
    return raw;
  }

  double of(int row) {
    return raw[row];
  }

  void fill(int output, double score) {
    Arrays.fill(raw, output * n, (output + 1) * n, score);
  }

  /// The scores of some rows, the outputs of a row together.
  double[] of(int[] rows) {
    double[] out = new double[rows.length * k];
    for (int i = 0; i < rows.length; i++) {
      for (int c = 0; c < k; c++) {
        out[i * k + c] = raw[c * n + rows[i]];
      }
    }
    return out;
  }

  /// Adds the values of a tree to the rows of its leaves.
  void addLeaves(Partition partition, double[] values, int output) {
    int offset = output * n;
    int parts = workers.parts(partition.rows(), values.length);
    workers.each(
        parts,
        part -> {
          for (int leaf = part; leaf < values.length; leaf += parts) {
            addLeaf(partition, leaf, values[leaf], offset);
          }
        });
  }

  private void addLeaf(Partition partition, int leaf, double value, int offset) {
    int[] index = partition.index();
    int end = partition.end(leaf);
    for (int from = partition.begin(leaf); from < end; from += BinnedTable.ROWS_PER_CHECK) {
      stop.check();
      int to = Math.min(end, from + BinnedTable.ROWS_PER_CHECK);
      for (int i = from; i < to; i++) {
        raw[offset + index[i]] += value;
      }
    }
  }

  /// Adds `factor` times the values of a tree to some rows, none twice.
  void add(BinnedTree tree, double[] values, double factor, int output, int[] rows) {
    int offset = output * n;
    int threads = workers.threads();
    int blocks = (rows.length + BinnedTable.ROWS_PER_CHECK - 1) / BinnedTable.ROWS_PER_CHECK;
    workers.each(
        Math.min(threads, blocks),
        part -> {
          for (int block = part; block < blocks; block += threads) {
            stop.check();
            int from = block * BinnedTable.ROWS_PER_CHECK;
            int to = Math.min(rows.length, from + BinnedTable.ROWS_PER_CHECK);
            for (int i = from; i < to; i++) {
              raw[offset + rows[i]] += factor * values[tree.leafOf(rows[i])];
            }
          }
        });
  }
}
