package dev.lazuli.ml.automl;

import dev.lazuli.ml.model.Member;
import dev.lazuli.ml.score.TreeEnsemble;
import java.util.List;

/// A trial that ended: its fits and how it did. Ordered by number, not by when it ended.
final class Trial {
  private final TrialPlan plan;
  private final TrialResult result;
  private final double[][] predictions;
  private final FoldFits folds;
  private final double fitSeconds;
  private final double[] rungScores;

  /// @param predictions `outputs x validated rows`; empty unless all folds were done
  /// @param fitSeconds mean time of a fold
  /// @param rungScores the primary metric on fewer rows, higher is better; of the rungs that were
  ///   done
  Trial(
      TrialPlan plan,
      TrialResult result,
      double[][] predictions,
      FoldFits folds,
      double fitSeconds,
      double[] rungScores) {
    this.plan = plan;
    this.result = result;
    this.predictions = predictions;
    this.folds = folds;
    this.fitSeconds = fitSeconds;
    this.rungScores = rungScores;
  }

  TrialPlan plan() {
    return plan;
  }

  TrialResult result() {
    return result;
  }

  boolean isComplete() {
    return result.state() == TrialResult.State.COMPLETED;
  }

  double[][] predictions() {
    return predictions;
  }

  /// What its folds left.
  FoldFits folds() {
    return folds;
  }

  /// One model for each fold.
  List<Member> members() {
    return folds.members();
  }

  /// Lets go of the fitted models, of which only the best trials' are needed.
  void forgetMembers() {
    folds.forget();
  }

  double tuning() {
    return folds.tuning();
  }

  double fitSeconds() {
    return fitSeconds;
  }

  /// The primary metric on fewer rows; not a copy: only to read.
  double[] rungScores() {
    return rungScores;
  }

  /// The primary metric of each fold.
  double[] foldScores() {
    return result.foldScores().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /// Trees of a fold's model, in trees of the usual 63 leaves; small ones count a quarter.
  double treeCost() {
    return members().stream().mapToDouble(Trial::treeCost).average().orElse(0);
  }

  /// Trees of a model, in trees of the usual 63 leaves.
  static double treeCost(Member member) {
    return member.part() instanceof Member.Trees(TreeEnsemble ensemble)
        ? ensemble.trees().stream().mapToDouble(tree -> Math.max(0.25, tree.leaves() / 63.0)).sum()
        : 0;
  }

  /// The primary metric turned so that higher is better.
  double rank(boolean higherIsBetter) {
    double score = result.score();
    if (Double.isNaN(score) || !isComplete()) {
      return Double.NEGATIVE_INFINITY;
    }
    double tie = Evaluation.TIE * result.metrics().getOrDefault("log_loss", 0.0);
    return (higherIsBetter ? score : -score) - tie;
  }
}
