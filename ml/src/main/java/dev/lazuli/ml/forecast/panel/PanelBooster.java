package dev.lazuli.ml.forecast.panel;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.boost.BinnedTable;
import dev.lazuli.ml.boost.BoostSettings;
import dev.lazuli.ml.boost.Boosted;
import dev.lazuli.ml.boost.Booster;
import java.util.List;
import java.util.stream.IntStream;

/// Fits boosted trees to all series at once.
public final class PanelBooster {
  private static final int BINS = 127;
  private static final int ROWS_MIN = 30;

  /// With more rows the trees that were checked are good enough for a trial.
  private static final int ROWS_AGAIN = 20_000;

  private final LagFeatures features;
  private final int horizon;
  private final BoostSettings settings;
  private final int rowsMax;

  /// A learner.
  ///
  /// @param settings whose rounds are the most when stopping early
  /// @param rowsMax the most training rows; of more a random part is taken
  public PanelBooster(LagFeatures features, int horizon, BoostSettings settings, int rowsMax) {
    this.features = features;
    this.horizon = horizon;
    this.settings = settings;
    this.rowsMax = rowsMax;
  }

  /// What a fit gives.
  ///
  /// @param rounds trees that did best on the latest values, or as many as were asked for
  public record Fit(PanelModel model, int rounds) {}

  /// Finds the number of rounds on the latest values of each track, then, unless there are many,
  /// fits all of them.
  ///
  /// @param observed the targets of each track, NaN where a value was filled in
  /// @throws InvalidInput when the tracks are too short to learn from
  public Fit fit(List<Track> tracks, List<double[]> observed, StopSignal stop) {
    LagRows rows = rows(tracks, observed, stop);
    BinnedTable table = BinnedTable.of(rows.table(), BINS, stop);
    double[] targets = rows.targets();
    int longest = tracks.stream().mapToInt(Track::size).max().orElse(0);
    int late = Math.max(horizon, longest / 20);
    int[] train = rows.split(late, false);
    int[] check = rows.split(late, true);
    int rounds = settings.rounds() / 4;
    if (train.length >= ROWS_MIN && check.length >= ROWS_MIN) {
      Boosted checked = Booster.fit(table, train, targets, null, check, settings, stop);
      rounds = checked.iterations();
      if (rows.size() > ROWS_AGAIN) {
        return new Fit(new PanelModel(features, checked.ensemble(), horizon), rounds);
      }
    }
    return new Fit(model(table, targets, Math.max(10, (int) (1.1 * rounds)), stop), rounds);
  }

  /// Fits all values with a given number of rounds.
  public Fit fit(List<Track> tracks, List<double[]> observed, int rounds, StopSignal stop) {
    LagRows rows = rows(tracks, observed, stop);
    BinnedTable table = BinnedTable.of(rows.table(), BINS, stop);
    int more = Math.max(10, (int) (1.1 * rounds));
    return new Fit(model(table, rows.targets(), more, stop), rounds);
  }

  private LagRows rows(List<Track> tracks, List<double[]> observed, StopSignal stop) {
    LagRows rows = new LagRows(features, horizon, tracks, observed, rowsMax, settings.seed(), stop);
    if (rows.size() < ROWS_MIN) {
      throw new InvalidInput(
          "training_data", "the series are too short for boosting: %d rows".formatted(rows.size()));
    }
    return rows;
  }

  private PanelModel model(BinnedTable table, double[] targets, int rounds, StopSignal stop) {
    int[] all = IntStream.range(0, targets.length).toArray();
    BoostSettings fixed = settings.withRounds(rounds).withPatience(0);
    Boosted boosted = Booster.fit(table, all, targets, null, new int[0], fixed, stop);
    return new PanelModel(features, boosted.ensemble(), horizon);
  }
}
