package dev.lazuli.ml.automl;

import dev.lazuli.ml.bayes.BayesKind;
import dev.lazuli.ml.bayes.BayesSettings;
import dev.lazuli.ml.kernel.KernelSvmSettings;
import dev.lazuli.ml.linear.SvmSettings;
import dev.lazuli.ml.model.Target;
import dev.lazuli.ml.model.Task;
import dev.lazuli.ml.neighbors.NeighborsSettings;
import dev.lazuli.ml.neighbors.Voting;
import dev.lazuli.ml.neural.NeuralSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The part of the portfolio that sees rows as vectors: each only where a table is small enough.
final class VectorPortfolio {
  private static final List<List<Integer>> HIDDEN = List.of(List.of(64, 32), List.of(128, 64));

  /// Numbers that a model may keep its rows in; more would score slowly.
  private static final double KEPT_CELLS_MAX = 300_000;

  private static final double SVM_CELLS_MAX = 1_000_000;
  private static final int SVM_CLASSES_MAX = 20;

  private final Set<Algorithm> algorithms;
  private final TrainingSet set;
  private final CostModel costs;
  private final double share;
  private final int folds;
  private final long seed;

  /// @param share part of the rows that a fit trains on
  /// @param folds fits of a trial
  VectorPortfolio(
      Set<Algorithm> algorithms,
      TrainingSet set,
      CostModel costs,
      double share,
      int folds,
      long seed) {
    this.algorithms = algorithms;
    this.set = set;
    this.costs = costs;
    this.share = share;
    this.folds = folds;
    this.seed = seed;
  }

  private boolean isNumber() {
    return set.target().task() == Task.REGRESSION;
  }

  private int classes() {
    return isNumber() ? 0 : set.target().outputs();
  }

  /// The small network, or the larger one with units left out at random.
  Optional<Portfolio.Entry> network(int size) {
    List<Integer> hidden = HIDDEN.get(size);
    if (!algorithms.contains(Algorithm.NEURAL_NETWORK)
        || !costs.affordsNetwork(hidden, share, folds)) {
      return Optional.empty();
    }
    NeuralSettings start =
        isNumber() ? NeuralSettings.regression() : NeuralSettings.classification(classes());
    int batch = Math.clamp(Math.round(set.trainCount() * share / 20), 16, 128);
    NeuralSettings settings =
        start
            .withHidden(hidden)
            .withSteps(start.learningRate(), batch)
            .withRegularisation(size == 0 ? start.weightDecay() : 0.1, size == 0 ? 0 : 0.2)
            .withSeed(seed);
    return Optional.of(
        new Portfolio.Entry(
            Algorithm.NEURAL_NETWORK,
            TargetScale.PLAIN,
            true,
            scale -> new LearnerPlan.Network(settings, scale)));
  }

  private boolean mayKeepRows() {
    return set.trainCount() * costs.columns() <= KEPT_CELLS_MAX;
  }

  List<Portfolio.Entry> neighbors() {
    if (!algorithms.contains(Algorithm.KNN) || !mayKeepRows()) {
      return List.of();
    }
    NeighborsSettings start =
        isNumber() ? NeighborsSettings.regression() : NeighborsSettings.classification(classes());
    List<Portfolio.Entry> entries = new ArrayList<>();
    int many = Math.clamp(Math.round(Math.sqrt(set.trainCount() * share) / 2), 8, 60);
    for (int neighbors : new int[] {5, many}) {
      NeighborsSettings settings = start.withNeighbors(neighbors).withVoting(Voting.DISTANCE);
      entries.add(
          new Portfolio.Entry(
              Algorithm.KNN,
              TargetScale.PLAIN,
              true,
              scale -> new LearnerPlan.Neighbors(settings, scale)));
    }
    return entries;
  }

  List<Portfolio.Entry> kernelSvm() {
    if (!algorithms.contains(Algorithm.SVM)
        || !mayKeepRows()
        || !costs.affordsKernel(share, folds)) {
      return List.of();
    }
    KernelSvmSettings start =
        isNumber() ? KernelSvmSettings.regression() : KernelSvmSettings.classification(classes());
    List<Portfolio.Entry> entries = new ArrayList<>();
    for (double cost : new double[] {10, 1}) {
      KernelSvmSettings settings = start.withCost(cost).withSeed(seed);
      entries.add(
          new Portfolio.Entry(
              Algorithm.SVM,
              TargetScale.PLAIN,
              true,
              scale -> new LearnerPlan.KernelSvm(settings, scale)));
    }
    return entries;
  }

  Optional<Portfolio.Entry> svm() {
    boolean small =
        set.trainCount() * costs.columns() * Math.max(1, classes()) <= SVM_CELLS_MAX
            && classes() <= SVM_CLASSES_MAX;
    if (isNumber() || !algorithms.contains(Algorithm.LINEAR_SVM) || !small) {
      return Optional.empty();
    }
    SvmSettings settings =
        SvmSettings.classification(classes())
            .withCost(0.05)
            .withTolerance(1e-2)
            .withEpochsMax(200)
            .withSeed(seed);
    return Optional.of(
        new Portfolio.Entry(
            Algorithm.LINEAR_SVM,
            TargetScale.PLAIN,
            false,
            scale -> new LearnerPlan.Svm(settings)));
  }

  List<Portfolio.Entry> bayes() {
    Target target = set.target();
    List<Portfolio.Entry> entries = new ArrayList<>();
    if (target.task() == Task.CLASSIFICATION) {
      BayesSettings bernoulli = BayesSettings.of(BayesKind.BERNOULLI, classes());
      BayesSettings counts = BayesSettings.of(BayesKind.MULTINOMIAL, classes()).withScaling(true);
      bayes(entries, Algorithm.BERNOULLI_NAIVE_BAYES, bernoulli);
      bayes(entries, Algorithm.MULTINOMIAL_NAIVE_BAYES, counts);
    }
    return entries;
  }

  private void bayes(List<Portfolio.Entry> entries, Algorithm algorithm, BayesSettings settings) {
    if (algorithms.contains(algorithm)) {
      entries.add(
          new Portfolio.Entry(
              algorithm, TargetScale.PLAIN, false, scale -> new LearnerPlan.Bayes(settings)));
    }
  }
}
