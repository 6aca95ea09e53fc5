package dev.lazuli.ml.automl;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.frame.Frame;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How models are judged. Without folds, share, table or split columns, rows and budget decide.
///
/// @param folds number of cross-validation folds; 0 for none asked
/// @param share part of the training rows to hold out; 0 for none asked
/// @param table rows of their own to validate on
/// @param splitColumns columns that each tell one split: 1 for a training row, 0 for a validation
///   row; none of them is a feature
/// @param groupColumn column whose equal values stay on one side of every split; it is no feature.
///   Empty for none
/// @param timeColumn column by which validation rows come after training rows; empty for none
public record Validation(
    int folds,
    double share,
    @Nullable Frame table,
    List<String> splitColumns,
    String groupColumn,
    String timeColumn) {
  private static final int FOLDS_MAX = 100;

  /// Checks the ranges, and that one rule only is asked for.
  public Validation {
    if (folds != 0 && (folds < 2 || folds > FOLDS_MAX)) {
      throw new InvalidInput(
          "n_cross_validations",
          "n_cross_validations is %d, it must be in [2, %d]".formatted(folds, FOLDS_MAX));
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
    splitColumns = List.copyOf(splitColumns);
    boolean other = table != null || folds > 0 || share > 0;
    if (!splitColumns.isEmpty() && (other || !groupColumn.isEmpty() || !timeColumn.isEmpty())) {
      throw new InvalidInput(
          "cv_split_column_names",
          "cv_split_column_names tells the splits alone: leave out n_cross_validations, "
              + "validation_data, validation_data_size, group_column and time_column");
    }
    if (!groupColumn.isEmpty() && !timeColumn.isEmpty()) {
      throw new InvalidInput("group_column", "give one of group_column and time_column, not both");
    }
  }

  /// Leaves the choice to rows and budget.
  public static Validation automatic() {
    return new Validation(0, 0, null, List.of(), "", "");
  }

  /// Cross-validation with so many folds.
  public Validation withFolds(int count) {
    return new Validation(count, share, table, splitColumns, groupColumn, timeColumn);
  }

  /// A part of the training rows held out.
  public Validation withShare(double part) {
    return new Validation(folds, part, table, splitColumns, groupColumn, timeColumn);
  }

  /// Rows of their own to validate on.
  public Validation withTable(Frame rows) {
    return new Validation(folds, share, rows, splitColumns, groupColumn, timeColumn);
  }

  /// Splits told by columns of 1 (training) and 0 (validation).
  public Validation withSplitColumns(List<String> names) {
    return new Validation(folds, share, table, names, groupColumn, timeColumn);
  }

  /// Splits that keep rows of one group together.
  public Validation withGroupColumn(String name) {
    return new Validation(folds, share, table, splitColumns, name, timeColumn);
  }

  /// Splits that validate on later rows than they train on.
  public Validation withTimeColumn(String name) {
    return new Validation(folds, share, table, splitColumns, groupColumn, name);
  }

  /// The columns that tell how to split and are no features.
  List<String> rolesOnly() {
    List<String> names = new ArrayList<>(splitColumns);
    if (!groupColumn.isEmpty()) {
      names.add(groupColumn);
    }
    return names;
  }
}
