package dev.lazuli.ml.automl;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.ensemble.GreedyEnsemble;
import dev.lazuli.ml.model.Member;
import dev.lazuli.ml.model.TabularModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Makes the final model of the trials: chooses one or an ensemble, and fits it on all rows.
final class Finish {
  static final String ENSEMBLE = "VotingEnsemble";

  /// Only so many of the best trials are tried in the ensemble.
  private static final int CANDIDATES = 12;

  private static final int STEPS = 25;

  /// A second ensemble is tried of models with no more than this part of the trees allowed.
  private static final double MEMBER_SHARE = 0.5;

  /// Rounds on all rows, as a multiple of the best rounds in cross-validation.
  static final double ROUNDS_MORE = 1.1;

  private final AutoMlSettings settings;
  private final TrainingSet set;
  private final Evaluation evaluation;
  private final RunClock clock;

  Finish(AutoMlSettings settings, TrainingSet set, Evaluation evaluation, RunClock clock) {
    this.settings = settings;
    this.set = set;
    this.evaluation = evaluation;
    this.clock = clock;
  }

  /// The trials that make up the final model, with their weights.
  ///
  /// @param result how it did; a trial of its own for an ensemble of several
  record Choice(List<Trial> trials, List<Double> weights, TrialResult result) {
    /// The primary metric of each fold.
    double[] foldValues() {
      return result.foldScores().stream().mapToDouble(Double::doubleValue).toArray();
    }

    /// Predictions of the validated rows.
    double[][] predictions() {
      return GreedyEnsemble.mix(
          trials.stream().map(Trial::predictions).toArray(double[][][]::new),
          weights.stream().mapToDouble(Double::doubleValue).toArray());
    }

    boolean isEnsemble() {
      return trials.size() > 1;
    }
  }

  /// Chooses among completed trials, of which there is one at least.
  Choice choose(List<Trial> all) {
    long start = clock.nanoTime().getAsLong();
    List<Trial> ranked =
        all.stream()
            .filter(trial -> trial.isComplete() && !trial.members().isEmpty())
            .sorted(
                Comparator.comparingDouble(
                        (Trial trial) -> -trial.rank(evaluation.metrics().higherIsBetter()))
                    .thenComparingInt(trial -> trial.plan().number()))
            .limit(CANDIDATES)
            .toList();
    Choice single = single(ranked.getFirst());
    if (!settings.ensembles().vote() || ranked.size() < 2) {
      return single;
    }
    Choice best = single;
    double bestScore = evaluation.score(single.predictions());
    for (double share : new double[] {1, MEMBER_SHARE}) {
      List<Trial> candidates =
          ranked.stream()
              .filter(t -> treesOf(t) <= share * settings.ensembles().treesMax())
              .toList();
      if (candidates.size() > 1) {
        Choice mixed = ensemble(all.size(), candidates, start);
        double score = evaluation.score(mixed.predictions());
        if (mixed.isEnsemble() && score > bestScore) {
          best = mixed;
          bestScore = score;
        }
      }
    }
    return best;
  }

  /// Trees that the trial's model will have on all rows.
  private static double treesOf(Trial trial) {
    return trial.trees() * ROUNDS_MORE;
  }

  private Choice ensemble(int number, List<Trial> candidates, long start) {
    double[][][] predictions =
        candidates.stream().map(Trial::predictions).toArray(double[][][]::new);
    double[] trees = candidates.stream().mapToDouble(Finish::treesOf).toArray();
    double[] weights =
        new GreedyEnsemble(predictions, trees, settings.ensembles().treesMax(), this::score)
            .weights(STEPS, clock.ensemble());
    List<Trial> members = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        members.add(candidates.get(i));
        shares.add(weights[i]);
      }
    }
    if (members.size() < 2) {
      return single(members.getFirst());
    }
    double[][] mixed = GreedyEnsemble.mix(predictions, weights);
    double seconds = (clock.nanoTime().getAsLong() - start) / 1e9;
    return ensemble(number, members, shares, mixed, seconds);
  }

  private double score(double[][] predictions) {
    clock.checkCaller();
    return evaluation.score(predictions);
  }

  private static Choice single(Trial trial) {
    return new Choice(List.of(trial), List.of(1.0), trial.result());
  }

  private Choice ensemble(
      int number, List<Trial> members, List<Double> shares, double[][] mixed, double seconds) {
    double[] folds = evaluation.foldValues(mixed);
    Map<String, String> params = new LinkedHashMap<>();
    for (int i = 0; i < members.size(); i++) {
      TrialPlan plan = members.get(i).plan();
      params.put("trial_" + plan.number(), "%s %.4f".formatted(plan.algorithm(), shares.get(i)));
    }
    TrialResult result =
        new TrialResult(
            number,
            ENSEMBLE,
            params,
            TrialResult.State.COMPLETED,
            Arrays.stream(folds).average().orElse(Double.NaN),
            Arrays.stream(folds).boxed().toList(),
            evaluation.all(mixed),
            seconds,
            "");
    return new Choice(members, shares, result);
  }

  /// Fits the chosen trials on all training rows; those for which time is too short keep the models
  /// of their folds, averaged.
  TabularModel model(Choice choice) {
    int slots = settings.limits().maxConcurrentTrials();
    StopSignal soft = clock.finalFits();
    List<Member> members = new ArrayList<>();
    ExecutorService threads =
        Executors.newFixedThreadPool(
            slots, Thread.ofPlatform().daemon().name("automl-final-", 0).factory());
    try (threads) {
      List<Future<Member>> fits =
          choice.trials().stream().map(trial -> threads.submit(() -> refit(trial, soft))).toList();
      for (int i = 0; i < fits.size(); i++) {
        members.add(await(fits.get(i)).weighing(choice.weights().get(i)));
      }
    }
    return new TabularModel(set.target(), set.encoder(), members, set.example());
  }

  /// Waits, passing the caller's stop on.
  private Member await(Future<Member> fit) {
    while (true) {
      try {
        return fit.get(20, java.util.concurrent.TimeUnit.MILLISECONDS);
      } catch (java.util.concurrent.TimeoutException notYet) {
        if (clock.isCallerStopped()) {
          clock.endAll();
          clock.checkCaller();
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while the final model was made", interrupted);
      } catch (ExecutionException failed) {
        throw new IllegalStateException("a final fit failed", failed.getCause());
      }
    }
  }

  private Member refit(Trial trial, StopSignal soft) {
    boolean rounds = trial.plan().learner() instanceof LearnerPlan.Boosting;
    double tuning = trial.tuning() * (rounds ? ROUNDS_MORE : 1);
    try {
      Fitted fitted =
          new Learning(set, clock.hard()).refit(trial.plan(), tuning, set.trainRows(), soft);
      return fitted.isPartial() ? folds(trial) : fitted.member();
    } catch (StopSignal.Stopped late) {
      return folds(trial);
    }
  }

  /// The models of the trial's folds, as many as the limit on trees allows.
  private Member folds(Trial trial) {
    List<Member> members = trial.members();
    double trees = Math.max(1, trial.trees());
    int count = (int) Math.clamp(settings.ensembles().treesMax() / trees, 1, members.size());
    return Learning.bag(members.subList(0, count));
  }
}
