package dev.lazuli.ml.automl;

import dev.lazuli.ml.json.Json;
import java.util.List;
import java.util.Locale;

/// One check of a table before trainer, and what came of it.
///
/// @param check what was looked for
/// @param message what was found, in words; empty when nothing was
/// @param columns the columns concerned
public record Guardrail(Check check, Status status, String message, List<String> columns) {
  /// Copies `columns`.
  public Guardrail {
    columns = List.copyOf(columns);
  }

  /// What is looked for.
  public enum Check {
    /// Rows without a target.
    TARGET,
    /// A last row that sums up those above it.
    TOTALS_ROW,
    /// Classes with few rows.
    CLASS_BALANCE,
    /// Columns that tell the target but would not be known when predicting.
    LEAKAGE,
    /// Rows that come twice.
    DUPLICATE_ROWS,
    /// Rows that follow each other in time.
    TIME_ORDER,
    /// How rows are parted into training and validation.
    VALIDATION_SPLIT,
    /// How columns become features, and which are left out.
    FEATURIZATION,
    /// Whether training fits into memory.
    MEMORY,
    /// Whether all rows can be prepared within the budget.
    TIME;

    /// The check's name in files.
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// What came of a check.
  public enum Status {
    /// Nothing was found.
    PASSED,
    /// Something was found and taken care of.
    DONE,
    /// Something was found that people should look at.
    ALERTED;

    /// The status's name in files.
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// A check that found nothing.
  static Guardrail passed(Check check) {
    return new Guardrail(check, Status.PASSED, "", List.of());
  }

  /// All of them, as `guardrails.json` has them.
  public static Json toJson(List<Guardrail> guardrails) {
    return new Json.Items(
        guardrails.stream()
            .<Json>map(one ->
                Json.object()
                    .with("check", one.check.key())
                    .with("status", one.status.key())
                    .with("message", one.message)
                    .with("columns", Json.texts(one.columns)))
            .toList());
  }
}
