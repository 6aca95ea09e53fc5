package dev.lazuli.ml.automl;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.model.Task;
import dev.lazuli.ml.prepare.ColumnPurpose;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What to predict and how to search; start from [#regression] or [#classification].
///
/// @param metric name of the primary metric; empty for the task's default
/// @param allowed names of the algorithms to try; empty for all
/// @param blocked names of the algorithms not to try
/// @param purposes uses of columns, in place of those that their values suggest
/// @param weightColumn column of row weights; empty for none
/// @param voteEnsemble whether the result may be a weighted ensemble
/// @param treesMax trees in the final model, which keep it fast to score
/// @param seed decides every random choice
public record AutoMlSettings(
    Task task,
    String target,
    String metric,
    SearchLimits limits,
    Validation validation,
    List<String> allowed,
    List<String> blocked,
    Map<String, ColumnPurpose> purposes,
    String weightColumn,
    boolean voteEnsemble,
    int treesMax,
    long seed) {
  private static final int TREES_MAX = 1500;

  /// Checks the ranges and copies the collections.
  public AutoMlSettings {
    if (target.isEmpty()) {
      throw new InvalidInput("target_column_name", "target_column_name is empty");
    }
    if (treesMax < 1) {
      throw new InvalidInput(
          "trees_max", "trees_max is %d, it must be positive".formatted(treesMax));
    }
    allowed = List.copyOf(allowed);
    blocked = List.copyOf(blocked);
    purposes = Map.copyOf(purposes);
  }

  /// Predict the number in column `target`.
  public static AutoMlSettings regression(String target) {
    return defaults(Task.REGRESSION, target);
  }

  /// Predict the class in column `target`.
  public static AutoMlSettings classification(String target) {
    return defaults(Task.CLASSIFICATION, target);
  }

  private static AutoMlSettings defaults(Task task, String target) {
    return new AutoMlSettings(
        task,
        target,
        "",
        SearchLimits.defaults(),
        Validation.automatic(),
        List.of(),
        List.of(),
        Map.of(),
        "",
        true,
        TREES_MAX,
        0);
  }

  public AutoMlSettings withMetric(String name) {
    return new AutoMlSettings(
        task,
        target,
        name,
        limits,
        validation,
        allowed,
        blocked,
        purposes,
        weightColumn,
        voteEnsemble,
        treesMax,
        seed);
  }

  public AutoMlSettings withLimits(SearchLimits value) {
    return new AutoMlSettings(
        task,
        target,
        metric,
        value,
        validation,
        allowed,
        blocked,
        purposes,
        weightColumn,
        voteEnsemble,
        treesMax,
        seed);
  }

  /// Time for everything.
  public AutoMlSettings withBudget(Duration budget) {
    return withLimits(
        new SearchLimits(
            budget,
            limits.trialTimeout(),
            limits.maxTrials(),
            limits.maxConcurrentTrials(),
            limits.exitScore(),
            limits.earlyTermination()));
  }

  public AutoMlSettings withTrialTimeout(Duration timeout) {
    return withLimits(
        new SearchLimits(
            limits.budget(),
            timeout,
            limits.maxTrials(),
            limits.maxConcurrentTrials(),
            limits.exitScore(),
            limits.earlyTermination()));
  }

  public AutoMlSettings withMaxTrials(int count) {
    return withLimits(
        new SearchLimits(
            limits.budget(),
            limits.trialTimeout(),
            count,
            limits.maxConcurrentTrials(),
            limits.exitScore(),
            limits.earlyTermination()));
  }

  public AutoMlSettings withMaxConcurrentTrials(int count) {
    return withLimits(
        new SearchLimits(
            limits.budget(),
            limits.trialTimeout(),
            limits.maxTrials(),
            count,
            limits.exitScore(),
            limits.earlyTermination()));
  }

  /// The search ends when the primary metric is as good as `score`.
  public AutoMlSettings withExitScore(double score) {
    return withLimits(
        new SearchLimits(
            limits.budget(),
            limits.trialTimeout(),
            limits.maxTrials(),
            limits.maxConcurrentTrials(),
            score,
            limits.earlyTermination()));
  }

  public AutoMlSettings withEarlyTermination(boolean enabled) {
    return withLimits(
        new SearchLimits(
            limits.budget(),
            limits.trialTimeout(),
            limits.maxTrials(),
            limits.maxConcurrentTrials(),
            limits.exitScore(),
            enabled));
  }

  public AutoMlSettings withValidation(Validation value) {
    return new AutoMlSettings(
        task,
        target,
        metric,
        limits,
        value,
        allowed,
        blocked,
        purposes,
        weightColumn,
        voteEnsemble,
        treesMax,
        seed);
  }

  /// Cross-validation with so many folds.
  public AutoMlSettings withFolds(int folds) {
    return withValidation(new Validation(folds, 0, null));
  }

  /// A part of the training rows held out.
  public AutoMlSettings withValidationShare(double share) {
    return withValidation(new Validation(0, share, null));
  }

  /// Rows of their own to validate on.
  public AutoMlSettings withValidationTable(Frame table) {
    return withValidation(new Validation(0, 0, table));
  }

  public AutoMlSettings withAllowed(List<String> names) {
    return new AutoMlSettings(
        task,
        target,
        metric,
        limits,
        validation,
        names,
        blocked,
        purposes,
        weightColumn,
        voteEnsemble,
        treesMax,
        seed);
  }

  public AutoMlSettings withBlocked(List<String> names) {
    return new AutoMlSettings(
        task,
        target,
        metric,
        limits,
        validation,
        allowed,
        names,
        purposes,
        weightColumn,
        voteEnsemble,
        treesMax,
        seed);
  }

  public AutoMlSettings withPurposes(Map<String, ColumnPurpose> byColumn) {
    return new AutoMlSettings(
        task,
        target,
        metric,
        limits,
        validation,
        allowed,
        blocked,
        byColumn,
        weightColumn,
        voteEnsemble,
        treesMax,
        seed);
  }

  public AutoMlSettings withWeightColumn(String name) {
    return new AutoMlSettings(
        task,
        target,
        metric,
        limits,
        validation,
        allowed,
        blocked,
        purposes,
        name,
        voteEnsemble,
        treesMax,
        seed);
  }

  public AutoMlSettings withVoteEnsemble(boolean enabled) {
    return new AutoMlSettings(
        task,
        target,
        metric,
        limits,
        validation,
        allowed,
        blocked,
        purposes,
        weightColumn,
        enabled,
        treesMax,
        seed);
  }

  public AutoMlSettings withTreesMax(int trees) {
    return new AutoMlSettings(
        task,
        target,
        metric,
        limits,
        validation,
        allowed,
        blocked,
        purposes,
        weightColumn,
        voteEnsemble,
        trees,
        seed);
  }

  public AutoMlSettings withSeed(long value) {
    return new AutoMlSettings(
        task,
        target,
        metric,
        limits,
        validation,
        allowed,
        blocked,
        purposes,
        weightColumn,
        voteEnsemble,
        treesMax,
        value);
  }
}
