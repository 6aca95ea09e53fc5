package dev.lazuli.ml.boost;

import dev.lazuli.ml.score.TreeEnsemble;

/// What a fit gives: the model and how it came about.
public final class Boosted {
  private final TreeEnsemble ensemble;
  private final TreeEnsemble uncut;
  private final Link link;
  private final double[] validationLosses;
  private final double[] validationRaw;
  private final boolean isPartial;

  /// @param uncut the model of every iteration that ran
  /// @param kept how many of its iterations count
  Boosted(
      TreeEnsemble uncut,
      int kept,
      Link link,
      double[] validationLosses,
      double[] validationRaw,
      boolean isPartial) {
    this.ensemble = uncut.first(kept);
    this.uncut = uncut;
    this.link = link;
    this.validationLosses = validationLosses;
    this.validationRaw = validationRaw;
    this.isPartial = isPartial;
  }

  /// The model, cut at the best iteration when stopping early was asked for.
  public TreeEnsemble ensemble() {
    return ensemble;
  }

  /// The model of every iteration that ran.
  public TreeEnsemble uncut() {
    return uncut;
  }

  /// What turns the model's raw scores into predictions.
  public Link link() {
    return link;
  }

  /// How many iterations the model has.
  public int iterations() {
    return ensemble.trees().size() / ensemble.outputs();
  }

  /// The validation loss after each iteration that ran; empty without validation rows.
  public double[] validationLosses() {
    return validationLosses.clone();
  }

  /// The model's raw scores of the validation rows, in their order, row after row with all outputs
  /// of a row together.
  public double[] validationRaw() {
    return validationRaw.clone();
  }

  /// Whether the soft stop ended the fit before its rounds or its patience did.
  public boolean isPartial() {
    return isPartial;
  }
}
