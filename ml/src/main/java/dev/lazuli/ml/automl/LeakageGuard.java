package dev.lazuli.ml.automl;

import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import dev.lazuli.ml.model.Target;
import dev.lazuli.ml.model.Task;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Warns of columns that give the target away.
final class LeakageGuard {
  private static final double SHARE = 0.98;
  private static final int VALUES_MAX = 1000;

  private LeakageGuard() {}

  /// Adds a note for each column that alone tells nearly all of the target.
  static void check(Frame features, Target target, double[] y, List<String> notes) {
    for (Column column : features.columns()) {
      boolean tells =
          target.task() == Task.REGRESSION ? tellsNumber(column, y) : tellsClass(column, y);
      if (tells) {
        notes.add(
            "column '%s' alone tells the target almost exactly; if it is not known at prediction "
                    .formatted(column.name())
                + "time, leave it out");
      }
    }
  }

  /// Whether the squared correlation with the target is nearly 1.
  private static boolean tellsNumber(Column column, double[] y) {
    if (!(column instanceof NumberColumn number)) {
      return false;
    }
    double[] x = number.values();
    double meanX = mean(x);
    double meanY = mean(y);
    double both = 0;
    double squaresX = 0;
    double squaresY = 0;
    for (int row = 0; row < y.length; row++) {
      if (!Double.isNaN(x[row])) {
        both += (x[row] - meanX) * (y[row] - meanY);
        squaresX += (x[row] - meanX) * (x[row] - meanX);
        squaresY += (y[row] - meanY) * (y[row] - meanY);
      }
    }
    return squaresX > 0 && squaresY > 0 && both * both / squaresX / squaresY > SHARE;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).filter(v -> !Double.isNaN(v)).average().orElse(0);
  }

  /// Whether the most frequent class of each of the column's few values is nearly always right.
  private static boolean tellsClass(Column column, double[] y) {
    Map<String, Map<Double, Integer>> counts = new HashMap<>();
    for (int row = 0; row < y.length; row++) {
      counts.computeIfAbsent(column.text(row), _ -> new HashMap<>()).merge(y[row], 1, Integer::sum);
      if (counts.size() > Math.min(VALUES_MAX, y.length / 5)) {
        return false;
      }
    }
    double right =
        counts.values().stream()
            .mapToInt(of -> of.values().stream().mapToInt(Integer::intValue).max().orElse(0))
            .sum();
    double most =
        Arrays.stream(y)
            .boxed()
            .collect(
                java.util.stream.Collectors.groupingBy(
                    v -> v, java.util.stream.Collectors.counting()))
            .values()
            .stream()
            .mapToLong(Long::longValue)
            .max()
            .orElse(0);
    double wrongBefore = y.length - most;
    double wrongNow = y.length - right;
    return wrongNow < (1 - SHARE) * wrongBefore && !(column instanceof TextColumn && y.length < 50);
  }
}
