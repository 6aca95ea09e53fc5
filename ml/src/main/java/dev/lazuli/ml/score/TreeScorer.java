package dev.lazuli.ml.score;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/// Compiles tree ensembles to fast scorers that give the same bits as walking the trees.
///
/// There are three: a [MaskTable], whose time grows with features x trees; [CompiledTrees], whose
/// time grows with trees x depth and which need some thousand rows to become fast; and a [FlatWalk]
/// for ensembles too large for both.
public final class TreeScorer {
  private static final int MEASURED_ROWS = 2000;
  private static final int MEASURED_TIMES = 5;

  private TreeScorer() {}

  /// The scorer that should be fastest by costs measured beforehand.
  public static RowScorer compile(TreeEnsemble ensemble) {
    FeatureCodes codes = FeatureCodes.of(ensemble);
    ScoringCosts costs = new ScoringCosts(ensemble, codes);
    MaskLayout layout = costs.bestLayout();
    double walked = costs.walked();
    double compiled = costs.compiled();
    if (costs.table(layout) <= Math.min(walked, compiled)) {
      return new MaskTable(ensemble, layout, costs.tileWords(layout));
    }
    return compiled < walked ? new CompiledTrees(ensemble) : new FlatWalk(ensemble);
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
    RowScorer best = candidates.getFirst();
    long bestNanos = Long.MAX_VALUE;
    for (RowScorer candidate : candidates) {
      long nanos = nanos(candidate, sample, nanoTime);
      if (nanos < bestNanos) {
        best = candidate;
        bestNanos = nanos;
      }
    }
    return best;
  }

  private static long nanos(RowScorer scorer, RowBlock sample, LongSupplier nanoTime) {
    double[] row = new double[sample.features()];
    double[] out = new double[scorer.outputs()];
    long least = Long.MAX_VALUE;
    for (int time = 0; time < MEASURED_TIMES; time++) {
      long from = nanoTime.getAsLong();
      for (int i = 0; i < MEASURED_ROWS; i++) {
        sample.row(i % sample.count(), row);
        scorer.score(row, out);
      }
      least = Math.min(least, nanoTime.getAsLong() - from);
    }
    return least;
  }
}
