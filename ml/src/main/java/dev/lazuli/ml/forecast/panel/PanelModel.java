package dev.lazuli.ml.forecast.panel;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.score.RowScorer;
import dev.lazuli.ml.score.TreeEnsemble;
import dev.lazuli.ml.score.TreeScorer;
import java.util.Arrays;

/// Boosted trees that forecast each step directly, the number of steps being a feature. Immutable.
///
/// Beyond its horizon it goes on from its own forecasts.
public final class PanelModel {
  private static final int STOP_MASK = 63;

  private final LagFeatures features;
  private final TreeEnsemble trees;
  private final RowScorer scorer;
  private final int horizon;

  /// A model of these trees.
  ///
  /// @param horizon the most steps that were learnt
  public PanelModel(LagFeatures features, TreeEnsemble trees, int horizon) {
    this.features = features;
    this.trees = trees;
    this.scorer = TreeScorer.compile(trees);
    this.horizon = horizon;
  }

  /// What the trees read.
  public LagFeatures features() {
    return features;
  }

  /// The trees.
  public TreeEnsemble trees() {
    return trees;
  }

  /// The most steps that were learnt.
  public int horizon() {
    return horizon;
  }

  /// Forecasts of the next values after the first `origin` of a track.
  ///
  /// @throws StopSignal.Stopped when told to stop
  public double[] forecast(Track track, int origin, int steps, StopSignal stop) {
    double[] forecast = new double[steps];
    double[] row = new double[trees.features()];
    double[] score = new double[1];
    TrackSeasons seasons = TrackSeasons.exact(features.plan());
    Track known = track;
    int from = origin;
    for (int done = 0; done < steps; ) {
      int now = Math.min(horizon, steps - done);
      for (int step = 1; step <= now; step++) {
        if ((step & STOP_MASK) == 1) {
          stop.check();
        }
        features.fill(known, from, step, seasons, row);
        scorer.score(row, score);
        forecast[done + step - 1] = features.base(known, from, step) + known.scale() * score[0];
      }
      done += now;
      if (done < steps) {
        known = known.followedBy(from, Arrays.copyOfRange(forecast, done - now, done));
        from += now;
      }
    }
    return forecast;
  }
}
