package dev.lazuli.ml.forecast.panel;

import dev.lazuli.ml.InvalidInput;
import java.util.List;

/// What boosting over all series sees beyond what it always sees.
///
/// @param targetLags further past values of the target, so many steps back
/// @param rollingWindow a further stretch of values whose mean is seen; 0 for none
/// @param stl parts of the series that are seen
/// @param featureLags whether earlier values of the numeric regressors are seen
/// @param holidays days that are unlike others
public record PanelOptions(
    List<Integer> targetLags,
    int rollingWindow,
    Decomposition stl,
    boolean featureLags,
    Holidays holidays) {
  private static final int STEPS_MAX = 10_000;

  /// Checks the ranges and copies the list.
  public PanelOptions {
    targetLags = List.copyOf(targetLags);
    for (int lag : targetLags) {
      require("target_lags", lag, 1);
    }
    require("target_rolling_window_size", rollingWindow, 0);
  }

  private static void require(String name, int value, int min) {
    if (value < min || value > STEPS_MAX) {
      throw new InvalidInput(
          name, "%s is %d, must be in [%d, %d]".formatted(name, value, min, STEPS_MAX));
    }
  }

  /// Nothing beyond what it always sees.
  public static PanelOptions usual() {
    return new PanelOptions(List.of(), 0, Decomposition.NONE, false, Holidays.none());
  }

  /// These options with further lags and a further stretch.
  public PanelOptions withLags(List<Integer> lags, int window) {
    return new PanelOptions(lags, window, stl, featureLags, holidays);
  }

  /// These options with parts of the series.
  public PanelOptions withStl(Decomposition parts) {
    return new PanelOptions(targetLags, rollingWindow, parts, featureLags, holidays);
  }

  /// These options with or without earlier values of the regressors.
  public PanelOptions withFeatureLags(boolean yes) {
    return new PanelOptions(targetLags, rollingWindow, stl, yes, holidays);
  }

  /// These options with holidays.
  public PanelOptions withHolidays(Holidays days) {
    return new PanelOptions(targetLags, rollingWindow, stl, featureLags, days);
  }
}
