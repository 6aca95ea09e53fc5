package dev.lazuli.ml.forecast;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.automl.AutoMlListener;
import dev.lazuli.ml.automl.RunClock;
import dev.lazuli.ml.automl.SearchLimits;
import dev.lazuli.ml.forecast.panel.Track;
import dev.lazuli.ml.forecast.series.Series;
import dev.lazuli.ml.forecast.series.SeriesOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;

/// Compares rules of mixing forecasts over generated series of different kinds; run by
/// `bench/forecast/mixing`. Prints the error of each rule on values that no rule saw, by that of
/// the best single trial, as geometric means.
final class MixingStudy {
  private static final int HORIZON = 14;
  private static final int SEEDS = 3;

  private MixingStudy() {}

  /// A way to make up series.
  private interface Kind {
    double[] make(int length, SplittableRandom random);
  }

  private static Map<String, Kind> kinds() {
    Map<String, Kind> kinds = new LinkedHashMap<>();
    kinds.put("walk", (n, r) -> series(n, i -> 0.3 + r.nextGaussian(), true));
    kinds.put("level", (n, r) -> series(n, i -> 50 + 5 * r.nextGaussian(), false));
    kinds.put(
        "season",
        (n, r) -> series(n, i -> 40 + 0.1 * i + week(i, 8) + 2 * r.nextGaussian(), false));
    kinds.put(
        "growth",
        (n, r) ->
            series(
                n,
                i -> 20 * Math.exp(0.006 * i) * (1 + week(i, 0.3)) * (1 + 0.06 * r.nextGaussian()),
                false));
    kinds.put("memory", MixingStudy::memory);
    kinds.put(
        "rare", (n, r) -> series(n, i -> r.nextDouble() < 0.25 ? 1 + r.nextInt(5) : 0, false));
    kinds.put("shifts", MixingStudy::shifts);
    return kinds;
  }

  private static double week(int day, double size) {
    return size * (Math.sin(2 * Math.PI * day / 7) + (day % 7 == 5 ? 0.7 : 0));
  }

  private static double[] series(int n, IntToDoubleFunction value, boolean sum) {
    double[] values = new double[n];
    double last = 0;
    for (int i = 0; i < n; i++) {
      last = sum ? last + value.applyAsDouble(i) : value.applyAsDouble(i);
      values[i] = last;
    }
    return values;
  }

  private static double[] memory(int n, SplittableRandom random) {
    double[] values = new double[n];
    double state = 0;
    for (int i = 0; i < n; i++) {
      state = 0.8 * state + 2 * random.nextGaussian();
      values[i] = 60 + state + week(i, 3);
    }
    return values;
  }

  private static double[] shifts(int n, SplittableRandom random) {
    double[] values = new double[n];
    double level = 50;
    for (int i = 0; i < n; i++) {
      level += random.nextDouble() < 0.02 ? 15 * random.nextGaussian() : 0;
      values[i] = level + week(i, 2) + 2 * random.nextGaussian();
    }
    return values;
  }

  private static Map<String, Mixing> rules() {
    Map<String, Mixing> rules = new LinkedHashMap<>();
    for (double worse : new double[] {1.05, 1.2, 1.5, 1e9}) {
      for (double half : new double[] {1e-9, 5, 20, 80, 1e9}) {
        for (int equals : new int[] {2, 4}) {
          rules.put(
              "worse %s half %s equals %d".formatted(number(worse), number(half), equals),
              new Mixing(worse, half, equals));
        }
      }
    }
    return rules;
  }

  private static String number(double value) {
    return value > 1e6 ? "inf" : value < 1e-6 ? "0" : Double.toString(value);
  }

  /// Compares and prints.
  ///
  /// @param args the first seed; 0 unless given
  public static void main(String[] args) {
    int first = args.length > 0 ? Integer.parseInt(args[0]) : 0;
    Map<String, Map<String, List<Double>>> gains = new LinkedHashMap<>();
    kinds()
        .forEach((kind, maker) -> {
          for (int length : new int[] {70, 200}) {
            for (int seed = first; seed < first + SEEDS; seed++) {
              SplittableRandom random = new SplittableRandom(31L * kind.hashCode() + seed + length);
              double[] values = maker.make(length + HORIZON, random);
              compare(values)
                  .forEach((rule, gain) ->
                      gains
                          .computeIfAbsent(rule, any -> new TreeMap<>())
                          .computeIfAbsent(kind, any -> new ArrayList<>())
                          .add(gain));
            }
          }
          System.err.println(kind);
        });
    print(gains);
  }

  private static Map<String, Double> compare(double[] values) {
    double[] known = Arrays.copyOf(values, values.length - HORIZON);
    double[] later = Arrays.copyOfRange(values, values.length - HORIZON, values.length);
    ForecastSettings settings =
        ForecastSettings.of(SeriesOptions.of("day", "sold"))
            .withHorizon(HORIZON)
            .withMetric("mase")
            .withLimits(
                SearchLimits.defaults()
                    .withBudget(Duration.ofMinutes(10))
                    .withMaxConcurrentTrials(1)
                    .withEarlyTermination(false));
    Planning planning = Planning.of(SeriesTables.one(known), settings);
    ForecastScores scores =
        new ForecastScores(planning.backtest(), ForecastMetric.MEAN_ABSOLUTE_SCALED_ERROR);
    Duration budget = settings.limits().budget();
    ForecastClock clock =
        new ForecastClock(new RunClock(StopSignal.never(), System::nanoTime, budget), budget);
    List<ForecastTrial> trials =
        new ForecastSearch(settings.limits(), scores, clock, AutoMlListener.none())
            .run(planning.candidates()).stream()
                .filter(ForecastTrial::isComplete)
                .sorted(Comparator.comparingDouble(ForecastTrial::scaledError))
                .toList();
    double[][] ahead =
        trials.stream().map(trial -> ahead(trial, planning)).toArray(double[][]::new);
    double single = error(ahead[0], later);
    Map<String, Double> gains = new LinkedHashMap<>();
    rules()
        .forEach((name, rule) -> {
          double[] shares =
              rule.shares(
                  trials, planning.backtest().origins().size(), scores::score, StopSignal.never());
          double[] mixed = new double[HORIZON];
          for (int i = 0; i < shares.length; i++) {
            for (int step = 0; step < HORIZON; step++) {
              mixed[step] += shares[i] * ahead[i][step];
            }
          }
          gains.put(name, Math.log(error(mixed, later) / single));
        });
    return gains;
  }

  private static double[] ahead(ForecastTrial trial, Planning planning) {
    Series series = planning.set().series().getFirst();
    return switch (trial.candidate().member(1, StopSignal.never())) {
      case ForecastMember.Local(_, _, var models) -> models.getFirst().forecast(HORIZON);
      case ForecastMember.Panel(_, _, var model) -> {
        Track track =
            new Track(
                0, series.start(), series.values(), new double[0][], planning.backtest().scale(0));
        yield model.forecast(track, series.size(), HORIZON, StopSignal.never());
      }
    };
  }

  private static double error(double[] forecast, double[] actual) {
    double sum = 1e-9;
    for (int i = 0; i < actual.length; i++) {
      sum += Math.abs(forecast[i] - actual[i]);
    }
    return sum;
  }

  private static void print(Map<String, Map<String, List<Double>>> gains) {
    System.out.printf("%-28s %8s %8s", "rule", "all", "error");
    kinds().keySet().forEach(kind -> System.out.printf(" %8s", kind));
    System.out.println();
    gains.entrySet().stream()
        .sorted(Comparator.comparingDouble(entry -> mean(all(entry.getValue()))))
        .forEach(entry -> {
          List<Double> every = all(entry.getValue());
          System.out.printf(
              "%-28s %8.4f %8.4f", entry.getKey(), Math.exp(mean(every)), standardError(every));
          kinds()
              .keySet()
              .forEach(
                  kind -> System.out.printf(" %8.4f", Math.exp(mean(entry.getValue().get(kind)))));
          System.out.println();
        });
  }

  private static List<Double> all(Map<String, List<Double>> byKind) {
    return byKind.values().stream().flatMap(List::stream).toList();
  }

  private static double standardError(List<Double> values) {
    double mean = mean(values);
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / (values.size() - 1) / values.size());
  }

  private static double mean(@org.jspecify.annotations.Nullable List<Double> values) {
    return values == null
        ? Double.NaN
        : values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }
}
