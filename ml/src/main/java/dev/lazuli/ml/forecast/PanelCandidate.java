package dev.lazuli.ml.forecast;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.boost.BoostSettings;
import dev.lazuli.ml.forecast.panel.LagFeatures;
import dev.lazuli.ml.forecast.panel.PanelBooster;
import dev.lazuli.ml.forecast.panel.PanelModel;
import dev.lazuli.ml.forecast.panel.Track;
import dev.lazuli.ml.forecast.series.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Boosted trees over all series, fitted once before the first origins.
final class PanelCandidate implements Candidate {
  static final String NAME = "LightGBM";

  private final PanelBooster booster;
  private final Backtest backtest;
  private final Map<String, String> params;
  private final double seconds;
  private PanelBooster.@Nullable Fit first;

  PanelCandidate(
      LagFeatures features,
      BoostSettings settings,
      Backtest backtest,
      int rowsMax,
      Map<String, String> params) {
    this.booster = new PanelBooster(features, backtest.horizon(), settings, rowsMax);
    this.backtest = backtest;
    this.params = params;
    long rows = 0;
    for (Series series : backtest.set().series()) {
      rows += (long) series.size() * backtest.horizon();
    }
    this.seconds = 3e-8 * Math.min(rows, rowsMax) * features.width() * 25;
  }

  @Override
  public String algorithm() {
    return NAME;
  }

  @Override
  public Map<String, String> params() {
    return params;
  }

  @Override
  public double seconds() {
    return seconds;
  }

  @Override
  public Optional<double[]> backtest(StopSignal stop, Predicate<double[]> isHopeless) {
    int[] ends = backtest.firstKnown();
    PanelBooster.Fit fit = booster.fit(tracks(ends), observed(ends), stop);
    first = fit;
    double[] predicted = new double[backtest.actual().length];
    List<Track> whole = tracks(lengths());
    for (Backtest.Origin origin : backtest.origins()) {
      double[] forecast =
          fit.model()
              .forecast(whole.get(origin.series()), origin.known(), backtest.horizon(), stop);
      System.arraycopy(forecast, 0, predicted, origin.cell(), forecast.length);
    }
    return Optional.of(predicted); // the fit before the first origins was the work
  }

  @Override
  public ForecastMember member(double weight, StopSignal soft) {
    PanelBooster.Fit fit = first;
    if (fit == null) {
      throw new IllegalStateException("not tried before");
    }
    PanelModel model = fit.model();
    try {
      int[] lengths = lengths();
      model = booster.fit(tracks(lengths), observed(lengths), fit.rounds(), soft).model();
    } catch (StopSignal.Stopped late) {
      return new ForecastMember.Panel(NAME, weight, model);
    }
    return new ForecastMember.Panel(NAME, weight, model);
  }

  private int[] lengths() {
    return backtest.set().series().stream().mapToInt(Series::size).toArray();
  }

  private List<Track> tracks(int[] ends) {
    List<Track> tracks = new ArrayList<>();
    int regressors = backtest.set().regressors().size();
    for (int s = 0; s < ends.length; s++) {
      Series series = backtest.set().series().get(s);
      double[][] columns = new double[regressors][];
      for (int r = 0; r < regressors; r++) {
        columns[r] = series.regressor(r);
      }
      double[] values = Arrays.copyOf(series.values(), ends[s]);
      tracks.add(new Track(s, series.start(), values, columns, backtest.scale(s)));
    }
    return tracks;
  }

  private List<double[]> observed(int[] ends) {
    List<double[]> observed = new ArrayList<>();
    for (int s = 0; s < ends.length; s++) {
      observed.add(Arrays.copyOf(backtest.set().series().get(s).observed(), ends[s]));
    }
    return observed;
  }
}
