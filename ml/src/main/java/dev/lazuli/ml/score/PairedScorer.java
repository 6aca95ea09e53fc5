package dev.lazuli.ml.score;

/// Scores few rows by one scorer and many at once by a sweep; both give the same bits.
record PairedScorer(RowScorer few, SplitSweep many) implements RowScorer {
  @Override
  public int outputs() {
    return few.outputs();
  }

  @Override
  public void score(double[] row, double[] out) {
    few.score(row, out);
  }

  @Override
  public void scoreBlock(RowBlock block, double[] out) {
    if (block.count() < SplitSweep.ROWS_MIN) {
      few.scoreBlock(block, out);
    } else {
      many.scoreBlock(block, out);
    }
  }
}
