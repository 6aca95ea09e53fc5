package dev.lazuli.ml.automl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.boost.Loss;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class LargeTableTest {
  private static final int ROWS = 45_000;
  private static final AutoMlSettings SETTINGS =
      AutoMlSettings.regression("y").withBudget(Duration.ofSeconds(5));
  private static final TrainingSet SET =
      new TableReading(SETTINGS).read(table(), StopSignal.never());

  @Test
  void slowTrialsBeginOnFewerRows() {
    Halving halving = halving(SETTINGS);

    assertThat(halving.rungs()).hasSize(1);
    assertThat(halving.rungs().getFirst().train()).hasSize(10_000).isSorted();
    assertThat(halving(SETTINGS.withBudget(Duration.ofHours(1))).rungs()).isEmpty();
    assertThat(halving(SETTINGS.withEarlyTermination(false)).rungs()).isEmpty();
  }

  @Test
  void aTrialThatIsNotAmongTheBestThirdEnds() {
    Halving halving = halving(SETTINGS);

    double[] least =
        halving.scoresMin(
            List.of(ended(0, -5), ended(1, -3), ended(2, -9), ended(3, -4), ended(4, -7)));

    assertThat(least).containsExactly(-4);
    assertThat(halving.scoresMin(List.of(ended(0, -5)))).containsExactly(Double.NEGATIVE_INFINITY);
  }

  @Test
  void trialsAtATimeAreAsManyAsFitIntoMemory() {
    AutoMlSettings many = SETTINGS.withMaxConcurrentTrials(8);
    Findings findings = new Findings();

    AutoMlSettings fewer = MemoryLimit.within(many, SET, Loss.squared(), 24L << 20, findings);

    assertThat(fewer.limits().maxConcurrentTrials()).isBetween(1, 7);
    assertThat(findings.notes().getFirst())
        .endsWith("in place of 8, which is what fits into memory");
    assertThat(MemoryLimit.within(many, SET, Loss.squared(), 1L << 34, findings)).isEqualTo(many);
    assertThatThrownBy(() -> MemoryLimit.within(many, SET, Loss.squared(), 1 << 20, findings))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("needs");
  }

  private static Halving halving(AutoMlSettings settings) {
    CostModel costs = new CostModel(SET, settings.limits());
    Metrics metrics = new Metrics(SET.target(), "", "", SET.y());
    Evaluation evaluation = new Evaluation(SET, metrics, SplitPlan.of(SET, settings, costs));
    return Halving.of(SET, evaluation, costs, settings);
  }

  private static Trial ended(int number, double rung) {
    TrialPlan plan = new TrialPlan(number, "Constant", new LearnerPlan.Constant());
    TrialResult result =
        new TrialResult(
            number,
            "Constant",
            Map.of(),
            TrialResult.State.PRUNED,
            Double.NaN,
            List.of(),
            Map.of(),
            0,
            "");
    return new Trial(plan, result, new double[0][], FoldFits.none(), 0, new double[] {rung});
  }

  private static Frame table() {
    SplittableRandom random = new SplittableRandom(1);
    return new Frame(
        List.of(
            numbers("a", row -> random.nextDouble()),
            numbers("b", row -> random.nextDouble()),
            numbers("c", row -> random.nextDouble()),
            numbers("y", row -> random.nextGaussian())));
  }

  private static NumberColumn numbers(String name, IntToDoubleFunction value) {
    double[] values = new double[ROWS];
    Arrays.setAll(values, value);
    return new NumberColumn(name, ColumnType.NUMBER, values);
  }
}
