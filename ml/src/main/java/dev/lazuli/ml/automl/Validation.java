package dev.lazuli.ml.automl;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.frame.Frame;
import org.jspecify.annotations.Nullable;

/// How models are judged. Without any of the three, rows and budget decide.
///
/// @param folds number of cross-validation folds; 0 for none asked
/// @param share part of the training rows to hold out; 0 for none asked
/// @param table rows of their own to validate on
public record Validation(int folds, double share, @Nullable Frame table) {
  /// Checks the ranges, and that one rule only is asked for.
  public Validation {
    if (folds != 0 && (folds < 2 || folds > 100)) {
      throw new InvalidInput(
          "n_cross_validations",
          "n_cross_validations is %d, it must be in [2, 100]".formatted(folds));
    }
    if (!(share >= 0 && share < 1)) {
      throw new InvalidInput(
          "validation_data_size",
          "validation_data_size is %s, it must be in (0, 1)".formatted(share));
    }
    if (table != null && (folds > 0 || share > 0)) {
      throw new InvalidInput(
          "validation_data",
          "validation_data excludes n_cross_validations and validation_data_size: give one of them");
    }
  }

  /// Leaves the choice to rows and budget.
  static Validation automatic() {
    return new Validation(0, 0, null);
  }
}
