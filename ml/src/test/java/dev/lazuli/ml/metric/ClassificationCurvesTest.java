package dev.lazuli.ml.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lazuli.ml.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ClassificationCurvesTest {
  private static final int ROWS = 4000;
  private static final Predictions PREDICTIONS = predictions();
  private static final Map<String, CurveTable> CURVES =
      ClassificationCurves.of(PREDICTIONS, List.of("no", "yes")).stream()
          .collect(Collectors.toMap(CurveTable::name, Function.identity()));

  @Test
  void theAreaUnderTheCurveIsThatOfTheMetric() {
    List<List<Json>> points = curve("roc_curve");

    double area = 0;
    for (int i = 1; i < points.size(); i++) {
      double width = number(points, i, 2) - number(points, i - 1, 2);
      area += width * (number(points, i, 3) + number(points, i - 1, 3)) / 2;
    }

    double metric = new ClassificationScores(PREDICTIONS).value(Metric.AUC_MACRO);
    assertThat(area).isCloseTo(metric, within(2e-3));
    assertThat(points).hasSizeBetween(90, 110);
    assertThat(number(points, points.size() - 1, 3)).isEqualTo(1);
  }

  @Test
  void allRowsHaveALiftOfOne() {
    List<List<Json>> points = curve("gain_lift_curve");

    assertThat(number(points, points.size() - 1, 3)).isEqualTo(1);
    assertThat(number(points, 0, 3)).isGreaterThan(1.5);
  }

  @Test
  void trueProbabilitiesLieOnTheDiagonal() {
    for (List<Json> point : curve("calibration_curve")) {
      assertThat(point.get(2).number()).isCloseTo(point.get(1).number(), within(0.06));
    }
  }

  @Test
  void tablesAreWrittenAsMlflowReadsThem() {
    Json table = table("precision_recall_curve").toJson();

    assertThat(table.require("columns").texts())
        .containsExactly("class", "threshold", "recall", "precision");
    assertThat(table.require("data").items().getFirst().items()).hasSize(4);
  }

  private static List<List<Json>> curve(String name) {
    return table(name).rows();
  }

  private static CurveTable table(String name) {
    return Objects.requireNonNull(CURVES.get("charts/%s.json".formatted(name)));
  }

  private static double number(List<List<Json>> points, int row, int column) {
    return points.get(row).get(column).number();
  }

  private static Predictions predictions() {
    SplittableRandom random = new SplittableRandom(1);
    int[] actual = new int[ROWS];
    double[] probabilities = new double[2 * ROWS];
    for (int row = 0; row < ROWS; row++) {
      probabilities[2 * row + 1] = random.nextDouble();
      probabilities[2 * row] = 1 - probabilities[2 * row + 1];
      actual[row] = random.nextDouble() < probabilities[2 * row + 1] ? 1 : 0;
    }
    return Predictions.of(actual, probabilities, 2);
  }
}
