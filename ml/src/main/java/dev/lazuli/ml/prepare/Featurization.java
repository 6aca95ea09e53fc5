package dev.lazuli.ml.prepare;

import dev.lazuli.ml.InvalidInput;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How columns become features, where a user says so.
///
/// @param off whether columns are used only as they are: numbers, truth values and categories with
///   few values; others are refused
/// @param purposes uses of columns, in place of those that their values suggest
/// @param dropped columns to leave out
/// @param blocked steps not to take
/// @param imputations what stands in for missing numbers, by column, or under [#ALL] for all
///   numeric columns; others keep missing values as a value of their own
public record Featurization(
    boolean off,
    Map<String, ColumnPurpose> purposes,
    List<String> dropped,
    Set<Transformer> blocked,
    Map<String, Imputation> imputations) {
  /// Stands for all numeric columns among imputations.
  public static final String ALL = "*";

  /// Copies the collections.
  ///
  /// @throws InvalidInput when a missing number would stand for that of the row before
  public Featurization {
    purposes = Map.copyOf(purposes);
    dropped = List.copyOf(dropped);
    blocked = Set.copyOf(blocked);
    imputations = Map.copyOf(imputations);
    if (imputations.values().stream()
        .anyMatch(rule -> rule.strategy() == Imputation.Strategy.FORWARD)) {
      throw new InvalidInput(
          "transformer_params.imputer",
          "'ffill' fills from the row before, which only series have; use mean, median,"
              + " most_frequent or constant");
    }
  }

  /// What stands in for the missing values of a column, if anything.
  Optional<Imputation> imputation(String column) {
    return Optional.ofNullable(imputations.getOrDefault(column, imputations.get(ALL)));
  }

  /// All is decided by the columns' values.
  public static Featurization automatic() {
    return new Featurization(false, Map.of(), List.of(), Set.of(), Map.of());
  }

  /// The same, using columns only as they are, or not.
  public Featurization withOff(boolean value) {
    return new Featurization(value, purposes, dropped, blocked, imputations);
  }

  /// The same with other uses of columns.
  public Featurization withPurposes(Map<String, ColumnPurpose> byColumn) {
    return new Featurization(off, byColumn, dropped, blocked, imputations);
  }

  /// The same without these columns.
  public Featurization withDropped(List<String> columns) {
    return new Featurization(off, purposes, columns, blocked, imputations);
  }

  /// The same without these steps.
  public Featurization withBlocked(Set<Transformer> steps) {
    return new Featurization(off, purposes, dropped, steps, imputations);
  }

  /// The same with other stand-ins for missing numbers.
  public Featurization withImputations(Map<String, Imputation> byColumn) {
    return new Featurization(off, purposes, dropped, blocked, byColumn);
  }
}
