package dev.lazuli.ml.forecast;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.boost.BoostSettings;
import dev.lazuli.ml.boost.Loss;
import dev.lazuli.ml.forecast.local.LocalAlgorithm;
import dev.lazuli.ml.forecast.panel.Decomposition;
import dev.lazuli.ml.forecast.panel.LagFeatures;
import dev.lazuli.ml.forecast.panel.LagPlan;
import dev.lazuli.ml.forecast.series.Seasonality;
import dev.lazuli.ml.forecast.series.Series;
import dev.lazuli.ml.forecast.series.SeriesReader;
import dev.lazuli.ml.forecast.series.SeriesSet;
import dev.lazuli.ml.frame.Frame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Decides before the search: horizon, periods, rolling origins, and what to try.
final class Planning {
  private static final int WINDOWS_MAX = 8;
  private static final int CELLS_WANTED = 240;
  private static final int STRETCH = 40;
  private static final double ZEROS_MIN = 0.3;

  /// What is tried when not all can be, the first first.
  private static final List<String> WORTH =
      List.of(
          LocalAlgorithm.ETS.azureName(),
          PanelCandidate.NAME,
          LocalAlgorithm.THETA.azureName(),
          LocalAlgorithm.ARIMA.azureName(),
          LocalAlgorithm.TSB.azureName(),
          LocalAlgorithm.SEASONAL_NAIVE.azureName());

  private final ForecastSettings settings;
  private final SeriesSet set;
  private final List<Integer> periods;
  private final Backtest backtest;
  private final List<String> notes = new ArrayList<>();

  private Planning(
      ForecastSettings settings, SeriesSet set, List<Integer> periods, Backtest backtest) {
    this.settings = settings;
    this.set = set;
    this.periods = periods;
    this.backtest = backtest;
  }

  static Planning of(Frame table, ForecastSettings settings) {
    SeriesSet read = SeriesReader.read(table, settings.series());
    int horizon =
        settings.horizon() > 0
            ? settings.horizon()
            : Math.clamp(longest(read) / 5, 1, read.grid().frequency().usualHorizon());
    int lag = settings.panel().targetLags().stream().reduce(0, Math::max);
    int knownMin = Math.max(3, Math.max(lag, settings.panel().rollingWindow()));
    int extra = Math.max(0, settings.windows() - 1) * Math.max(1, step(settings, horizon));
    SeriesSet set = settings.shortSeries().apply(read, knownMin + horizon + extra);
    List<Integer> periods =
        settings.periods().isEmpty()
            ? Seasonality.find(set)
            : settings.periods().stream().filter(period -> period > 1).sorted().toList();
    Backtest backtest = backtest(settings, set, horizon, knownMin, periods);
    if (backtest.cells().length == 0) {
      throw new InvalidInput(
          "training_data",
          "no series is long enough to try a forecast of %d values: the longest has %d"
              .formatted(horizon, longest(set)));
    }
    return new Planning(settings, set, periods, backtest);
  }

  private static int longest(SeriesSet set) {
    return set.series().stream().mapToInt(Series::size).max().orElse(0);
  }

  private static int step(ForecastSettings settings, int horizon) {
    return settings.windowStep() > 0 ? settings.windowStep() : horizon;
  }

  private static Backtest backtest(
      ForecastSettings settings, SeriesSet set, int horizon, int knownMin, List<Integer> periods) {
    int period = periods.isEmpty() ? 1 : periods.getFirst();
    int[] sizes = set.series().stream().mapToInt(Series::size).sorted().toArray();
    int middle = sizes[sizes.length / 2];
    int room = middle - horizon - Math.max(knownMin, firstKnown(middle, period));
    int step = step(settings, horizon);
    int windows = settings.windows();
    if (settings.windowStep() == 0) {
      step = Math.max(step, middle / STRETCH); // origins of a long series see more of its life
    }
    if (windows == 0) {
      int wanted = Math.clamp(Math.ceilDiv(CELLS_WANTED, horizon), 3, WINDOWS_MAX);
      if (settings.windowStep() == 0 && room < (wanted - 1) * step) {
        step = Math.clamp(room / Math.max(1, wanted - 1), 1, horizon);
      }
      windows = Math.clamp(1 + Math.max(0, room) / step, 1, wanted);
    }
    return new Backtest(set, horizon, windows, step, knownMin, period);
  }

  /// How many values the first origin of a series knows, where there are origins enough: three
  /// cycles. With two, methods that learn a season from the values lose to those that repeat it,
  /// and would be dropped, though they win with all values.
  private static int firstKnown(int length, int period) {
    return period > 1 ? Math.min(3 * period + 1, 2 * length / 3) : Math.min(3, length / 2);
  }

  SeriesSet set() {
    return set;
  }

  List<Integer> periods() {
    return periods;
  }

  Backtest backtest() {
    return backtest;
  }

  /// What to try, the cheap first; when trials are limited, what is most often good.
  List<Candidate> candidates() {
    List<Candidate> all = new ArrayList<>();
    for (LocalAlgorithm algorithm : LocalAlgorithm.values()) {
      if (fits(algorithm) && isAllowed(algorithm.azureName())) {
        double secondsMax = seconds() / 12;
        all.add(new LocalCandidate(algorithm, backtest, periods, threads(), secondsMax));
      }
    }
    if (isAllowed(PanelCandidate.NAME)) {
      all.add(boosting(LagPlan.Origin.LEVEL, 31, false));
      all.add(boosting(LagPlan.Origin.LEVEL, 8, true));
      if (!periods.isEmpty()) {
        all.add(boosting(LagPlan.Origin.SEASON, 31, false));
        all.add(boosting(LagPlan.Origin.SEASON, 8, true));
      }
    }
    if (all.isEmpty()) {
      throw new InvalidInput(
          "allowed_training_algorithms",
          "no algorithm is left to try; there are %s".formatted(names()));
    }
    if (settings.panel().stl() != Decomposition.NONE && periods.isEmpty()) {
      notes.add("use_stl: there is no season, so nothing is taken apart");
    }
    if (settings.panel().featureLags() && set.regressors().isEmpty()) {
      notes.add("feature_lags: there are no columns beside the target to look back in");
    }
    int most = settings.limits().maxTrials();
    if (most > 0 && most < all.size()) {
      notes.add("max_trials: %d of %d candidates are tried".formatted(most, all.size()));
      all = worthiest(all, most);
    }
    all.sort(Comparator.comparingDouble(Candidate::seconds));
    return all;
  }

  /// One of each algorithm, those that are most often good first; then one more of each.
  private static List<Candidate> worthiest(List<Candidate> all, int most) {
    List<Candidate> left = new ArrayList<>(all);
    left.sort(Comparator.comparingInt(Planning::worth)); // stable: equals keep their order
    List<Candidate> chosen = new ArrayList<>();
    while (chosen.size() < most) {
      Set<String> seen = new HashSet<>();
      for (Candidate candidate : List.copyOf(left)) {
        if (chosen.size() < most && seen.add(candidate.algorithm())) {
          chosen.add(candidate);
          left.remove(candidate);
        }
      }
    }
    return chosen;
  }

  private static int worth(Candidate candidate) {
    int place = WORTH.indexOf(candidate.algorithm());
    return place < 0 ? WORTH.size() : place;
  }

  /// What was decided about the search, in words.
  List<String> notes() {
    return notes;
  }

  static String names() {
    return Arrays.stream(LocalAlgorithm.values())
            .map(LocalAlgorithm::azureName)
            .collect(Collectors.joining(", "))
        + ", "
        + PanelCandidate.NAME;
  }

  private boolean isAllowed(String name) {
    return (settings.learners().allowed().isEmpty()
            || contains(settings.learners().allowed(), name))
        && !contains(settings.learners().blocked(), name);
  }

  private static boolean contains(List<String> names, String name) {
    return names.stream().anyMatch(other -> other.equalsIgnoreCase(name));
  }

  /// Methods for rare demand need zeros; the others with a season need one.
  private boolean fits(LocalAlgorithm algorithm) {
    if (algorithm.isIntermittent()) {
      return zeros() > ZEROS_MIN || contains(settings.learners().allowed(), algorithm.azureName());
    }
    boolean seasonal =
        algorithm == LocalAlgorithm.SEASONAL_NAIVE || algorithm == LocalAlgorithm.SEASONAL_AVERAGE;
    return !seasonal
        || !periods.isEmpty()
        || contains(settings.learners().allowed(), algorithm.azureName());
  }

  private double zeros() {
    double zeros = 0;
    double all = 0;
    for (Series series : set.series()) {
      for (double value : series.observed()) {
        zeros += value == 0 ? 1 : 0;
        all += Double.isNaN(value) ? 0 : 1;
      }
    }
    return zeros / Math.max(1, all);
  }

  private double seconds() {
    return settings.limits().budget().toMillis() / 1000.0;
  }

  private int threads() {
    return settings.limits().coresPerTrial();
  }

  private Candidate boosting(LagPlan.Origin base, int leaves, boolean absolute) {
    LagPlan plan = LagPlan.of(periods, settings.panel(), base);
    LagFeatures features =
        new LagFeatures(
            plan, set.grid(), settings.panel().holidays(), set.regressors(), set.series().size());
    BoostSettings boost =
        BoostSettings.defaults(absolute ? Loss.absolute() : Loss.squared())
            .withRounds(500)
            .withLearningRate(0.06)
            .withLeavesMax(leaves)
            .withMinRowsInLeaf(20)
            .withRowFraction(0.8)
            .withColumnFraction(0.7)
            .withL2(1)
            .withPatience(30)
            .withThreads(threads())
            .withSeed(settings.seed());
    int rowsMax = (int) Math.clamp(seconds() * 1000, 20_000, 150_000);
    Map<String, String> params = new TreeMap<>();
    params.put("base", base.key());
    params.put("leaves", Integer.toString(leaves));
    params.put("loss", absolute ? "absolute" : "squared");
    return new PanelCandidate(features, boost, backtest, rowsMax, params);
  }

  /// How many of the latest values the members look at.
  int memory() {
    LagPlan plan = LagPlan.of(periods, settings.panel(), LagPlan.Origin.SEASON);
    return plan.memory(backtest.horizon());
  }
}
