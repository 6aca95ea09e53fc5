package dev.lazuli.ml.forecast;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.forecast.local.LocalAlgorithm;
import dev.lazuli.ml.forecast.local.SeriesModel;
import dev.lazuli.ml.forecast.series.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// An algorithm that fits each series by itself.
///
/// It is fitted anew at each origin when that is cheap; else it is fitted at the first and goes on
/// from there with the same parameters.
final class LocalCandidate implements Candidate {
  /// Work in one second, in the unit of [LocalAlgorithm#cost]; measured at about 1.5 million.
  private static final double WORK_PER_SECOND = 1e6;

  private static final int LENGTH_MAX = 1500;

  private final LocalAlgorithm algorithm;
  private final Backtest backtest;
  private final List<Integer> periods;
  private final int threads;
  private final boolean refits;
  private final double seconds;
  private List<SeriesModel> latest = List.of();

  /// @param secondsMax of trying it, for it to be fitted anew at each origin
  LocalCandidate(
      LocalAlgorithm algorithm,
      Backtest backtest,
      List<Integer> periods,
      int threads,
      double secondsMax) {
    this.algorithm = algorithm;
    this.backtest = backtest;
    this.periods = periods;
    this.threads = threads;
    double values = 0;
    double once = 0;
    for (Series series : backtest.set().series()) {
      once += Math.min(series.size(), LENGTH_MAX);
    }
    for (Backtest.Origin origin : backtest.origins()) {
      values += Math.min(origin.known(), LENGTH_MAX);
    }
    double anew = algorithm.cost() * values / WORK_PER_SECOND / threads;
    this.refits = anew <= secondsMax;
    this.seconds = refits ? anew : algorithm.cost() * once / WORK_PER_SECOND / threads;
  }

  @Override
  public String algorithm() {
    return algorithm.azureName();
  }

  @Override
  public Map<String, String> params() {
    return Map.of("periods", periods.toString());
  }

  @Override
  public double seconds() {
    return seconds;
  }

  @Override
  public Optional<double[]> backtest(StopSignal stop, Predicate<double[]> isHopeless) {
    double[] predicted = new double[backtest.actual().length];
    int count = backtest.set().series().size();
    if (algorithm.cost() <= 1 || backtest.windows() == 1) {
      latest =
          SeriesWork.each(
              count, threads, stop, s -> rest(s, first(s, predicted, stop), predicted, stop));
      return Optional.of(predicted);
    }
    List<SeriesModel> begun = SeriesWork.each(count, threads, stop, s -> first(s, predicted, stop));
    if (isHopeless.test(predicted)) {
      return Optional.empty();
    }
    latest = SeriesWork.each(count, threads, stop, s -> rest(s, begun.get(s), predicted, stop));
    return Optional.of(predicted);
  }

  /// Fills the cells of a series' first origin; the model that stands there is the result.
  private SeriesModel first(int place, double[] predicted, StopSignal stop) {
    Series series = backtest.set().series().get(place);
    List<Backtest.Origin> origins = backtest.origins(place);
    if (origins.isEmpty()) {
      return algorithm.fit(own(series, series.size()), periods, stop);
    }
    Backtest.Origin origin = origins.getFirst();
    SeriesModel model = algorithm.fit(own(series, origin.known()), periods, stop);
    fill(origin, model, predicted);
    return model;
  }

  /// Fills the other cells of a series; the model after all its values is the result.
  private SeriesModel rest(int place, SeriesModel begun, double[] predicted, StopSignal stop) {
    Series series = backtest.set().series().get(place);
    double[] values = series.values();
    List<Backtest.Origin> origins = backtest.origins(place);
    SeriesModel model = begun;
    int known = origins.isEmpty() ? values.length : origins.getFirst().known();
    for (Backtest.Origin origin : origins.subList(Math.min(1, origins.size()), origins.size())) {
      model =
          refits
              ? algorithm.fit(own(series, origin.known()), periods, stop)
              : model.after(Arrays.copyOfRange(values, known, origin.known()));
      known = origin.known();
      fill(origin, model, predicted);
    }
    return model.after(Arrays.copyOfRange(values, known, values.length));
  }

  /// The first `known` values of a series, without those that it was padded with; at least one.
  private static double[] own(Series series, int known) {
    int from = 0;
    while (from < known - 1 && Double.isNaN(series.observed()[from])) {
      from++;
    }
    return Arrays.copyOfRange(series.values(), from, known);
  }

  private void fill(Backtest.Origin origin, SeriesModel model, double[] predicted) {
    double[] forecast = model.forecast(backtest.horizon());
    System.arraycopy(forecast, 0, predicted, origin.cell(), forecast.length);
  }

  @Override
  public ForecastMember member(double weight, StopSignal soft) {
    List<SeriesModel> models = new ArrayList<>();
    try {
      models.addAll(
          SeriesWork.each(
              latest.size(),
              threads,
              soft,
              s -> {
                Series series = backtest.set().series().get(s);
                return algorithm.fit(own(series, series.size()), periods, soft);
              }));
    } catch (StopSignal.Stopped late) {
      models.clear();
      models.addAll(latest);
    }
    return new ForecastMember.Local(algorithm(), weight, models);
  }
}
