package dev.lazuli.ml.forecast.local;

import dev.lazuli.ml.StopSignal;
import java.util.Arrays;
import java.util.List;

/// A way to fit one series by itself; with Azure's names where Azure has it.
public enum LocalAlgorithm {
  NAIVE("Naive", 1),
  SEASONAL_NAIVE("SeasonalNaive", 1),
  AVERAGE("Average", 1),
  SEASONAL_AVERAGE("SeasonalAverage", 1),
  DRIFT("Drift", 1),
  THETA("Theta", 40),
  ETS("ExponentialSmoothing", 400),
  ARIMA("AutoArima", 1500),
  CROSTON("Croston", 1),
  CROSTON_SBA("CrostonSBA", 1),
  TSB("TSB", 1);

  /// Longer histories are cut; what is older hardly matters and would only take time.
  private static final int VALUES_MAX = 1500;

  /// Longer seasons are taken out beforehand.
  private static final int PERIOD_MAX = 24;

  private final String azureName;
  private final double cost;

  LocalAlgorithm(String azureName, double cost) {
    this.azureName = azureName;
    this.cost = cost;
  }

  /// The name, such as `ExponentialSmoothing`.
  public String azureName() {
    return azureName;
  }

  /// What a fit takes, by value of the series, in some unit of work.
  public double cost() {
    return cost;
  }

  /// Whether it is made for series that are mostly zero.
  public boolean isIntermittent() {
    return this == CROSTON || this == CROSTON_SBA || this == TSB;
  }

  /// The model of a series.
  ///
  /// @param series at least one value, none NaN
  /// @param periods after how many values it repeats, shortest first; may be empty
  public SeriesModel fit(double[] series, List<Integer> periods, StopSignal stop) {
    int longest = periods.isEmpty() ? 1 : periods.getLast();
    double[] values =
        Arrays.copyOfRange(
            series, Math.max(0, series.length - Math.max(VALUES_MAX, 10 * longest)), series.length);
    int season = periods.stream().filter(p -> p <= values.length).reduce(1, Math::max);
    return switch (this) {
      case NAIVE -> RepeatModel.naive(values, 1);
      case SEASONAL_NAIVE -> RepeatModel.naive(values, season);
      case AVERAGE -> RepeatModel.average(recent(values, season), 1);
      case SEASONAL_AVERAGE -> RepeatModel.average(recent(values, season), season);
      case DRIFT -> DriftModel.of(values);
      case CROSTON -> CrostonModel.fit(CrostonModel.Method.CROSTON, values);
      case CROSTON_SBA -> CrostonModel.fit(CrostonModel.Method.SBA, values);
      case TSB -> CrostonModel.fit(CrostonModel.Method.TSB, values);
      case THETA, ETS, ARIMA -> smooth(values, periods, stop);
    };
  }

  /// Whole periods at the end: some cycles, the latest of a series that may have changed.
  private static double[] recent(double[] values, int season) {
    int cycles = Math.max(1, Math.min(values.length / season, season > 1 ? 4 : values.length));
    return Arrays.copyOfRange(values, values.length - cycles * season, values.length);
  }

  private SeriesModel smooth(double[] values, List<Integer> periods, StopSignal stop) {
    List<Integer> usable = periods.stream().filter(p -> values.length >= 2 * p + 1).toList();
    if (values.length < 4) {
      return RepeatModel.naive(values, 1);
    }
    boolean apart = usable.size() > 1 || usable.stream().anyMatch(p -> p > PERIOD_MAX);
    if (apart || (!usable.isEmpty() && !canScale(values))) {
      Seasons seasons = Seasons.of(values, usable);
      double[] rest = seasons.rest();
      double[] latest =
          Arrays.copyOfRange(rest, Math.max(0, rest.length - VALUES_MAX), rest.length);
      return new SeasonModel(seasons.models(), one(latest, 1, stop));
    }
    return one(values, usable.isEmpty() ? 1 : usable.getFirst(), stop);
  }

  /// Whether the method itself can follow a season: Theta's are factors, which need values above 0.
  private boolean canScale(double[] values) {
    return this != THETA || Arrays.stream(values).allMatch(value -> value > 0);
  }

  private SeriesModel one(double[] values, int period, StopSignal stop) {
    return switch (this) {
      case THETA -> new Theta(values, period, stop).choose();
      case ETS -> new Ets(values, period, stop).choose();
      case ARIMA -> new AutoArima(values, period, stop).choose();
      case NAIVE, SEASONAL_NAIVE, AVERAGE, SEASONAL_AVERAGE, DRIFT, CROSTON, CROSTON_SBA, TSB ->
          throw new IllegalStateException(this + " has no parameters to fit");
    };
  }
}
