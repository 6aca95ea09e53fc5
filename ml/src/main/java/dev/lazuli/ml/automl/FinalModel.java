package dev.lazuli.ml.automl;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.model.Member;
import dev.lazuli.ml.model.TabularModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/// Makes the final model of a choice: each trial is fitted on all rows, and where there is room for
/// more trees it is averaged with the models of its folds, which steadies it.
final class FinalModel {
  /// Rounds on all rows, as a multiple of the best rounds in cross-validation.
  static final double ROUNDS_MORE = 1.1;

  private static final double FOLDS_SHARE = 0.5;
  private static final int FOLDS_MIN = 2;

  /// With more rows than this, fewer models of folds are added: they help less and score slower.
  private static final int ROWS_FEW = 5_000;

  private final AutoMlSettings settings;
  private final TrainingSet set;
  private final Evaluation evaluation;
  private final RunClock clock;

  FinalModel(AutoMlSettings settings, TrainingSet set, Evaluation evaluation, RunClock clock) {
    this.settings = settings;
    this.set = set;
    this.evaluation = evaluation;
    this.clock = clock;
  }

  /// Fits the chosen trials; those for which time is too short keep the models of their folds.
  TabularModel of(Choice choice) {
    List<Member> fitted = fitAll(choice);
    int[] folds = foldsToAdd(choice);
    boolean stacked = choice.combination().secondLayer().isPresent();
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < fitted.size(); i++) {
      double weight = choice.weights().get(i);
      List<Member> more = choice.trials().get(i).folds().wholeMembers().subList(0, folds[i]);
      members.addAll(together(fitted.get(i), more, weight, stacked));
    }
    return new TabularModel(
        set.target(), set.encoder(), members, choice.combination(), set.example());
  }

  /// One member of trees, or several others, that share a weight.
  private static List<Member> together(
      Member fitted, List<Member> folds, double weight, boolean stacked) {
    if (folds.isEmpty()) {
      return List.of(fitted.weighing(weight));
    }
    List<Member> all = new ArrayList<>(List.of(fitted));
    all.addAll(folds);
    List<Double> shares = new ArrayList<>(List.of(1 - FOLDS_SHARE));
    shares.addAll(Collections.nCopies(folds.size(), FOLDS_SHARE / folds.size()));
    if (fitted.part() instanceof Member.Trees) {
      return List.of(Trainer.bag(all, shares).weighing(weight));
    }
    if (stacked || !(fitted.part() instanceof Member.Network)) {
      return List.of(fitted.weighing(weight));
    }
    return IntStream.range(0, all.size())
        .mapToObj(i -> all.get(i).weighing(weight * shares.get(i)))
        .toList();
  }

  /// How many models of folds each trial's model takes in, the weightiest trials first.
  private int[] foldsToAdd(Choice choice) {
    int[] folds = new int[choice.trials().size()];
    if (evaluation.splits().size() < FOLDS_MIN || evaluation.isLaterRows()) {
      return folds;
    }
    double left =
        settings.ensembles().treesMax() * Math.min(1, (double) ROWS_FEW / set.trainCount());
    for (Trial trial : choice.trials()) {
      left -= Chooser.cost(trial);
    }
    List<Integer> order =
        IntStream.range(0, folds.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -choice.weights().get(i)))
            .toList();
    for (int i : order) {
      Trial trial = choice.trials().get(i);
      double cost = Math.max(1e-9, trial.treeCost());
      int fit = (int) Math.clamp(left / cost, 0, trial.folds().wholeMembers().size());
      folds[i] = fit < FOLDS_MIN ? 0 : fit;
      left -= folds[i] * cost;
    }
    return folds;
  }

  private List<Member> fitAll(Choice choice) {
    int slots = settings.limits().maxConcurrentTrials();
    StopSignal soft = clock.finalFits();
    List<Member> members = new ArrayList<>();
    ExecutorService threads =
        Executors.newFixedThreadPool(
            slots, Thread.ofPlatform().daemon().name("automl-final-", 0).factory());
    try (threads) {
      List<Future<Member>> fits =
          choice.trials().stream().map(trial -> threads.submit(() -> refit(trial, soft))).toList();
      for (Future<Member> fit : fits) {
        members.add(await(fit));
      }
    }
    return members;
  }

  /// Waits, passing the caller's stop on.
  private Member await(Future<Member> fit) {
    while (true) {
      try {
        return fit.get(20, TimeUnit.MILLISECONDS);
      } catch (TimeoutException notYet) {
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
    boolean seenAll =
        evaluation.splits().size() == 1
            && evaluation.splits().getFirst().train().length == set.trainCount();
    if (seenAll) {
      return trial.members().getFirst();
    }
    boolean rounds = trial.plan().learner() instanceof LearnerPlan.Boosting;
    double tuning = trial.tuning() * (rounds ? ROUNDS_MORE : 1);
    try {
      Fitted fitted =
          new Trainer(set, clock.hard()).refit(trial.plan(), tuning, set.trainRows(), soft);
      return fitted.isPartial() ? folds(trial) : fitted.member();
    } catch (StopSignal.Stopped late) {
      return folds(trial);
    }
  }

  /// The models of the trial's folds, as many as the limit on trees allows; one of other learners.
  private Member folds(Trial trial) {
    List<Member> members = trial.folds().wholeMembers();
    if (!(members.getFirst().part() instanceof Member.Trees)) {
      return members.getFirst();
    }
    double cost = Math.max(1, trial.treeCost());
    int count = (int) Math.clamp(settings.ensembles().treesMax() / cost, 1, members.size());
    return Trainer.bag(members.subList(0, count), Collections.nCopies(count, 1.0 / count));
  }
}
