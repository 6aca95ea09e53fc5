package dev.lazuli.ml.boost;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.score.Tree;
import dev.lazuli.ml.score.TreeEnsemble;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Random forests and extra-trees: the mean of trees that each see other rows and features.
///
/// Each tree fits the target itself, or, for classes, each class's indicator, by least squares,
/// which for two classes is the Gini criterion. The raw scores are means or class shares
/// ([Link#SHARES]). The loss of the settings only tells what the target is: logistic and softmax
/// mean classes, all others numbers. With row fraction 1 the rows of a tree are drawn with putting
/// back, as in a [random forest](https://doi.org/10.1023/A:1010933404324), unless the thresholds
/// are drawn ([extra-trees](https://doi.org/10.1007/s10994-006-6226-1)).
public final class Forest {
  private final BinnedTable table;
  private final BoostSettings settings;
  private final FitControl control;
  private final Targets train;
  private final int[] validationRows;
  private final int k;
  private final double[] gradients;
  private final double[] hessians;
  private final PackedGradients packed;
  private final Grower grower;
  private final List<Grown> grown = new ArrayList<>();

  /// A tree and the means of its leaves.
  private static final class Grown {
    final BinnedTree tree;
    final Tree built;

    Grown(BinnedTree tree, Tree built) {
      this.tree = tree;
      this.built = built;
    }
  }

  private Forest(
      BinnedTable table,
      Targets train,
      int[] validationRows,
      BoostSettings settings,
      FitControl control,
      Workers workers) {
    this.table = table;
    this.settings = settings;
    this.control = control;
    this.train = train;
    this.validationRows = validationRows;
    k = settings.loss().outputs();
    gradients = new double[table.rows()];
    hessians = new double[table.rows()];
    packed = new PackedGradients(table.rows(), workers, control.stop());
    grower = Grower.of(table, settings, train.rows().length, workers, control.stop());
  }

  /// 100 trees of at most 1,024 leaves with at least 5 rows each, a third of the features a node.
  public static BoostSettings defaults(Loss loss) {
    return BoostSettings.defaults(loss)
        .withLeavesMax(1024)
        .withMinRowsInLeaf(5)
        .withMinHessianInLeaf(0)
        .withCategories(new BoostSettings.CategorySplits(4, 128, 5, 0, 5))
        .withColumnFractionPerNode(1 / 3.0);
  }

  /// Fits a forest of `rounds` trees an output; arguments as [Booster#fit].
  ///
  /// There is no stopping early; when the soft stop comes, the trees so far are the forest.
  public static Boosted fit(
      BinnedTable table,
      int[] trainRows,
      double[] target,
      double @Nullable [] weights,
      int[] validationRows,
      BoostSettings settings,
      FitControl control) {
    Booster.check(table, trainRows, target, weights, validationRows, settings);
    check(settings);
    Targets train = new Targets(target, weights, trainRows);
    if (!(train.weightSum() > 0)) {
      throw new InvalidInput("weights", "all weights are 0");
    }
    if (isClasses(settings.loss())) {
      settings.loss().check(train);
    }
    try (Workers workers = new Workers(settings.threads(), control.stop())) {
      return new Forest(table, train, validationRows, settings, control, workers).run();
    }
  }

  private static void check(BoostSettings settings) {
    if (!(settings.sampling() instanceof Sampling.Even)) {
      throw new InvalidInput("sampling", "a forest cannot sample by gradients: it has none");
    }
    if (!(settings.dropout() instanceof Dropout.None)) {
      throw new InvalidInput(
          "dropout", "a forest cannot use DART: its trees do not build on others");
    }
    if (!settings.constraints().directions().isEmpty()) {
      throw new InvalidInput("constraints", "a forest cannot keep directions; boosting can");
    }
  }

  private static boolean isClasses(Loss loss) {
    return loss.link() == Link.LOGIT || loss.link() == Link.SOFTMAX;
  }

  private Boosted run() {
    boolean partial = false;
    int iteration = 0;
    while (iteration < settings.rounds() && !partial) {
      grow(new SplittableRandom(SplitFinder.mix(settings.seed() + iteration)));
      iteration++;
      partial = iteration < settings.rounds() && control.softStop().isStopped();
    }
    double share = 1.0 / iteration;
    List<Tree> trees = new ArrayList<>();
    double[] raw = new double[validationRows.length * k];
    for (int t = 0; t < grown.size(); t++) {
      control.stop().check();
      Tree tree = grown.get(t).built.scaled(share);
      trees.add(tree);
      for (int i = 0; i < validationRows.length; i++) {
        raw[i * k + t % k] += tree.leafValue(grown.get(t).tree.leafOf(validationRows[i]));
      }
    }
    boolean classes = isClasses(settings.loss());
    return new Boosted(
        new TreeEnsemble(trees, table.features(), new double[k]),
        iteration,
        classes ? Link.SHARES : Link.IDENTITY,
        new double[0],
        raw,
        partial);
  }

  private void grow(SplittableRandom random) {
    int[] times = new int[table.rows()];
    int[] rows = draw(random, times);
    boolean indicators = k > 1;
    for (int c = 0; c < k; c++) {
      control.stop().check();
      for (int r : rows) {
        double weight = times[r] * train.weight(r);
        double value = train.value(r);
        gradients[r] = -weight * (indicators ? (value == c ? 1 : 0) : value);
        hessians[r] = weight;
      }
      centre(rows);
      packed.pack(gradients, hessians, 0, rows, rows.length);
      BinnedTree tree = grower.grow(packed, rows, rows.length, random);
      grown.add(new Grown(tree, tree.build(means(tree, c, times), grower.partition())));
    }
  }

  /// Takes the mean off the target, so that the packed units resolve what differs.
  private void centre(int[] rows) {
    double gradient = 0;
    double hessian = 0;
    for (int r : rows) {
      gradient += gradients[r];
      hessian += hessians[r];
    }
    double mean = hessian > 0 ? gradient / hessian : 0;
    for (int r : rows) {
      gradients[r] -= mean * hessians[r];
    }
  }

  private double[] means(BinnedTree tree, int output, int[] times) {
    Partition partition = grower.partition();
    double[] means = new double[tree.leaves()];
    for (int leaf = 0; leaf < means.length; leaf++) {
      double sum = 0;
      double weights = 0;
      for (int i = partition.begin(leaf), end = partition.end(leaf); i < end; i++) {
        int r = partition.index()[i];
        double weight = times[r] * train.weight(r);
        weights += weight;
        sum += weight * (k > 1 ? (train.value(r) == output ? 1 : 0) : train.value(r));
      }
      means[leaf] = weights > 0 ? sum / weights : 0;
    }
    return means;
  }

  /// Draws the rows of a tree, ascending, and how many times each counts.
  private int[] draw(SplittableRandom random, int[] times) {
    int[] rows = train.rows();
    boolean whole = settings.rowFraction() >= 1;
    if (whole && settings.extraTrees()) {
      for (int r : rows) {
        times[r] = 1;
      }
      return rows;
    }
    int wanted = Math.max(1, (int) Math.round(settings.rowFraction() * rows.length));
    if (whole) {
      for (int i = 0; i < wanted; i++) {
        times[rows[random.nextInt(rows.length)]]++;
      }
    } else {
      int kept = 0;
      for (int i = 0; i < rows.length; i++) {
        if (random.nextInt(rows.length - i) < wanted - kept) {
          times[rows[i]] = 1;
          kept++;
        }
      }
    }
    return Arrays.stream(rows).filter(r -> times[r] > 0).toArray();
  }
}
