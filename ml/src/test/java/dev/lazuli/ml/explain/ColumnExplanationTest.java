package dev.lazuli.ml.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.Oracle;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.boost.Link;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import dev.lazuli.ml.json.Json;
import dev.lazuli.ml.linear.LinearModel;
import dev.lazuli.ml.model.CategoryEncoding;
import dev.lazuli.ml.model.Member;
import dev.lazuli.ml.model.NumericEncoding;
import dev.lazuli.ml.model.RowEncoder;
import dev.lazuli.ml.model.Signature;
import dev.lazuli.ml.model.TabularModel;
import dev.lazuli.ml.model.Target;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ColumnExplanationTest {
  private static final List<String> CITIES = List.of("Bern", "Oslo");
  private static final Frame FRAME = frame();

  /// `10 + 2 size + (5 in Oslo)`; a third column counts for nothing.
  private static final TabularModel MODEL =
      new TabularModel(
          Target.number("price"),
          new RowEncoder(
              Signature.of(FRAME),
              List.of(
                  new NumericEncoding(0, "size"),
                  new CategoryEncoding(1, "city", CITIES),
                  new NumericEncoding(2, "idle"))),
          List.of(
              Member.of(
                  "linear",
                  1,
                  new Member.Linear(
                      new LinearModel(
                          new int[] {0, 2, 0},
                          new double[] {-100, 0, -100},
                          new double[] {100, 0, 100},
                          new double[] {10},
                          new double[] {2, 0, 0, 5, 0, 0, 0})),
                  Link.IDENTITY)),
          Json.object());

  @Test
  void contributionsOfALinearModelAreItsTermsAboveTheirMeans() {
    ColumnExplainer explainer = new ColumnExplainer(MODEL, FRAME, 1, StopSignal.never());

    double[][] found = explainer.explain(FRAME, 3);

    assertThat(explainer.columns()).containsExactly("size", "city", "idle");
    assertThat(found[0]).containsExactly(new double[] {3, 2.5, 0, 17.5 - 2}, within(1e-12));
  }

  @Test
  void contributionsAndTheMeanSumToThePrediction() {
    ColumnExplainer explainer = new ColumnExplainer(MODEL, FRAME, 1, StopSignal.never());
    double[] predicted = MODEL.predictNumbers(FRAME)[0];

    for (int row = 0; row < FRAME.rowCount(); row++) {
      double sum = Arrays.stream(explainer.explain(FRAME, row)[0]).sum();
      assertThat(sum).isCloseTo(predicted[row], within(1e-12));
    }
  }

  @Test
  void theMostImportantColumnComesFirstAndAnIdleOneIsWorthNothing() {
    double[] target = MODEL.predictNumbers(FRAME)[0];

    List<ColumnImportance.Importance> found =
        ColumnImportance.measure(
            MODEL, FRAME, predicted -> -error(predicted[0], target), 20, 1, StopSignal.never());

    assertThat(found).extracting(ColumnImportance.Importance::column).containsSequence("idle");
    assertThat(found.getLast().mean()).isZero();
    assertThat(found.getFirst().mean()).isPositive();
    assertThat(found.getFirst().mean()).isGreaterThan(found.get(1).mean());
  }

  @Test
  void ofALargeBackgroundAHundredRowsAreDrawnByTheSeed() {
    Frame large = FRAME.select(IntStream.range(0, 40_000).map(row -> row % 4).toArray());
    double[] predicted = MODEL.predictNumbers(FRAME)[0];

    double[] one = new ColumnExplainer(MODEL, large, 1, StopSignal.never()).explain(FRAME, 3)[0];
    double[] same = new ColumnExplainer(MODEL, large, 1, StopSignal.never()).explain(FRAME, 3)[0];
    double[] whole =
        new ColumnExplainer(MODEL, large, 40_000, 1, StopSignal.never()).explain(FRAME, 3)[0];

    assertThat(one).isEqualTo(same).isNotEqualTo(whole).containsExactly(whole, within(1.5));
    assertThat(Arrays.stream(one).sum()).isCloseTo(predicted[3], within(1e-9));
    assertThat(whole).containsExactly(new double[] {3, 2.5, 0, 15.5}, within(1e-9));
  }

  @Test
  void aBackgroundWithoutAColumnIsRefused() {
    Frame other = FRAME.without(List.of("size"));

    assertThatThrownBy(() -> new ColumnExplainer(MODEL, other, 1, StopSignal.never()))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("no column 'size'");
  }

  private static double error(double[] predicted, double[] target) {
    double sum = 0;
    for (int row : Oracle.range(0, target.length)) {
      sum += Math.abs(predicted[row] - target[row]);
    }
    return sum;
  }

  private static Frame frame() {
    return new Frame(
        List.of(
            new NumberColumn("size", ColumnType.NUMBER, new double[] {0, 1, 2, 3}),
            new TextColumn("city", ColumnType.CATEGORY, new int[] {0, 0, 1, 1}, CITIES),
            new NumberColumn("idle", ColumnType.NUMBER, new double[] {5, 6, 7, 8})));
  }
}
