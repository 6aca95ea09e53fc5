package dev.lazuli.ml.boost;

/// The rows of each leaf of a growing tree: row numbers in one array, leaf after leaf.
final class Partition {
  private final int[] index;
  private final int[] right;
  private final int[] begin;
  private final int[] count;
  private final int[] goesLeft = new int[256];

  Partition(int rowsMax, int leavesMax) {
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
    byte[] codes = table.codes();
    int d = table.features();
    int from = begin[leaf];
    int to = from + count[leaf];
    int kept = from;
    int moved = 0;
    for (int i = from; i < to; i++) {
      int row = index[i];
      int left = goesLeft[codes[row * d + feature] & 255];
      index[kept] = row;
      right[moved] = row;
      kept += left;
      moved += 1 - left;
    }
    System.arraycopy(right, 0, index, kept, moved);
    count[leaf] = kept - from;
    begin[rightLeaf] = kept;
    count[rightLeaf] = moved;
  }
}
