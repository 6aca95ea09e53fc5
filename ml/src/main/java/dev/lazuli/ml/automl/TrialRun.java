package dev.lazuli.ml.automl;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.automl.TrialResult.State;
import dev.lazuli.ml.split.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// One trial: the learner fitted and judged on each split, on one thread.
final class TrialRun {
  private static final double MARGIN_MIN = 0.002;

  /// One fold of fewer rows tells too little to end a trial.
  private static final int FOLD_ROWS_MIN = 200;

  private final TrialPlan plan;
  private final Evaluation evaluation;
  private final Trainer trainer;
  private final RunClock clock;
  private final long endNanos;
  private final Bars bars;
  private final List<Double> rungScores = new ArrayList<>();

  /// What a trial must reach to go on; scores, higher is better.
  static final class Bars {
    private final Halving halving;
    private final double[] rungMins;
    private final double firstFoldMin;

    /// @param rungMins least score of each rung
    /// @param firstFoldMin least score of the first fold
    Bars(Halving halving, double[] rungMins, double firstFoldMin) {
      this.halving = halving;
      this.rungMins = rungMins;
      this.firstFoldMin = firstFoldMin;
    }

    /// No rungs and no bar.
    static Bars none(Halving halving) {
      double[] least = new double[halving.rungs().size()];
      Arrays.fill(least, Double.NEGATIVE_INFINITY);
      return new Bars(halving, least, Double.NEGATIVE_INFINITY);
    }
  }

  /// @param endNanos when the trial has to be done
  TrialRun(
      TrialPlan plan,
      Evaluation evaluation,
      Trainer trainer,
      RunClock clock,
      long endNanos,
      Bars bars) {
    this.plan = plan;
    this.evaluation = evaluation;
    this.trainer = trainer;
    this.clock = clock;
    this.endNanos = endNanos;
    this.bars = bars;
  }

  /// The score of the first fold below which a trial is not worth its time.
  ///
  /// @param best the best trial so far
  /// @param patience how many margins below the best are still good enough
  static double firstFoldMin(Trial best, Evaluation evaluation, double patience) {
    List<Double> folds = best.result().foldScores();
    if (folds.size() < 2 || evaluation.splits().getFirst().validation().length < FOLD_ROWS_MIN) {
      return Double.NEGATIVE_INFINITY;
    }
    double mean = folds.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    double squares = folds.stream().mapToDouble(f -> (f - mean) * (f - mean)).sum();
    double error = Math.sqrt(squares / (folds.size() - 1) / folds.size());
    double margin = Math.max(error, MARGIN_MIN * Math.abs(mean));
    return evaluation.metrics().primary().score(folds.getFirst()) - patience * margin;
  }

  Trial run() {
    long start = now();
    List<Fitted> fits = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    try {
      int folds = evaluation.splits().size();
      if (isBehindOnFewerRows()) {
        return ended(
            State.PRUNED, "not among the best third when it saw fewer rows", values, start);
      }
      for (int fold = 0; fold < folds; fold++) {
        StopSignal softStop = clock.fit(share(folds - fold));
        Fitted fitted = trainer.fit(plan, evaluation.splits().get(fold), softStop);
        clock.ended(softStop);
        fits.add(fitted);
        values.add(evaluation.foldValue(fold, fitted.predictions()));
        boolean behind =
            fold == 0
                && folds > 1
                && evaluation.metrics().primary().score(values.getFirst()) < bars.firstFoldMin;
        if (behind) {
          return ended(State.PRUNED, "far behind the best after its first fold", values, start);
        }
        if (clock.isEndingSoftly() && fold < folds - 1 && !isInstant()) {
          return ended(State.STOPPED, over(), values, start);
        }
      }
      return completed(fits, values, start);
    } catch (StopSignal.Stopped stopped) {
      return ended(State.STOPPED, over(), values, start);
    } catch (InvalidInput wrong) {
      return ended(State.FAILED, String.valueOf(wrong.getMessage()), values, start);
    }
  }

  private String over() {
    return clock.searchEnd().isStopped() ? "the search was ended" : "its time was over";
  }

  /// A constant takes no time, and is there for when nothing else came to its end.
  private boolean isInstant() {
    return plan.learner() instanceof LearnerPlan.Constant;
  }

  /// Fits on ever more rows until the trial falls behind.
  private boolean isBehindOnFewerRows() {
    boolean tuned =
        plan.learner() instanceof LearnerPlan.Boosting
            || plan.learner() instanceof LearnerPlan.Trees;
    List<Split> rungs = tuned ? bars.halving.rungs() : List.of();
    for (int rung = 0; rung < rungs.size(); rung++) {
      Split split = rungs.get(rung);
      StopSignal softStop = clock.fit(share(2));
      Fitted fitted = trainer.fit(plan, split, softStop);
      clock.ended(softStop);
      double value = evaluation.value(split, fitted.predictions());
      double score = evaluation.metrics().primary().score(value);
      rungScores.add(score);
      if (score < bars.rungMins[rung]) {
        return true;
      }
    }
    return false;
  }

  private double[] rungs() {
    return rungScores.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /// Nanoseconds for one fit: its share of the time left.
  private long share(int foldsLeft) {
    return (endNanos - now()) / foldsLeft;
  }

  private long now() {
    return clock.nanoTime().getAsLong();
  }

  /// @param values of the fits, which change where they are cut
  private Trial completed(List<Fitted> fitted, List<Double> values, long start) {
    List<Fitted> fits = CommonRounds.cut(fitted, evaluation.splits(), trainer);
    for (int fold = 0; fold < fits.size(); fold++) {
      if (fits.get(fold) != fitted.get(fold)) {
        values.set(fold, evaluation.foldValue(fold, fits.get(fold).predictions()));
      }
    }
    double[][] predictions = evaluation.gather(fits.stream().map(Fitted::predictions).toList());
    Map<String, Double> metrics = evaluation.all(predictions);
    double score = values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    double seconds = seconds(start);
    TrialResult result =
        new TrialResult(
            plan.number(),
            plan.algorithm(),
            plan.params(),
            Double.isNaN(score) ? State.FAILED : State.COMPLETED,
            score,
            values,
            metrics,
            seconds,
            Double.isNaN(score) ? "the primary metric is not defined on these rows" : "");
    return new Trial(plan, result, predictions, FoldFits.of(fits), seconds / fits.size(), rungs());
  }

  private Trial ended(State state, String message, List<Double> values, long start) {
    TrialResult result =
        new TrialResult(
            plan.number(),
            plan.algorithm(),
            plan.params(),
            state,
            Double.NaN,
            values,
            Map.of(),
            seconds(start),
            message);
    return new Trial(plan, result, new double[0][], FoldFits.none(), 0, rungs());
  }

  private double seconds(long start) {
    return (now() - start) / 1e9;
  }
}
