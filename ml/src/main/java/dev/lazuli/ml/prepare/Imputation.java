package dev.lazuli.ml.prepare;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.frame.NumberColumn;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// What stands in for missing values of a numeric column.
///
/// @param value used by [Strategy#CONSTANT] only
public record Imputation(Strategy strategy, double value) {
  /// Where the value comes from.
  public enum Strategy {
    MEAN,
    MEDIAN,
    MOST_FREQUENT,
    CONSTANT,
    /// The row before: of series alone, where rows follow each other.
    FORWARD
  }

  /// The rule of Azure's word: `mean`, `median`, `most_frequent`, `constant` or `ffill`.
  ///
  /// @param constant used by `constant` only
  /// @throws InvalidInput for another word
  public static Imputation of(String word, double constant) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "mean" -> new Imputation(Strategy.MEAN, 0);
      case "median" -> new Imputation(Strategy.MEDIAN, 0);
      case "most_frequent", "mode" -> new Imputation(Strategy.MOST_FREQUENT, 0);
      case "constant" -> new Imputation(Strategy.CONSTANT, constant);
      case "ffill" -> new Imputation(Strategy.FORWARD, 0);
      default ->
          throw new InvalidInput(
              "transformer_params.imputer",
              "'%s' is no strategy; there are mean, median, most_frequent, constant, ffill"
                  .formatted(word));
    };
  }

  /// The value for a column; 0 when all of its values are missing.
  public double fill(NumberColumn column) {
    double[] known = Arrays.stream(column.values()).filter(v -> !Double.isNaN(v)).toArray();
    if (known.length == 0 && strategy != Strategy.CONSTANT) {
      return 0;
    }
    return switch (strategy) {
      case MEAN -> Arrays.stream(known).average().orElse(0);
      case MEDIAN -> {
        Arrays.sort(known);
        int half = known.length / 2;
        yield known.length % 2 == 1 ? known[half] : (known[half - 1] + known[half]) / 2;
      }
      case MOST_FREQUENT -> mostFrequent(known);
      case CONSTANT -> value;
      case FORWARD -> throw new IllegalStateException("rows of a table do not follow each other");
    };
  }

  /// The value that comes most often, the least of equals.
  private static double mostFrequent(double[] known) {
    Map<Double, Integer> counts = new HashMap<>();
    for (double v : known) {
      counts.merge(v, 1, Integer::sum);
    }
    return counts.entrySet().stream()
        .max(
            Map.Entry.<Double, Integer>comparingByValue()
                .thenComparing(Map.Entry.<Double, Integer>comparingByKey().reversed()))
        .map(Map.Entry::getKey)
        .orElse(0.0);
  }
}
