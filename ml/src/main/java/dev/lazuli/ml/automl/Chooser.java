package dev.lazuli.ml.automl;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.ensemble.GreedyEnsemble;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Chooses what the final model is made of: one trial, a weighted ensemble, or a stack.
final class Chooser {
  static final String VOTE = "VotingEnsemble";

  /// So many of the best trials are tried in the ensemble, and the best of each algorithm.
  private static final int BEST = 10;

  private static final int STEPS = 25;

  /// Of tables with few rows, the weight of the algorithms that cannot be told apart from the best.
  private static final double STEADY_ROWS = 200;

  private static final double STEADY_MAX = 0.5;
  private static final double STEADY_MIN = 0.05;

  /// How much error steadiness may cost, as a part of the error.
  private static final double STEADY_COST_MAX = 0.01;

  /// How much more error an algorithm may make that is mixed in to be steady.
  private static final double EQUAL_COST_MAX = 0.1;

  /// A second ensemble is tried of models with no more than this part of the trees allowed.
  private static final double MEMBER_SHARE = 0.4;

  private final AutoMlSettings settings;
  private final TrainingSet set;
  private final Evaluation evaluation;
  private final RunClock clock;
  private final Optional<SeenAgain> again;

  Chooser(AutoMlSettings settings, TrainingSet set, Evaluation evaluation, RunClock clock) {
    this.settings = settings;
    this.set = set;
    this.evaluation = evaluation;
    this.clock = clock;
    this.again = SeenAgain.of(set, evaluation, clock.hard());
  }

  /// Chooses among completed trials, of which there is one at least.
  Choice choose(List<Trial> all) {
    long start = clock.nanoTime().getAsLong();
    List<Trial> ranked = ranked(all);
    Choice best = Choice.of(best(ranked));
    List<Choice> tried = new ArrayList<>();
    if (settings.ensembles().vote()) {
      for (double share : new double[] {1, MEMBER_SHARE}) {
        List<Trial> candidates =
            ranked.stream()
                .filter(trial -> cost(trial) <= share * settings.ensembles().treesMax())
                .toList();
        if (candidates.size() > 1) {
          tried.add(vote(all.size(), candidates, start));
        }
      }
    }
    if (settings.ensembles().stack() && ranked.size() > 1) {
      stack(all.size() + 1, ranked).ifPresent(tried::add);
    }
    Choice single = best;
    for (Choice choice : tried) {
      boolean better = isBetter(choice, best) || (best == single && isSteadier(choice, single));
      if (choice.isEnsemble() && better) {
        best = choice;
      }
    }
    return again.isEmpty()
        ? new Corrector(settings, set, evaluation, clock).correct(best)
        : best; // what rows never seen teach of probabilities is wrong for those seen
  }

  /// The trial of the highest rank, or one that time alone put behind it.
  private Trial best(List<Trial> ranked) {
    if (again.isPresent()) {
      return ranked.stream()
          .max(Comparator.comparingDouble(trial -> score(predictions(trial))))
          .orElseThrow();
    }
    Trial best = ranked.getFirst();
    for (Trial trial : ranked) {
      boolean cut = trial.folds().cutCount() > 0;
      if (cut && isBetter(Choice.of(trial), Choice.of(best))) {
        best = trial;
      }
    }
    return best;
  }

  /// Whether one is better on the folds that time cut in neither, which must be enough to tell; a
  /// second layer is judged by new rows only.
  private boolean isBetter(Choice one, Choice other) {
    boolean stacked =
        one.combination().secondLayer().isPresent()
            || other.combination().secondLayer().isPresent();
    if (stacked) {
      return evaluation.score(one.predictions()) > evaluation.score(other.predictions());
    }
    if (again.isPresent()) {
      return score(predictions(one)) > score(predictions(other));
    }
    return FoldFits.suffice(evaluation.shared(one, other))
        && evaluation.paired(one, other).cost() < 0;
  }

  /// Whether a mix is to be preferred to a single trial that seems better by chance, and hardly.
  private boolean isSteadier(Choice mix, Choice single) {
    PairedFolds folds = evaluation.paired(mix, single);
    return isSmall() && folds.mayBeEqual() && folds.cost() <= STEADY_COST_MAX;
  }

  /// Whether rows are so few that the choice is to be steadied; folds of new rows tell nothing of
  /// how well a model knows those that come again.
  private boolean isSmall() {
    return again.isEmpty() && STEADY_ROWS / evaluation.validatedCount() >= STEADY_MIN;
  }

  /// A stack, unless time is over before it is made.
  private Optional<Choice> stack(int number, List<Trial> ranked) {
    try {
      return new Stacker(settings, set, evaluation, clock).stack(number, ranked);
    } catch (StopSignal.Stopped late) {
      clock.checkCaller();
      return Optional.empty();
    }
  }

  private List<Trial> ranked(List<Trial> all) {
    return candidates(
        all.stream()
            .filter(trial -> trial.isComplete() && !trial.members().isEmpty())
            .sorted(
                Comparator.comparingDouble(
                        (Trial trial) -> -trial.rank(evaluation.metrics().higherIsBetter()))
                    .thenComparingInt(trial -> trial.plan().number()))
            .toList());
  }

  /// The trials that the final model may be made of.
  ///
  /// @param ranked completed trials, the best first
  static List<Trial> candidates(List<Trial> ranked) {
    Set<String> algorithms = new HashSet<>();
    List<Trial> candidates = new ArrayList<>();
    for (Trial trial : ranked) {
      boolean first = algorithms.add(trial.plan().algorithm());
      if (first || candidates.size() < BEST) {
        candidates.add(trial);
      }
    }
    return candidates;
  }

  /// Trees, in trees of usual size, that the trial's model will have on all rows.
  static double cost(Trial trial) {
    return trial.treeCost() * FinalModel.ROUNDS_MORE;
  }

  private Choice vote(int number, List<Trial> ranked, long start) {
    List<Trial> candidates = comparable(ranked);
    boolean[] whole = judged(candidates);
    double[] trees = candidates.stream().mapToDouble(Chooser::cost).toArray();
    double[] weights =
        new GreedyEnsemble(
                candidates.stream().map(this::predictions).toArray(double[][][]::new),
                trees,
                settings.ensembles().treesMax(),
                predicted -> score(predicted, whole))
            .weights(STEPS, clock.ensemble());
    double most = isSmall() ? Math.min(STEADY_MAX, STEADY_ROWS / evaluation.validatedCount()) : 0;
    Choice mix = mixed(number, candidates, weights, 0, start);
    for (double share = most; share >= STEADY_MIN; share /= 2) {
      Choice steady = mixed(number, candidates, weights, share, start);
      PairedFolds folds = evaluation.paired(steady, mix);
      if (folds.mayBeEqual() && folds.cost() <= STEADY_COST_MAX) {
        return steady;
      }
    }
    return mix;
  }

  /// The trials without those of which time cut folds that the others are judged on.
  private static List<Trial> comparable(List<Trial> ranked) {
    if (FoldFits.suffice(judged(ranked))) {
      return ranked;
    }
    List<Trial> whole = ranked.stream().filter(trial -> trial.folds().cutCount() == 0).toList();
    return whole.isEmpty() ? ranked : whole;
  }

  /// The folds that time cut in none; all where these are not enough.
  private static boolean[] judged(List<Trial> trials) {
    boolean[] shared = FoldFits.shared(trials.stream().map(Trial::folds).toList());
    if (!FoldFits.suffice(shared)) {
      Arrays.fill(shared, true);
    }
    return shared;
  }

  /// A mix of trials.
  ///
  /// @param share of the mean of equals in the weights
  private Choice mixed(
      int number, List<Trial> candidates, double[] greedy, double share, long start) {
    double[] weights = steadied(greedy, candidates, share);
    List<Trial> members = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    Map<String, String> params = new LinkedHashMap<>();
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        TrialPlan plan = candidates.get(i).plan();
        members.add(candidates.get(i));
        shares.add(weights[i]);
        params.put("trial_" + plan.number(), "%s %.4f".formatted(plan.algorithm(), weights[i]));
      }
    }
    double[][] mixed =
        GreedyEnsemble.mix(
            candidates.stream().map(Trial::predictions).toArray(double[][][]::new), weights);
    double seconds = (clock.nanoTime().getAsLong() - start) / 1e9;
    double[] folds = new double[evaluation.splits().size()];
    Arrays.setAll(folds, fold -> evaluation.foldValue(fold, candidates, weights));
    TrialResult result = result(evaluation, number, VOTE, params, mixed, folds, seconds);
    return Choice.mixed(members, shares, mixed, result);
  }

  /// Weights that lean towards the mean of the best trial of each kind of learner that cannot be
  /// told apart from the best, the more the fewer rows there are to choose weights by.
  ///
  /// @param share of that mean in the weights
  private double[] steadied(double[] weights, List<Trial> candidates, double share) {
    Choice best = Choice.of(candidates.getFirst());
    Set<String> kinds = new HashSet<>();
    List<Integer> equals = new ArrayList<>();
    double trees = 0;
    for (int i = 0; i < weights.length; i++) {
      trees += weights[i] > 0 ? cost(candidates.get(i)) : 0;
    }
    for (int i = 0; i < weights.length; i++) {
      boolean first = kinds.add(candidates.get(i).plan().learner().kind());
      double more = weights[i] > 0 ? 0 : cost(candidates.get(i));
      boolean fits = trees + more <= settings.ensembles().treesMax();
      PairedFolds folds = evaluation.paired(Choice.of(candidates.get(i)), best);
      if (first && fits && folds.mayBeEqual() && folds.cost() <= EQUAL_COST_MAX) {
        equals.add(i);
        trees += more;
      }
    }
    double[] steadied = Arrays.stream(weights).map(w -> w * (1 - share)).toArray();
    equals.forEach(i -> steadied[i] += share / equals.size());
    return equals.isEmpty() ? weights : steadied;
  }

  /// What [#score] judges a trial by.
  private double[][] predictions(Trial trial) {
    return again.isEmpty() ? trial.predictions() : again.get().both(trial);
  }

  /// What [#score] judges a mix by.
  private double[][] predictions(Choice mix) {
    return again.isEmpty()
        ? mix.predictions()
        : GreedyEnsemble.mix(
            mix.trials().stream().map(this::predictions).toArray(double[][][]::new),
            mix.weights().stream().mapToDouble(weight -> weight).toArray());
  }

  private double score(double[][] predictions) {
    clock.checkCaller();
    return again.isEmpty() ? evaluation.score(predictions) : again.get().score(predictions);
  }

  private double score(double[][] predictions, boolean[] judged) {
    clock.checkCaller();
    return again.isEmpty() ? evaluation.score(predictions, judged) : again.get().score(predictions);
  }

  /// How a combination of trials did.
  ///
  /// @param folds the primary metric of each
  static TrialResult result(
      Evaluation evaluation,
      int number,
      String name,
      Map<String, String> params,
      double[][] predictions,
      double[] folds,
      double seconds) {
    return new TrialResult(
        number,
        name,
        params,
        TrialResult.State.COMPLETED,
        Arrays.stream(folds).average().orElse(Double.NaN),
        Arrays.stream(folds).boxed().toList(),
        evaluation.all(predictions),
        seconds,
        "");
  }
}
