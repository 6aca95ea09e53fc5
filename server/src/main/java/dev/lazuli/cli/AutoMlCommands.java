package dev.lazuli.cli;

import dev.lazuli.base.Ids;
import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.automl.AutoMl;
import dev.lazuli.ml.automl.AutoMlListener;
import dev.lazuli.ml.automl.AutoMlResult;
import dev.lazuli.ml.automl.AutoMlSettings;
import dev.lazuli.ml.automl.RunClock;
import dev.lazuli.ml.automl.SearchLimits;
import dev.lazuli.ml.automl.Validation;
import dev.lazuli.ml.forecast.ForecastResult;
import dev.lazuli.ml.forecast.ForecastSettings;
import dev.lazuli.ml.forecast.Forecasting;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.CsvOptions;
import dev.lazuli.ml.frame.CsvReader;
import dev.lazuli.ml.frame.CsvResult;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import dev.lazuli.ml.model.ModelStamp;
import dev.lazuli.ml.onnx.OnnxExport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lazuli automl`: finds a model without a server.
@Command(name = "automl", description = "Find the best model of a table, without a server.")
final class AutoMlCommands {
  private static final int CLASSES_MAX = 20;

  @Command(
      name = "train",
      description = "Find the best model of a CSV file and write it as an MLflow model folder.",
      footer = {
        "",
        "Example:",
        "  lazuli automl train diamonds.csv --target price --budget 60s --out model",
        "  lazuli automl train sales.csv --task forecasting --time-column day --target sold --out m"
      })
  int train(
      @Mixin Local local,
      @Parameters(paramLabel = "CSV", description = "The table, with a line of column names.")
          Path file,
      @Option(
              names = "--target",
              required = true,
              paramLabel = "COLUMN",
              description = "Column to predict.")
          String target,
      @Mixin SearchOptions search,
      @Mixin ForecastOptions forecast,
      @Option(
              names = "--out",
              required = true,
              paramLabel = "DIR",
              description = "Folder to write.")
          Path out,
      @Option(names = "--overwrite", description = "Replace what the folder holds.")
          boolean overwrite,
      @Option(
              names = "--onnx",
              description = "Write model.onnx too: preparation and model in one graph.")
          boolean onnx)
      throws IOException {
    if (!overwrite && isFull(out)) {
      throw new Problem.Conflict(
          "'%s' is not empty: choose another --out, or give --overwrite".formatted(out));
    }
    Terminal terminal = Terminal.of(local.out());
    RunClock clock = new RunClock(StopSignal.never(), System::nanoTime, search.budget());
    Frame table = read(file, terminal, clock);
    if (ForecastOptions.isAsked(search.task)) {
      SearchOptions.refuse("--onnx", onnx, "a model that keeps the ends of series is no graph");
      return forecast(
          search.forecast(table, forecast, target, new SearchWatch(terminal)), out, terminal);
    }
    String task = search.task == null ? infer(table, target, terminal) : search.task;
    AutoMlSettings asked = search.settings(task, target);
    AutoMlSettings settings = asked.withLearners(asked.learners().withOnnxOnly(onnx));
    AutoMlResult result = AutoMl.run(table, settings, new SearchWatch(terminal), clock);
    terminal.clear();
    LeaderboardText.of(result.leaderboard()).forEach(terminal::line);
    LeaderboardText.importances(result.importances()).forEach(terminal::line);
    terminal.line("");
    if (overwrite && Files.exists(out)) {
      empty(out);
    }
    terminal.line("Wrote %s to %s", String.join(", ", write(result, out, onnx)), out);
    return 0;
  }

  private static int forecast(ForecastResult found, Path out, Terminal terminal)
      throws IOException {
    terminal.clear();
    LeaderboardText.of(Json.parse(found.board().toJson().write())).forEach(terminal::line);
    if (Files.exists(out)) {
      empty(out);
    }
    String uuid = new Ids(new SecureRandom()).hex();
    found.model().save(out, ModelStamp.of(uuid, Clock.systemUTC().instant()));
    Files.writeString(
        out.resolve("leaderboard.json"), found.board().toJson().writeIndented() + "\n");
    terminal.line("");
    terminal.line("Wrote the model, leaderboard.json to %s", out);
    return 0;
  }

  /// Writes what a search found; gives the names of the files, the model first.
  private static List<String> write(AutoMlResult result, Path out, boolean onnx)
      throws IOException {
    List<String> files = new ArrayList<>(List.of("the model", "leaderboard.json"));
    String uuid = new Ids(new SecureRandom()).hex();
    ModelStamp stamp = ModelStamp.of(uuid, Clock.systemUTC().instant());
    if (onnx) {
      OnnxExport.saveFolder(result.model(), out, stamp);
      files.add(OnnxExport.FILE);
    } else {
      result.model().save(out, stamp);
    }
    Files.writeString(
        out.resolve("leaderboard.json"), result.leaderboard().toJson().writeIndented() + "\n");
    if (!result.importances().isEmpty()) {
      Files.writeString(
          out.resolve("importance.json"), result.importancesJson().writeIndented() + "\n");
      files.add("importance.json");
    }
    return files;
  }

  /// What the target's values say: many numbers mean regression.
  private static String infer(Frame table, String target, Terminal terminal) {
    Column column =
        table
            .find(target)
            .orElseThrow(() ->
                new Problem.Invalid(
                    "--target", target, "one of the columns " + String.join(", ", table.names())));
    boolean classes =
        switch (column) {
          case TextColumn _ -> true;
          case NumberColumn numbers ->
              java.util.Arrays.stream(numbers.values())
                          .filter(value -> !Double.isNaN(value))
                          .distinct()
                          .limit(CLASSES_MAX + 1L)
                          .count()
                      <= CLASSES_MAX
                  && java.util.Arrays.stream(numbers.values())
                      .allMatch(value -> Double.isNaN(value) || value == Math.rint(value));
        };
    String task = classes ? "classification" : "regression";
    terminal.line("Task: %s, by the values of '%s' (--task says otherwise)", task, target);
    return task;
  }

  private static Frame read(Path file, Terminal terminal, RunClock clock) throws IOException {
    try {
      return read(file, terminal, clock.budget());
    } catch (StopSignal.Stopped late) {
      throw clock.tooShort("'%s' was read".formatted(file));
    }
  }

  static Frame read(Path file, Terminal terminal) throws IOException {
    return read(file, terminal, StopSignal.never());
  }

  private static Frame read(Path file, Terminal terminal, StopSignal stop) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    CsvResult result = CsvReader.read(List.of(file), CsvOptions.defaults(), stop);
    Frame frame = result.frame();
    terminal.line("Read %s: %,d rows, %d columns", file, frame.rowCount(), frame.columns().size());
    if (result.skippedCount() > 0) {
      CsvResult.SkippedRow first = result.skipped().getFirst();
      terminal.line(
          "Left out %,d rows that do not fit, the first at line %d: %s",
          result.skippedCount(), first.line(), first.reason());
    }
    return frame;
  }

  private static boolean isFull(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isPresent();
    }
  }

  private static void empty(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(folder)) {
          Files.delete(file);
        }
      }
    }
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

    AutoMlSettings settings(String taskWord, String target) {
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
        settings = rows.addTo(settings);
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

    ForecastResult forecast(
        Frame table, ForecastOptions options, String target, AutoMlListener listener)
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
      return Forecasting.run(table, settings, listener, StopSignal.never(), System::nanoTime);
    }

    /// Refuses options that mean nothing for series.
    private void refuseTabular(RowOptions given) {
      refuse("--stack", stack, "forecasts are mixed by weights, not stacked");
      refuse("--explain", explain, "there are no importances of forecasts");
      refuse("--group-column", !given.group.isEmpty(), "series are told apart by --id-column");
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
        names = "--drop",
        paramLabel = "COLUMN",
        split = ",",
        description = "Columns to leave out, parted by commas.")
    private List<String> dropped = List.of();

    AutoMlSettings addTo(AutoMlSettings settings) {
      Validation validation = settings.validation().withGroupColumn(group).withTimeColumn(time);
      return settings
          .withValidation(folds == null ? validation : validation.withFolds(folds))
          .withWeightColumn(weight)
          .withFeaturization(settings.featurization().withDropped(dropped));
    }
  }
}
