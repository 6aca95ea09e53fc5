package dev.lazuli.ml.forecast;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.automl.Learners;
import dev.lazuli.ml.automl.SearchLimits;
import dev.lazuli.ml.forecast.panel.Holidays;
import dev.lazuli.ml.forecast.panel.PanelOptions;
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
/// @param limits how long and how widely to search; threads do not change the result
/// @param windows rolling origins of each series; 0 for what its length allows
/// @param windowStep values between two origins; 0 for the horizon, or less in short series
/// @param periods after how many values series repeat, shortest first; empty to find them, 1 for
///   not at all
/// @param panel what boosting over all series sees
/// @param learners which algorithms may be tried
/// @param quantiles levels in `(0, 1)` that the model gives
/// @param ensemble whether the result may be a weighted mean of several models
/// @param seed decides every random choice
public record ForecastSettings(
    SeriesOptions series,
    int horizon,
    String metric,
    SearchLimits limits,
    int windows,
    int windowStep,
    List<Integer> periods,
    PanelOptions panel,
    ShortSeries shortSeries,
    Learners learners,
    List<Double> quantiles,
    boolean ensemble,
    long seed) {
  private static final int HORIZON_MAX = 10_000;
  private static final int WINDOWS_MAX = 100;

  /// Checks the ranges and copies the lists.
  public ForecastSettings {
    range("forecast_horizon", horizon, 0, HORIZON_MAX);
    range("n_cross_validations", windows, 0, WINDOWS_MAX);
    range("cv_step_size", windowStep, 0, HORIZON_MAX);
    periods = List.copyOf(periods);
    quantiles = List.copyOf(quantiles);
    for (int period : periods) {
      range("seasonality", period, 1, 100_000);
    }
    for (double level : quantiles) {
      if (!(level > 0 && level < 1)) {
        throw new InvalidInput("quantiles", "quantile %s is not in (0, 1)".formatted(level));
      }
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
        SearchLimits.defaults().withMaxConcurrentTrials(1),
        0,
        0,
        List.of(),
        PanelOptions.usual(),
        ShortSeries.AUTO,
        Learners.all(),
        List.of(0.1, 0.5, 0.9),
        true,
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

  /// These settings with other `limits`.
  public ForecastSettings withLimits(SearchLimits value) {
    return with(draft -> draft.limits = value);
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

  /// These settings with another `panel`.
  public ForecastSettings withPanel(PanelOptions value) {
    return with(draft -> draft.panel = value);
  }

  /// These settings with another use of short series.
  public ForecastSettings withShortSeries(ShortSeries value) {
    return with(draft -> draft.shortSeries = value);
  }

  /// These settings with other `learners`.
  public ForecastSettings withLearners(Learners value) {
    return with(draft -> draft.learners = value);
  }

  /// These settings with other `quantiles`.
  public ForecastSettings withQuantiles(List<Double> value) {
    return with(draft -> draft.quantiles = value);
  }

  /// These settings with or without an ensemble.
  public ForecastSettings withEnsemble(boolean value) {
    return with(draft -> draft.ensemble = value);
  }

  /// These settings with another `seed`.
  public ForecastSettings withSeed(long value) {
    return with(draft -> draft.seed = value);
  }

  /// Time for everything.
  public ForecastSettings withBudget(Duration budget) {
    return withLimits(limits.withBudget(budget));
  }

  /// One trial at a time, on so many threads.
  public ForecastSettings withThreads(int count) {
    return withLimits(limits.withMaxConcurrentTrials(1).withCoresPerTrial(count));
  }

  /// Further past values that boosting looks at, and a further stretch whose mean it looks at.
  public ForecastSettings withLags(List<Integer> lags, int window) {
    return withPanel(panel.withLags(lags, window));
  }

  /// Days that are unlike others.
  public ForecastSettings withHolidays(Holidays holidays) {
    return withPanel(panel.withHolidays(holidays));
  }

  /// Only these algorithms, or all when empty, without those.
  public ForecastSettings withAlgorithms(List<String> allow, List<String> block) {
    return withLearners(learners.withAllowed(allow).withBlocked(block));
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
    private SearchLimits limits;
    private int windows;
    private int windowStep;
    private List<Integer> periods;
    private PanelOptions panel;
    private ShortSeries shortSeries;
    private Learners learners;
    private List<Double> quantiles;
    private boolean ensemble;
    private long seed;

    Draft(ForecastSettings from) {
      this.from = from;
      horizon = from.horizon;
      metric = from.metric;
      limits = from.limits;
      windows = from.windows;
      windowStep = from.windowStep;
      periods = from.periods;
      panel = from.panel;
      shortSeries = from.shortSeries;
      learners = from.learners;
      quantiles = from.quantiles;
      ensemble = from.ensemble;
      seed = from.seed;
    }

    ForecastSettings settings() {
      return new ForecastSettings(
          from.series,
          horizon,
          metric,
          limits,
          windows,
          windowStep,
          periods,
          panel,
          shortSeries,
          learners,
          quantiles,
          ensemble,
          seed);
    }
  }
}
