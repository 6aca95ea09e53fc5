package dev.lazuli.ml.forecast;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.automl.AutoMlListener;
import dev.lazuli.ml.automl.TrialResult;
import dev.lazuli.ml.ensemble.GreedyEnsemble;
import dev.lazuli.ml.forecast.series.Series;
import dev.lazuli.ml.forecast.series.SeriesSet;
import dev.lazuli.ml.frame.Frame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/// Finds a good forecast of the series of a table: tries algorithms at rolling origins, mixes the
/// best, and fits them to all values.
public final class Forecasting {
  /// The part of the budget after which no trial goes on.
  private static final double SEARCH_SHARE = 0.75;

  /// A trial that would take a larger part of the budget is not begun.
  private static final double TRIAL_SHARE = 0.5;

  private static final int MEMBERS_MAX = 6;
  private static final int STEPS = 25;

  private final ForecastSettings settings;
  private final ForecastMetric metric;
  private final AutoMlListener listener;
  private final StopSignal caller;
  private final LongSupplier nanoTime;
  private final long startNanos;
  private final Planning planning;
  private final Backtest backtest;
  private final List<Tried> trials = new ArrayList<>();

  /// A trial that has forecasts.
  private static final class Tried {
    private final Candidate candidate;
    private final TrialResult result;
    private final double[] predicted;

    Tried(Candidate candidate, TrialResult result, double[] predicted) {
      this.candidate = candidate;
      this.result = result;
      this.predicted = predicted;
    }

    double scaledError() {
      return result
          .metrics()
          .getOrDefault(ForecastMetric.MEAN_ABSOLUTE_SCALED_ERROR.key(), Double.MAX_VALUE);
    }
  }

  private Forecasting(
      Frame table,
      ForecastSettings settings,
      AutoMlListener listener,
      StopSignal caller,
      LongSupplier nanoTime) {
    this.settings = settings;
    this.metric = ForecastMetric.parse(settings.metric());
    this.listener = listener;
    this.caller = caller;
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
    this.planning = Planning.of(table, settings);
    this.backtest = planning.backtest();
  }

  /// Runs a search that nobody listens to.
  public static ForecastResult run(Frame table, ForecastSettings settings) {
    return run(table, settings, AutoMlListener.none(), StopSignal.never(), System::nanoTime);
  }

  /// Runs a search.
  ///
  /// With time enough for all trials, the same seed gives the same bits, on any number of threads.
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
    return new Forecasting(table, settings, listener, stop, nanoTime).run();
  }

  private ForecastResult run() {
    List<Candidate> candidates = planning.candidates();
    listener.prepared(metric.key(), metric.higherIsBetter(), rule(), notes());
    List<TrialResult> results = new ArrayList<>();
    for (Candidate candidate : candidates) {
      results.add(trial(results.size(), candidate));
    }
    if (trials.isEmpty()) {
      throw new InvalidInput(
          "timeout",
          "no trial came to an end within %s; give more time".formatted(settings.budget()));
    }
    trials.sort(
        Comparator.comparingDouble((Tried trial) -> -score(trial.predicted))
            .thenComparingInt(trial -> trial.result.number()));
    listener.finishing(progress(results.size()));
    double[] weights = weights();
    double[] mixed = mixed(weights);
    TrialResult best = ensemble(results, weights, mixed);
    ForecastModel model = model(weights, mixed);
    results.sort(
        Comparator.comparingDouble((TrialResult result) ->
            Double.isNaN(result.score())
                ? Double.POSITIVE_INFINITY
                : -metric.score(result.score())));
    ForecastBoard board =
        new ForecastBoard(
            planning.set().target(),
            metric.key(),
            metric.higherIsBetter(),
            rule(),
            best,
            results,
            intervals(mixed),
            notes(),
            seconds(),
            settings.seed());
    return new ForecastResult(board, model);
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
    return notes;
  }

  private double seconds() {
    return (nanoTime.getAsLong() - startNanos) / 1e9;
  }

  private double budget() {
    return settings.budget().toNanos() / 1e9;
  }

  /// A signal that stops when the caller does, or at this second of the run.
  private StopSignal until(double second) {
    double left = Math.max(1e-3, second - seconds());
    long now = nanoTime.getAsLong();
    return StopSignal.after(
        Duration.ofNanos((long) (left * 1e9)),
        () -> caller.isStopped() ? now + (1L << 60) : nanoTime.getAsLong());
  }

  private TrialResult trial(int number, Candidate candidate) {
    caller.check();
    listener.trialStarted(number, candidate.algorithm(), candidate.params());
    double start = seconds();
    TrialResult result;
    boolean tooLong =
        number > 0
            && (candidate.seconds() > TRIAL_SHARE * budget() || start > SEARCH_SHARE * budget());
    if (tooLong) {
      result =
          without(number, candidate, start, TrialResult.State.STOPPED, "the time is too short");
    } else {
      result = tried(number, candidate, start);
    }
    listener.trialFinished(result, progress(number + 1));
    return result;
  }

  private TrialResult tried(int number, Candidate candidate, double start) {
    try {
      double[] predicted = candidate.backtest(until(SEARCH_SHARE * budget()));
      for (int cell : backtest.cells()) {
        if (!Double.isFinite(predicted[cell])) {
          return without(
              number, candidate, start, TrialResult.State.FAILED, "a forecast is no number");
        }
      }
      TrialResult result =
          new TrialResult(
              number,
              candidate.algorithm(),
              candidate.params(),
              TrialResult.State.COMPLETED,
              metric.value(backtest, predicted, backtest.cells()),
              folds(predicted),
              metrics(predicted),
              seconds() - start,
              "");
      trials.add(new Tried(candidate, result, predicted));
      return result;
    } catch (StopSignal.Stopped late) {
      caller.check();
      return without(
          number, candidate, start, TrialResult.State.STOPPED, "the time for trials was over");
    } catch (InvalidInput wrong) {
      return without(
          number, candidate, start, TrialResult.State.FAILED, String.valueOf(wrong.getMessage()));
    }
  }

  private TrialResult without(
      int number, Candidate candidate, double start, TrialResult.State state, String message) {
    return new TrialResult(
        number,
        candidate.algorithm(),
        candidate.params(),
        state,
        Double.NaN,
        List.of(),
        Map.of(),
        seconds() - start,
        message);
  }

  private AutoMlListener.Progress progress(int done) {
    OptionalDouble best =
        trials.stream()
            .map(trial -> trial.result.score())
            .max(Comparator.comparingDouble(metric::score))
            .map(OptionalDouble::of)
            .orElse(OptionalDouble.empty());
    return new AutoMlListener.Progress(
        done,
        best,
        Duration.ofMillis((long) (1000 * seconds())),
        Duration.ofMillis((long) (1000 * Math.max(0, budget() - seconds()))));
  }

  private double score(double[] predicted) {
    return metric.score(metric.value(backtest, predicted, backtest.cells()));
  }

  private List<Double> folds(double[] predicted) {
    List<Double> folds = new ArrayList<>();
    for (int window = backtest.windows() - 1; window >= 0; window--) {
      int[] cells = backtest.cells(window);
      if (cells.length > 0) {
        folds.add(metric.value(backtest, predicted, cells));
      }
    }
    return folds;
  }

  private Map<String, Double> metrics(double[] predicted) {
    Map<String, Double> values = new LinkedHashMap<>();
    backtest
        .regression(predicted, backtest.cells())
        .values()
        .forEach((key, value) -> values.put(key.azureName(), value));
    for (ForecastMetric other : ForecastMetric.values()) {
      values.put(other.key(), other.value(backtest, predicted, backtest.cells()));
    }
    return values;
  }

  /// Shares of the trials, best first.
  private double[] weights() {
    double[] weights = new double[trials.size()];
    weights[0] = 1;
    if (!settings.ensemble() || trials.size() < 2) {
      return weights;
    }
    List<Tried> all = List.copyOf(trials);
    List<String> names = all.stream().map(trial -> trial.result.algorithm()).toList();
    double[] errors = all.stream().mapToDouble(Tried::scaledError).toArray();
    int[] good = Mixing.good(errors, names, backtest.origins().size());
    double[][][] predictions = new double[good.length][1][];
    double[] costs = new double[good.length];
    Arrays.fill(costs, 1);
    for (int i = 0; i < good.length; i++) {
      predictions[i][0] = all.get(good[i]).predicted;
    }
    double[] greedy =
        new GreedyEnsemble(predictions, costs, MEMBERS_MAX, values -> score(values[0]))
            .weights(STEPS, until(0.8 * budget()));
    List<String> algorithms = Arrays.stream(good).mapToObj(names::get).toList();
    double[] mixed = Mixing.steadied(greedy, algorithms, backtest.origins().size());
    Arrays.fill(weights, 0);
    for (int i = 0; i < good.length; i++) {
      weights[good[i]] = mixed[i];
    }
    return weights;
  }

  private double[] mixed(double[] weights) {
    double[] mixed = new double[backtest.actual().length];
    for (int i = 0; i < weights.length; i++) {
      for (int cell = 0; cell < mixed.length && weights[i] > 0; cell++) {
        mixed[cell] += weights[i] * trials.get(i).predicted[cell];
      }
    }
    return mixed;
  }

  private TrialResult ensemble(List<TrialResult> results, double[] weights, double[] mixed) {
    if (Arrays.stream(weights).filter(weight -> weight > 0).count() < 2) {
      return trials.getFirst().result;
    }
    Map<String, String> params = new LinkedHashMap<>();
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        TrialResult member = trials.get(i).result;
        params.put("trial_" + member.number(), "%s %.4f".formatted(member.algorithm(), weights[i]));
      }
    }
    TrialResult ensemble =
        new TrialResult(
            results.size(),
            "VotingEnsemble",
            params,
            TrialResult.State.COMPLETED,
            metric.value(backtest, mixed, backtest.cells()),
            folds(mixed),
            metrics(mixed),
            0,
            "");
    results.add(ensemble);
    return ensemble;
  }

  private ForecastModel model(double[] weights, double[] mixed) {
    List<ForecastMember> members = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        members.add(trials.get(i).candidate.member(weights[i], until(0.97 * budget())));
        caller.check();
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
        settings.holidays(),
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
