package dev.lazuli.ml.automl;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.boost.BoostSettings;
import dev.lazuli.ml.boost.Forest;
import dev.lazuli.ml.boost.Growth;
import dev.lazuli.ml.boost.Loss;
import dev.lazuli.ml.model.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// The first trials of every search, in order: what does best on most tables, a linear model, then
/// variety.
final class Portfolio {
  private static final int FOREST_TREES = 120;
  private static final int FOREST_LEAVES = 512;
  private static final int EXACT_LEAVES = 2048;

  /// With more rows than this, a second linear model tells nothing new.
  private static final int ROWS_FEW = 5_000;

  private Portfolio() {}

  /// A trial of the portfolio.
  ///
  /// @param followsBest whether the target's scale is that of the best trial so far
  record Entry(
      Algorithm algorithm,
      TargetScale scale,
      boolean followsBest,
      Function<TargetScale, LearnerPlan> learners) {
    LearnerPlan learner(TargetScale chosen) {
      return learners.apply(chosen);
    }
  }

  /// Settings to begin with for so many rows.
  static BoostSettings base(Loss loss, int rows) {
    return BoostSettings.defaults(loss)
        .withLeavesMax(Math.clamp(rows / 20, 7, 63))
        .withMinRowsInLeaf(Math.clamp(rows / 50, 3, 20));
  }

  /// The same settings at another trainer rate, with patience to match.
  static BoostSettings atRate(BoostSettings settings, double learningRate) {
    return settings
        .withLearningRate(learningRate)
        .withPatience(Math.clamp(Math.round(5 / learningRate), 20, 200));
  }

  /// The trials, in order.
  ///
  /// @param other another scale of the target that is worth trying
  /// @param slow learners that are tried only where there is time for them
  static List<Entry> of(
      Set<Algorithm> algorithms,
      TrainingSet set,
      BoostSettings base,
      Optional<TargetScale> other,
      VectorPortfolio slow) {
    Task task = set.target().task();
    int rows = set.trainCount();
    List<Entry> entries = new ArrayList<>();
    add(entries, algorithms, Algorithm.LIGHT_GBM, TargetScale.PLAIN, base);
    linear(algorithms).ifPresent(a -> entries.add(linear(a, TargetScale.PLAIN)));
    other.ifPresent(scale -> add(entries, algorithms, Algorithm.LIGHT_GBM, scale, base));
    if (other.equals(Optional.of(TargetScale.LOG))) {
      linear(algorithms).ifPresent(a -> entries.add(linear(a, TargetScale.LOG)));
    }
    BoostSettings forest = forest(base, rows);
    follow(entries, algorithms, Algorithm.GRADIENT_BOOSTING, small(base));
    BoostSettings extraTrees =
        set.roles().comeAgain() ? exact(forest, rows) : forest.withExtraTrees(true);
    trees(entries, algorithms, Algorithm.EXTREME_RANDOM_TREES, extraTrees);
    slow.network(0).ifPresent(entries::add);
    follow(entries, algorithms, xgboost(task), depthWise(base));
    trees(entries, algorithms, Algorithm.RANDOM_FOREST, forest);
    entries.addAll(slow.neighbors());
    entries.addAll(slow.kernelSvm());
    follow(entries, algorithms, Algorithm.LIGHT_GBM, extra(base, rows));
    slow.network(1).ifPresent(entries::add);
    slow.svm().ifPresent(entries::add);
    follow(entries, algorithms, Algorithm.LIGHT_GBM, oblivious(base));
    if (rows >= 2_000) {
      follow(entries, algorithms, Algorithm.LIGHT_GBM, large(base, rows));
    }
    for (Algorithm second : List.of(Algorithm.LASSO_LARS, Algorithm.SGD)) {
      boolean first = linear(algorithms).equals(Optional.of(second));
      if (algorithms.contains(second) && !first && rows < ROWS_FEW) {
        entries.add(linear(second, TargetScale.PLAIN));
      }
    }
    entries.addAll(slow.bayes());
    trees(entries, algorithms, Algorithm.DECISION_TREE, tree(base, rows));
    if (entries.isEmpty()) {
      throw new InvalidInput(
          "allowed_training_algorithms",
          "none of the allowed algorithms suits a table of %d rows within the budget: %s"
              .formatted(rows, algorithms.stream().map(Algorithm::azureName).toList()));
    }
    return entries;
  }

  private static Entry linear(Algorithm algorithm, TargetScale scale) {
    double l1Ratio =
        switch (algorithm) {
          case LASSO_LARS -> 1;
          case ELASTIC_NET -> 0.5;
          case SGD -> 0.15;
          default -> 0;
        };
    return new Entry(algorithm, scale, false, chosen -> new LearnerPlan.Linear(l1Ratio, chosen));
  }

  private static void add(
      List<Entry> entries,
      Set<Algorithm> algorithms,
      Algorithm algorithm,
      TargetScale scale,
      BoostSettings settings) {
    if (algorithms.contains(algorithm)) {
      entries.add(
          new Entry(algorithm, scale, false, chosen -> new LearnerPlan.Boosting(settings, chosen)));
    }
  }

  private static void follow(
      List<Entry> entries, Set<Algorithm> algorithms, Algorithm algorithm, BoostSettings settings) {
    if (algorithms.contains(algorithm)) {
      entries.add(
          new Entry(
              algorithm,
              TargetScale.PLAIN,
              true,
              chosen -> new LearnerPlan.Boosting(settings, chosen)));
    }
  }

  private static void trees(
      List<Entry> entries, Set<Algorithm> algorithms, Algorithm algorithm, BoostSettings settings) {
    if (algorithms.contains(algorithm)) {
      entries.add(
          new Entry(
              algorithm,
              TargetScale.PLAIN,
              true,
              chosen -> new LearnerPlan.Trees(settings, chosen)));
    }
  }

  /// Trees of a forest: fewer when there is one for each class.
  private static BoostSettings forest(BoostSettings base, int rows) {
    int outputs = base.loss().outputs();
    return Forest.defaults(base.loss())
        .withRounds(Math.max(20, FOREST_TREES / outputs))
        .withLeavesMax(Math.clamp(rows / 4, 8, FOREST_LEAVES))
        .withMinRowsInLeaf(rows < 1_000 ? 2 : 4)
        .withSeed(base.seed())
        .withThreads(base.threads());
  }

  /// Few but large trees that know each row of training, for tables whose rows come again.
  private static BoostSettings exact(BoostSettings forest, int rows) {
    return forest
        .withExtraTrees(true)
        .withRounds(Math.max(10, forest.rounds() / 3))
        .withRowFraction(0.999)
        .withLeavesMax(Math.clamp(rows, 8, EXACT_LEAVES))
        .withMinRowsInLeaf(1);
  }

  private static BoostSettings tree(BoostSettings base, int rows) {
    return Forest.defaults(base.loss())
        .withRounds(1)
        .withRowFraction(0.999)
        .withColumnFractionPerNode(1)
        .withLeavesMax(Math.clamp(rows / 40, 4, 64))
        .withMinRowsInLeaf(Math.clamp(rows / 100, 3, 50))
        .withSeed(base.seed())
        .withThreads(base.threads());
  }

  private static BoostSettings small(BoostSettings base) {
    return base.withLeavesMax(Math.min(16, base.leavesMax()))
        .withMinRowsInLeaf(Math.min(10, base.minRowsInLeaf()))
        .withColumnFraction(0.8)
        .withRowFraction(0.9);
  }

  private static BoostSettings depthWise(BoostSettings base) {
    return base.withDepthMax(6)
        .withLeavesMax(Math.min(64, base.leavesMax() + 1))
        .withL2(1)
        .withColumnFraction(0.8)
        .withRowFraction(0.8)
        .withMinRowsInLeaf(Math.min(5, base.minRowsInLeaf()));
  }

  /// Trees that part all rows of a level alike, which steadies them.
  private static BoostSettings oblivious(BoostSettings base) {
    return base.withGrowth(Growth.OBLIVIOUS)
        .withLeavesMax(Math.min(64, Integer.highestOneBit(base.leavesMax())))
        .withL2(3)
        .withRowFraction(0.8);
  }

  private static BoostSettings large(BoostSettings base, int rows) {
    return base.withLeavesMax(Math.clamp(rows / 100, 31, 160))
        .withColumnFraction(0.6)
        .withL2(5)
        .withMinRowsInLeaf(10);
  }

  private static BoostSettings extra(BoostSettings base, int rows) {
    return base.withLeavesMax(Math.clamp(rows / 50, 15, 128))
        .withExtraTrees(true)
        .withColumnFraction(0.8);
  }

  private static Algorithm xgboost(Task task) {
    return task == Task.REGRESSION ? Algorithm.XG_BOOST_REGRESSOR : Algorithm.XG_BOOST_CLASSIFIER;
  }

  /// The linear algorithm to try first, if one is chosen.
  static Optional<Algorithm> linear(Set<Algorithm> algorithms) {
    return first(
        algorithms,
        Algorithm.LOGISTIC_REGRESSION,
        Algorithm.ELASTIC_NET,
        Algorithm.LASSO_LARS,
        Algorithm.SGD);
  }

  /// The boosting algorithm to search with, if one is chosen.
  static Optional<Algorithm> boosting(Set<Algorithm> algorithms) {
    return first(
        algorithms,
        Algorithm.LIGHT_GBM,
        Algorithm.GRADIENT_BOOSTING,
        Algorithm.XG_BOOST_REGRESSOR,
        Algorithm.XG_BOOST_CLASSIFIER);
  }

  private static Optional<Algorithm> first(Set<Algorithm> algorithms, Algorithm... wanted) {
    return Stream.of(wanted).filter(algorithms::contains).findFirst();
  }
}
