package dev.lazuli.ml.onnx;

import dev.lazuli.ml.imports.ImportedFeature;
import dev.lazuli.ml.linear.LinearModel;
import java.util.Arrays;
import java.util.List;

/// Makes a linear model over features out of weights over columns.
final class OnnxLinear {
  private OnnxLinear() {}

  /// @param weights `outputs x columns`
  static LinearModel model(
      OnnxNode node,
      List<ImportedFeature> features,
      List<Expression> columns,
      double[] weights,
      double[] intercepts) {
    int k = intercepts.length;
    int d = columns.size();
    if (k == 0 || weights.length != k * d) {
      throw node.invalid(
          "has %d weights for %d columns and %d outputs".formatted(weights.length, d, k));
    }
    int[] cardinalities = new int[features.size()];
    int[] starts = new int[features.size()];
    int lines = 0;
    for (int f = 0; f < cardinalities.length; f++) {
      starts[f] = lines;
      if (features.get(f) instanceof ImportedFeature.Category category) {
        cardinalities[f] = Math.max(1, category.values().size());
        lines += cardinalities[f] + 1;
      } else {
        lines += 2;
      }
    }
    double[] table = new double[lines * k];
    double[] start = intercepts.clone();
    for (int j = 0; j < k; j++) {
      for (int c = 0; c < d; c++) {
        double weight = weights[j * d + c];
        int at = starts[columns.get(c).feature()];
        switch (columns.get(c)) {
          case Expression.Affine(_, var exact, double scale, double offset, _) -> {
            start[j] += weight * offset;
            table[at * k + j] += weight * scale;
            table[(at + 1) * k + j] += weight * (exact.applyAsDouble(Double.NaN) - offset);
          }
          case Expression.Indicator(_, int code, double on, double off) -> {
            start[j] += weight * off;
            table[(at + code) * k + j] += weight * (on - off);
          }
        }
      }
    }
    double[] low = new double[cardinalities.length];
    Arrays.fill(low, -Double.MAX_VALUE);
    double[] high = new double[cardinalities.length];
    Arrays.fill(high, Double.MAX_VALUE);
    return new LinearModel(cardinalities, low, high, start, table);
  }
}
