package dev.lazuli.ml.automl;

import dev.lazuli.ml.boost.BoostSettings;
import dev.lazuli.ml.boost.Loss;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/// Says what to try next: first a portfolio that does well on most tables, then neighbours of the
/// best settings found and some at random.
///
/// A proposal depends on its number, the seed and the trials it is told of, and on nothing else.
final class Proposals {
  /// Part of the search that is not near the best.
  private static final double RANDOM_SHARE = 0.3;

  private static final int TRIES = 20;

  /// Classes with a smaller part of the rows than this are worth more weight.
  private static final double RARE = 0.05;

  private final Set<Algorithm> algorithms;
  private final BoostSettings base;
  private final boolean logarithm;
  private final boolean higherIsBetter;
  private final long seed;
  private final LearningRate rates;
  private final int rows;
  private final List<Portfolio.Entry> portfolio;

  Proposals(
      Set<Algorithm> algorithms,
      TrainingSet set,
      Loss loss,
      LearningRate rates,
      boolean higherIsBetter,
      long seed) {
    this.algorithms = algorithms;
    this.logarithm = TableReading.suitsLogarithm(set);
    this.higherIsBetter = higherIsBetter;
    this.seed = seed;
    this.rates = rates;
    this.rows = set.trainCount();
    this.base =
        Portfolio.base(loss, rows)
            .withRounds(rates.roundsMax())
            .withSeed(seed)
            .withThreads(rates.costs().coresPerTrial());
    VectorPortfolio slow =
        new VectorPortfolio(algorithms, set, rates.costs(), rates.share(), rates.folds(), seed);
    Optional<TargetScale> other =
        logarithm
            ? Optional.of(TargetScale.LOG)
            : set.rarestShare() < RARE ? Optional.of(TargetScale.BALANCED) : Optional.empty();
    this.portfolio = Portfolio.of(algorithms, set, base, other, slow);
  }

  /// Number of trials before the search begins.
  int portfolioSize() {
    return portfolio.size();
  }

  /// The trial of that number; empty when nothing new is left to try.
  ///
  /// @param known trials that ended before
  Optional<TrialPlan> next(int number, List<Trial> known, Set<TrialPlan> proposed) {
    if (number < portfolio.size()) {
      Portfolio.Entry entry = portfolio.get(number);
      TargetScale scale = entry.followsBest() ? bestScale(known) : entry.scale();
      LearnerPlan learner = atRate(entry.learner(scale), known);
      return Optional.of(new TrialPlan(number, entry.algorithm().azureName(), learner));
    }
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
    Set<LearnerPlan> tried = new HashSet<>();
    proposed.forEach(plan -> tried.add(plan.learner()));
    for (int i = 0; i < TRIES; i++) {
      Optional<TrialPlan> plan =
          searched(number, known, random)
              .map(p -> new TrialPlan(p.number(), p.algorithm(), atRate(p.learner(), known)));
      if (plan.isPresent() && !tried.contains(plan.get().learner())) {
        return plan;
      }
    }
    return Optional.empty();
  }

  private LearnerPlan atRate(LearnerPlan learner, List<Trial> known) {
    return learner instanceof LearnerPlan.Boosting(BoostSettings settings, TargetScale scale)
        ? new LearnerPlan.Boosting(Portfolio.atRate(settings, rates.after(known)), scale)
        : learner;
  }

  private TargetScale bestScale(List<Trial> known) {
    List<TargetScale> scales = new ArrayList<>();
    for (Trial trial : ranked(known)) {
      if (trial.plan().learner() instanceof LearnerPlan.Boosting(_, TargetScale scale)) {
        scales.add(scale);
      }
    }
    boolean bothTried = new HashSet<>(scales).size() == 2;
    return bothTried ? scales.getFirst() : logarithm ? TargetScale.LOG : TargetScale.PLAIN;
  }

  private List<Trial> ranked(List<Trial> known) {
    List<Trial> ranked = new ArrayList<>(known.stream().filter(Trial::isComplete).toList());
    ranked.sort(
        Comparator.comparingDouble((Trial trial) -> -trial.rank(higherIsBetter))
            .thenComparingInt(trial -> trial.plan().number()));
    return ranked;
  }

  private Optional<TrialPlan> searched(int number, List<Trial> known, SplittableRandom random) {
    List<Trial> boosted =
        ranked(known).stream()
            .filter(trial -> trial.plan().learner() instanceof LearnerPlan.Boosting)
            .toList();
    boolean canBoost = Portfolio.boosting(algorithms).isPresent();
    if (!canBoost) {
      return linear(number, random);
    }
    if (boosted.isEmpty() || random.nextDouble() < RANDOM_SHARE) {
      Algorithm algorithm = Portfolio.boosting(algorithms).orElseThrow();
      TargetScale scale =
          logarithm && random.nextDouble() < 0.3 ? TargetScale.LOG : bestScale(known);
      return Optional.of(
          new TrialPlan(
              number,
              algorithm.azureName(),
              new LearnerPlan.Boosting(anywhere(random).withSeed(seed + number), scale)));
    }
    Trial parent = boosted.get(boosted.size() > 1 && random.nextDouble() < 0.35 ? 1 : 0);
    if (!(parent.plan().learner() instanceof LearnerPlan.Boosting(var settings, var scale))) {
      throw new IllegalStateException("only boosted trials are parents");
    }
    double reach = 1 / Math.sqrt(1 + Math.max(0, number - portfolio.size()) / 12.0);
    return Optional.of(
        new TrialPlan(
            number,
            parent.plan().algorithm(),
            new LearnerPlan.Boosting(
                near(settings, Math.max(0.35, reach), random).withSeed(seed + number), scale)));
  }

  private Optional<TrialPlan> linear(int number, SplittableRandom random) {
    return Portfolio.linear(algorithms)
        .map(algorithm ->
            new TrialPlan(
                number,
                algorithm.azureName(),
                new LearnerPlan.Linear(
                    rounded(random.nextDouble()),
                    logarithm && random.nextBoolean() ? TargetScale.LOG : TargetScale.PLAIN)));
  }

  private BoostSettings anywhere(SplittableRandom random) {
    return base.withLeavesMax(leaves(Math.exp(between(random, Math.log(8), Math.log(256)))))
        .withMinRowsInLeaf(minRows(Math.exp(between(random, Math.log(3), Math.log(100)))))
        .withColumnFraction(rounded(between(random, 0.4, 1)))
        .withRowFraction(rounded(between(random, 0.6, 1)))
        .withL2(rounded(Math.exp(between(random, Math.log(1e-2), Math.log(30)))))
        .withExtraTrees(random.nextDouble() < 0.15);
  }

  /// A step in a random direction, each setting on its own scale.
  private BoostSettings near(BoostSettings from, double reach, SplittableRandom random) {
    double leaves = from.leavesMax() * Math.pow(2, reach * random.nextGaussian());
    double minRows = from.minRowsInLeaf() * Math.pow(2, reach * random.nextGaussian());
    double l2 = Math.max(from.l2(), 0.05) * Math.pow(4, reach * random.nextGaussian());
    return from.withLeavesMax(leaves(leaves))
        .withMinRowsInLeaf(minRows(minRows))
        .withColumnFraction(
            rounded(clamp(from.columnFraction() + 0.15 * reach * random.nextGaussian(), 0.3, 1)))
        .withRowFraction(
            rounded(clamp(from.rowFraction() + 0.1 * reach * random.nextGaussian(), 0.5, 1)))
        .withL2(rounded(clamp(l2, 1e-3, 100)))
        .withExtraTrees(from.extraTrees() ^ (random.nextDouble() < 0.05));
  }

  private int leaves(double wanted) {
    return (int) clamp(Math.rint(wanted), 4, Math.min(512, Math.max(8, rows / 10)));
  }

  private int minRows(double wanted) {
    return (int) clamp(Math.rint(wanted), 2, Math.min(300, Math.max(3, rows / 20)));
  }

  private static double between(SplittableRandom random, double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  private static double clamp(double value, double low, double high) {
    return Math.min(Math.max(value, low), high);
  }

  private static double rounded(double value) {
    return Math.max(1e-3, Math.round(value * 1000) / 1000.0);
  }
}
