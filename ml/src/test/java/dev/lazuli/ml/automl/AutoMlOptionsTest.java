package dev.lazuli.ml.automl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import dev.lazuli.ml.model.FeatureSpec;
import dev.lazuli.ml.prepare.ColumnPurpose;
import dev.lazuli.ml.prepare.Featurization;
import dev.lazuli.ml.prepare.Imputation;
import dev.lazuli.ml.prepare.Transformer;
import dev.lazuli.ml.split.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AutoMlOptionsTest {
  private static final int ROWS = 300;
  private static final Frame TABLE = MixedTables.withTarget("price", ROWS, 1);
  private static final AutoMlSettings SETTINGS = AutoMlSettings.regression("price");

  @Test
  void aGroupIsOnOneSideOfEachSplit() {
    Frame table = with(TABLE, numbers("house", row -> row % 23));
    Validation validation = Validation.automatic().withGroupColumn("house");

    TrainingSet set = read(table, SETTINGS.withValidation(validation));

    assertThat(set.encoder().signature().place("house")).isEmpty();
    for (Split split : splits(set, SETTINGS.withValidation(validation))) {
      Set<Integer> held = new HashSet<>();
      Arrays.stream(split.validation()).forEach(row -> held.add(row % 23));
      assertThat(Arrays.stream(split.train())).noneMatch(row -> held.contains(row % 23));
    }
  }

  @Test
  void laterRowsAreValidatedWhenATimeIsGiven() {
    Frame table = with(TABLE, numbers("at", row -> (row * 7) % ROWS));
    AutoMlSettings settings =
        SETTINGS.withValidation(Validation.automatic().withTimeColumn("at").withFolds(4));

    List<Split> splits = splits(read(table, settings), settings);

    assertThat(splits).hasSize(4);
    for (Split split : splits) {
      int latest = Arrays.stream(split.train()).map(row -> row * 7 % ROWS).max().orElse(0);
      assertThat(Arrays.stream(split.validation()).map(row -> row * 7 % ROWS))
          .allMatch(time -> time > latest);
    }
  }

  @Test
  void columnsOfOnesAndZerosTellTheSplits() {
    Frame table =
        with(
            with(TABLE, numbers("cv1", row -> row < 200 ? 1 : 0)),
            numbers("cv2", row -> row >= 100 ? 1 : 0));
    AutoMlSettings settings =
        SETTINGS.withValidation(Validation.automatic().withSplitColumns(List.of("cv1", "cv2")));

    AutoMlResult result = AutoMl.run(table, settings.withMaxTrials(2));

    assertThat(result.leaderboard().rule()).isEqualTo("2 splits given as columns");
    assertThat(result.leaderboard().best().foldScores()).hasSize(2);
    assertThat(result.model().signature().place("cv1")).isEmpty();
  }

  @Test
  void aSplitColumnOfOtherValuesIsRefused() {
    Frame table = with(TABLE, numbers("cv1", row -> row % 3));
    AutoMlSettings settings =
        SETTINGS.withValidation(Validation.automatic().withSplitColumns(List.of("cv1")));

    assertThatThrownBy(() -> read(table, settings))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("column 'cv1' must hold 1 for training rows and 0 for validation rows");
  }

  @Test
  void blockedStepsAreNotTaken() {
    Featurization start = Featurization.automatic();

    List<String> codes = features(start);
    List<String> means = features(start.withBlocked(Set.of(Transformer.ONE_HOT_ENCODER)));
    List<String> frequencies =
        features(
            start.withBlocked(Set.of(Transformer.ONE_HOT_ENCODER, Transformer.CAT_TARGET_ENCODER)));

    assertThat(codes).contains("city").doesNotContain("city frequency");
    assertThat(means).contains("city mean 0", "city frequency").doesNotContain("city");
    assertThat(frequencies).contains("city frequency").doesNotContain("city mean 0", "city");
  }

  @Test
  void columnsAreLeftOutAndFilledAsAskedFor() {
    Featurization asked =
        Featurization.automatic()
            .withDropped(List.of("rooms"))
            .withImputations(Map.of("size", Imputation.of("constant", -1)));

    TrainingSet set = read(TABLE, SETTINGS.withFeaturization(asked));

    assertThat(set.encoder().features()).extracting(FeatureSpec::name).doesNotContain("rooms");
    int size = set.encoder().features().indexOf(FeatureSpec.numeric("size"));
    double[] values = new double[ROWS];
    Arrays.setAll(values, row -> set.table().features().get(size).value(row));
    assertThat(values).doesNotContain(Double.NaN).contains(-1.0);
    assertThat(set.findings().notes()).anyMatch(note -> note.contains("of column 'size' are repl"));
  }

  @Test
  void missingCategoriesStayAValueOfTheirOwnWhereTheMostFrequentIsAskedFor() {
    Frame train = MixedTables.withTarget("kind", 200, 1);
    Map<String, Imputation> frequent = Map.of("city", Imputation.of("most_frequent", 0));
    Map<String, Imputation> mean = Map.of("city", Imputation.of("mean", 0));
    AutoMlSettings settings = AutoMlSettings.classification("kind");
    Featurization automatic = Featurization.automatic();

    TrainingSet set =
        new TableReading(settings.withFeaturization(automatic.withImputations(frequent)))
            .read(train, StopSignal.never());

    assertThat(set.findings().notes()).anyMatch(n -> n.contains("of column 'city' stay a value"));
    var other = new TableReading(settings.withFeaturization(automatic.withImputations(mean)));
    assertThatThrownBy(() -> other.read(train, StopSignal.never()))
        .hasMessage(
            "column 'city' is used as categorical; the imputer's strategy mean is for numbers");
  }

  @Test
  void withFeaturizationOffTimesAreRefusedAndNumbersStay() {
    Featurization off = Featurization.automatic().withOff(true);

    assertThatThrownBy(() -> features(off))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("column 'built' holds times, which cannot be used");
    assertThat(features(off.withDropped(List.of("built")))).contains("size", "city");
  }

  @Test
  void metricsOfDecisionsGetTheirOwnThreshold() {
    Frame train = MixedTables.withTarget("sold", 600, 1);
    double[] sold = ((NumberColumn) train.require("sold")).values();
    int[] fewer = IntStream.range(0, 600).filter(row -> sold[row] == 0 || row % 5 == 0).toArray();

    AutoMlResult result =
        AutoMl.run(
            train.select(fewer),
            AutoMlSettings.classification("sold")
                .withMetric("balanced_accuracy")
                .withFolds(3)
                .withMaxTrials(4));

    assertThat(result.model().combination().classFactors()).hasSize(2);
    assertThat(result.leaderboard().best().params()).containsKey("class_factors");
  }

  @Test
  void rareClassesGetMoreWeightInOneOfTheTrials() {
    Frame train = MixedTables.withTarget("sold", 900, 1);
    double[] sold = ((NumberColumn) train.require("sold")).values();
    int[] fewer = IntStream.range(0, 900).filter(row -> sold[row] == 0 || row % 31 == 0).toArray();

    AutoMlResult result =
        AutoMl.run(
            train.select(fewer),
            AutoMlSettings.classification("sold").withFolds(2).withMaxTrials(3));

    assertThat(result.leaderboard().trials())
        .extracting(trial -> trial.params().getOrDefault("target_scale", ""))
        .contains("balanced", "plain");
  }

  @Test
  void importancesNameTheColumnsThatMatter() {
    AutoMlResult result =
        AutoMl.run(
            with(TABLE, numbers("noise", row -> row * 31 % 97)),
            SETTINGS.withExplain(true).withFolds(3).withMaxTrials(2));

    assertThat(result.importances()).hasSizeGreaterThan(5);
    assertThat(result.importances().getFirst().column()).isEqualTo("size");
    assertThat(result.importances().stream().filter(one -> one.column().equals("noise")))
        .allMatch(one -> one.mean() < result.importances().getFirst().mean() / 20);
  }

  @Test
  void thePositiveLabelHasMetricsOfItsOwn() {
    Frame train = MixedTables.withTarget("kind", 150, 1);
    AutoMlSettings settings = AutoMlSettings.classification("kind").withFolds(2).withMaxTrials(1);

    AutoMlResult result = AutoMl.run(train, settings.withPositiveLabel("large"));

    assertThat(result.leaderboard().best().metrics()).containsKeys("AUC_binary", "f1_score_binary");
    assertThatThrownBy(() -> AutoMl.run(train, settings.withPositiveLabel("huge")))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith("positive_label 'huge' is no class of 'kind'; there are");
  }

  @Test
  void pairsOfWordsTellALinearModelWhatWordsAloneDoNot() {
    List<String> texts =
        List.of(
            "it is not bad but good", "it is bad but not good",
            "not bad, good!", "bad, not good!");
    SplittableRandom random = new SplittableRandom(1);
    int[] codes = random.ints(300, 0, texts.size()).toArray();
    double[] liked = Arrays.stream(codes).mapToDouble(code -> 1 - code % 2).toArray();
    Frame reviews =
        new Frame(
            List.of(
                new TextColumn("review", ColumnType.TEXT, codes, texts),
                new NumberColumn("noise", ColumnType.NUMBER, random.doubles(300).toArray()),
                new NumberColumn("liked", ColumnType.BOOLEAN, liked)));
    AutoMlSettings settings =
        AutoMlSettings.classification("liked")
            .withMetric("AUC_weighted")
            .withPurposes(Map.of("review", ColumnPurpose.TEXT))
            .withAllowed(List.of("LogisticRegression"))
            .withFolds(3)
            .withMaxTrials(1);
    Featurization asked = settings.featurization();

    double with = AutoMl.run(reviews, settings).leaderboard().best().score();
    double without =
        AutoMl.run(
                reviews, settings.withFeaturization(asked.withBlocked(Set.of(Transformer.TF_IDF))))
            .leaderboard()
            .best()
            .score();

    assertThat(with).isGreaterThan(0.99);
    assertThat(without).isLessThan(0.9);
  }

  private static List<String> features(Featurization asked) {
    return read(TABLE, SETTINGS.withFeaturization(asked)).encoder().features().stream()
        .map(FeatureSpec::name)
        .toList();
  }

  private static List<Split> splits(TrainingSet set, AutoMlSettings settings) {
    return SplitPlan.of(set, settings, new CostModel(set, settings.limits())).splits();
  }

  private static TrainingSet read(Frame frame, AutoMlSettings settings) {
    return new TableReading(settings).read(frame, StopSignal.never());
  }

  private static Frame with(Frame frame, Column more) {
    List<Column> columns = new ArrayList<>(frame.columns());
    columns.add(more);
    return new Frame(columns);
  }

  private static NumberColumn numbers(String name, IntToDoubleFunction value) {
    double[] values = new double[ROWS];
    Arrays.setAll(values, value);
    return new NumberColumn(name, ColumnType.INTEGER, values);
  }
}
