package dev.lazuli.ml.boost;

import dev.lazuli.ml.StopSignal;
import java.util.Arrays;

/// The rows of each leaf of a growing tree: row numbers in one array, leaf after leaf.
final class Partition {
  /// So many rows, a line of cache each, stay in a second-level cache.
  private static final int ROWS_CACHED = 1 << 14;

  private final Workers workers;
  private final StopSignal stop;
  private final int[] index;
  private final int[] right;
  private final int[] begin;
  private final int[] count;
  private final int[] goesLeft = new int[256];
  private int rows;

  Partition(int rowsMax, int leavesMax, Workers workers, StopSignal stop) {
    this.workers = workers;
    this.stop = stop;
    index = new int[rowsMax];
    right = new int[rowsMax];
    begin = new int[leavesMax];
    count = new int[leavesMax];
  }

  /// Puts the rows `rows[0..n)` into leaf 0.
  void start(int[] rows, int n) {
    this.rows = n;
    System.arraycopy(rows, 0, index, 0, n);
    begin[0] = 0;
    count[0] = n;
  }

  /// How many rows all leaves have.
  int rows() {
    return rows;
  }

  int[] index() {
    return index;
  }

  int begin(int leaf) {
    return begin[leaf];
  }

  int end(int leaf) {
    return begin[leaf] + count[leaf];
  }

  int count(int leaf) {
    return count[leaf];
  }

  /// Moves the rows of `leaf` that go right to `rightLeaf`; both keep their order.
  void split(int leaf, int rightLeaf, BinnedTable table, int feature, Split.Rule rule) {
    for (int b = 0; b < 256; b++) {
      goesLeft[b] = rule.goesLeft(b) ? 1 : 0;
    }
    int from = begin[leaf];
    int to = from + count[leaf];
    // the rows of a small leaf are worth fetching: its histogram reads them next
    boolean byColumn = count[leaf] > ROWS_CACHED && table.column(feature).isPresent();
    byte[] codes = byColumn ? table.column(feature).orElseThrow() : table.codes();
    int step = byColumn ? 1 : table.features();
    int first = byColumn ? 0 : feature;
    int parts = workers.parts(count[leaf], count[leaf]);
    int[] starts = new int[parts + 1];
    Arrays.setAll(starts, part -> from + Workers.begin(to - from, part, parts));
    int[] kept = new int[parts];
    workers.each(
        parts,
        part -> {
          int left = starts[part];
          for (int at = left; at < starts[part + 1]; at += BinnedTable.ROWS_PER_CHECK) {
            stop.check();
            int end = Math.min(starts[part + 1], at + BinnedTable.ROWS_PER_CHECK);
            left = part(codes, step, first, at, end, left, at - left + starts[part] - from);
          }
          kept[part] = left;
        });
    int middle = kept[0];
    for (int part = 1; part < parts; part++) {
      System.arraycopy(index, starts[part], index, middle, kept[part] - starts[part]);
      middle += kept[part] - starts[part];
    }
    int end = middle;
    for (int part = 0; part < parts; part++) {
      System.arraycopy(right, starts[part] - from, index, end, starts[part + 1] - kept[part]);
      end += starts[part + 1] - kept[part];
    }
    count[leaf] = middle - from;
    begin[rightLeaf] = middle;
    count[rightLeaf] = to - middle;
  }

  /// Parts the rows `index[from..to)` and tells where the left ones end.
  private int part(byte[] codes, int step, int first, int from, int to, int kept, int moved) {
    int left = kept;
    int other = moved;
    for (int i = from; i < to; i++) {
      int row = index[i];
      int goes = goesLeft[codes[row * step + first] & 255];
      index[left] = row;
      right[other] = row;
      left += goes;
      other += 1 - goes;
    }
    return left;
  }
}
