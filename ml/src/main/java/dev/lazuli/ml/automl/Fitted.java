package dev.lazuli.ml.automl;

import dev.lazuli.ml.boost.Boosted;
import dev.lazuli.ml.boost.Link;
import dev.lazuli.ml.model.Member;
import java.util.Optional;

/// A learner fitted on some rows, with its predictions for others.
final class Fitted {
  private final Member member;
  private final double[][] predictions;
  private final double tuning;
  private final boolean isPartial;
  private final Optional<Boosted> boosted;

  /// @param predictions `outputs x rows`
  /// @param tuning what validation chose: the number of rounds, or the penalty
  /// @param isPartial whether time ended the fit before it was done
  Fitted(Member member, double[][] predictions, double tuning, boolean isPartial) {
    this(member, predictions, tuning, isPartial, Optional.empty());
  }

  private Fitted(
      Member member,
      double[][] predictions,
      double tuning,
      boolean isPartial,
      Optional<Boosted> boosted) {
    this.member = member;
    this.predictions = predictions;
    this.tuning = tuning;
    this.isPartial = isPartial;
    this.boosted = boosted;
  }

  /// The same with what boosting gave, so that it can be cut elsewhere.
  Fitted of(Boosted fit) {
    return new Fitted(member, predictions, tuning, isPartial, Optional.of(fit));
  }

  /// What boosting gave; empty for other learners.
  Optional<Boosted> boosted() {
    return boosted;
  }

  Member member() {
    return member;
  }

  double[][] predictions() {
    return predictions;
  }

  double tuning() {
    return tuning;
  }

  boolean isPartial() {
    return isPartial;
  }

  /// Writes the predictions that raw scores of one row stand for.
  ///
  /// @param scores of the row; changed
  /// @param out `outputs x rows`
  static void predict(Member member, double[] scores, double[][] out, int row) {
    for (int j = 0; j < scores.length; j++) {
      scores[j] = Math.min(Math.max(scores[j], member.scoreMin()), member.scoreMax());
    }
    Link link = member.link();
    link.apply(scores);
    if (out.length == 2 && scores.length == 1) {
      out[0][row] = 1 - scores[0];
      out[1][row] = scores[0];
    } else {
      for (int j = 0; j < out.length; j++) {
        out[j][row] = scores[j];
      }
    }
  }
}
