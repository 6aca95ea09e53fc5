package dev.lazuli.ml.score;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Compiles tree ensembles to fast scorers that give the same bits as walking the trees.
///
/// Rows one by one have three: a [MaskTable], whose time grows with features x trees;
/// [CompiledTrees], whose time grows with trees x depth and which need some thousand rows to become
/// fast; and a [FlatWalk] for ensembles too large for both. Many rows at once may pass a
/// [SplitSweep], whose time grows with splits.
public final class TreeScorer {
  private static final int MEASURED_ROWS = 2000;
  private static final int MEASURED_TIMES = 5;

  private TreeScorer() {}

  /// The scorer that should be fastest by costs measured beforehand.
  public static RowScorer compile(TreeEnsemble ensemble) {
    FeatureCodes codes = FeatureCodes.of(ensemble);
    ScoringCosts costs = new ScoringCosts(ensemble, codes);
    MaskLayout layout = costs.bestLayout();
    double table = costs.table(layout);
    double walked = costs.walked();
    double compiled = costs.compiled();
    RowScorer few;
    if (table <= Math.min(walked, compiled)) {
      few = new MaskTable(ensemble, layout, costs.tileWords(layout));
    } else {
      few = compiled < walked ? new CompiledTrees(ensemble) : new FlatWalk(ensemble);
    }
    return costs.swept() < Math.min(table, Math.min(walked, compiled))
        ? new PairedScorer(few, new SplitSweep(ensemble, codes))
        : few;
  }

  /// The scorer that is fastest on some rows; trying takes about a second for a large ensemble.
  ///
  /// @param sample rows like those to come; at least one
  /// @param nanoTime a clock that only grows, such as `System::nanoTime`
  public static RowScorer fastest(TreeEnsemble ensemble, RowBlock sample, LongSupplier nanoTime) {
    FeatureCodes codes = FeatureCodes.of(ensemble);
    ScoringCosts costs = new ScoringCosts(ensemble, codes);
    List<RowScorer> candidates = new ArrayList<>();
    for (int grain : new int[] {0, costs.bestLayout().grain()}) {
      MaskLayout layout = MaskLayout.of(ensemble, codes, grain);
      if (Double.isFinite(costs.table(layout)) && grain >= candidates.size()) {
        candidates.add(new MaskTable(ensemble, layout, costs.tileWords(layout)));
      }
    }
    if (Double.isFinite(costs.compiled())) {
      candidates.add(new CompiledTrees(ensemble));
    }
    candidates.add(new FlatWalk(ensemble));
    RowScorer few = fastest(candidates, nanoTime, scorer -> scoreEach(scorer, sample));
    if (!Double.isFinite(costs.swept())) {
      return few;
    }
    RowBlock block = RowBlock.ofRows(rows(sample), sample.features(), MEASURED_ROWS);
    double[] out = new double[MEASURED_ROWS * few.outputs()];
    List<RowScorer> both = List.of(few, new PairedScorer(few, new SplitSweep(ensemble, codes)));
    return fastest(both, nanoTime, scorer -> scorer.scoreBlock(block, out));
  }

  private static RowScorer fastest(
      List<RowScorer> candidates, LongSupplier nanoTime, Consumer<RowScorer> work) {
    RowScorer best = candidates.getFirst();
    long bestNanos = Long.MAX_VALUE;
    for (RowScorer candidate : candidates) {
      for (int time = 0; time < MEASURED_TIMES; time++) {
        long from = nanoTime.getAsLong();
        work.accept(candidate);
        long nanos = nanoTime.getAsLong() - from;
        if (nanos < bestNanos) {
          best = candidate;
          bestNanos = nanos;
        }
      }
    }
    return best;
  }

  private static void scoreEach(RowScorer scorer, RowBlock sample) {
    double[] row = new double[sample.features()];
    double[] out = new double[scorer.outputs()];
    for (int i = 0; i < MEASURED_ROWS; i++) {
      sample.row(i % sample.count(), row);
      scorer.score(row, out);
    }
  }

  /// The rows of a sample again and again.
  private static double[] rows(RowBlock sample) {
    int width = sample.features();
    double[] rows = new double[MEASURED_ROWS * width];
    double[] row = new double[width];
    for (int i = 0; i < MEASURED_ROWS; i++) {
      sample.row(i % sample.count(), row);
      System.arraycopy(row, 0, rows, i * width, width);
    }
    return rows;
  }
}
