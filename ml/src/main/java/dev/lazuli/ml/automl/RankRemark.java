package dev.lazuli.ml.automl;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Says why the model that was chosen is not the one of the highest rank, where that is so.
final class RankRemark {
  private final Evaluation evaluation;
  private final boolean rowsComeAgain;

  /// @param rowsComeAgain whether the choice counts rows that were seen
  RankRemark(Evaluation evaluation, boolean rowsComeAgain) {
    this.evaluation = evaluation;
    this.rowsComeAgain = rowsComeAgain;
  }

  /// A sentence; empty when no trial has a higher rank.
  String of(Choice choice, List<Trial> trials) {
    Optional<Trial> top =
        trials.stream()
            .filter(Trial::isComplete)
            .filter(trial -> trial.plan().number() != choice.result().number())
            .min(
                Comparator.comparing(
                    trial -> trial.result().score(), evaluation.metrics().primary().bestFirst()));
    return top.filter(trial -> isAbove(trial, choice))
        .map(trial -> words(trial, choice))
        .orElse("");
  }

  private boolean isAbove(Trial trial, Choice choice) {
    return evaluation.metrics().primary().score(trial.result().score())
        > evaluation.metrics().primary().score(choice.result().score());
  }

  private String words(Trial top, Choice choice) {
    return "%s was chosen although %s has a higher rank: %s"
        .formatted(choice.result().algorithm(), top.plan().algorithm(), reason(top, choice));
  }

  private String reason(Trial top, Choice choice) {
    if (rowsComeAgain) {
      return "it knows the rows that come again in this table better";
    }
    PairedFolds folds = evaluation.paired(choice, Choice.of(top));
    int all = choice.foldValues().length;
    if (folds.count() < all && folds.cost() < 0) {
      return "time cut %d of the %d folds, and on the others it is better"
          .formatted(all - folds.count(), all);
    }
    if (choice.result().params().containsKey("calibration")) {
      return "the correction of its probabilities costs it %s of the score"
          .formatted(percent(folds.cost()));
    }
    return choice.combination().secondLayer().isPresent()
        ? "a second layer is compared by the mean of the predictions of all folds"
        : "that lead of %s of the error, on %d of %d folds, may be chance, and a mix is steadier"
            .formatted(percent(folds.cost()), folds.losses(), folds.count());
  }

  private static String percent(double share) {
    double percent = 100 * share;
    return percent < 0.01 ? "less than 0.01 %" : String.format(Locale.ROOT, "%.2g %%", percent);
  }
}
