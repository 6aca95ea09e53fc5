package dev.lazuli.ml.linear;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.boost.FeatureTable;
import org.jspecify.annotations.Nullable;

/// Tries penalties from strong to weak and keeps the one with the least loss on validation rows.
public final class LinearPath {
  private static final int STEPS = 10;
  private static final int WORSE_MAX = 2;

  private LinearPath() {}

  /// The best model of a path.
  ///
  /// @param loss mean validation loss: half the squared error, or minus the log-likelihood
  public record Best(LinearModel model, double lambda, double loss) {}

  /// Fits `trainRows` for each penalty and judges it on `validationRows`.
  ///
  /// @param target one value for each row of the table
  /// @param weights one for each row of the table, or null
  /// @param softStop ends the path early, with the best model so far
  /// @throws StopSignal.Stopped when the work was told to end
  public static Best fit(
      FeatureTable table,
      int[] trainRows,
      int[] validationRows,
      double[] target,
      double @Nullable [] weights,
      LinearSettings settings,
      StopSignal stop,
      StopSignal softStop) {
    double spread = settings.family() == Family.GAUSSIAN ? deviation(target, trainRows) : 1;
    LinearSettings scaled = settings.withTolerance(settings.tolerance() * Math.max(spread, 1e-12));
    LinearFit fit = new LinearFit(table, trainRows, target, weights, scaled, stop);
    double strongest = settings.l1Ratio() > 0 ? fit.lambdaMax() : 1;
    double step = settings.l1Ratio() > 0 ? Math.sqrt(10) : 4;
    @Nullable Best best = null;
    int worse = 0;
    for (int i = 0; i < STEPS && worse < WORSE_MAX; i++) {
      if (best != null && softStop.isStopped()) {
        break;
      }
      double lambda = strongest * Math.pow(step, -i);
      LinearModel model = fit.fit(lambda);
      double loss = loss(model, table, validationRows, target, settings.family());
      if (best == null || loss < best.loss()) {
        best = new Best(model, lambda, loss);
        worse = 0;
      } else {
        worse++;
      }
    }
    if (best == null) {
      throw new IllegalStateException("a path has at least one step");
    }
    return best;
  }

  private static double deviation(double[] target, int[] rows) {
    double sum = 0;
    double squares = 0;
    for (int row : rows) {
      sum += target[row];
    }
    double mean = sum / Math.max(1, rows.length);
    for (int row : rows) {
      squares += (target[row] - mean) * (target[row] - mean);
    }
    return Math.sqrt(squares / Math.max(1, rows.length));
  }

  private static double loss(
      LinearModel model, FeatureTable table, int[] rows, double[] target, Family family) {
    double[] row = new double[table.features().size()];
    double[] scores = new double[model.outputs()];
    double sum = 0;
    for (int r : rows) {
      table.row(r, row);
      model.score(row, scores);
      sum += LinearFit.loss(family, target[r], scores);
    }
    return sum / Math.max(1, rows.length);
  }
}
