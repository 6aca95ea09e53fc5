package dev.lazuli.ml.forecast.panel;

import java.util.Arrays;

/// One series as features read it: the known values, and regressors that may reach further.
///
/// @see LagFeatures
public final class Track {
  private final int code;
  private final long start;
  private final double[] values;
  private final double[][] regressors;
  private final double scale;

  /// A track.
  ///
  /// @param code of the series
  /// @param start number of the first value on the time grid
  /// @param values without gaps
  /// @param regressors regressors x steps, at least as many steps as values; NaN is missing
  /// @param scale what one unit of the target is, above 0
  public Track(int code, long start, double[] values, double[][] regressors, double scale) {
    this.code = code;
    this.start = start;
    this.values = values;
    this.regressors = regressors;
    this.scale = scale;
  }

  int code() {
    return code;
  }

  long start() {
    return start;
  }

  /// How many values are known.
  public int size() {
    return values.length;
  }

  double scale() {
    return scale;
  }

  /// The known values; not a copy.
  public double[] values() {
    return values;
  }

  /// The value at a place; NaN before the first.
  double value(int place) {
    return place < 0 ? Double.NaN : values[place];
  }

  double regressor(int which, int place) {
    double[] column = regressors[which];
    return place < 0 || place >= column.length ? Double.NaN : column[place];
  }

  /// This track with other values from a place on.
  Track followedBy(int place, double[] more) {
    double[] all = Arrays.copyOf(values, place + more.length);
    System.arraycopy(more, 0, all, place, more.length);
    return new Track(code, start, all, regressors, scale);
  }
}
