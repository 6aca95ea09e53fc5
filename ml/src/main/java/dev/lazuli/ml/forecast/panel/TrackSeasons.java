package dev.lazuli.ml.forecast.panel;

import dev.lazuli.ml.forecast.local.Stl;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A track taken apart as far as it is known, so that no feature sees what comes after. Remembers
/// the last one; for one thread.
///
/// Where many origins of a track follow each other, as training rows do, the parts are those known
/// a fraction of a period earlier: taking a series apart at each origin would only take time.
final class TrackSeasons {
  /// So many of the latest periods are taken apart.
  static final int PERIODS = 8;

  /// Loess is fitted at every so many-th part of its length.
  private static final int JUMP = 10;

  private final int period;
  private final int stride;
  private @Nullable Track track;
  private int end;
  private Stl.@Nullable Parts parts;

  private TrackSeasons(int period, int stride) {
    this.period = period;
    this.stride = stride;
  }

  /// Parts as known at each origin.
  static TrackSeasons exact(LagPlan plan) {
    return new TrackSeasons(plan.stlPeriod(), 1);
  }

  /// Parts as known at most a quarter of a period before each origin.
  static TrackSeasons sparse(LagPlan plan) {
    return new TrackSeasons(plan.stlPeriod(), Math.max(1, plan.stlPeriod() / 4));
  }

  /// Takes a track apart as known at an origin.
  void stand(Track here, int origin) {
    int known = origin - origin % stride;
    if (here.equals(track) && known == end) {
      return;
    }
    track = here;
    end = known;
    int from = Math.max(0, known - PERIODS * period);
    parts =
        known - from > 2 * period
            ? Stl.of(period).withJump(JUMP).split(Arrays.copyOfRange(here.values(), from, known))
            : null;
  }

  /// The season at a place beyond what is known, as it was last; NaN when too little is known.
  double season(int place) {
    if (parts == null) {
      return Double.NaN;
    }
    double[] season = parts.season();
    return season[season.length - period + (place - end) % period];
  }

  /// The latest trend; NaN when too little is known.
  double trend() {
    return parts == null ? Double.NaN : parts.trend()[parts.trend().length - 1];
  }

  /// How much the trend rose in the latest period; NaN when too little is known.
  double rise() {
    return parts == null ? Double.NaN : trend() - parts.trend()[parts.trend().length - 1 - period];
  }
}
