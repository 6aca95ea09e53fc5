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
import dev.lazuli.ml.split.HoldOut;
import dev.lazuli.ml.split.Split;
import dev.lazuli.schema.Wire;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/// The process of an AutoML job: reads the tables, searches, and leaves the best model behind.
public final class AutoMlProcess implements ProcessWork {
  /// More threads than this only disturb the server and its scoring.
  private static final int THREADS_MAX = 8;

  @Override
  public Done run(JobContext context) throws InterruptedException {
    return switch (Wire.read(AutoMlDocument.CODEC, context.work().path(AutoMlWork.SPEC))) {
      case ForecastJob job -> ForecastProcess.run(context, job);
      case TableJob job -> run(context, job);
    };
  }

  private static Done run(JobContext context, TableJob spec) throws InterruptedException {
    spec.remarks().forEach(remark -> context.say("note: " + remark));
    context.progress(Json.object().put("phase", "loading"));
    RunClock clock =
        new RunClock(context.stop(), System::nanoTime, spec.search().limits().timeout());
    CsvResult table = read(context, "trainingData", clock, TableForm.ofNames(names(spec)));
    table.remarksOn(spec.search().target()).forEach(remark -> context.say("note: " + remark));
    Frame all = table.frame();
    context.say("read %d rows and %d columns".formatted(all.rowCount(), all.columns().size()));
    Optional<Frame> test =
        spec.search().test().isGiven()
            ? Optional.of(read(context, "testData", clock, TableForm.like(all)).frame())
            : Optional.empty();
    if (test.isPresent()) {
      all = all.widenedFor(test.get().without(List.of(spec.search().target())));
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
    BestModel best = new BestModel(context, result, spec.search().learners().onnx());
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
  private static Split split(Frame all, TableJob spec, long seed) {
    double share = spec.search().testShare();
    return share > 0 && !spec.search().test().isGiven() && all.rowCount() > 1
        ? HoldOut.random(all.rowCount(), share, new SplittableRandom(seed))
        : new Split(new int[0], new int[0]);
  }

  private static String nothingLearned(TableJob spec) {
    return "no trial came to its end within %d s, so that nothing was learned: give more time (limits.timeout_minutes), or fewer rows"
        .formatted(spec.search().limits().timeout().toSeconds());
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
  private static List<String> names(TableJob spec) {
    return spec.task() == Task.CLASSIFICATION ? List.of(spec.search().target()) : List.of();
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
      TableJob job, JobContext context, RunClock clock, TableForm form) {
    SearchTask search = job.search();
    LimitSettings limits = search.limits();
    TrainingSettings learners = search.learners();
    AutoMlSettings settings =
        job.task() == Task.REGRESSION
            ? AutoMlSettings.regression(search.target())
            : AutoMlSettings.classification(search.target());
    int processors = processors();
    int cores = Math.max(1, limits.coresPerTrial());
    int trials =
        limits.trialsAtOnce() > 0 ? limits.trialsAtOnce() : Math.max(1, processors / cores);
    settings =
        settings
            .withMetric(job.metric().azureName())
            .withLimits(limits.search(trials, cores))
            .withLearners(new Learners(learners.allowed(), learners.blocked(), learners.onnx()))
            .withEnsembles(learners.ensembles())
            .withExplain(learners.explain())
            .withFeaturization(search.features().featurization())
            .withWeightColumn(job.weightColumn())
            .withPositiveLabel(job.positiveLabel())
            .withValidation(roles(context))
            .withSeed(seed(context));
    if (!search.splitColumns().isEmpty()) {
      return settings.withValidation(settings.validation().withSplitColumns(search.splitColumns()));
    }
    if (search.validation().isGiven()) {
      return settings.withValidationTable(read(context, "validationData", clock, form).frame());
    }
    if (search.folds().number() > 0) {
      return settings.withFolds(search.folds().number());
    }
    return search.validationShare() > 0
        ? settings.withValidationShare(search.validationShare())
        : settings;
  }

  /// The columns that the job's properties name for splitting rows.
  private static Validation roles(JobContext context) {
    return Validation.automatic()
        .withGroupColumn(context.work().path(AutoMlWork.GROUP_COLUMN).asString(""))
        .withTimeColumn(context.work().path(AutoMlWork.TIME_COLUMN).asString(""));
  }
}
