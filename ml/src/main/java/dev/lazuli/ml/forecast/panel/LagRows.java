package dev.lazuli.ml.forecast.panel;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.boost.Feature;
import dev.lazuli.ml.boost.FeatureTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Training rows: forecasts that could have been made within the known values.
final class LagRows {
  private final LagFeatures features;
  private final List<Track> tracks;
  private final StopSignal stop;
  private final int[] series;
  private final int[] origins;
  private final int[] steps;

  /// @param tracks with their known values
  /// @param observed the targets of each track, NaN where a value was filled in
  /// @param rowsMax the most rows; of more a random part is taken
  LagRows(
      LagFeatures features,
      int horizon,
      List<Track> tracks,
      List<double[]> observed,
      int rowsMax,
      long seed,
      StopSignal stop) {
    this.features = features;

    this.tracks = tracks;
    this.stop = stop;
    long all = 0;
    for (Track track : tracks) {
      all += (long) Math.max(0, track.size() - first(track)) * horizon;
    }
    double share = Math.min(1, rowsMax / Math.max(1.0, (double) all));
    SplittableRandom random = new SplittableRandom(seed);
    int[] chosen = new int[3 * 1024];
    int count = 0;
    for (int s = 0; s < tracks.size(); s++) {
      double[] targets = observed.get(s);
      for (int origin = first(tracks.get(s)); origin < targets.length; origin++) {
        for (int step = 1; step <= horizon && origin + step <= targets.length; step++) {
          boolean takes = share >= 1 || random.nextDouble() < share;
          if (takes && !Double.isNaN(targets[origin + step - 1])) {
            if (3 * count == chosen.length) {
              chosen = Arrays.copyOf(chosen, 2 * chosen.length);
            }
            chosen[3 * count] = s;
            chosen[3 * count + 1] = origin;
            chosen[3 * count + 2] = step;
            count++;
          }
        }
      }
    }
    series = new int[count];
    origins = new int[count];
    steps = new int[count];
    for (int row = 0; row < count; row++) {
      series[row] = chosen[3 * row];
      origins[row] = chosen[3 * row + 1];
      steps[row] = chosen[3 * row + 2];
    }
  }

  /// The first origin: with some values before it, but not more than half.
  private int first(Track track) {
    int wanted = features.plan().periods().stream().reduce(1, Math::max) + 1;
    return Math.max(1, Math.min(wanted, track.size() / 2));
  }

  int size() {
    return series.length;
  }

  /// Rows whose target lies before the last `count` values of its series, or among them.
  int[] split(int count, boolean late) {
    List<Integer> rows = new ArrayList<>();
    for (int row = 0; row < series.length; row++) {
      int target = origins[row] + steps[row] - 1;
      if (target >= tracks.get(series[row]).size() - count == late) {
        rows.add(row);
      }
    }
    return rows.stream().mapToInt(Integer::intValue).toArray();
  }

  /// The features of all rows.
  FeatureTable table() {
    List<LagFeatures.Kind> kinds = features.kinds();
    double[][] columns = new double[kinds.size()][series.length];
    double[] row = new double[kinds.size()];
    TrackSeasons seasons = TrackSeasons.sparse(features.plan());
    for (int i = 0; i < series.length; i++) {
      if ((i & 1023) == 0) {
        stop.check();
      }
      features.fill(tracks.get(series[i]), origins[i], steps[i], seasons, row);
      for (int f = 0; f < row.length; f++) {
        columns[f][i] = row[f];
      }
    }
    List<Feature> table = new ArrayList<>();
    for (int f = 0; f < kinds.size(); f++) {
      LagFeatures.Kind kind = kinds.get(f);
      table.add(
          kind.cardinality() == 0
              ? new Feature.Numeric(kind.name(), columns[f])
              : new Feature.Categorical(
                  kind.name(),
                  Arrays.stream(columns[f])
                      .mapToInt(code -> Double.isNaN(code) ? -1 : (int) code)
                      .toArray(),
                  kind.cardinality()));
    }
    return FeatureTable.of(table);
  }

  /// What is to be learnt: the value less its base, by the scale.
  double[] targets() {
    double[] targets = new double[series.length];
    for (int i = 0; i < targets.length; i++) {
      Track track = tracks.get(series[i]);
      double value = track.value(origins[i] + steps[i] - 1);
      targets[i] = (value - features.base(track, origins[i], steps[i])) / track.scale();
    }
    return targets;
  }
}
