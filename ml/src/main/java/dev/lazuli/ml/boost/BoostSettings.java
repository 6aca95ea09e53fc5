package dev.lazuli.ml.boost;

import dev.lazuli.ml.InvalidInput;
import java.util.function.Consumer;

/// The settings of boosting and of forests; start from [#defaults] and change what you need.
///
/// The meaning of each is LightGBM's unless said.
///
/// @param loss what to make small
/// @param rounds the most iterations; each grows one tree an output
/// @param learningRate factor of each tree; forests ignore it
/// @param leavesMax the most leaves of a tree
/// @param depthMax the most splits between root and leaf; 0 for no limit
/// @param minRowsInLeaf the fewest rows of a leaf
/// @param minHessianInLeaf the least sum of hessians of a leaf
/// @param l1 L1 penalty of leaf values
/// @param l2 L2 penalty of leaf values
/// @param minGain the least gain of a split
/// @param rowFraction part of the rows drawn, without putting back, for each iteration
/// @param columnFraction part of the features drawn for each tree
/// @param columnFractionPerNode part of those drawn again for each node
/// @param extraTrees whether to try one random threshold a feature instead of all
/// @param categories how categorical features are split
/// @param growth the order in which leaves are split; oblivious trees have at most as many levels
///   as fit `leavesMax`
/// @param sampling which rows an iteration learns from
/// @param dropout whether iterations leave earlier ones out while they learn
/// @param constraints directions of features, and which may interact
/// @param patience iterations without a better validation loss before stopping; 0 for never
/// @param threads how many threads work; the result does not depend on it
/// @param seed decides every random choice
/// @param memoryMax a fit that needs more bytes, as [FitMemory] tells, is refused
public record BoostSettings(
    Loss loss,
    int rounds,
    double learningRate,
    int leavesMax,
    int depthMax,
    int minRowsInLeaf,
    double minHessianInLeaf,
    double l1,
    double l2,
    double minGain,
    double rowFraction,
    double columnFraction,
    double columnFractionPerNode,
    boolean extraTrees,
    CategorySplits categories,
    Growth growth,
    Sampling sampling,
    Dropout dropout,
    Constraints constraints,
    int patience,
    int threads,
    long seed,
    long memoryMax) {

  /// How categorical features are split, as in LightGBM.
  ///
  /// @param oneHotMax up to so many codes, one code is split from the rest
  /// @param codesMax the most codes on the smaller side of a split
  /// @param smooth added to a code's hessian sum when codes are sorted by gradient; also the fewest
  ///   rows of a code that is sorted
  /// @param l2 added to the L2 penalty in sorted splits
  /// @param minRowsInGroup the fewest rows between two cuts of the sorted codes
  public record CategorySplits(
      int oneHotMax, int codesMax, double smooth, double l2, int minRowsInGroup) {}

  /// Refuses settings out of their ranges.
  ///
  /// @throws InvalidInput naming the setting
  public BoostSettings {
    require(rounds >= 1, "rounds", rounds, ">= 1");
    require(learningRate > 0, "learningRate", learningRate, "> 0");
    require(leavesMax >= 2 && leavesMax <= 1 << 16, "leavesMax", leavesMax, "in [2, 65536]");
    require(depthMax >= 0, "depthMax", depthMax, ">= 0");
    require(minRowsInLeaf >= 1, "minRowsInLeaf", minRowsInLeaf, ">= 1");
    require(minHessianInLeaf >= 0, "minHessianInLeaf", minHessianInLeaf, ">= 0");
    require(l1 >= 0, "l1", l1, ">= 0");
    require(l2 >= 0, "l2", l2, ">= 0");
    require(minGain >= 0, "minGain", minGain, ">= 0");
    require(isFraction(rowFraction), "rowFraction", rowFraction, "in (0, 1]");
    require(isFraction(columnFraction), "columnFraction", columnFraction, "in (0, 1]");
    require(
        isFraction(columnFractionPerNode),
        "columnFractionPerNode",
        columnFractionPerNode,
        "in (0, 1]");
    require(patience >= 0, "patience", patience, ">= 0");
    require(threads >= 1 && threads <= 256, "threads", threads, "in [1, 256]");
    require(memoryMax >= 1, "memoryMax", memoryMax, ">= 1");
    checkTogether(loss, rowFraction, growth, sampling, dropout, constraints, patience);
  }

  private static void checkTogether(
      Loss loss,
      double rowFraction,
      Growth growth,
      Sampling sampling,
      Dropout dropout,
      Constraints constraints,
      int patience) {
    boolean hasQuantileLeaves = !Double.isNaN(loss.leafQuantile());
    boolean drops = dropout instanceof Dropout.Dart;
    boolean ranks = sampling instanceof Sampling.Gradients;
    boolean isMonotone = !constraints.directions().isEmpty();
    refuse(
        drops && patience > 0,
        "patience",
        "DART cannot stop early: later iterations change earlier ones; set patience to 0");
    refuse(
        ranks && rowFraction < 1,
        "rowFraction",
        "sampling by gradients draws the rows itself; set rowFraction to 1");
    refuse(
        ranks && hasQuantileLeaves,
        "sampling",
        "sampling by gradients needs gradients that differ; those of this loss do not");
    refuse(
        isMonotone && hasQuantileLeaves,
        "constraints",
        "directions cannot be kept by a loss whose leaves are residual quantiles");
    refuse(
        isMonotone && growth == Growth.OBLIVIOUS,
        "constraints",
        "directions need leaf-wise or depth-wise growth");
  }

  private static void refuse(boolean isWrong, String name, String message) {
    if (isWrong) {
      throw new InvalidInput(name, message);
    }
  }

  private static boolean isFraction(double value) {
    return value > 0 && value <= 1;
  }

  private static void require(boolean holds, String name, Number value, String range) {
    if (!holds) {
      throw new InvalidInput(name, "%s is %s, must be %s".formatted(name, value, range));
    }
  }

  /// 100 rounds at learning rate 0.1 with 31 leaves, as LightGBM's defaults; one thread.
  public static BoostSettings defaults(Loss loss) {
    return new BoostSettings(
        loss,
        100,
        0.1,
        31,
        0,
        20,
        1e-3,
        0,
        0,
        0,
        1,
        1,
        1,
        false,
        new CategorySplits(4, 32, 10, 10, 100),
        Growth.LEAF_WISE,
        new Sampling.Even(),
        new Dropout.None(),
        Constraints.none(),
        0,
        1,
        0,
        Long.MAX_VALUE);
  }

  /// These settings with another `loss`.
  public BoostSettings withLoss(Loss loss) {
    return with(draft -> draft.loss = loss);
  }

  /// These settings with another `rounds`.
  public BoostSettings withRounds(int rounds) {
    return with(draft -> draft.rounds = rounds);
  }

  /// These settings with another `learningRate`.
  public BoostSettings withLearningRate(double learningRate) {
    return with(draft -> draft.learningRate = learningRate);
  }

  /// These settings with another `leavesMax`.
  public BoostSettings withLeavesMax(int leavesMax) {
    return with(draft -> draft.leavesMax = leavesMax);
  }

  /// These settings with another `depthMax`.
  public BoostSettings withDepthMax(int depthMax) {
    return with(draft -> draft.depthMax = depthMax);
  }

  /// These settings with another `minRowsInLeaf`.
  public BoostSettings withMinRowsInLeaf(int minRowsInLeaf) {
    return with(draft -> draft.minRowsInLeaf = minRowsInLeaf);
  }

  /// These settings with another `minHessianInLeaf`.
  public BoostSettings withMinHessianInLeaf(double minHessianInLeaf) {
    return with(draft -> draft.minHessianInLeaf = minHessianInLeaf);
  }

  /// These settings with another `l1`.
  public BoostSettings withL1(double l1) {
    return with(draft -> draft.l1 = l1);
  }

  /// These settings with another `l2`.
  public BoostSettings withL2(double l2) {
    return with(draft -> draft.l2 = l2);
  }

  /// These settings with another `minGain`.
  public BoostSettings withMinGain(double minGain) {
    return with(draft -> draft.minGain = minGain);
  }

  /// These settings with another `rowFraction`.
  public BoostSettings withRowFraction(double rowFraction) {
    return with(draft -> draft.rowFraction = rowFraction);
  }

  /// These settings with another `columnFraction`.
  public BoostSettings withColumnFraction(double columnFraction) {
    return with(draft -> draft.columnFraction = columnFraction);
  }

  /// These settings with another `columnFractionPerNode`.
  public BoostSettings withColumnFractionPerNode(double columnFractionPerNode) {
    return with(draft -> draft.columnFractionPerNode = columnFractionPerNode);
  }

  /// These settings with another `extraTrees`.
  public BoostSettings withExtraTrees(boolean extraTrees) {
    return with(draft -> draft.extraTrees = extraTrees);
  }

  /// These settings with another `categories`.
  public BoostSettings withCategories(CategorySplits categories) {
    return with(draft -> draft.categories = categories);
  }

  /// These settings with another `patience`.
  public BoostSettings withPatience(int patience) {
    return with(draft -> draft.patience = patience);
  }

  /// These settings with another `threads`.
  public BoostSettings withThreads(int threads) {
    return with(draft -> draft.threads = threads);
  }

  /// These settings with another `seed`.
  public BoostSettings withSeed(long seed) {
    return with(draft -> draft.seed = seed);
  }

  /// These settings with another `growth`.
  public BoostSettings withGrowth(Growth growth) {
    return with(draft -> draft.growth = growth);
  }

  /// These settings with another `sampling`.
  public BoostSettings withSampling(Sampling sampling) {
    return with(draft -> draft.sampling = sampling);
  }

  /// These settings with another `dropout`.
  public BoostSettings withDropout(Dropout dropout) {
    return with(draft -> draft.dropout = dropout);
  }

  /// These settings with another `constraints`.
  public BoostSettings withConstraints(Constraints constraints) {
    return with(draft -> draft.constraints = constraints);
  }

  /// These settings with another `memoryMax`.
  public BoostSettings withMemoryMax(long memoryMax) {
    return with(draft -> draft.memoryMax = memoryMax);
  }

  private BoostSettings with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.settings();
  }

  /// The settings while one of them changes.
  private static final class Draft {
    private Loss loss;
    private int rounds;
    private double learningRate;
    private int leavesMax;
    private int depthMax;
    private int minRowsInLeaf;
    private double minHessianInLeaf;
    private double l1;
    private double l2;
    private double minGain;
    private double rowFraction;
    private double columnFraction;
    private double columnFractionPerNode;
    private boolean extraTrees;
    private CategorySplits categories;
    private Growth growth;
    private Sampling sampling;
    private Dropout dropout;
    private Constraints constraints;
    private int patience;
    private int threads;
    private long seed;
    private long memoryMax;

    Draft(BoostSettings from) {
      loss = from.loss;
      rounds = from.rounds;
      learningRate = from.learningRate;
      leavesMax = from.leavesMax;
      depthMax = from.depthMax;
      minRowsInLeaf = from.minRowsInLeaf;
      minHessianInLeaf = from.minHessianInLeaf;
      l1 = from.l1;
      l2 = from.l2;
      minGain = from.minGain;
      rowFraction = from.rowFraction;
      columnFraction = from.columnFraction;
      columnFractionPerNode = from.columnFractionPerNode;
      extraTrees = from.extraTrees;
      categories = from.categories;
      growth = from.growth;
      sampling = from.sampling;
      dropout = from.dropout;
      constraints = from.constraints;
      patience = from.patience;
      threads = from.threads;
      seed = from.seed;
      memoryMax = from.memoryMax;
    }

    BoostSettings settings() {
      return new BoostSettings(
          loss,
          rounds,
          learningRate,
          leavesMax,
          depthMax,
          minRowsInLeaf,
          minHessianInLeaf,
          l1,
          l2,
          minGain,
          rowFraction,
          columnFraction,
          columnFractionPerNode,
          extraTrees,
          categories,
          growth,
          sampling,
          dropout,
          constraints,
          patience,
          threads,
          seed,
          memoryMax);
    }
  }
}
