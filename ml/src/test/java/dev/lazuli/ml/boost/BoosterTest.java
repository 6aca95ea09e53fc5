package dev.lazuli.ml.boost;

import static dev.lazuli.ml.boost.Tables.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BoosterTest {
  private final Tables.Mixed mixed = Tables.mixed(3000, 4, 12, 7);
  private final BoostSettings squared = BoostSettings.defaults(Loss.squared());

  static Stream<Loss> losses() {
    return Stream.of(
        Loss.squared(),
        Loss.absolute(),
        Loss.huber(1),
        Loss.quantile(0.8),
        Loss.poisson(),
        Loss.gamma(),
        Loss.tweedie(1.3),
        Loss.logistic(),
        Loss.softmax(4));
  }

  private double[] targetFor(Loss loss) {
    return switch (loss) {
      case PoissonLoss _, TweedieLoss _ -> mixed.signal().counts();
      case GammaLoss _ -> mixed.signal().positive();
      case LogisticLoss _ -> mixed.signal().classes(2);
      case SoftmaxLoss softmax -> mixed.signal().classes(softmax.classes());
      default -> mixed.signal().numbers();
    };
  }

  @ParameterizedTest
  @MethodSource("losses")
  void everyLossFallsOnRowsThatWereNotTrainedOn(Loss loss) {
    double[] target = targetFor(loss);
    BinnedTable table = BinnedTable.of(mixed.table(), 255);
    BoostSettings settings = BoostSettings.defaults(loss).withRounds(60);

    Boosted model =
        Booster.fit(
            table, rows(0, 2000), target, null, rows(2000, 3000), settings, StopSignal.never());

    double start =
        Booster.fit(
                table,
                rows(0, 2000),
                target,
                null,
                rows(2000, 3000),
                settings.withRounds(1).withLearningRate(1e-12),
                StopSignal.never())
            .validationLosses()[0];
    double end = model.validationLosses()[59];
    assertThat(end).isLessThan(start - 0.01 * Math.abs(start));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void theModelGivesTheScoresThatTrainingSaw(Loss loss) {
    Boosted model =
        Booster.fit(
            BinnedTable.of(mixed.table(), 255),
            rows(0, 2000),
            targetFor(loss),
            null,
            rows(2000, 3000),
            BoostSettings.defaults(loss).withRounds(20).withRowFraction(0.7),
            StopSignal.never());

    assertThat(model.validationRaw()).isEqualTo(Tables.raw(model, mixed.table(), 2000, 3000));
  }

  @Test
  void theBitsDoNotDependOnTheNumberOfThreadsOrTheRun() {
    Tables.Mixed large = Tables.mixed(170_000, 12, 30, 1); // of so many rows threads share a leaf
    BoostSettings settings =
        squared
            .withRounds(6)
            .withExtraTrees(false)
            .withRowFraction(0.8)
            .withColumnFraction(0.9)
            .withColumnFractionPerNode(0.7);

    Boosted one = Tables.fit(large.table(), large.signal().numbers(), settings);
    Boosted again = Tables.fit(large.table(), large.signal().numbers(), settings);
    Boosted three = Tables.fit(large.table(), large.signal().numbers(), settings.withThreads(3));

    double[] expected = Tables.raw(one, large.table(), 0, 170_000);
    assertThat(Tables.raw(again, large.table(), 0, 170_000)).isEqualTo(expected);
    assertThat(Tables.raw(three, large.table(), 0, 170_000)).isEqualTo(expected);
  }

  @Test
  void losingHistogramsForLackOfRoomDoesNotChangeTheModel() {
    Tables.Mixed wide = Tables.mixed(600, 1500, 5, 2);
    BoostSettings settings = squared.withRounds(1).withLeavesMax(400).withMinRowsInLeaf(1);
    assertThat(HistogramPool.histogramsMax(wide.table().features().size(), settings))
        .isLessThan(100);

    Boosted model = Tables.fit(wide.table(), wide.signal().numbers(), settings);

    double[] raw = Tables.raw(model, wide.table(), 0, 600);
    assertThat(raw).doesNotContain(Double.NaN);
    assertThat(model.ensemble().trees().getFirst().leaves()).isGreaterThan(100);
  }

  @Test
  void theMemoryOfAFitIsKnownBefore() {
    BinnedTable table = BinnedTable.of(mixed.table(), 255);

    long bytes = Booster.memoryBytes(table, 2000, squared.withLeavesMax(31));

    // scores and derivatives, packed gradients and row lists, 31 histograms of 5 features
    assertThat(bytes).isEqualTo(3 * 8 * 3000 + 8 * 3000 + 20 * 2000 + 31L * 5 * 256 * 8);
  }

  @Test
  void stoppingEarlyKeepsTheTreesUpToTheBestIteration() {
    Boosted model =
        Booster.fit(
            BinnedTable.of(mixed.table(), 255),
            rows(0, 2000),
            mixed.signal().numbers(),
            null,
            rows(2000, 3000),
            squared.withRounds(2000).withPatience(10).withLearningRate(0.3),
            StopSignal.never());

    double[] losses = model.validationLosses();
    double best = Arrays.stream(losses).min().orElseThrow();
    assertThat(losses).hasSize(model.iterations() + 10);
    assertThat(losses[model.iterations() - 1]).isEqualTo(best);
    assertThat(model.validationRaw()).isEqualTo(Tables.raw(model, mixed.table(), 2000, 3000));
  }

  @Test
  void aSoftStopGivesTheTreesSoFar() {
    StopSignal soft = StopSignal.never();
    soft.stop();

    Boosted model =
        Booster.fit(
            BinnedTable.of(mixed.table(), 255),
            rows(0, 3000),
            mixed.signal().numbers(),
            null,
            new int[0],
            squared,
            FitControl.of(StopSignal.never()).withSoftStop(soft));

    assertThat(model.iterations()).isEqualTo(1);
    assertThat(model.isPartial()).isTrue();
  }

  @Test
  void aHardStopEndsTheFit() {
    StopSignal stop = StopSignal.never();
    stop.stop();

    assertThatThrownBy(() ->
            Booster.fit(
                BinnedTable.of(mixed.table(), 255),
                rows(0, 3000),
                mixed.signal().numbers(),
                null,
                new int[0],
                squared,
                stop))
        .isInstanceOf(StopSignal.Stopped.class);
  }

  @Test
  void aRowThatComesTwiceIsRefused() {
    BinnedTable table = BinnedTable.of(mixed.table(), 255);
    double[] target = mixed.signal().numbers();

    assertThatThrownBy(() ->
            Booster.fit(table, rows(0, 10), target, null, rows(9, 20), squared, StopSignal.never()))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("row 9 is not in the table of 3000 rows or comes twice");
  }

  @Test
  void integerWeightsEqualRepeatedRows() {
    int n = 400;
    FeatureTable whole = rounded(mixed.table());
    double[] target = Arrays.copyOf(mixed.signal().numbers(), n);
    double[] weights = new double[n];
    List<Integer> repeated = new ArrayList<>();
    for (int r = 0; r < n; r++) {
      weights[r] = 1 + r % 3;
      for (int i = 0; i < weights[r]; i++) {
        repeated.add(r);
      }
    }
    int[] times = repeated.stream().mapToInt(i -> i).toArray();
    BoostSettings settings = squared.withRounds(5).withMinRowsInLeaf(1).withMinHessianInLeaf(29.5);

    Boosted weighted = Tables.fit(select(whole, rows(0, n)), target, weights, settings);
    double[] repeatedTarget = Arrays.stream(times).mapToDouble(r -> target[r]).toArray();
    Boosted duplicated = Tables.fit(select(whole, times), repeatedTarget, settings);

    assertThat(Tables.raw(weighted, whole, 0, n))
        .containsExactly(Tables.raw(duplicated, whole, 0, n), within(1e-9));
  }

  /// The numbers of a table to one decimal, so that repeated rows do not move the bins.
  private static FeatureTable rounded(FeatureTable table) {
    List<Feature> features = new ArrayList<>();
    for (Feature feature : table.features()) {
      if (feature instanceof Feature.Numeric) {
        double[] values = new double[table.rows()];
        Arrays.setAll(values, r -> Math.rint(feature.value(r) * 10) / 10);
        features.add(new Feature.Numeric(feature.name(), values));
      }
    }
    return FeatureTable.of(features);
  }

  private static FeatureTable select(FeatureTable table, int[] rows) {
    List<Feature> features = new ArrayList<>();
    for (Feature feature : table.features()) {
      features.add(
          switch (feature) {
            case Feature.Numeric numeric ->
                new Feature.Numeric(
                    numeric.name(), Arrays.stream(rows).mapToDouble(numeric::value).toArray());
            case Feature.Categorical categorical ->
                new Feature.Categorical(
                    categorical.name(),
                    Arrays.stream(rows).map(categorical::code).toArray(),
                    categorical.cardinality());
          });
    }
    return FeatureTable.of(features);
  }

  @Test
  void aConstantTargetGivesItself() {
    double[] target = new double[3000];
    Arrays.fill(target, 4.5);

    Boosted model = Tables.fit(mixed.table(), target, squared);

    assertThat(model.ensemble().trees()).isEmpty();
    assertThat(Tables.raw(model, mixed.table(), 0, 1)).containsExactly(4.5);
  }

  @Test
  void aTableOfOneRowGivesItsTarget() {
    FeatureTable one = FeatureTable.of(List.of(new Feature.Numeric("x", new double[] {3})));

    Boosted model = Tables.fit(one, new double[] {2}, squared);

    assertThat(Tables.raw(model, one, 0, 1)).containsExactly(2);
  }

  @Test
  void columnsWithoutInformationAreNotUsed() {
    int n = 200;
    double[] missing = new double[n];
    Arrays.fill(missing, Double.NaN);
    double[] useful = new double[n];
    Arrays.setAll(useful, i -> i % 7);
    FeatureTable table =
        FeatureTable.of(
            List.of(
                new Feature.Numeric("constant", new double[n]),
                new Feature.Numeric("missing", missing),
                new Feature.Categorical(
                    "empty", Arrays.stream(missing).mapToInt(x -> -1).toArray(), 0),
                new Feature.Numeric("useful", useful)));

    Boosted model = Tables.fit(table, useful, squared);

    assertThat(model.ensemble().gains()).startsWith(0, 0, 0);
    assertThat(model.ensemble().gains()[3]).isPositive();
  }

  @Test
  void missingValuesAloneCanCarryTheSignal() {
    int n = 300;
    double[] x = new double[n];
    double[] target = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = i % 3 == 0 ? Double.NaN : i;
      target[i] = i % 3 == 0 ? 1 : 0;
    }
    FeatureTable table = FeatureTable.of(List.of(new Feature.Numeric("x", x)));

    Boosted model = Tables.fit(table, target, squared.withRounds(1).withLearningRate(1));

    assertThat(Tables.raw(model, table, 0, n)).containsExactly(target, within(1e-12));
  }
}
