package dev.lazuli.ml.boost;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.score.Tree;
import dev.lazuli.ml.score.TreeEnsemble;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Gradient boosting of trees.
///
/// The same input, settings and seed give the same bits, on any number of threads.
public final class Booster {
  /// Derivatives between two looks at the stop signal; some milliseconds.
  private static final int DERIVATIVES_PER_CHECK = 1 << 18;

  private final BinnedTable table;
  private final BoostSettings settings;
  private final Workers workers;
  private final Loss loss;
  private final FitControl control;
  private final Targets train;
  private final List<Targets> trainParts;
  private final Targets validation;
  private final int n;
  private final int k;
  private final RawScores raw;
  private final double[] gradients;
  private final double[] hessians;
  private final PackedGradients packed;
  private final Grower grower;
  private final RowSampler sampler;
  private final Optional<DroppedTrees> dropouts;
  private final List<Targets> validationParts;
  private final List<Tree> trees = new ArrayList<>();
  private final List<Double> validationLosses = new ArrayList<>();
  private double[] bestRaw = {};
  private double bestLoss = Double.POSITIVE_INFINITY;
  private int bestIteration;

  private Booster(
      BinnedTable table,
      Targets train,
      Targets validation,
      BoostSettings settings,
      FitControl control,
      Workers workers) {
    this.table = table;
    this.settings = settings;
    this.loss = settings.loss();
    this.control = control;
    this.train = train;
    this.validation = validation;
    this.workers = workers;
    n = table.rows();
    k = loss.outputs();
    trainParts = train.parts(Math.max(1, DERIVATIVES_PER_CHECK / k));
    validationParts = validation.parts(Math.max(1, DERIVATIVES_PER_CHECK / k));
    raw = new RawScores(n, k, workers, control.stop());
    gradients = new double[n * k];
    hessians = new double[n * k];
    packed = new PackedGradients(n, workers, control.stop());
    grower = Grower.of(table, settings, train.rows().length, workers, control.stop());
    sampler = new RowSampler(settings, train.rows(), n);
    dropouts =
        switch (settings.dropout()) {
          case Dropout.None _ -> Optional.empty();
          case Dropout.Dart dart ->
              Optional.of(new DroppedTrees(dart, raw, train.rows(), validation.rows(), k));
        };
  }

  /// Fits a model; ends at once, without one, when told to stop.
  ///
  /// @param trainRows rows of the table to learn from
  /// @param target one value a row of the table; a class is its number
  /// @param weights one weight a row of the table; null for 1 each
  /// @param validationRows rows of the table to measure the loss on after each iteration
  /// @throws InvalidInput when the target does not suit the loss, or nothing can be learnt from
  /// @throws StopSignal.Stopped when told to stop
  public static Boosted fit(
      BinnedTable table,
      int[] trainRows,
      double[] target,
      double @Nullable [] weights,
      int[] validationRows,
      BoostSettings settings,
      StopSignal stop) {
    FitControl control = FitControl.of(stop);
    return fit(table, trainRows, target, weights, validationRows, settings, control);
  }

  /// Fits a model, steered by `control`.
  ///
  /// @see #fit(BinnedTable, int[], double[], double[], int[], BoostSettings, StopSignal)
  public static Boosted fit(
      BinnedTable table,
      int[] trainRows,
      double[] target,
      double @Nullable [] weights,
      int[] validationRows,
      BoostSettings settings,
      FitControl control) {
    check(table, trainRows, target, weights, validationRows, settings);
    Targets train = new Targets(target, weights, trainRows);
    Targets validation = new Targets(target, weights, validationRows);
    if (!(train.weightSum() > 0)) {
      throw new InvalidInput("weights", "all weights are 0");
    }
    settings.loss().check(train);
    settings.loss().check(validation);
    try (Workers workers = new Workers(settings.threads(), control.stop())) {
      return new Booster(table, train, validation, settings, control, workers).run();
    }
  }

  /// The most memory that a fit takes, beside the table and the model.
  ///
  /// @param trainRows how many rows train
  ///
  /// @see FitMemory
  public static long memoryBytes(BinnedTable table, int trainRows, BoostSettings settings) {
    return FitMemory.fitBytes(table.rows(), table.features(), trainRows, settings);
  }

  /// Refuses rows, targets and weights that do not fit the table.
  static void check(
      BinnedTable table,
      int[] trainRows,
      double[] target,
      double @Nullable [] weights,
      int[] validationRows,
      BoostSettings settings) {
    int n = table.rows();
    if (trainRows.length == 0) {
      throw new InvalidInput("trainRows", "there are no rows to learn from");
    }
    if (target.length != n || (weights != null && weights.length != n)) {
      throw new InvalidInput("target", "the table has %d rows, the target does not".formatted(n));
    }
    if ((long) n * settings.loss().outputs() > Integer.MAX_VALUE - 8) {
      throw new InvalidInput("target", "%d rows x outputs are more than 2^31".formatted(n));
    }
    checkRows(n, trainRows, validationRows);
    settings.constraints().check(table);
    FitMemory.check(table, trainRows.length, settings);
  }

  private static void checkRows(int n, int[] trainRows, int[] validationRows) {
    boolean[] seen = new boolean[n];
    for (int[] rows : List.of(trainRows, validationRows)) {
      for (int r : rows) {
        if (r < 0 || r >= n || seen[r]) {
          throw new InvalidInput(
              "rows", "row %d is not in the table of %d rows or comes twice".formatted(r, n));
        }
        seen[r] = true;
      }
    }
  }

  private Boosted run() {
    double[] startScores = new double[k];
    for (int c = 0; c < k; c++) {
      startScores[c] = loss.startScore(train, c);
      raw.fill(c, startScores[c]);
    }
    boolean watches = validation.rows().length > 0;
    boolean cuts = watches && settings.patience() > 0;
    bestRaw = raw.of(validation.rows());
    boolean partial = false;
    int iteration = 0;
    while (iteration < settings.rounds()) {
      if (iteration > 0 && control.softStop().isStopped()) {
        partial = true;
        break;
      }
      if (!iterate(iteration)) {
        break;
      }
      iteration++;
      if (watches) {
        measure(iteration);
      }
      if (cuts && iteration - bestIteration >= settings.patience()) {
        break;
      }
    }
    int kept = cuts ? bestIteration : iteration;
    dropouts.ifPresent(dart -> {
      trees.addAll(dart.trees());
      dart.rescore(startScores);
    });
    double[] losses = validationLosses.stream().mapToDouble(Double::doubleValue).toArray();
    TreeEnsemble uncut = new TreeEnsemble(trees, table.features(), startScores);
    double[] last = cuts ? bestRaw : raw.of(validation.rows());
    return new Boosted(uncut, kept, loss.link(), losses, last, partial);
  }

  private void measure(int iteration) {
    double now =
        control
            .validationLoss()
            .map(own -> own.applyAsDouble(raw.of(validation.rows())))
            .orElseGet(this::validationLoss);
    validationLosses.add(now);
    if (now < bestLoss) {
      bestLoss = now;
      bestIteration = iteration;
      if (settings.patience() > 0) {
        bestRaw = raw.of(validation.rows());
      }
    }
  }

  private double validationLoss() {
    if (validationParts.size() == 1) {
      return loss.value(raw.all(), validation);
    }
    double sum = 0;
    for (Targets part : validationParts) {
      control.stop().check();
      sum += part.weightSum() * loss.value(raw.all(), part);
    }
    return sum / validation.weightSum();
  }

  /// Grows a tree for each output; false when none could be split.
  private boolean iterate(int iteration) {
    SplittableRandom random = new SplittableRandom(SplitFinder.mix(settings.seed() + iteration));
    double share = dropouts.map(dart -> dart.drop(random)).orElse(1.0);
    derive();
    int[] drawn = sampler.draw(iteration, gradients, hessians, random);
    boolean grew = false;
    for (int c = 0; c < k; c++) {
      control.stop().check();
      packed.pack(gradients, hessians, c * n, drawn, drawn.length);
      BinnedTree tree = grower.grow(packed, drawn, drawn.length, random);
      grew |= tree.leaves() > 1;
      double[] values = leafValues(tree, drawn, c * n, share * settings.learningRate());
      keep(tree, values);
      addScores(tree, values, c, drawn);
    }
    dropouts.ifPresent(DroppedTrees::restore);
    boolean again =
        drawn.length < train.rows().length || settings.columnFraction() < 1 || share < 1;
    if (!grew && !again) {
      forget();
    }
    return grew || again;
  }

  private void keep(BinnedTree tree, double[] values) {
    Tree built = tree.build(values, grower.partition());
    dropouts.ifPresentOrElse(dart -> dart.add(tree, built, values), () -> trees.add(built));
  }

  /// Forgets the last iteration, in which no tree could be split.
  private void forget() {
    dropouts.ifPresentOrElse(
        DroppedTrees::forget, () -> trees.subList(trees.size() - k, trees.size()).clear());
  }

  private void derive() {
    workers.each(
        workers.threads(),
        part -> {
          for (int i = part; i < trainParts.size(); i += workers.threads()) {
            control.stop().check();
            loss.derivatives(raw.all(), trainParts.get(i), gradients, hessians);
          }
        });
  }

  /// Newton steps, or residual quantiles, from the exact derivatives of each leaf's rows.
  private double[] leafValues(BinnedTree tree, int[] drawn, int offset, double rate) {
    double[] values = new double[tree.leaves()];
    if (tree.leaves() == 1) {
      return values;
    }
    boolean isQuantile = !Double.isNaN(loss.leafQuantile());
    int parts = workers.parts(drawn.length, values.length);
    workers.each(
        parts,
        part -> {
          for (int leaf = part; leaf < values.length; leaf += parts) {
            control.stop().check();
            values[leaf] = rate * (isQuantile ? residualQuantile(leaf) : newtonStep(leaf, offset));
          }
        });
    return values;
  }

  private double newtonStep(int leaf, int offset) {
    Partition partition = grower.partition();
    int[] index = partition.index();
    double gradient = 0;
    double hessian = 0;
    for (int i = partition.begin(leaf), end = partition.end(leaf); i < end; i++) {
      int at = offset + index[i];
      gradient += gradients[at];
      hessian += hessians[at];
    }
    double above = Math.max(Math.abs(gradient) - settings.l1(), 0);
    double l2 = settings.l2() + grower.extraL2(leaf);
    double step = hessian + l2 > 0 ? Math.copySign(above / (hessian + l2), -gradient) : 0;
    return grower.steps(leaf).clip(step);
  }

  private double residualQuantile(int leaf) {
    Partition partition = grower.partition();
    int count = partition.count(leaf);
    double[] residuals = new double[count];
    double[] weights = new double[count];
    for (int i = 0; i < count; i++) {
      int r = partition.index()[partition.begin(leaf) + i];
      residuals[i] = train.value(r) - raw.of(r);
      weights[i] = train.weight(r);
    }
    return Quantiles.weighted(residuals, weights, count, loss.leafQuantile());
  }

  private void addScores(BinnedTree tree, double[] values, int output, int[] drawn) {
    if (tree.leaves() == 1) {
      return;
    }
    raw.addLeaves(grower.partition(), values, output);
    raw.add(tree, values, 1, output, validation.rows());
    if (drawn.length < train.rows().length) {
      raw.add(tree, values, 1, output, others(drawn));
    }
  }

  /// The training rows that were not drawn.
  private int[] others(int[] drawn) {
    int[] others = new int[train.rows().length - drawn.length];
    int next = 0;
    int count = 0;
    for (int r : train.rows()) {
      if (next < drawn.length && drawn[next] == r) {
        next++;
      } else {
        others[count++] = r;
      }
    }
    return others;
  }
}
