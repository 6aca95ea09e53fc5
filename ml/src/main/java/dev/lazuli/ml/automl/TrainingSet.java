package dev.lazuli.ml.automl;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.boost.BinnedTable;
import dev.lazuli.ml.boost.FeatureTable;
import dev.lazuli.ml.json.Json;
import dev.lazuli.ml.model.RowEncoder;
import dev.lazuli.ml.model.Target;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Everything that trials share: features, bins, target. Read only.
///
/// Training rows come first; rows of a validation table, if there is one, follow.
final class TrainingSet {
  private static final int BINS_MAX = 255;

  private final Target target;
  private final RowEncoder encoder;
  private final FeatureTable table;
  private final BinnedTable binned;
  private final double[] y;
  private final double @Nullable [] weights;
  private final int trainCount;
  private final List<String> notes;
  private final Json example;
  private final double[] logarithms;

  TrainingSet(Builder parts, StopSignal stop) {
    this.target = parts.target;
    this.encoder = parts.encoder;
    this.table = parts.table;
    this.y = parts.y;
    this.weights = parts.weights;
    this.trainCount = parts.trainCount;
    this.notes = List.copyOf(parts.notes);
    this.example = parts.example;
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
    final List<String> notes;
    final Json example;

    Builder(
        Target target,
        RowEncoder encoder,
        FeatureTable table,
        double[] y,
        double @Nullable [] weights,
        int trainCount,
        List<String> notes,
        Json example) {
      this.target = target;
      this.encoder = encoder;
      this.table = table;
      this.y = y;
      this.weights = weights;
      this.trainCount = trainCount;
      this.notes = notes;
      this.example = example;
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

  /// Logarithms of the target; of meaning only when it is positive.
  double[] logarithms() {
    return logarithms;
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

  List<String> notes() {
    return notes;
  }

  Json example() {
    return example;
  }
}
