package dev.lazuli.ml.neighbors;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.boost.FeatureTable;
import dev.lazuli.ml.design.Design;
import dev.lazuli.ml.design.TrainingRows;
import org.jspecify.annotations.Nullable;

/// Remembers training rows as standardised vectors, for k nearest neighbours.
public final class NeighborsFit {
  private NeighborsFit() {}

  /// A model of these rows.
  ///
  /// @param target one value for each row of the table: a number, or a class from 0 on
  /// @param weights one for each row of the table, by which its vote is multiplied; null gives all
  ///   the weight 1
  /// @throws StopSignal.Stopped when the work was told to end
  public static NeighborsModel fit(
      FeatureTable table,
      int[] rows,
      double[] target,
      double @Nullable [] weights,
      NeighborsSettings settings,
      StopSignal stop) {
    TrainingRows training = TrainingRows.of(table, rows, target, weights);
    if (settings.classes() > 0) {
      training.requireClasses(settings.classes());
    }
    int n = training.size();
    double[] targets = new double[n];
    double[] shares = new double[n];
    for (int i = 0; i < n; i++) {
      targets[i] = training.target(i);
      shares[i] = training.weight(i);
    }
    stop.check();
    Design design = Design.learn(table, rows);
    double[] vectors = design.matrix(table, rows);
    stop.check();
    return new NeighborsModel(design, settings, vectors, targets, shares);
  }
}
