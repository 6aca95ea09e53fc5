package dev.lazuli.ml.forecast;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.automl.AutoMlListener;
import dev.lazuli.ml.automl.RunClock;
import dev.lazuli.ml.automl.TrialResult;
import dev.lazuli.ml.forecast.series.Series;
import dev.lazuli.ml.forecast.series.SeriesSet;
import dev.lazuli.ml.frame.Frame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/// Finds a good forecast of the series of a table: tries algorithms at rolling origins, mixes the
/// best, and fits them to all values.
public final class Forecasting {

  private final ForecastSettings settings;
  private final AutoMlListener listener;
  private final ForecastClock clock;
  private final Planning planning;
  private final Backtest backtest;
  private final ForecastScores scores;

  private Forecasting(
      Frame table, ForecastSettings settings, AutoMlListener listener, RunClock clock) {
    this.settings = settings;
    this.listener = listener;
    this.clock = new ForecastClock(clock, settings.limits().budget());
    ForecastMetric metric = ForecastMetric.parse(settings.metric());
    this.planning = Planning.of(table, settings);
    this.backtest = planning.backtest();
    this.scores = new ForecastScores(backtest, metric);
  }

  /// Runs a search that nobody listens to.
  public static ForecastResult run(Frame table, ForecastSettings settings) {
    return run(table, settings, AutoMlListener.none(), StopSignal.never(), System::nanoTime);
  }

  /// Runs a search.
  ///
  /// With time enough for all trials, the same seed gives the same bits, on any number of threads,
  /// and with up to four trials at a time.
  ///
  /// @param nanoTime a clock that only grows
  /// @throws InvalidInput when the table or a setting cannot be used
  /// @throws StopSignal.Stopped when told to stop
  public static ForecastResult run(
      Frame table,
      ForecastSettings settings,
      AutoMlListener listener,
      StopSignal stop,
      LongSupplier nanoTime) {
    return run(table, settings, listener, new RunClock(stop, nanoTime, settings.limits().budget()));
  }

  /// Searches in what is left of the time of a clock, which started before the table was read.
  ///
  /// @param clock of the settings' budget
  /// @throws InvalidInput when the table or a setting cannot be used
  /// @throws StopSignal.Stopped when told to stop
  public static ForecastResult run(
      Frame table, ForecastSettings settings, AutoMlListener listener, RunClock clock) {
    return new Forecasting(table, settings, listener, clock).run();
  }

  private ForecastResult run() {
    List<Candidate> candidates = planning.candidates();
    ForecastMetric metric = scores.metric();
    listener.prepared(metric.key(), metric.higherIsBetter(), rule(), notes());
    ForecastSearch search = new ForecastSearch(settings.limits(), scores, clock, listener);
    List<ForecastTrial> all = search.run(candidates);
    List<ForecastTrial> ranked = ranked(all);
    listener.finishing(search.progress());
    double[] weights = weights(ranked);
    double[] mixed = mixed(ranked, weights);
    List<TrialResult> results = new ArrayList<>(all.stream().map(ForecastTrial::result).toList());
    TrialResult best = ensemble(ranked, results, weights, mixed);
    ForecastModel model = model(ranked, weights, mixed);
    results.sort(
        Comparator.comparingDouble((TrialResult result) ->
            Double.isNaN(result.score())
                ? Double.POSITIVE_INFINITY
                : -metric.score(result.score())));
    List<String> notes = notes();
    search.ended(candidates).ifPresent(notes::add);
    ForecastBoard board =
        new ForecastBoard(
            planning.set().target(),
            metric.key(),
            metric.higherIsBetter(),
            rule(),
            best,
            results,
            intervals(mixed),
            notes,
            clock.seconds(),
            settings.seed());
    return new ForecastResult(board, model, new ForecastCharts(backtest, mixed).all());
  }

  /// The trials that have forecasts, the best first.
  private List<ForecastTrial> ranked(List<ForecastTrial> all) {
    List<ForecastTrial> ranked =
        all.stream()
            .filter(ForecastTrial::isComplete)
            .sorted(
                Comparator.comparingDouble(
                        (ForecastTrial trial) -> -scores.metric().score(trial.result().score()))
                    .thenComparingInt(trial -> trial.result().number()))
            .toList();
    if (ranked.isEmpty()) {
      throw new InvalidInput(
          "timeout",
          "no trial came to an end within %s: %s"
              .formatted(settings.limits().budget(), all.getFirst().result().message()));
    }
    return ranked;
  }

  private String rule() {
    return "%d rolling origins, %d values apart, %d values ahead"
        .formatted(backtest.windows(), backtest.step(), backtest.horizon());
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>(planning.set().notes());
    notes.add(
        planning.periods().isEmpty()
            ? "no season was found"
            : "the series repeat after %s values".formatted(planning.periods()));
    notes.addAll(planning.notes());
    return notes;
  }

  /// Shares of the trials, best first.
  private double[] weights(List<ForecastTrial> trials) {
    if (settings.ensemble() && trials.size() > 1) {
      StopSignal soft = clock.until(0.8 * clock.budget());
      return Mixing.standard().shares(trials, backtest.origins().size(), scores::score, soft);
    }
    double[] weights = new double[trials.size()];
    weights[0] = 1;
    return weights;
  }

  private double[] mixed(List<ForecastTrial> trials, double[] weights) {
    double[] mixed = new double[backtest.actual().length];
    for (int i = 0; i < weights.length; i++) {
      for (int cell = 0; cell < mixed.length && weights[i] > 0; cell++) {
        mixed[cell] += weights[i] * trials.get(i).predicted()[cell];
      }
    }
    return mixed;
  }

  private TrialResult ensemble(
      List<ForecastTrial> trials, List<TrialResult> results, double[] weights, double[] mixed) {
    if (Arrays.stream(weights).filter(weight -> weight > 0).count() < 2) {
      return trials.getFirst().result();
    }
    Map<String, String> params = new LinkedHashMap<>();
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        TrialResult member = trials.get(i).result();
        params.put("trial_" + member.number(), "%s %.4f".formatted(member.algorithm(), weights[i]));
      }
    }
    TrialResult ensemble =
        new TrialResult(
            results.size(),
            "VotingEnsemble",
            params,
            TrialResult.State.COMPLETED,
            scores.value(mixed),
            scores.folds(mixed),
            scores.metrics(mixed),
            0,
            "");
    results.add(ensemble);
    return ensemble;
  }

  private ForecastModel model(List<ForecastTrial> trials, double[] weights, double[] mixed) {
    List<ForecastMember> members = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        StopSignal soft = clock.until(0.97 * clock.budget());
        members.add(trials.get(i).candidate().member(weights[i], soft));
        clock.checkCaller();
      }
    }
    SeriesSet set = planning.set();
    List<Series> ends = set.series().stream().map(one -> one.last(planning.memory())).toList();
    boolean[] nonNegative = new boolean[ends.size()];
    for (int s = 0; s < nonNegative.length; s++) {
      double[] values = set.series().get(s).values();
      nonNegative[s] = Arrays.stream(values).allMatch(value -> value >= 0);
    }
    return new ForecastModel(
        set.withSeries(ends),
        backtest.horizon(),
        planning.periods(),
        settings.panel().holidays(),
        backtest.scales(),
        nonNegative,
        members,
        Spread.of(backtest.residuals(mixed, -1)),
        settings.quantiles());
  }

  /// How quantiles of the mixed forecasts would have held in windows that they were not made of.
  private Map<String, Double> intervals(double[] mixed) {
    Map<String, Double> values = new LinkedHashMap<>();
    if (backtest.windows() < 2) {
      return values;
    }
    for (double level : settings.quantiles()) {
      int below = 0;
      int count = 0;
      double pinball = 0;
      for (int window = 0; window < backtest.windows(); window++) {
        Spread spread = Spread.of(backtest.residuals(mixed, window));
        for (int cell : backtest.cells(window)) {
          double scale = backtest.scale(backtest.origin(cell).series());
          int step = cell % backtest.horizon() + 1;
          double quantile = mixed[cell] + scale * spread.quantile(step, level);
          double away = (backtest.actual()[cell] - quantile) / scale;
          below += away <= 0 ? 1 : 0;
          pinball += Math.max(level * away, (level - 1) * away);
          count++;
        }
      }
      values.put("below_" + level, (double) below / count);
      values.put("pinball_" + level, pinball / count);
    }
    return values;
  }
}
