package dev.lazuli.ml.boost;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.score.LightGbmModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The generated tables on which our losses are compared with LightGBM's.
///
/// Run as a program with a folder as its argument, it writes them for `reference.py`.
final class ReferenceTables {
  private ReferenceTables() {}

  /// One table with a task; tables named `x-0`, `x-1` are judged together; the first 70 % of the
  /// rows train.
  static final class Case {
    final String name;
    final String objective;
    final Loss loss;
    final FeatureTable table;
    final double[] target;
    final double @Nullable [] weights;
    final Mode mode;

    Case(
        String name,
        String objective,
        Loss loss,
        FeatureTable table,
        double[] target,
        double @Nullable [] weights) {
      this(name, objective, loss, table, target, weights, Mode.PLAIN);
    }

    Case(
        String name,
        String objective,
        Loss loss,
        FeatureTable table,
        double[] target,
        double @Nullable [] weights,
        Mode mode) {
      this.name = name;
      this.objective = objective;
      this.loss = loss;
      this.table = table;
      this.target = target;
      this.weights = weights;
      this.mode = mode;
    }

    Case in(Mode other) {
      String named = name + "-" + other.name().toLowerCase(Locale.ROOT);
      return new Case(named, objective, loss, table, target, weights, other);
    }

    int trainRows() {
      return table.rows() * 7 / 10;
    }

    /// Our loss on the rows that did not train.
    double ourLoss() {
      double sum = 0;
      for (int seed = 0; seed < mode.seeds(); seed++) {
        sum += ourLoss(mode.of(settings(loss)).withSeed(seed));
      }
      return sum / mode.seeds();
    }

    private double ourLoss(BoostSettings settings) {
      int n = table.rows();
      Boosted model =
          Booster.fit(
              BinnedTable.of(table, 255),
              Tables.rows(0, trainRows()),
              target,
              weights,
              Tables.rows(trainRows(), n),
              settings,
              StopSignal.never());
      double[] losses = model.validationLosses();
      return losses[losses.length - 1];
    }
  }

  /// Settings beyond the plain ones; `reference.py` has LightGBM's words for each.
  enum Mode {
    PLAIN,
    MONOTONE,
    GROUPS,
    GOSS,
    DART,
    EXTRA;

    /// How many seeds the loss is averaged over.
    int seeds() {
      return switch (this) {
        case PLAIN, MONOTONE, GROUPS -> 1;
        case DART, EXTRA, GOSS -> 3;
      };
    }

    BoostSettings of(BoostSettings plain) {
      return switch (this) {
        case PLAIN -> plain;
        case MONOTONE ->
            plain.withConstraints(
                Constraints.none()
                    .with(0, Constraints.Direction.INCREASING)
                    .with(2, Constraints.Direction.DECREASING));
        case GROUPS ->
            plain.withConstraints(
                Constraints.none().withGroup(Set.of(0, 1)).withGroup(Set.of(1, 2, 3, 4)));
        case GOSS -> plain.withSampling(new Sampling.Gradients(0.2, 0.1));
        case DART -> plain.withDropout(new Dropout.Dart(0.5, 50, 0)).withLearningRate(0.5);
        case EXTRA -> plain.withExtraTrees(true);
      };
    }
  }

  static BoostSettings settings(Loss loss) {
    return BoostSettings.defaults(loss).withRounds(80).withLearningRate(0.1);
  }

  static List<Case> all() {
    Tables.Mixed numeric = Tables.mixed(20_000, 6, 0, 1);
    Tables.Mixed codes = Tables.mixed(20_000, 4, 60, 2);
    Tables.Mixed few = Tables.mixed(20_000, 4, 3, 3);
    FeatureTable constants = withConstants(numeric.table());
    double[] numbers = numeric.signal().numbers();
    double[] weights = new SplittableRandom(6).doubles(20_000, 0.1, 3).toArray();
    double[] skewed = codes.signal().positive();
    List<Case> cases = new ArrayList<>();
    Collections.addAll(
        cases,
        new Case("numeric", "regression", Loss.squared(), numeric.table(), numbers, null),
        new Case(
            "codes", "regression", Loss.squared(), codes.table(), codes.signal().numbers(), null),
        new Case(
            "few-codes", "binary", Loss.logistic(), few.table(), few.signal().classes(2), null),
        new Case("weighted", "regression", Loss.squared(), numeric.table(), numbers, weights),
        new Case(
            "classes",
            "multiclass",
            Loss.softmax(4),
            codes.table(),
            codes.signal().classes(4),
            null),
        new Case("skewed", "gamma", Loss.gamma(), codes.table(), skewed, null),
        new Case("counts", "poisson", Loss.poisson(), few.table(), few.signal().counts(), null),
        new Case("absolute", "regression_l1", Loss.absolute(), numeric.table(), numbers, null),
        new Case("constants", "regression", Loss.squared(), constants, numbers, null));
    for (int i = 0; i < 8; i++) {
      cases.add(squared("tiny-" + i, Tables.mixed(300, 3, 2, 50 + i)));
    }
    for (int i = 0; i < 4; i++) {
      cases.add(squared("wide-" + i, Tables.mixed(10_000, 60, 5, 50 + i)));
    }
    cases.add(
        new Case("missing", "regression", Loss.squared(), sparse(codes.table()), skewed, null));
    for (int i = 0; i < 4; i++) {
      cases.add(duplicates("duplicates-" + i, Tables.mixed(8000, 4, 20, 90 + i)));
    }
    addModes(cases);
    return cases;
  }

  private static void addModes(List<Case> cases) {
    List<Mode> modes = List.of(Mode.MONOTONE, Mode.GROUPS, Mode.DART, Mode.EXTRA);
    for (int i = 0; i < 4; i++) {
      for (Mode mode : modes) {
        cases.add((i % 2 == 0 ? numbers(i) : binary(i)).in(mode));
      }
    }
    // a table's mean over seeds is up to 1.7 % off by chance: only many tables tell
    for (int i = 0; i < 40; i++) {
      cases.add(binary(i).in(Mode.GOSS));
    }
    for (int i = 0; i < 10; i++) {
      cases.add(numbers(i).in(Mode.GOSS));
    }
  }

  private static Case numbers(int i) {
    return squared("numbers-" + i, Tables.mixed(10_000, 4, 20, 70 + i));
  }

  private static Case binary(int i) {
    Tables.Mixed mixed = Tables.mixed(10_000, 4, 20, 70 + i);
    double[] classes = mixed.signal().classes(2);
    return new Case("binary-" + i, "binary", Loss.logistic(), mixed.table(), classes, null);
  }

  /// A table of whose numbers six in ten are missing.
  private static FeatureTable sparse(FeatureTable table) {
    SplittableRandom random = new SplittableRandom(8);
    List<Feature> features = new ArrayList<>();
    for (Feature feature : table.features()) {
      double[] values = column(feature);
      Arrays.setAll(values, i -> random.nextInt(10) < 6 ? Double.NaN : values[i]);
      features.add(
          feature instanceof Feature.Numeric
              ? new Feature.Numeric(feature.name(), values)
              : feature);
    }
    return FeatureTable.of(features);
  }

  /// A table each of whose rows comes three times.
  private static Case duplicates(String name, Tables.Mixed mixed) {
    List<Feature> features = new ArrayList<>();
    for (Feature feature : mixed.table().features()) {
      int[] codes = new int[24_000];
      double[] values = new double[24_000];
      for (int i = 0; i < values.length; i++) {
        values[i] = feature.value(i / 3);
        codes[i] = Double.isNaN(values[i]) ? -1 : (int) values[i];
      }
      features.add(
          feature instanceof Feature.Numeric
              ? new Feature.Numeric(feature.name(), values)
              : new Feature.Categorical(feature.name(), codes, 20));
    }
    double[] signal = mixed.signal().numbers();
    double[] target = new double[24_000];
    Arrays.setAll(target, i -> signal[i / 3]);
    return new Case(name, "regression", Loss.squared(), FeatureTable.of(features), target, null);
  }

  private static Case squared(String name, Tables.Mixed mixed) {
    return new Case(
        name, "regression", Loss.squared(), mixed.table(), mixed.signal().numbers(), null);
  }

  private static FeatureTable withConstants(FeatureTable table) {
    List<Feature> features = new ArrayList<>(table.features());
    features.add(0, new Feature.Numeric("zero", new double[table.rows()]));
    features.add(new Feature.Numeric("again", column(table.features().getFirst())));
    return FeatureTable.of(features);
  }

  private static double[] column(Feature feature) {
    return IntStream.range(0, feature.size()).mapToDouble(feature::value).toArray();
  }

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    List<String> index = new ArrayList<>();
    for (Case one : all()) {
      StringBuilder text = new StringBuilder();
      double[] row = new double[one.table.features().size()];
      for (int r = 0; r < one.table.rows(); r++) {
        one.table.row(r, row);
        for (double value : row) {
          text.append(value).append(',');
        }
        text.append(one.target[r]).append(',');
        text.append(one.weights == null ? 1 : one.weights[r]).append('\n');
      }
      Files.writeString(folder.resolve(one.name + ".csv"), text);
      String categorical =
          IntStream.range(0, row.length)
              .filter(f -> one.table.features().get(f) instanceof Feature.Categorical)
              .mapToObj(Integer::toString)
              .reduce("", (a, b) -> a + " " + b);
      index.add(
          "%s,%s,%d,%d,%s,%s,%d"
              .formatted(
                  one.name,
                  one.objective,
                  one.trainRows(),
                  one.loss.outputs(),
                  categorical.strip(),
                  one.mode,
                  one.mode.seeds()));
      System.out.println(one.name + " " + one.ourLoss());
    }
    Files.write(folder.resolve("cases.txt"), index);
    Case mixed = all().get(4);
    Boosted model = Tables.fit(mixed.table, mixed.target, settings(mixed.loss).withRounds(5));
    List<String> names = mixed.table.features().stream().map(Feature::name).toList();
    String text = new LightGbmModel(model.ensemble(), names, "multiclass num_class:4").text();
    Files.writeString(folder.resolve("ours.txt"), text);
  }
}
