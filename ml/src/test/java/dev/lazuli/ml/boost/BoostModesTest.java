package dev.lazuli.ml.boost;

import static dev.lazuli.ml.boost.Tables.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.score.LightGbmModel;
import dev.lazuli.ml.score.RowScorer;
import dev.lazuli.ml.score.Tree;
import dev.lazuli.ml.score.TreeScorer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds for every way to grow and to sample.
class BoostModesTest {
  private final Tables.Mixed mixed = Tables.mixed(6000, 4, 12, 7);

  private static Stream<BoostSettings> modes(Loss loss) {
    BoostSettings plain = BoostSettings.defaults(loss).withRounds(40).withSeed(3);
    return Stream.of(
        plain.withGrowth(Growth.DEPTH_WISE),
        plain.withGrowth(Growth.OBLIVIOUS).withLeavesMax(64),
        plain.withGrowth(Growth.OBLIVIOUS).withExtraTrees(true).withColumnFractionPerNode(0.7),
        plain.withExtraTrees(true),
        plain.withDropout(Dropout.Dart.defaults()),
        plain.withDropout(new Dropout.Dart(0.3, 4, 0)).withRowFraction(0.8),
        plain.withSampling(new Sampling.Gradients(0.2, 0.1)).withLearningRate(0.2),
        plain
            .withConstraints(Constraints.none().withGroup(Set.of(0, 4)).withGroup(Set.of(1, 2)))
            .withColumnFraction(0.9),
        plain.withConstraints(Constraints.none().with(1, Constraints.Direction.INCREASING)));
  }

  static Stream<BoostSettings> all() {
    return Stream.of(Loss.squared(), Loss.logistic(), Loss.softmax(3)).flatMap(l -> modes(l));
  }

  private double[] target(BoostSettings settings) {
    int k = settings.loss().link() == Link.LOGIT ? 2 : settings.loss().outputs();
    return k == 1 ? mixed.signal().numbers() : mixed.signal().classes(k);
  }

  private Boosted fit(BoostSettings settings) {
    double[] weights = new SplittableRandom(1).doubles(6000, 0.5, 2).toArray();
    return Booster.fit(
        BinnedTable.of(mixed.table(), 255),
        rows(0, 4000),
        target(settings),
        weights,
        rows(4000, 6000),
        settings,
        StopSignal.never());
  }

  @ParameterizedTest
  @MethodSource("all")
  void theLossFallsAndTheModelGivesTheScoresThatTrainingSaw(BoostSettings settings) {
    Boosted model = fit(settings);

    double[] losses = model.validationLosses();
    assertThat(losses[39]).isLessThan(0.9 * losses[0]);
    assertThat(model.validationRaw()).isEqualTo(Tables.raw(model, mixed.table(), 4000, 6000));
  }

  @ParameterizedTest
  @MethodSource("all")
  void theBitsDoNotDependOnTheNumberOfThreads(BoostSettings settings) {
    Boosted one = fit(settings.withRounds(8));
    Boosted three = fit(settings.withRounds(8).withThreads(3));

    assertThat(three.validationRaw()).isEqualTo(one.validationRaw());
  }

  @ParameterizedTest
  @MethodSource("all")
  void theModelReadBackFromLightGbmTextGivesTheSameBits(BoostSettings settings) {
    Boosted model = fit(settings.withRounds(8));
    List<String> names = mixed.table().features().stream().map(Feature::name).toList();

    LightGbmModel read =
        LightGbmModel.parse(new LightGbmModel(model.ensemble(), names, "custom").text());

    RowScorer scorer = TreeScorer.compile(read.ensemble());
    int k = scorer.outputs();
    double[] row = new double[names.size()];
    double[] out = new double[k];
    double[] expected = model.validationRaw();
    for (int r = 4000; r < 6000; r++) {
      mixed.table().row(r, row);
      scorer.score(row, out);
      int at = (r - 4000) * k;
      assertThat(out).isEqualTo(Arrays.copyOfRange(expected, at, at + k));
    }
  }

  @Test
  void aLevelOfAnObliviousTreeHasOneCondition() {
    BoostSettings settings =
        BoostSettings.defaults(Loss.squared())
            .withRounds(20)
            .withGrowth(Growth.OBLIVIOUS)
            .withLeavesMax(64)
            .withDepthMax(5);

    Boosted model = fit(settings);

    model
        .ensemble()
        .trees()
        .forEach(tree -> {
          long conditions =
              IntStream.range(0, tree.splits())
                  .mapToObj(s ->
                      tree.isCategorical(s)
                          ? tree.feature(s) + " " + codes(tree, s)
                          : tree.feature(s) + " " + tree.threshold(s))
                  .distinct()
                  .count();
          assertThat(conditions).isBetween(1L, 5L);
          assertThat(tree.leaves()).isBetween(8, 32);
        });
  }

  private static List<Integer> codes(Tree tree, int split) {
    return IntStream.range(0, tree.codesEnd(split))
        .filter(code -> tree.codeGoesLeft(split, code))
        .boxed()
        .toList();
  }

  @Test
  void depthWiseGrowthFillsALevelBeforeTheNext() {
    BoostSettings settings = BoostSettings.defaults(Loss.squared()).withRounds(10).withLeavesMax(8);

    Boosted byLevel = fit(settings.withGrowth(Growth.DEPTH_WISE));
    Boosted byLeaf = fit(settings.withGrowth(Growth.LEAF_WISE));

    assertThat(byLevel.ensemble().trees()).allMatch(tree -> depth(tree, 0) == 3);
    assertThat(byLeaf.ensemble().trees()).anyMatch(tree -> depth(tree, 0) > 3);
  }

  private static int depth(Tree tree, int node) {
    return node < 0 ? 0 : 1 + Math.max(depth(tree, tree.left(node)), depth(tree, tree.right(node)));
  }

  @Test
  void samplingByGradientsComesNearToAllRows() {
    BoostSettings plain = BoostSettings.defaults(Loss.squared()).withRounds(80);

    double all = last(fit(plain));
    double sampled = last(fit(plain.withSampling(new Sampling.Gradients(0.2, 0.2))));

    assertThat(sampled).isLessThan(1.05 * all);
  }

  private static double last(Boosted model) {
    double[] losses = model.validationLosses();
    return losses[losses.length - 1];
  }

  @Test
  void whatCannotGoTogetherIsRefusedByName() {
    BoostSettings plain = BoostSettings.defaults(Loss.squared());
    Constraints rises = Constraints.none().with(0, Constraints.Direction.INCREASING);
    Sampling ranked = new Sampling.Gradients(0.2, 0.1);

    refused(
        () -> plain.withPatience(5).withDropout(Dropout.Dart.defaults()), "DART cannot stop early");
    refused(() -> plain.withRowFraction(0.5).withSampling(ranked), "set rowFraction to 1");
    refused(() -> plain.withLoss(Loss.absolute()).withSampling(ranked), "gradients that differ");
    refused(() -> plain.withLoss(Loss.absolute()).withConstraints(rises), "residual quantiles");
    refused(
        () -> plain.withGrowth(Growth.OBLIVIOUS).withConstraints(rises),
        "leaf-wise or depth-wise growth");
    refused(() -> new Sampling.Gradients(0.7, 0.5), "otherFraction is 0.5");
    refused(() -> new Dropout.Dart(0, 1, 0), "the drop rate is 0.0");
    refused(
        () -> fit(plain.withConstraints(Constraints.none().withGroup(Set.of(0, 9)))),
        "constraints name feature 9, the table has 5");
    refused(
        () ->
            fit(
                plain.withConstraints(
                    Constraints.none().with(4, Constraints.Direction.DECREASING))),
        "feature 'category' is categorical and cannot have a direction");
  }

  @Test
  void aForestRefusesWhatNeedsGradients() {
    BoostSettings forest = Forest.defaults(Loss.squared());
    Constraints rises = Constraints.none().with(0, Constraints.Direction.INCREASING);

    refused(() -> forest(forest.withSampling(new Sampling.Gradients(0.2, 0.1))), "sample");
    refused(() -> forest(forest.withDropout(Dropout.Dart.defaults())), "DART");
    refused(() -> forest(forest.withConstraints(rises)), "directions");
  }

  private void forest(BoostSettings settings) {
    Forest.fit(
        BinnedTable.of(mixed.table(), 255),
        rows(0, 100),
        mixed.signal().numbers(),
        null,
        new int[0],
        settings,
        FitControl.of(StopSignal.never()));
  }

  private static void refused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(InvalidInput.class).hasMessageContaining(message);
  }
}
