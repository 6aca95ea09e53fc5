package dev.lazuli.ml.automl;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.metric.Metric;
import dev.lazuli.ml.model.TabularModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// Prints what the choice of the final model costs on rows held out, against the trials alone.
public final class ChoiceCost {
  private ChoiceCost() {}

  /// Arguments: the folder of real tables, and how many trials to make of each table.
  public static void main(String[] args) throws IOException {
    List<SmallTables.Parted> tables = new ArrayList<>(SmallTables.generated());
    tables.addAll(SmallTables.real(Path.of(args[0])));
    int trials = Integer.parseInt(args[1]);
    List<Double> againstFirst = new ArrayList<>();
    List<Double> againstBest = new ArrayList<>();
    System.out.printf(
        "%-18s %5s %-15s %9s %9s %9s  %7s %7s%n",
        "table", "rows", "choice", "held out", "first", "best", "cost", "of best");
    for (SmallTables.Parted table : tables) {
      Reached reached = reached(table, trials);
      double first = cost(table, reached.ofChoice(), reached.first());
      double best = cost(table, reached.ofChoice(), reached.best());
      againstFirst.add(first);
      againstBest.add(best);
      System.out.printf(
          Locale.ROOT,
          "%-18s %5d %-15s %9.4f %9.4f %9.4f  %6.2f%% %6.2f%%  %s%n",
          table.name(),
          table.train().rowCount(),
          reached.choice(),
          reached.ofChoice(),
          reached.first(),
          reached.best(),
          100 * first,
          100 * best,
          reached.name());
    }
    print("against the trial of the highest rank", againstFirst);
    print("against the trial that was best on the rows held out", againstBest);
  }

  /// What the choice, the trial of the highest rank and the best trial reach on the rows held out.
  private record Reached(String choice, double ofChoice, double first, double best, String name) {}

  private static void print(String words, List<Double> costs) {
    System.out.printf(
        Locale.ROOT,
        "%d tables, %s: mean %.2f %%, greatest %.2f %%, above 5 %%: %d, below 0: %d%n",
        costs.size(),
        words,
        100 * costs.stream().mapToDouble(cost -> cost).average().orElseThrow(),
        100 * costs.stream().mapToDouble(cost -> cost).max().orElseThrow(),
        costs.stream().filter(cost -> cost > 0.05).count(),
        costs.stream().filter(cost -> cost < 0).count());
  }

  /// More error as a part of the error, or less area as a part of the area.
  private static double cost(SmallTables.Parted table, double choice, double other) {
    return table.classes() ? (other - choice) / other : (choice - other) / other;
  }

  private static Reached reached(SmallTables.Parted table, int trials) {
    AutoMlSettings settings =
        (table.classes()
                ? AutoMlSettings.classification(table.target()).withMetric("AUC_weighted")
                : AutoMlSettings.regression(table.target()))
            .withBudget(Duration.ofMinutes(30))
            .withMaxConcurrentTrials(1)
            .withMaxTrials(trials);
    RunClock clock =
        new RunClock(StopSignal.never(), System::nanoTime, settings.limits().budget());
    TableSearch.Found found =
        new TableSearch(settings, AutoMlListener.none(), clock).run(table.train());
    Choice choice =
        new Chooser(settings, found.set(), found.evaluation(), clock).choose(found.trials());
    FinalModel last = new FinalModel(found.fitting(), found.set(), found.evaluation(), clock);
    Metric primary = found.evaluation().metrics().primary();
    double ofChoice = score(last.of(choice), table, found);
    List<Trial> ranked =
        found.trials().stream()
            .filter(trial -> trial.isComplete() && !trial.members().isEmpty())
            .sorted((one, other) ->
                Double.compare(
                    other.rank(primary.isMaximized()), one.rank(primary.isMaximized())))
            .toList();
    double first = Double.NaN;
    double best = Double.NaN;
    String name = "";
    for (Trial trial : ranked) {
      double score = score(last.of(Choice.of(trial)), table, found);
      first = Double.isNaN(first) ? score : first;
      if (Double.isNaN(best) || primary.score(score) > primary.score(best)) {
        best = score;
        name = trial.plan().algorithm();
      }
    }
    return new Reached(choice.result().algorithm(), ofChoice, first, best, name);
  }

  /// The primary metric, or for numbers the root mean squared error, of a model on the rows held out.
  private static double score(
      TabularModel model, SmallTables.Parted table, TableSearch.Found found) {
    Frame held = table.held();
    double[][] predicted = model.predictNumbers(held);
    Column actual = held.require(table.target());
    double[] y =
        actual instanceof NumberColumn numbers && !table.classes()
            ? numbers.values()
            : IntStream.range(0, held.rowCount())
                .mapToDouble(row -> model.target().classes().indexOf(actual.text(row)))
                .toArray();
    if (table.classes()) {
      return found.evaluation().metrics().primary(y, predicted, null);
    }
    double squares =
        IntStream.range(0, y.length)
            .mapToDouble(row -> (y[row] - predicted[0][row]) * (y[row] - predicted[0][row]))
            .sum();
    return Math.sqrt(squares / y.length);
  }
}
