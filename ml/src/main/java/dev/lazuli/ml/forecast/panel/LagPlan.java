package dev.lazuli.ml.forecast.panel;

import dev.lazuli.ml.InvalidInput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// Which past values a forecast looks at, and what it is counted from.
///
/// @param recent so many of the latest values
/// @param lags further values, so many steps back from the latest plus one
/// @param periods after how many values the series repeat, shortest first; may be empty
/// @param cycles values of so many earlier periods, at the same place
/// @param windows lengths of the latest stretches of which mean and spread are taken
/// @param stl parts of the series that are looked at
/// @param regressorLags earlier values of the numeric regressors, so many steps back
public record LagPlan(
    int recent,
    List<Integer> lags,
    List<Integer> periods,
    int cycles,
    List<Integer> windows,
    Origin base,
    Decomposition stl,
    List<Integer> regressorLags) {
  private static final int REGRESSOR_LAGS = 3;

  private static final int RECENT_MAX = 30;

  /// Means over longer stretches take longer than they help.
  private static final int WINDOW_MAX = 400;

  /// What the target is counted from, so that trees need not follow a trend.
  public enum Origin {
    /// The mean of the latest period, or the latest value.
    LEVEL,
    /// The value one longest period earlier.
    SEASON;

    /// The name in files.
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// The origin of that name.
    public static Origin of(String key) {
      return valueOf(key.toUpperCase(Locale.ROOT));
    }
  }

  /// Copies the lists.
  public LagPlan {
    lags = List.copyOf(lags);
    periods = List.copyOf(periods);
    windows = List.copyOf(windows);
    regressorLags = List.copyOf(regressorLags);
    for (int lag : lags) {
      if (lag < 1) {
        throw new InvalidInput("target_lags", "target_lags has %d, must be >= 1".formatted(lag));
      }
    }
  }

  /// The usual plan for series of these periods.
  ///
  /// @param options what was asked for beyond it
  public static LagPlan of(List<Integer> periods, PanelOptions options, Origin base) {
    int first = periods.isEmpty() ? 1 : periods.getFirst();
    int recent = first == 1 ? 8 : Math.min(RECENT_MAX, first <= 12 ? 2 * first : first);
    List<Integer> windows = new ArrayList<>();
    windows.add(Math.max(4, first));
    windows.add(4 * Math.max(4, first));
    if (periods.size() > 1 && periods.getLast() <= WINDOW_MAX) {
      windows.add(periods.getLast());
    }
    if (options.rollingWindow() > 0) {
      windows.add(options.rollingWindow());
    }
    return new LagPlan(
        recent,
        options.targetLags().stream().filter(lag -> lag > recent).distinct().sorted().toList(),
        periods,
        3,
        windows.stream().distinct().sorted().toList(),
        base,
        periods.isEmpty() ? Decomposition.NONE : options.stl(),
        options.featureLags() ? regressorLags(first) : List.of());
  }

  /// The last values, and that one period earlier.
  private static List<Integer> regressorLags(int period) {
    return IntStream.concat(IntStream.rangeClosed(1, REGRESSOR_LAGS), IntStream.of(period))
        .distinct()
        .sorted()
        .boxed()
        .toList();
  }

  /// The period by which series are taken apart: the longest that is not very long.
  int stlPeriod() {
    return periods.stream()
        .filter(period -> period <= WINDOW_MAX)
        .reduce((_, longer) -> longer)
        .orElseGet(() -> periods.isEmpty() ? 1 : periods.getFirst());
  }

  /// How many of the latest values a forecast of `horizon` steps needs at most.
  public int memory(int horizon) {
    int most = recent;
    if (!lags.isEmpty()) {
      most = Math.max(most, Collections.max(lags));
    }
    if (!windows.isEmpty()) {
      most = Math.max(most, Collections.max(windows));
    }
    if (stl != Decomposition.NONE) {
      most = Math.max(most, TrackSeasons.PERIODS * stlPeriod());
    }
    for (int lag : regressorLags) {
      most = Math.max(most, lag + 1);
    }
    for (int period : periods) {
      int ahead = Math.ceilDiv(horizon, period);
      most = Math.max(most, period * (ahead + cycles));
    }
    return most + 1;
  }
}
