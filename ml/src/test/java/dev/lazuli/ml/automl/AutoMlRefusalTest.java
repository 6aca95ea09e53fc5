package dev.lazuli.ml.automl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import dev.lazuli.ml.model.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AutoMlRefusalTest {
  private static final AutoMlSettings REGRESSION = AutoMlSettings.regression("y");
  private static final AutoMlSettings CLASSIFICATION = AutoMlSettings.classification("y");

  @Test
  void aTableWithoutTheTargetIsRefused() {
    refused(table(20).without(List.of("y")), REGRESSION, "no column 'y'; the table has x");
  }

  @Test
  void threeRowsAreRefused() {
    refused(table(3), REGRESSION, "the table has 3 rows with a target, at least 10 are needed");
  }

  @Test
  void aTargetWithoutValuesIsRefused() {
    refused(withTarget(row -> Double.NaN), REGRESSION, "all values of the target 'y' are missing");
  }

  @Test
  void oneClassIsRefused() {
    refused(withTarget(row -> 1), CLASSIFICATION, "the target 'y' has only one class, '1.0'");
  }

  @Test
  void aConstantNumberIsRefused() {
    refused(withTarget(row -> 1), REGRESSION, "the target 'y' has only one value");
  }

  @Test
  void aTargetOfTimesIsRefused() {
    double[] times = IntStream.range(0, 40).mapToDouble(row -> row * 86_400_000.0).toArray();
    Frame dated =
        new Frame(
            List.of(
                sized(40, "x", row -> row % 7), new NumberColumn("y", ColumnType.DATETIME, times)));

    refused(
        dated,
        REGRESSION,
        "the target 'y' holds times, such as 1970-01-01T00:00:00Z; regression needs numbers: give it"
            + " as days or hours since some time");
  }

  @Test
  void columnsLeftOutAsLeaksAreNamedWhenNothingIsLeft() {
    int[] names = IntStream.range(0, 200).toArray();
    List<String> texts = IntStream.range(0, 200).mapToObj(row -> "r" + row * 7919).toList();
    Frame leaks =
        new Frame(
            List.of(
                sized(200, "copy", row -> row % 2),
                new TextColumn("name", ColumnType.CATEGORY, names, texts),
                sized(200, "y", row -> row % 2)));

    refused(
        leaks,
        CLASSIFICATION,
        "no column can be learned from: column 'copy' is a copy of the target 'y'; it is left out;"
            + " column 'name' is left out: nearly all values are different, so it seems to name the"
            + " rows");
  }

  private static NumberColumn sized(int count, String name, IntToDoubleFunction value) {
    return new NumberColumn(
        name, ColumnType.NUMBER, IntStream.range(0, count).mapToDouble(value).toArray());
  }

  @Test
  void tooManyClassesAreRefused() {
    refused(
        withTarget(row -> row),
        CLASSIFICATION,
        "the target 'y' has more than 200 classes, such as '200.0'; for numbers use regression");
  }

  @Test
  void classesThatDoNotComeAgainAreRefused() {
    int[] codes = IntStream.range(0, 300).map(row -> row % 160).toArray();
    List<String> prices = IntStream.range(0, 160).mapToObj(price -> "1," + price).toList();
    Frame texts =
        new Frame(
            List.of(numbers("x", row -> row), new TextColumn("y", ColumnType.TEXT, codes, prices)));

    refused(
        texts,
        CLASSIFICATION,
        "the target 'y' has 160 different values in 300 rows, such as '1,0': classes must come again;"
            + " a number is written with digits and a decimal point, such as 1234.5");
  }

  @Test
  void labelsThatDifferInCaseOrBlanksAreTold() {
    List<String> labels = List.of("yes", " Yes ", "no", "rare");
    int[] codes = IntStream.range(0, 300).map(row -> row == 0 ? 3 : row % 3).toArray();

    List<String> notes =
        TargetReading.of(
                new TextColumn("y", ColumnType.CATEGORY, codes, labels), Task.CLASSIFICATION)
            .notes();

    assertThat(notes)
        .containsExactly(
            "class 'rare' has 1 row only", "classes ' Yes ', 'yes' differ in case or blanks only");
  }

  @Test
  void manyRareClassesAreToldAtOnce() {
    List<String> labels = IntStream.range(0, 20).mapToObj(i -> "c" + i).toList();
    int[] codes = IntStream.range(0, 60).map(row -> row % 20).toArray();

    List<String> notes =
        TargetReading.of(
                new TextColumn("y", ColumnType.CATEGORY, codes, labels), Task.CLASSIFICATION)
            .notes();

    assertThat(notes)
        .containsExactly("20 classes have fewer than 5 rows, such as 'c0', 'c1', 'c10'");
  }

  @Test
  void weightsThatAreAllZeroAreRefused() {
    Frame weighted =
        new Frame(
            List.of(
                numbers("x", row -> row % 17), numbers("y", row -> row), numbers("w", row -> 0)));

    refused(
        weighted, REGRESSION.withWeightColumn("w"), "weights in 'w' are all 0: some must be more");
  }

  @Test
  void wordsAreNoRegressionTarget() {
    Frame words =
        new Frame(
            List.of(
                numbers("x", row -> row),
                new TextColumn("y", ColumnType.CATEGORY, new int[300], List.of("dear"))));

    refused(
        words,
        REGRESSION,
        "the target 'y' is not numeric: 'dear'; regression needs numbers, or use classification");
  }

  @Test
  void aTableOfTheTargetAloneIsRefused() {
    refused(
        table(20).without(List.of("x")),
        REGRESSION,
        "the table has no column beside the target 'y'");
  }

  @Test
  void aTableWithoutAUsefulColumnIsRefused() {
    Frame constant = new Frame(List.of(numbers("x", row -> 3), numbers("y", row -> row)));

    assertThatThrownBy(() -> AutoMl.run(constant, REGRESSION))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("column 'x' is left out: all values are the same");
  }

  @Test
  void unknownAlgorithmsAndMetricsAreRefusedWithThoseThereAre() {
    assertThatThrownBy(() -> AutoMl.run(table(20), REGRESSION.withAllowed(List.of("LinearSVM"))))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("'LinearSVM' is not supported for regression; there are ElasticNet");
    assertThatThrownBy(() -> AutoMl.run(table(20), REGRESSION.withMetric("accuracy")))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("primary_metric 'accuracy'");
  }

  @Test
  void settingsOutOfTheirRangeAreRefused() {
    assertThatThrownBy(() -> REGRESSION.withFolds(1)).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> REGRESSION.withValidationShare(1.5)).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> REGRESSION.withBudget(Duration.ZERO)).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> REGRESSION.withMaxConcurrentTrials(0))
        .isInstanceOf(InvalidInput.class);
  }

  @Test
  void rowsWithoutATargetAreLeftOutWithANote() {
    Frame some =
        new Frame(
            List.of(
                numbers("x", row -> row % 17),
                numbers(
                    "y", row -> row < 4 ? Double.NaN : row == 4 ? Double.POSITIVE_INFINITY : row)));
    List<String> notes = new ArrayList<>();

    AutoMl.run(
        some,
        REGRESSION.withMaxTrials(1).withFolds(2),
        new AutoMlListener() {
          @Override
          public void prepared(String metric, boolean higher, String rule, List<String> found) {
            notes.addAll(found);
          }
        },
        StopSignal.never(),
        System::nanoTime);

    assertThat(notes).contains("5 rows of training_data without a target are left out");
  }

  private static void refused(Frame table, AutoMlSettings settings, String message) {
    assertThatThrownBy(() -> AutoMl.run(table, settings))
        .isInstanceOf(InvalidInput.class)
        .hasMessage(message);
  }

  private static Frame table(int rows) {
    return withTarget(row -> row).select(IntStream.range(0, rows).toArray());
  }

  private static Frame withTarget(IntToDoubleFunction target) {
    return new Frame(List.of(numbers("x", row -> row * 7 % 31), numbers("y", target)));
  }

  private static NumberColumn numbers(String name, IntToDoubleFunction value) {
    double[] values = new double[300];
    Arrays.setAll(values, value);
    return new NumberColumn(name, ColumnType.NUMBER, values);
  }
}
