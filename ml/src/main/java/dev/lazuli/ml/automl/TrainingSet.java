package dev.lazuli.ml.automl;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.boost.BinnedTable;
import dev.lazuli.ml.boost.FeatureTable;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.json.Json;
import dev.lazuli.ml.model.InputExample;
import dev.lazuli.ml.model.RowEncoder;
import dev.lazuli.ml.model.Target;
import dev.lazuli.ml.model.Task;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Everything that trials share: features, bins, target. Read only.
///
/// Training rows come first; rows of a validation table, if there is one, follow.
final class TrainingSet {
  private static final int BINS_MAX = 255;
  private static final int EXAMPLE_ROWS = 5;

  private final Target target;
  private final RowEncoder encoder;
  private final FeatureTable table;
  private final BinnedTable binned;
  private final double[] y;
  private final double @Nullable [] weights;
  private final int trainCount;
  private final Findings findings;
  private final RowRoles roles;
  private final Frame rows;
  private final double[] logarithms;

  TrainingSet(Builder parts, StopSignal stop) {
    this.target = parts.target;
    this.encoder = parts.encoder;
    this.table = parts.table;
    this.y = parts.y;
    this.weights = parts.weights;
    this.trainCount = parts.trainCount;
    this.findings = parts.findings;
    this.roles = parts.roles;
    this.rows = parts.rows;
    this.logarithms = Arrays.stream(y).map(Math::log).toArray();
    this.binned = BinnedTable.of(table, BINS_MAX, stop);
  }

  /// The parts of a training set, by name.
  static final class Builder {
    final Target target;
    final RowEncoder encoder;
    final FeatureTable table;
    final double[] y;
    final double @Nullable [] weights;
    final int trainCount;
    final Findings findings;
    final RowRoles roles;
    final Frame rows;

    Builder(
        Target target,
        RowEncoder encoder,
        FeatureTable table,
        double[] y,
        double @Nullable [] weights,
        int trainCount,
        Findings findings,
        RowRoles roles,
        Frame rows) {
      this.target = target;
      this.encoder = encoder;
      this.table = table;
      this.y = y;
      this.weights = weights;
      this.trainCount = trainCount;
      this.findings = findings;
      this.roles = roles;
      this.rows = rows;
    }
  }

  Target target() {
    return target;
  }

  RowEncoder encoder() {
    return encoder;
  }

  FeatureTable table() {
    return table;
  }

  BinnedTable binned() {
    return binned;
  }

  /// Numbers, or classes from 0 on; one for each row.
  double[] y() {
    return y;
  }

  /// The target on a scale.
  double[] target(TargetScale scale) {
    return switch (scale) {
      case PLAIN, BALANCED -> y;
      case LOG -> logarithms;
    };
  }

  /// Weights of the rows on a scale, or null for 1 each.
  double @Nullable [] weights(TargetScale scale) {
    return switch (scale) {
      case PLAIN, LOG -> weights;
      case BALANCED -> balanced();
    };
  }

  /// Weights times the root of how much rarer a row's class is than the mean class.
  private double[] balanced() {
    double[] counts = classCounts();
    double[] balanced = new double[y.length];
    for (int row = 0; row < y.length; row++) {
      double share = counts[(int) y[row]] * counts.length / trainCount;
      balanced[row] = (weights == null ? 1 : weights[row]) / Math.sqrt(Math.max(share, 1e-9));
    }
    return balanced;
  }

  private double[] classCounts() {
    double[] counts = new double[target.outputs()];
    for (int row = 0; row < trainCount; row++) {
      counts[(int) y[row]]++;
    }
    return counts;
  }

  /// Part of the training rows that the rarest class has; 1 for numbers.
  double rarestShare() {
    return target.task() == Task.REGRESSION
        ? 1
        : Arrays.stream(classCounts()).min().orElse(0) / trainCount;
  }

  /// Weights of the rows, or null for 1 each.
  double @Nullable [] weights() {
    return weights;
  }

  /// Number of training rows.
  int trainCount() {
    return trainCount;
  }

  /// Numbers of the training rows.
  int[] trainRows() {
    return IntStream.range(0, trainCount).toArray();
  }

  /// What the checks of the table found.
  Findings findings() {
    return findings;
  }

  /// What the table says about how its rows may be parted.
  RowRoles roles() {
    return roles;
  }

  /// The training rows with the columns that are learned from.
  Frame rows() {
    return rows;
  }

  /// The first rows as a model keeps them.
  Json example() {
    return InputExample.split(rows, EXAMPLE_ROWS);
  }
}
