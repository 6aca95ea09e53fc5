package dev.lazuli.automl;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.data.TableForm;
import dev.lazuli.data.TableSource;
import dev.lazuli.data.Tables;
import dev.lazuli.jobs.Outcome;
import dev.lazuli.jobs.process.JobContext;
import dev.lazuli.jobs.process.ProcessWork;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.automl.AutoMl;
import dev.lazuli.ml.automl.AutoMlResult;
import dev.lazuli.ml.automl.AutoMlSettings;
import dev.lazuli.ml.automl.Learners;
import dev.lazuli.ml.automl.RunClock;
import dev.lazuli.ml.automl.Validation;
import dev.lazuli.ml.frame.CsvResult;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.model.Task;
import dev.lazuli.ml.prepare.ColumnPurpose;
import dev.lazuli.ml.prepare.Featurization;
import dev.lazuli.ml.prepare.Transformer;
import dev.lazuli.ml.split.HoldOut;
import dev.lazuli.ml.split.Split;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/// The process of an AutoML job: reads the tables, searches, and leaves the best model behind.
public final class AutoMlProcess implements ProcessWork {
  /// More threads than this only disturb the server and its scoring.
  private static final int THREADS_MAX = 8;

  @Override
  public Done run(JobContext context) throws InterruptedException {
    if (ForecastDetails.isForecasting(context.work())) {
      return ForecastProcess.run(context);
    }
    AutoMlSpec spec = TaskDetails.parse(context.work());
    spec.remarks().forEach(remark -> context.say("note: " + remark));
    context.progress(Json.object().put("phase", "loading"));
    RunClock clock = new RunClock(context.stop(), System::nanoTime, spec.limits().timeout());
    CsvResult table = read(context, "trainingData", clock, TableForm.ofNames(names(spec)));
    table.remarksOn(spec.target()).forEach(remark -> context.say("note: " + remark));
    Frame all = table.frame();
    context.say("read %d rows and %d columns".formatted(all.rowCount(), all.columns().size()));
    Optional<Frame> test =
        spec.tables().test().isEmpty()
            ? Optional.empty()
            : Optional.of(read(context, "testData", clock, TableForm.like(all)).frame());
    if (test.isPresent()) {
      all = all.widenedFor(test.get().without(List.of(spec.target())));
    }
    Split split = split(all, spec, seed(context));
    Frame training = split.validation().length == 0 ? all : all.select(split.train());
    AutoMlSettings settings = settings(spec, context, clock, TableForm.like(all));
    TrialReports reports = new TrialReports(context, settings);
    AutoMlResult result = AutoMl.run(training, settings, reports, clock);
    reports.finished(result);
    if (result.leaderboard().isConstant()) {
      return new Done(new Outcome.Result.Broken("UserError", nothingLearned(spec)), Map.of());
    }
    BestModel best = new BestModel(context, result, spec.learners().onnx());
    try {
      best.publish();
      if (test.isPresent()) {
        best.test(test.get());
      } else if (split.validation().length > 0) {
        best.test(all.select(split.validation()));
      }
    } catch (IOException e) {
      throw new Problem.Unavailable("the model could not be written: " + e.getMessage());
    }
    reports.done(result);
    Map<String, String> properties = new TreeMap<>();
    properties.put("best_child_run_id", reports.runId(result.leaderboard().best().number()));
    properties.put("primary_metric", result.leaderboard().metric());
    properties.put("score", Double.toString(result.leaderboard().best().score()));
    properties.put("run_algorithm", result.leaderboard().best().algorithm());
    return new Done(new Outcome.Result.Done(), properties);
  }

  /// The rows to learn from, and those that are kept for the test; none of these when the test has
  /// a table of its own.
  private static Split split(Frame all, AutoMlSpec spec, long seed) {
    double share = spec.tables().testShare();
    return share > 0 && spec.tables().test().isEmpty() && all.rowCount() > 1
        ? HoldOut.random(all.rowCount(), share, new SplittableRandom(seed))
        : new Split(new int[0], new int[0]);
  }

  private static String nothingLearned(AutoMlSpec spec) {
    return "no trial came to its end within %d s, so that nothing was learned: give more time (limits.timeout_minutes), or fewer rows"
        .formatted(spec.limits().timeout().toSeconds());
  }

  /// How many processors a job may use.
  static int processors() {
    return Math.clamp(Runtime.getRuntime().availableProcessors(), 1, THREADS_MAX);
  }

  static long seed(JobContext context) {
    return context.work().path(AutoMlWork.SEED).asLong(0);
  }

  /// Reads a table in the time that a search has.
  static CsvResult read(JobContext context, String field, RunClock clock, TableForm form) {
    return clock.within(field + " was read", stop -> read(context, field, form, stop));
  }

  static Frame read(JobContext context, String field, TableForm form) {
    return read(context, field, form, context.stop()).frame();
  }

  /// A target of classes is a column of names.
  private static List<String> names(AutoMlSpec spec) {
    return spec.task() == Task.CLASSIFICATION ? List.of(spec.target()) : List.of();
  }

  private static CsvResult read(JobContext context, String field, TableForm form, StopSignal stop) {
    if (!(context.work().path("tables").path(field) instanceof ObjectNode described)) {
      throw new IllegalStateException("no table was prepared for " + field);
    }
    TableSource source = Json.read(Json.text(described), TableSource.class);
    boolean skips = context.work().path(AutoMlWork.ON_BAD_LINES).asString("").equals("skip");
    TableSource.Read read =
        form.addTo(source.read())
            .withMissing(
                AutoMlWork.missing(context.work().path(AutoMlWork.MISSING_VALUES).asString(null)))
            .skippingBadLines(skips);
    CsvResult table = Tables.read(source.withRead(read), stop);
    table.remarks().forEach(remark -> context.say("note: " + remark));
    return table;
  }

  private static AutoMlSettings settings(
      AutoMlSpec spec, JobContext context, RunClock clock, TableForm form) {
    AutoMlSpec.Limits limits = spec.limits();
    AutoMlSettings settings =
        spec.task() == Task.REGRESSION
            ? AutoMlSettings.regression(spec.target())
            : AutoMlSettings.classification(spec.target());
    int processors = processors();
    int cores = Math.max(1, limits.coresPerTrial());
    int trials =
        limits.trialsAtOnce() > 0 ? limits.trialsAtOnce() : Math.max(1, processors / cores);
    settings =
        settings
            .withMetric(spec.primaryMetric())
            .withLimits(limits.search(trials, cores))
            .withLearners(
                new Learners(
                    spec.learners().allowed(), spec.learners().blocked(), spec.learners().onnx()))
            .withEnsembles(spec.learners().ensembles())
            .withExplain(spec.learners().explain())
            .withFeaturization(featurization(spec.features()))
            .withWeightColumn(spec.weightColumn())
            .withPositiveLabel(spec.positiveLabel())
            .withValidation(roles(context))
            .withSeed(seed(context));
    return switch (spec.validation()) {
      case AutoMlSpec.Validation.Automatic _ -> settings;
      case AutoMlSpec.Validation.Folds(int count) -> settings.withFolds(count);
      case AutoMlSpec.Validation.Share(double share) -> settings.withValidationShare(share);
      case AutoMlSpec.Validation.OwnTable _ ->
          settings.withValidationTable(read(context, "validationData", clock, form).frame());
      case AutoMlSpec.Validation.Columns(var names) ->
          settings.withValidation(settings.validation().withSplitColumns(names));
    };
  }

  /// The columns that the job's properties name for splitting rows.
  private static Validation roles(JobContext context) {
    return Validation.automatic()
        .withGroupColumn(context.work().path(AutoMlWork.GROUP_COLUMN).asString(""))
        .withTimeColumn(context.work().path(AutoMlWork.TIME_COLUMN).asString(""));
  }

  private static Featurization featurization(AutoMlSpec.Features asked) {
    Map<String, ColumnPurpose> purposes = new LinkedHashMap<>();
    asked.columnTypes().forEach((column, word) -> purposes.put(column, ColumnPurpose.of(word)));
    return new Featurization(
        asked.off(),
        purposes,
        asked.dropped(),
        asked.blocked().stream().map(Transformer::of).collect(Collectors.toSet()),
        asked.imputers());
  }
}
