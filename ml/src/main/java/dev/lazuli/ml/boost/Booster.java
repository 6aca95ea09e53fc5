package dev.lazuli.ml.boost;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.score.Tree;
import dev.lazuli.ml.score.TreeEnsemble;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
  private final double[] raw;
  private final double[] gradients;
  private final double[] hessians;
  private final PackedGradients packed;
  private final TreeGrower grower;
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
    raw = new double[n * k];
    gradients = new double[n * k];
    hessians = new double[n * k];
    packed = new PackedGradients(n);
    grower = new TreeGrower(table, settings, train.rows().length, workers, control.stop());
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
  public static long memoryBytes(BinnedTable table, int trainRows, BoostSettings settings) {
    long scores = 3L * 8 * table.rows() * settings.loss().outputs();
    long rows = 8L * table.rows() + 20L * trainRows;
    long histogram = 8L * 256 * table.features();
    return scores + rows + histogram * TreeGrower.histogramsMax(table, settings);
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
      Arrays.fill(raw, c * n, (c + 1) * n, startScores[c]);
    }
    boolean watches = validation.rows().length > 0;
    boolean cuts = watches && settings.patience() > 0;
    bestRaw = validationRaw();
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
    double[] losses = validationLosses.stream().mapToDouble(Double::doubleValue).toArray();
    TreeEnsemble ensemble = new TreeEnsemble(trees, table.features(), startScores).first(kept);
    return new Boosted(ensemble, loss.link(), losses, cuts ? bestRaw : validationRaw(), partial);
  }

  private void measure(int iteration) {
    double now =
        control
            .validationLoss()
            .map(own -> own.applyAsDouble(validationRaw()))
            .orElseGet(() -> loss.value(raw, validation));
    validationLosses.add(now);
    if (now < bestLoss) {
      bestLoss = now;
      bestIteration = iteration;
      if (settings.patience() > 0) {
        bestRaw = validationRaw();
      }
    }
  }

  /// The raw scores of the validation rows, the outputs of a row together.
  private double[] validationRaw() {
    int[] rows = validation.rows();
    double[] out = new double[rows.length * k];
    for (int i = 0; i < rows.length; i++) {
      for (int c = 0; c < k; c++) {
        out[i * k + c] = raw[c * n + rows[i]];
      }
    }
    return out;
  }

  /// Grows a tree for each output; false when none could be split.
  private boolean iterate(int iteration) {
    SplittableRandom random = new SplittableRandom(SplitFinder.mix(settings.seed() + iteration));
    derive();
    int[] rows = train.rows();
    int[] drawn = settings.rowFraction() < 1 ? draw(rows, random) : rows;
    boolean grew = false;
    for (int c = 0; c < k; c++) {
      control.stop().check();
      packed.pack(gradients, hessians, c * n, drawn, drawn.length);
      BinnedTree tree = grower.grow(packed, drawn, drawn.length, random);
      grew |= tree.leaves() > 1;
      double[] values = leafValues(tree, c * n);
      trees.add(tree.build(values, grower.partition()));
      addScores(tree, values, c * n, drawn);
    }
    boolean again = settings.rowFraction() < 1 || settings.columnFraction() < 1;
    if (!grew && !again) {
      trees.subList(trees.size() - k, trees.size()).clear();
    }
    return grew || again;
  }

  private void derive() {
    workers.each(
        workers.threads(),
        part -> {
          for (int i = part; i < trainParts.size(); i += workers.threads()) {
            control.stop().check();
            loss.derivatives(raw, trainParts.get(i), gradients, hessians);
          }
        });
  }

  /// Draws part of the rows without putting back; keeps their order.
  private int[] draw(int[] rows, SplittableRandom random) {
    int wanted = Math.max(1, (int) Math.round(settings.rowFraction() * rows.length));
    int[] drawn = new int[wanted];
    int kept = 0;
    for (int i = 0; i < rows.length && kept < wanted; i++) {
      if (random.nextInt(rows.length - i) < wanted - kept) {
        drawn[kept++] = rows[i];
      }
    }
    return drawn;
  }

  /// Newton steps, or residual quantiles, from the exact derivatives of each leaf's rows.
  private double[] leafValues(BinnedTree tree, int offset) {
    double[] values = new double[tree.leaves()];
    if (tree.leaves() == 1) {
      return values;
    }
    Partition partition = grower.partition();
    for (int leaf = 0; leaf < values.length; leaf++) {
      double gradient = 0;
      double hessian = 0;
      for (int i = partition.begin(leaf), end = partition.end(leaf); i < end; i++) {
        int at = offset + partition.index()[i];
        gradient += gradients[at];
        hessian += hessians[at];
      }
      double above = Math.max(Math.abs(gradient) - settings.l1(), 0);
      double l2 = settings.l2() + grower.extraL2(leaf);
      double step = hessian + l2 > 0 ? Math.copySign(above / (hessian + l2), -gradient) : 0;
      boolean isQuantile = !Double.isNaN(loss.leafQuantile());
      values[leaf] = settings.learningRate() * (isQuantile ? residualQuantile(leaf) : step);
    }
    return values;
  }

  private double residualQuantile(int leaf) {
    Partition partition = grower.partition();
    int count = partition.count(leaf);
    double[] residuals = new double[count];
    double[] weights = new double[count];
    for (int i = 0; i < count; i++) {
      int r = partition.index()[partition.begin(leaf) + i];
      residuals[i] = train.value(r) - raw[r];
      weights[i] = train.weight(r);
    }
    return Quantiles.weighted(residuals, weights, count, loss.leafQuantile());
  }

  private void addScores(BinnedTree tree, double[] values, int offset, int[] drawn) {
    if (tree.leaves() == 1) {
      return;
    }
    Partition partition = grower.partition();
    for (int leaf = 0; leaf < values.length; leaf++) {
      for (int i = partition.begin(leaf), end = partition.end(leaf); i < end; i++) {
        raw[offset + partition.index()[i]] += values[leaf];
      }
    }
    for (int r : validation.rows()) {
      raw[offset + r] += values[tree.leafOf(r)];
    }
    int next = 0;
    for (int r : train.rows()) {
      if (next < drawn.length && drawn[next] == r) {
        next++;
      } else {
        raw[offset + r] += values[tree.leafOf(r)];
      }
    }
  }
}
