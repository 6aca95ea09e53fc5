package dev.lazuli.ml.automl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.model.TabularModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Holds the final model against its best trial alone, on rows held out, as `bench/choice/run` does
/// on many tables.
class ChoiceCostTest {
  private static final int HELD = 2_000;

  @Test
  void theChoiceCostsLittleAgainstTheBestTrialAlone() {
    List<ToDoubleFunction<double[]>> rules =
        List.of(
            x -> 3 * x[0] + x[1],
            x -> x[0] > 0.5 ? 4 * x[1] : 1,
            x -> 10 * Math.sin(3 * x[0] * x[1]) + 5 * x[2]);
    List<Double> costs = new ArrayList<>();
    for (int rows : new int[] {120, 200}) {
      for (ToDoubleFunction<double[]> rule : rules) {
        costs.add(cost(table(rows, costs.size(), rule), rows));
      }
    }

    assertThat(costs).allMatch(cost -> cost <= 0.05);
    assertThat(costs.stream().mapToDouble(cost -> cost).average().orElseThrow())
        .isLessThanOrEqualTo(0.01);
  }

  private static double cost(Frame table, int rows) {
    AutoMlSettings settings =
        AutoMlSettings.regression("y")
            .withBudget(Duration.ofMinutes(10))
            .withMaxConcurrentTrials(1)
            .withMaxTrials(6);
    RunClock clock = new RunClock(StopSignal.never(), () -> 0L, settings.limits().budget());
    Frame train = table.select(IntStream.range(0, rows).toArray());
    Frame held = table.select(IntStream.range(rows, rows + HELD).toArray());
    TableSearch.Found found = new TableSearch(settings, AutoMlListener.none(), clock).run(train);
    Choice choice =
        new Chooser(settings, found.set(), found.evaluation(), clock).choose(found.trials());
    Trial first =
        found.trials().stream()
            .max(Comparator.comparingDouble(trial -> trial.rank(false)))
            .orElseThrow();
    FinalModel models = new FinalModel(found.fitting(), found.set(), found.evaluation(), clock);
    return error(models.of(choice), held) / error(models.of(Choice.of(first)), held) - 1;
  }

  private static double error(TabularModel model, Frame held) {
    double[] predicted = model.predictNumbers(held)[0];
    double[] actual = ((NumberColumn) held.require("y")).values();
    return Math.sqrt(
        IntStream.range(0, actual.length)
            .mapToDouble(row -> Math.pow(predicted[row] - actual[row], 2))
            .average()
            .orElseThrow());
  }

  private static Frame table(int rows, int seed, ToDoubleFunction<double[]> rule) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] columns = new double[4][rows + HELD];
    for (int row = 0; row < rows + HELD; row++) {
      double[] x = random.doubles(3).toArray();
      for (int c = 0; c < 3; c++) {
        columns[c][row] = x[c];
      }
      columns[3][row] = rule.applyAsDouble(x) + 0.3 * random.nextGaussian();
    }
    return new Frame(
        List.of(
            new NumberColumn("a", ColumnType.NUMBER, columns[0]),
            new NumberColumn("b", ColumnType.NUMBER, columns[1]),
            new NumberColumn("c", ColumnType.NUMBER, columns[2]),
            new NumberColumn("y", ColumnType.NUMBER, columns[3])));
  }
}
