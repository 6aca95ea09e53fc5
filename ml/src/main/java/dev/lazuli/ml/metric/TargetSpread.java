package dev.lazuli.ml.metric;

/// How far the targets of a whole data set reach; what normalised metrics divide by.
///
/// @param standardDeviation of the population (divided by `n`)
public record TargetSpread(double min, double max, double standardDeviation) {
  /// The spread of these values, none of which is NaN.
  public static TargetSpread of(double[] targets) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    double mean = 0;
    for (int i = 0; i < targets.length; i++) {
      min = Math.min(min, targets[i]);
      max = Math.max(max, targets[i]);
      mean += (targets[i] - mean) / (i + 1);
    }
    double sum = 0;
    for (double target : targets) {
      sum += (target - mean) * (target - mean);
    }
    return new TargetSpread(min, max, Math.sqrt(sum / targets.length));
  }
}
