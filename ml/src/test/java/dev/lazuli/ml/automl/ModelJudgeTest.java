package dev.lazuli.ml.automl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ModelJudgeTest {
  private static final List<String> KINDS = List.of("low", "middle", "high", "new");

  @Test
  void errorsOfTestRowsCountByTheirWeightsAndByTheRangeOfTheTrainingRows() {
    Frame train = table(200, 1, 0, 10);
    Frame test = table(80, 2, 2, 5);
    AutoMlResult result =
        AutoMl.run(train.without(List.of("kind")), quick(AutoMlSettings.regression("y")));

    ModelJudge.Judgement judgement = result.judge().judge(result.model(), test);

    double[] predicted = result.model().predictNumbers(test)[0];
    double[] actual = numbers(test, "y");
    double[] weights = numbers(test, "w");
    double squares = 0;
    for (int row = 0; row < actual.length; row++) {
      squares += weights[row] * Math.pow(predicted[row] - actual[row], 2);
    }
    double error = Math.sqrt(squares / Arrays.stream(weights).sum());
    double[] learned = numbers(train, "y");
    double range =
        Arrays.stream(learned).max().orElseThrow() - Arrays.stream(learned).min().orElseThrow();
    assertThat(judgement.metrics().get("root_mean_squared_error")).isCloseTo(error, within(1e-9));
    assertThat(judgement.metrics().get("normalized_root_mean_squared_error"))
        .isCloseTo(error / range, within(1e-9));
    assertThat(judgement.notes()).isEmpty();
  }

  @Test
  void testRowsHaveTheMetricsOfTheValidatedOnes() {
    Frame train = table(200, 1, 0, 10);
    AutoMlResult result =
        AutoMl.run(
            train.without(List.of("y")),
            quick(AutoMlSettings.classification("kind")).withPositiveLabel("high"));

    ModelJudge.Judgement judgement = result.judge().judge(result.model(), table(80, 2, 0, 10));

    assertThat(judgement.metrics().keySet())
        .containsExactlyElementsOf(result.leaderboard().best().metrics().keySet())
        .contains("f1_score_binary");
  }

  @Test
  void rowsOfClassesThatTheModelDoesNotKnowCountAsWrong() {
    Frame train = table(200, 1, 0, 10);
    AutoMlResult result =
        AutoMl.run(train.without(List.of("y")), quick(AutoMlSettings.classification("kind")));
    Frame test = table(100, 3, 0, 13);

    ModelJudge.Judgement judgement = result.judge().judge(result.model(), test);

    Frame predicted = result.model().predict(test);
    double[] weights = numbers(test, "w");
    double right =
        IntStream.range(0, 100)
            .filter(row ->
                predicted.require("prediction").text(row).equals(test.require("kind").text(row)))
            .mapToDouble(row -> weights[row])
            .sum();
    assertThat(judgement.metrics().get("accuracy"))
        .isCloseTo(right / Arrays.stream(weights).sum(), within(1e-9));
    assertThat(judgement.notes())
        .singleElement()
        .asString()
        .matches(
            "\\d+ of 100 test rows are of classes that the training data does not have, such as"
                + " 'new'; they count as wrong");
  }

  @Test
  void testDataWithoutTheColumnOfWeightsIsJudgedWithARemark() {
    Frame train = table(200, 1, 0, 10);
    AutoMlResult result =
        AutoMl.run(train.without(List.of("kind")), quick(AutoMlSettings.regression("y")));
    Frame test = table(80, 2, 0, 10);

    assertThat(result.judge().judge(result.model(), test.without(List.of("w"))).notes())
        .containsExactly("the test data has no column 'w', so each of its rows counts once");
    assertThatThrownBy(() -> result.judge().judge(result.model(), test.select(new int[0])))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("no row of the test data has a known 'y'");
  }

  private static AutoMlSettings quick(AutoMlSettings settings) {
    return settings
        .withWeightColumn("w")
        .withBudget(Duration.ofMinutes(10))
        .withFolds(3)
        .withMaxTrials(2);
  }

  private static double[] numbers(Frame frame, String name) {
    return ((NumberColumn) frame.require(name)).values();
  }

  /// Two numbers, weights, and of them the number `y` and the class `kind`.
  private static Frame table(int rows, int seed, double low, double high) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] a = random.doubles(rows, low, high).toArray();
    double[] b = random.doubles(rows).toArray();
    double[] w = random.doubles(rows, 0.1, 3).toArray();
    double[] y = new double[rows];
    int[] kind = new int[rows];
    for (int row = 0; row < rows; row++) {
      y[row] = 3 * a[row] + b[row] + random.nextGaussian();
      kind[row] = a[row] > 10 ? 3 : Math.min(2, (int) (a[row] / 3.4 + random.nextDouble() / 2));
    }
    List<Column> columns = new ArrayList<>();
    columns.add(new NumberColumn("a", ColumnType.NUMBER, a));
    columns.add(new NumberColumn("b", ColumnType.NUMBER, b));
    columns.add(new NumberColumn("w", ColumnType.NUMBER, w));
    columns.add(new NumberColumn("y", ColumnType.NUMBER, y));
    columns.add(new TextColumn("kind", ColumnType.CATEGORY, kind, KINDS));
    return new Frame(columns);
  }
}
