package dev.lazuli.ml.boost;

import dev.lazuli.ml.score.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// The trees of a DART fit, which come and go while others learn.
final class DroppedTrees {
  private final Dropout.Dart dart;
  private final RawScores scores;
  private final int[] trainRows;
  private final int[] validationRows;
  private final int k;
  private final List<Grown> grown = new ArrayList<>();
  private int[] dropped = {};

  /// A tree and what its leaves are worth now.
  private static final class Grown {
    final BinnedTree tree;
    final Tree built;
    final double[] values;

    Grown(BinnedTree tree, Tree built, double[] values) {
      this.tree = tree;
      this.built = built;
      this.values = values;
    }
  }

  DroppedTrees(
      Dropout.Dart dart, RawScores scores, int[] trainRows, int[] validationRows, int outputs) {
    this.dart = dart;
    this.scores = scores;
    this.trainRows = trainRows;
    this.validationRows = validationRows;
    this.k = outputs;
  }

  /// Takes some iterations out of the scores, and tells the factor of the trees to come.
  double drop(SplittableRandom random) {
    int[] drawn = new int[grown.size() / k];
    int count = 0;
    double rate = Math.min(dart.rate(), (double) dart.dropsMax() / Math.max(1, drawn.length));
    if (random.nextDouble() >= dart.skipRate()) {
      for (int i = 0; i < drawn.length && count < dart.dropsMax(); i++) {
        if (random.nextDouble() < rate) {
          drawn[count++] = i;
        }
      }
    }
    dropped = Arrays.copyOf(drawn, count);
    addDropped(-1);
    return 1.0 / (1 + count);
  }

  void add(BinnedTree tree, Tree built, double[] values) {
    grown.add(new Grown(tree, built, values));
  }

  /// Forgets the last iteration.
  void forget() {
    grown.subList(grown.size() - k, grown.size()).clear();
  }

  /// Puts the iterations that were dropped back, with less weight.
  void restore() {
    double factor = dropped.length / (1.0 + dropped.length);
    for (int iteration : dropped) {
      for (int c = 0; c < k; c++) {
        double[] values = grown.get(iteration * k + c).values;
        for (int leaf = 0; leaf < values.length; leaf++) {
          values[leaf] *= factor;
        }
      }
    }
    addDropped(1);
  }

  private void addDropped(double factor) {
    for (int iteration : dropped) {
      for (int c = 0; c < k; c++) {
        add(grown.get(iteration * k + c), factor, c, trainRows);
        add(grown.get(iteration * k + c), factor, c, validationRows);
      }
    }
  }

  private void add(Grown one, double factor, int output, int[] rows) {
    scores.add(one.tree, one.values, factor, output, rows);
  }

  /// The trees with their last values.
  List<Tree> trees() {
    return grown.stream().map(one -> one.built.withLeafValues(one.values)).toList();
  }

  /// Scores the validation rows anew, tree after tree as the model does.
  void rescore(double[] startScores) {
    for (int c = 0; c < k; c++) {
      scores.fill(c, startScores[c]);
    }
    for (int t = 0; t < grown.size(); t++) {
      add(grown.get(t), 1, t % k, validationRows);
    }
  }
}
