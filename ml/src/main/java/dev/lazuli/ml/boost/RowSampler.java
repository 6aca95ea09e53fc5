package dev.lazuli.ml.boost;

import java.util.SplittableRandom;

/// Draws the rows that each iteration of boosting learns from.
final class RowSampler {
  private final BoostSettings settings;
  private final int[] rows;
  private final int n;
  private final int k;

  RowSampler(BoostSettings settings, int[] rows, int tableRows) {
    this.settings = settings;
    this.rows = rows;
    n = tableRows;
    k = settings.loss().outputs();
  }

  /// The rows of an iteration, in their order; scales the derivatives of rows that count for
  /// others.
  int[] draw(int iteration, double[] gradients, double[] hessians, SplittableRandom random) {
    return switch (settings.sampling()) {
      case Sampling.Even _ -> settings.rowFraction() < 1 ? even(random) : rows;
      case Sampling.Gradients(double top, double other) ->
          iteration < (int) (1 / settings.learningRate())
              ? rows
              : byGradient(top, other, gradients, hessians, random);
    };
  }

  private int[] even(SplittableRandom random) {
    int wanted = Math.max(1, (int) Math.round(settings.rowFraction() * rows.length));
    int[] drawn = new int[wanted];
    int kept = 0;
    for (int i = 0; i < rows.length && kept < wanted; i++) {
      if (random.nextInt(rows.length - i) < wanted - kept) {
        drawn[kept++] = rows[i];
      }
    }
    return drawn;
  }

  private int[] byGradient(
      double top, double other, double[] gradients, double[] hessians, SplittableRandom random) {
    char[] size = new char[rows.length];
    int[] counts = new int[1 << 16];
    for (int i = 0; i < rows.length; i++) {
      double sum = 0;
      for (int c = 0; c < k; c++) {
        sum += Math.abs(gradients[c * n + rows[i]] * hessians[c * n + rows[i]]);
      }
      // the highest 16 bits order as the numbers do; what they do not tell apart counts as equal
      size[i] = (char) (Double.doubleToRawLongBits(sum) >>> 47);
      counts[size[i]]++;
    }
    int tops = Math.max(1, (int) (top * rows.length));
    int others = Math.min(rows.length - tops, Math.max(1, (int) (other * rows.length)));
    int least = counts.length - 1;
    int above = 0;
    while (above + counts[least] < tops) {
      above += counts[least--];
    }
    int equals = tops - above;
    double factor = (double) (rows.length - tops) / Math.max(1, others);
    int[] drawn = new int[tops + others];
    int kept = 0;
    int left = others;
    int rest = rows.length - tops;
    for (int i = 0; i < rows.length; i++) {
      boolean isTop = size[i] > least || (size[i] == least && equals-- > 0);
      boolean take = isTop || random.nextInt(rest--) < left;
      if (take) {
        drawn[kept++] = rows[i];
      }
      if (take && !isTop) {
        left--;
        for (int c = 0; c < k; c++) {
          gradients[c * n + rows[i]] *= factor;
          hessians[c * n + rows[i]] *= factor;
        }
      }
    }
    return drawn;
  }
}
