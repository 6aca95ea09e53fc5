package dev.lazuli.ml.forecast;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.forecast.panel.Holidays;
import dev.lazuli.ml.forecast.series.SeriesOptions;
import dev.lazuli.ml.forecast.series.ShortSeries;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// What to forecast and how to search; start from [#of].
///
/// @param series how the table is read
/// @param horizon values ahead; 0 for what is common at the frequency
/// @param metric that decides; see [ForecastMetric#parse]
/// @param budget time for everything
/// @param windows rolling origins of each series; 0 for what its length allows
/// @param windowStep values between two origins; 0 for the horizon, or less in short series
/// @param periods after how many values series repeat, shortest first; empty to find them, 1 for
///   not at all
/// @param targetLags further past values that boosting looks at
/// @param rollingWindow a further stretch whose mean boosting looks at; 0 for none
/// @param allowed names of algorithms to try; empty for all
/// @param blocked names of algorithms not to try
/// @param quantiles levels in `(0, 1)` that the model gives
/// @param ensemble whether the result may be a weighted mean of several models
/// @param threads at a time; does not change the result
/// @param seed decides every random choice
public record ForecastSettings(
    SeriesOptions series,
    int horizon,
    String metric,
    Duration budget,
    int windows,
    int windowStep,
    List<Integer> periods,
    List<Integer> targetLags,
    int rollingWindow,
    ShortSeries shortSeries,
    Holidays holidays,
    List<String> allowed,
    List<String> blocked,
    List<Double> quantiles,
    boolean ensemble,
    int threads,
    long seed) {
  private static final int HORIZON_MAX = 10_000;
  private static final int WINDOWS_MAX = 100;

  /// Checks the ranges and copies the lists.
  public ForecastSettings {
    range("forecast_horizon", horizon, 0, HORIZON_MAX);
    range("n_cross_validations", windows, 0, WINDOWS_MAX);
    range("cv_step_size", windowStep, 0, HORIZON_MAX);
    range("target_rolling_window_size", rollingWindow, 0, HORIZON_MAX);
    range("threads", threads, 1, 64);
    periods = List.copyOf(periods);
    targetLags = List.copyOf(targetLags);
    allowed = List.copyOf(allowed);
    blocked = List.copyOf(blocked);
    quantiles = List.copyOf(quantiles);
    for (int period : periods) {
      range("seasonality", period, 1, 100_000);
    }
    for (int lag : targetLags) {
      range("target_lags", lag, 1, HORIZON_MAX);
    }
    for (double level : quantiles) {
      if (!(level > 0 && level < 1)) {
        throw new InvalidInput("quantiles", "quantile %s is not in (0, 1)".formatted(level));
      }
    }
    if (budget.toMillis() < 1000) {
      throw new InvalidInput("timeout", "timeout is %s, must be >= 1 second".formatted(budget));
    }
  }

  private static void range(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new InvalidInput(
          name, "%s is %d, must be in [%d, %d]".formatted(name, value, min, max));
    }
  }

  /// All found out by itself, within a minute, on one thread.
  public static ForecastSettings of(SeriesOptions series) {
    return new ForecastSettings(
        series,
        0,
        "",
        Duration.ofMinutes(1),
        0,
        0,
        List.of(),
        List.of(),
        0,
        ShortSeries.AUTO,
        Holidays.none(),
        List.of(),
        List.of(),
        List.of(0.1, 0.5, 0.9),
        true,
        1,
        0);
  }

  /// These settings with another `horizon`.
  public ForecastSettings withHorizon(int value) {
    return with(draft -> draft.horizon = value);
  }

  /// These settings with another `metric`.
  public ForecastSettings withMetric(String value) {
    return with(draft -> draft.metric = value);
  }

  /// These settings with another `budget`.
  public ForecastSettings withBudget(Duration value) {
    return with(draft -> draft.budget = value);
  }

  /// These settings with so many rolling origins, so many values apart.
  public ForecastSettings withWindows(int count, int step) {
    return with(draft -> {
      draft.windows = count;
      draft.windowStep = step;
    });
  }

  /// These settings with other `periods`.
  public ForecastSettings withPeriods(List<Integer> value) {
    return with(draft -> draft.periods = value);
  }

  /// These settings with further lags and a further stretch.
  public ForecastSettings withLags(List<Integer> lags, int window) {
    return with(draft -> {
      draft.targetLags = lags;
      draft.rollingWindow = window;
    });
  }

  /// These settings with another use of short series.
  public ForecastSettings withShortSeries(ShortSeries value) {
    return with(draft -> draft.shortSeries = value);
  }

  /// These settings with holidays.
  public ForecastSettings withHolidays(Holidays value) {
    return with(draft -> draft.holidays = value);
  }

  /// These settings with other algorithms.
  public ForecastSettings withAlgorithms(List<String> allow, List<String> block) {
    return with(draft -> {
      draft.allowed = allow;
      draft.blocked = block;
    });
  }

  /// These settings with other `quantiles`.
  public ForecastSettings withQuantiles(List<Double> value) {
    return with(draft -> draft.quantiles = value);
  }

  /// These settings with or without an ensemble.
  public ForecastSettings withEnsemble(boolean value) {
    return with(draft -> draft.ensemble = value);
  }

  /// These settings with other `threads`.
  public ForecastSettings withThreads(int value) {
    return with(draft -> draft.threads = value);
  }

  /// These settings with another `seed`.
  public ForecastSettings withSeed(long value) {
    return with(draft -> draft.seed = value);
  }

  private ForecastSettings with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.settings();
  }

  /// The settings while one of them changes.
  private static final class Draft {
    private final ForecastSettings from;
    private int horizon;
    private String metric;
    private Duration budget;
    private int windows;
    private int windowStep;
    private List<Integer> periods;
    private List<Integer> targetLags;
    private int rollingWindow;
    private ShortSeries shortSeries;
    private Holidays holidays;
    private List<String> allowed;
    private List<String> blocked;
    private List<Double> quantiles;
    private boolean ensemble;
    private int threads;
    private long seed;

    Draft(ForecastSettings from) {
      this.from = from;
      horizon = from.horizon;
      metric = from.metric;
      budget = from.budget;
      windows = from.windows;
      windowStep = from.windowStep;
      periods = from.periods;
      targetLags = from.targetLags;
      rollingWindow = from.rollingWindow;
      shortSeries = from.shortSeries;
      holidays = from.holidays;
      allowed = from.allowed;
      blocked = from.blocked;
      quantiles = from.quantiles;
      ensemble = from.ensemble;
      threads = from.threads;
      seed = from.seed;
    }

    ForecastSettings settings() {
      return new ForecastSettings(
          from.series,
          horizon,
          metric,
          budget,
          windows,
          windowStep,
          periods,
          targetLags,
          rollingWindow,
          shortSeries,
          holidays,
          allowed,
          blocked,
          quantiles,
          ensemble,
          threads,
          seed);
    }
  }
}
