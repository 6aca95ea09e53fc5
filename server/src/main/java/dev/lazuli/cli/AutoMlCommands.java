package dev.lazuli.cli;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.data.TableForm;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.automl.AutoMl;
import dev.lazuli.ml.automl.AutoMlResult;
import dev.lazuli.ml.automl.AutoMlSettings;
import dev.lazuli.ml.automl.RunClock;
import dev.lazuli.ml.automl.SearchLimits;
import dev.lazuli.ml.automl.Validation;
import dev.lazuli.ml.forecast.ForecastResult;
import dev.lazuli.ml.forecast.ForecastSettings;
import dev.lazuli.ml.forecast.Forecasting;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.CsvResult;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lazuli automl`: finds a model without a server.
@Command(name = "automl", description = "Find the best model of a table, without a server.")
final class AutoMlCommands {
  private static final int CLASSES_MAX = 20;

  /// The exit code of a search that learned nothing.
  private static final int NO_MODEL = 3;

  @Command(
      name = "train",
      description = "Find the best model of a table and write it as an MLflow model folder.",
      footer = {
        "",
        "Example:",
        "  lazuli automl train diamonds.csv --target price --budget 60s --out model",
        "  lazuli automl train sales.csv --task forecasting --time-column day --target sold --out m"
      })
  int train(
      @Mixin Local local,
      @Parameters(
              paramLabel = "FILE",
              arity = "1..*",
              description =
                  "The table: CSV or Parquet files of the same columns, folders of them, or one"
                      + " MLTable folder.")
          List<Path> files,
      @Option(
              names = "--target",
              required = true,
              paramLabel = "COLUMN",
              description = "Column to predict.")
          String target,
      @Mixin ReadOptions reading,
      @Mixin SearchOptions search,
      @Mixin ForecastOptions forecast,
      @Mixin ModelOutput output)
      throws IOException {
    output.check();
    Terminal terminal = Terminal.of(local.out());
    RunClock clock = new RunClock(StopSignal.never(), System::nanoTime, search.budget());
    SearchWatch watch = new SearchWatch(terminal, clock);
    try (Interrupts _ = Interrupts.doing(watch::interrupt)) {
      Reader reader =
          (paths, form) ->
              clock.within(
                  "%s was read".formatted(paths.getFirst()),
                  stop -> reading.read(paths, form, terminal, stop));
      CsvResult read = reader.read(files, TableForm.ofNames(names(target, search, forecast)));
      read.remarksOn(target).forEach(remark -> terminal.line("Note: " + remark));
      Frame table = read.frame();
      String written =
          ForecastOptions.isAsked(search.task)
              ? forecast(table, target, search, forecast, output, watch)
              : tabular(table, target, search, output, watch, reader);
      terminal.line("");
      if (written.isEmpty()) {
        return nothingLearned(local, search.budget());
      }
      terminal.line("Wrote " + written);
      return 0;
    } catch (StopSignal.Stopped _) {
      terminal.line("Ended before a first model was done: nothing is written.");
      return Interrupts.EXIT_CODE;
    }
  }

  private static int nothingLearned(Local local, Duration budget) {
    local
        .err()
        .println(
            "error: no trial came to its end within %d s, so that nothing was learned and nothing is written: give more time (--budget), or fewer rows"
                .formatted(budget.toSeconds()));
    local.err().flush();
    return NO_MODEL;
  }

  /// Reads a table in the time of the search.
  @FunctionalInterface
  interface Reader {
    /// The table that files make.
    ///
    /// @param form what is known of its columns
    CsvResult read(List<Path> paths, TableForm form);
  }

  /// Columns of names: the ids of series, and a target of classes.
  private static List<String> names(String target, SearchOptions search, ForecastOptions forecast) {
    if (ForecastOptions.isAsked(search.task)) {
      return forecast.idColumns();
    }
    return "regression".equalsIgnoreCase(search.task) ? List.of() : List.of(target);
  }

  private static String forecast(
      Frame table,
      String target,
      SearchOptions search,
      ForecastOptions options,
      ModelOutput output,
      SearchWatch watch)
      throws IOException {
    SearchOptions.refuse(
        "--onnx", output.onnx(), "a model that keeps the ends of series is no graph");
    ForecastResult found = search.forecast(table, options, target, watch);
    watch.terminal().clear();
    LeaderboardText.of(Json.parse(found.board().toJson().write())).forEach(watch.terminal()::line);
    return output.write(found);
  }

  /// What was written; empty when nothing was learned.
  private static String tabular(
      Frame table,
      String target,
      SearchOptions search,
      ModelOutput output,
      SearchWatch watch,
      Reader reader)
      throws IOException {
    Terminal terminal = watch.terminal();
    String task = search.task == null ? infer(table, target, terminal) : search.task;
    AutoMlSettings asked =
        search.settings(task, target, paths -> reader.read(paths, TableForm.like(table)).frame());
    AutoMlSettings settings = asked.withLearners(asked.learners().withOnnxOnly(output.onnx()));
    AutoMlResult result = AutoMl.run(table, settings, watch, watch.clock());
    terminal.clear();
    LeaderboardText.of(result.leaderboard()).forEach(terminal::line);
    LeaderboardText.importances(result.importances()).forEach(terminal::line);
    if (result.leaderboard().isConstant()) {
      return "";
    }
    return output.write(result);
  }

  /// What the target's values say: many numbers mean regression.
  private static String infer(Frame table, String target, Terminal terminal) {
    Column column = table.require(target);
    boolean classes =
        switch (column) {
          case TextColumn _ -> true;
          case NumberColumn numbers ->
              Arrays.stream(numbers.values())
                          .filter(value -> !Double.isNaN(value))
                          .distinct()
                          .limit(CLASSES_MAX + 1L)
                          .count()
                      <= CLASSES_MAX
                  && Arrays.stream(numbers.values())
                      .allMatch(value -> Double.isNaN(value) || value == Math.rint(value));
        };
    String task = classes ? "classification" : "regression";
    terminal.line("Task: %s, by the values of '%s' (--task says otherwise)", task, target);
    return task;
  }

  /// How to search.
  static final class SearchOptions {
    @Mixin private @Nullable RowOptions rows;

    @Mixin private @Nullable LimitOptions limits;

    @Mixin private @Nullable LearnerOptions learners;

    @Option(
        names = "--stack",
        description = "Also learn a second layer from the predictions of the models.")
    private boolean stack;

    @Option(
        names = "--explain",
        description = "Compute how much each column matters (importance.json).")
    private boolean explain;

    @Option(
        names = "--task",
        paramLabel = "TASK",
        description =
            "regression, classification or forecasting (default: by the target's values).")
    private @Nullable String task;

    @Option(
        names = "--metric",
        paramLabel = "NAME",
        description = "Primary metric (default: that of the task).")
    private @Nullable String metric;

    @Option(names = "--seed", paramLabel = "N", description = "Decides every random choice.")
    private long seed = 7;

    /// Time for everything.
    Duration budget() {
      SearchLimits standard = SearchLimits.defaults();
      return (limits == null ? standard : limits.in(standard)).budget();
    }

    AutoMlSettings settings(String taskWord, String target, Function<List<Path>, Frame> reader) {
      AutoMlSettings settings =
          switch (taskWord.toLowerCase(Locale.ROOT)) {
            case "regression" -> AutoMlSettings.regression(target);
            case "classification" -> AutoMlSettings.classification(target);
            default ->
                throw new Problem.Invalid(
                    "--task", taskWord, "regression, classification or forecasting");
          };
      settings =
          settings
              .withSeed(seed)
              .withEnsembles(settings.ensembles().withStack(stack))
              .withExplain(explain);
      if (rows != null) {
        settings = rows.addTo(settings, reader);
      }
      if (limits != null) {
        settings = settings.withLimits(limits.in(settings.limits()));
      }
      if (learners != null) {
        settings = settings.withLearners(learners.in(settings.learners()));
      }
      if (metric != null) {
        settings = settings.withMetric(metric);
      }
      return settings;
    }

    ForecastResult forecast(Frame table, ForecastOptions options, String target, SearchWatch watch)
        throws IOException {
      RowOptions given = rows == null ? new RowOptions() : rows;
      ForecastSettings settings =
          options.settings(given.time, target, given.dropped).withSeed(seed);
      if (given.folds != null) {
        settings = settings.withWindows(given.folds, 0);
      }
      if (limits != null) {
        settings = settings.withLimits(limits.in(settings.limits()));
      }
      if (learners != null) {
        settings = settings.withLearners(learners.in(settings.learners()));
      }
      if (metric != null) {
        settings = settings.withMetric(metric);
      }
      refuseTabular(given);
      return Forecasting.run(table, settings, watch, watch.clock());
    }

    /// Refuses options that mean nothing for series.
    private void refuseTabular(RowOptions given) {
      refuse("--stack", stack, "forecasts are mixed by weights, not stacked");
      refuse("--explain", explain, "there are no importances of forecasts");
      refuse("--group-column", !given.group.isEmpty(), "series are told apart by --id-column");
      refuse("--validation-data", !given.validation.isEmpty(), "earlier times judge models");
      refuse("--positive-label", !given.positiveLabel.isEmpty(), "there are no classes");
      refuse("--weight-column", !given.weight.isEmpty(), "all times of a series weigh the same");
    }

    private static void refuse(String option, boolean given, String reason) {
      if (given) {
        throw new Problem.Invalid(option, option + " is not for forecasting: " + reason);
      }
    }
  }

  /// Which rows and columns count, and how models are judged.
  static final class RowOptions {
    @Option(
        names = "--folds",
        paramLabel = "N",
        description = "Folds of cross-validation (default: by rows and time).")
    private @Nullable Integer folds;

    @Option(
        names = "--group-column",
        paramLabel = "COLUMN",
        description = "Rows of equal values stay together in training or validation.")
    private String group = "";

    @Option(
        names = "--time-column",
        paramLabel = "COLUMN",
        description =
            "Column of times: models are judged on later rows than they learn from; when"
                + " forecasting, the times of the series.")
    private String time = "";

    @Option(names = "--weight-column", paramLabel = "COLUMN", description = "Weight of each row.")
    private String weight = "";

    @Option(
        names = "--validation-data",
        paramLabel = "FILE",
        description = "Rows to judge models by, instead of rows of the table.")
    private List<Path> validation = List.of();

    @Option(
        names = "--positive-label",
        paramLabel = "CLASS",
        description = "Class whose own metrics are told too.")
    private String positiveLabel = "";

    @Option(
        names = "--drop",
        paramLabel = "COLUMN",
        split = ",",
        description = "Columns to leave out, parted by commas.")
    private List<String> dropped = List.of();

    AutoMlSettings addTo(AutoMlSettings settings, Function<List<Path>, Frame> reader) {
      Validation judged = settings.validation().withGroupColumn(group).withTimeColumn(time);
      if (!validation.isEmpty()) {
        judged = judged.withTable(reader.apply(validation));
      }
      return settings
          .withValidation(folds == null ? judged : judged.withFolds(folds))
          .withPositiveLabel(positiveLabel)
          .withWeightColumn(weight)
          .withFeaturization(settings.featurization().withDropped(dropped));
    }
  }
}
