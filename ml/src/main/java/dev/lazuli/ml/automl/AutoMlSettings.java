package dev.lazuli.ml.automl;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.model.Task;
import dev.lazuli.ml.prepare.ColumnPurpose;
import dev.lazuli.ml.prepare.Featurization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// What to predict and how to search; start from [#regression] or [#classification].
///
/// @param metric name of the primary metric; empty for the task's default
/// @param learners which algorithms may be tried
/// @param featurization how columns become features
/// @param weightColumn column of row weights; empty for none
/// @param positiveLabel class whose metrics count for two-class metrics; empty for none
/// @param ensembles how trials are put together
/// @param explain whether importances of the columns are computed
/// @param seed decides every random choice
public record AutoMlSettings(
    Task task,
    String target,
    String metric,
    SearchLimits limits,
    Validation validation,
    Learners learners,
    Featurization featurization,
    String weightColumn,
    String positiveLabel,
    Ensembles ensembles,
    boolean explain,
    long seed) {

  /// Checks what the parts cannot check alone.
  ///
  /// @throws InvalidInput naming the setting
  public AutoMlSettings {
    if (target.isEmpty()) {
      throw new InvalidInput("target_column_name", "target_column_name is empty");
    }
    if (!positiveLabel.isEmpty() && task == Task.REGRESSION) {
      throw new InvalidInput(
          "positive_label", "positive_label is for classification; regression has no classes");
    }
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
        Learners.all(),
        Featurization.automatic(),
        "",
        "",
        Ensembles.defaults(),
        false,
        0);
  }

  /// These settings with a primary metric, by any of Azure's spellings.
  public AutoMlSettings withMetric(String metric) {
    return with(draft -> draft.metric = metric);
  }

  /// These settings with other limits.
  public AutoMlSettings withLimits(SearchLimits limits) {
    return with(draft -> draft.limits = limits);
  }

  /// These settings with another rule to judge models by.
  public AutoMlSettings withValidation(Validation validation) {
    return with(draft -> draft.validation = validation);
  }

  /// These settings with other algorithms.
  public AutoMlSettings withLearners(Learners learners) {
    return with(draft -> draft.learners = learners);
  }

  /// These settings with another way to make features.
  public AutoMlSettings withFeaturization(Featurization featurization) {
    return with(draft -> draft.featurization = featurization);
  }

  /// These settings with row weights out of a column.
  public AutoMlSettings withWeightColumn(String weightColumn) {
    return with(draft -> draft.weightColumn = weightColumn);
  }

  /// These settings with a class that counts as positive.
  public AutoMlSettings withPositiveLabel(String positiveLabel) {
    return with(draft -> draft.positiveLabel = positiveLabel);
  }

  /// These settings with another way to put trials together.
  public AutoMlSettings withEnsembles(Ensembles ensembles) {
    return with(draft -> draft.ensembles = ensembles);
  }

  /// These settings with or without importances of the columns.
  public AutoMlSettings withExplain(boolean explain) {
    return with(draft -> draft.explain = explain);
  }

  /// These settings with another seed.
  public AutoMlSettings withSeed(long seed) {
    return with(draft -> draft.seed = seed);
  }

  /// Time for everything.
  public AutoMlSettings withBudget(Duration budget) {
    return withLimits(limits.withBudget(budget));
  }

  /// Time for one trial.
  public AutoMlSettings withTrialTimeout(Duration timeout) {
    return withLimits(limits.withTrialTimeout(timeout));
  }

  /// Number of trials; 0 for as many as the budget allows.
  public AutoMlSettings withMaxTrials(int count) {
    return withLimits(limits.withMaxTrials(count));
  }

  /// Trials at a time.
  public AutoMlSettings withMaxConcurrentTrials(int count) {
    return withLimits(limits.withMaxConcurrentTrials(count));
  }

  /// The search ends when the primary metric is as good as `score`.
  public AutoMlSettings withExitScore(double score) {
    return withLimits(limits.withExitScore(score));
  }

  /// Whether trials that are far behind are dropped, and a search without progress ends.
  public AutoMlSettings withEarlyTermination(boolean enabled) {
    return withLimits(limits.withEarlyTermination(enabled));
  }

  /// Cross-validation with so many folds.
  public AutoMlSettings withFolds(int folds) {
    return withValidation(validation.withFolds(folds));
  }

  /// A part of the training rows held out.
  public AutoMlSettings withValidationShare(double share) {
    return withValidation(validation.withShare(share));
  }

  /// Rows of their own to validate on.
  public AutoMlSettings withValidationTable(Frame table) {
    return withValidation(validation.withTable(table));
  }

  /// Only these algorithms, by Azure's names; empty for all.
  public AutoMlSettings withAllowed(List<String> names) {
    return withLearners(learners.withAllowed(names));
  }

  /// Not these algorithms, by Azure's names.
  public AutoMlSettings withBlocked(List<String> names) {
    return withLearners(learners.withBlocked(names));
  }

  /// Uses of columns, in place of those that their values suggest.
  public AutoMlSettings withPurposes(Map<String, ColumnPurpose> byColumn) {
    return withFeaturization(featurization.withPurposes(byColumn));
  }

  /// Whether the result may be a weighted ensemble.
  public AutoMlSettings withVoteEnsemble(boolean enabled) {
    return withEnsembles(ensembles.withVote(enabled));
  }

  /// Trees in the final model, which keep it fast to score.
  public AutoMlSettings withTreesMax(int trees) {
    return withEnsembles(ensembles.withTreesMax(trees));
  }

  private AutoMlSettings with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.settings();
  }

  /// The settings while one of them changes.
  private static final class Draft {
    private final AutoMlSettings from;
    private String metric;
    private SearchLimits limits;
    private Validation validation;
    private Learners learners;
    private Featurization featurization;
    private String weightColumn;
    private String positiveLabel;
    private Ensembles ensembles;
    private boolean explain;
    private long seed;

    Draft(AutoMlSettings from) {
      this.from = from;
      metric = from.metric;
      limits = from.limits;
      validation = from.validation;
      learners = from.learners;
      featurization = from.featurization;
      weightColumn = from.weightColumn;
      positiveLabel = from.positiveLabel;
      ensembles = from.ensembles;
      explain = from.explain;
      seed = from.seed;
    }

    AutoMlSettings settings() {
      return new AutoMlSettings(
          from.task,
          from.target,
          metric,
          limits,
          validation,
          learners,
          featurization,
          weightColumn,
          positiveLabel,
          ensembles,
          explain,
          seed);
    }
  }
}
