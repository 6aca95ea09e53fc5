package dev.lazuli.ml.automl;

import dev.lazuli.ml.InvalidInput;

/// How trials are put together to one model.
///
/// @param vote whether the result may be a weighted mean of trials
/// @param stack whether a second layer may learn from the predictions of trials
/// @param metaLearner what the second layer is
/// @param metaShare part of the out-of-fold rows that the second layer learns from, in `(0, 1]`
/// @param treesMax trees in the final model, which keep it fast to score
/// @param calibrate whether probabilities may be corrected, when that makes them better
public record Ensembles(
    boolean vote,
    boolean stack,
    MetaLearner metaLearner,
    double metaShare,
    int treesMax,
    boolean calibrate) {
  private static final int TREES_MAX = 1500;

  /// Checks the ranges.
  public Ensembles {
    if (treesMax < 1) {
      throw new InvalidInput(
          "trees_max", "trees_max is %d, it must be positive".formatted(treesMax));
    }
    if (!(metaShare > 0 && metaShare <= 1)) {
      throw new InvalidInput(
          "stack_meta_learner_train_percentage",
          "stack_meta_learner_train_percentage is %s, it must be in (0, 1]".formatted(metaShare));
    }
  }

  /// What the second layer of a stack is.
  public enum MetaLearner {
    /// A linear model with a light penalty.
    LINEAR,
    /// A linear model whose penalty is chosen by cross-validation.
    LINEAR_CV,
    /// Boosted trees.
    BOOSTING
  }

  /// A weighted mean, calibrated, without a second layer.
  public static Ensembles defaults() {
    return new Ensembles(true, false, MetaLearner.LINEAR_CV, 1, TREES_MAX, true);
  }

  /// The same with or without a weighted mean.
  public Ensembles withVote(boolean enabled) {
    return new Ensembles(enabled, stack, metaLearner, metaShare, treesMax, calibrate);
  }

  /// The same with or without a second layer.
  public Ensembles withStack(boolean enabled) {
    return new Ensembles(vote, enabled, metaLearner, metaShare, treesMax, calibrate);
  }

  /// The same with another second layer, learned from a share of the rows.
  public Ensembles withMetaLearner(MetaLearner learner, double share) {
    return new Ensembles(vote, stack, learner, share, treesMax, calibrate);
  }

  /// The same with another limit of trees.
  public Ensembles withTreesMax(int trees) {
    return new Ensembles(vote, stack, metaLearner, metaShare, trees, calibrate);
  }

  /// The same with or without corrected probabilities.
  public Ensembles withCalibrate(boolean enabled) {
    return new Ensembles(vote, stack, metaLearner, metaShare, treesMax, enabled);
  }
}
