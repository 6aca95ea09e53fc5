package dev.lazuli.ml.boost;

import dev.lazuli.ml.StopSignal;

/// The rows of each leaf of a growing tree: row numbers in one array, leaf after leaf.
final class Partition {
  /// So many rows, a line of cache each, stay in a second-level cache.
  private static final int ROWS_CACHED = 1 << 14;

  private final StopSignal stop;
  private final int[] index;
  private final int[] right;
  private final int[] begin;
  private final int[] count;
  private final int[] goesLeft = new int[256];

  Partition(int rowsMax, int leavesMax, StopSignal stop) {
    this.stop = stop;
    index = new int[rowsMax];
    right = new int[rowsMax];
    begin = new int[leavesMax];
    count = new int[leavesMax];
  }

  /// Puts the rows `rows[0..n)` into leaf 0.
  void start(int[] rows, int n) {
    System.arraycopy(rows, 0, index, 0, n);
    begin[0] = 0;
    count[0] = n;
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
    int kept = from;
    for (int at = from; at < to; at += BinnedTable.ROWS_PER_CHECK) {
      stop.check();
      int end = Math.min(to, at + BinnedTable.ROWS_PER_CHECK);
      kept = part(codes, step, first, at, end, kept, at - kept);
    }
    int moved = to - kept;
    System.arraycopy(right, 0, index, kept, moved);
    count[leaf] = kept - from;
    begin[rightLeaf] = kept;
    count[rightLeaf] = moved;
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
