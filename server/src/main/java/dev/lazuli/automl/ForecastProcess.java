package dev.lazuli.automl;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.data.TableForm;
import dev.lazuli.jobs.Outcome;
import dev.lazuli.jobs.RunReport;
import dev.lazuli.jobs.process.JobContext;
import dev.lazuli.jobs.process.ProcessWork;
import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.automl.RunClock;
import dev.lazuli.ml.automl.SearchLimits;
import dev.lazuli.ml.forecast.ForecastModel;
import dev.lazuli.ml.forecast.ForecastResult;
import dev.lazuli.ml.forecast.ForecastSettings;
import dev.lazuli.ml.forecast.ForecastValidation;
import dev.lazuli.ml.forecast.Forecasting;
import dev.lazuli.ml.forecast.holiday.HolidayCalendar;
import dev.lazuli.ml.forecast.panel.Holidays;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.CsvResult;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.metric.RegressionScores;
import dev.lazuli.ml.metric.TargetSpread;
import dev.lazuli.ml.model.ModelStamp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;

/// The process of a forecasting job: reads the tables, searches, and leaves the model behind.
final class ForecastProcess {
  private ForecastProcess() {}

  static ProcessWork.Done run(JobContext context, ForecastJob spec) throws InterruptedException {
    spec.remarks().forEach(remark -> context.say("note: " + remark));
    context.progress(Json.object().put("phase", "loading"));
    SearchLimits limits = limits(spec.search().limits());
    RunClock clock = new RunClock(context.stop(), System::nanoTime, limits.budget());
    TableForm form = TableForm.ofNames(spec.settings().series().idColumns());
    CsvResult read = AutoMlProcess.read(context, "trainingData", clock, form);
    Frame table = read.frame();
    context.say("read %d rows and %d columns".formatted(table.rowCount(), table.columns().size()));
    ForecastSettings settings =
        spec.settings().withSeed(AutoMlProcess.seed(context)).withLimits(limits);
    if (spec.tables().containsKey("holidaysData")) {
      Frame holidays = AutoMlProcess.read(context, "holidaysData", TableForm.ofNames(List.of()));
      settings = settings.withHolidays(Holidays.read(holidays, spec.series().country()));
    } else if (!spec.series().country().isEmpty()) {
      settings = settings.withHolidays(HolidayCalendar.of(spec.series().country()).holidays());
    }
    if (spec.tables().containsKey("validationData")) {
      Frame later =
          AutoMlProcess.read(context, "validationData", clock, TableForm.like(table)).frame();
      ForecastValidation both = ForecastValidation.of(table, later, settings);
      table = both.rows();
      settings = both.settings();
    }
    TrialReports reports =
        new TrialReports(
            context, "forecasting", settings.limits().maxTrials(), settings.limits().budget());
    ForecastResult result = Forecasting.run(table, settings, reports, clock);
    reports.finished(result.board().best(), result.board().trials());
    try {
      publish(context, result);
    } catch (IOException e) {
      throw new Problem.Unavailable("the model could not be written: " + e.getMessage());
    }
    if (spec.tables().containsKey("testData")) {
      test(
          context,
          result.model(),
          spread(table, settings.series().target()),
          AutoMlProcess.read(context, "testData", TableForm.like(table)));
    }
    reports.done(result.board().seconds());
    Map<String, String> properties = new TreeMap<>();
    properties.put("best_child_run_id", reports.runId(result.board().best().number()));
    properties.put("primary_metric", result.board().metric());
    properties.put("score", Double.toString(result.board().best().score()));
    properties.put("run_algorithm", result.board().best().algorithm());
    return new ProcessWork.Done(new Outcome.Result.Done(), properties);
  }

  /// Unless told otherwise, one trial at a time, on all processors: series part them well.
  private static SearchLimits limits(LimitSettings asked) {
    int trials = Math.max(1, asked.trialsAtOnce());
    int cores =
        asked.coresPerTrial() > 0
            ? asked.coresPerTrial()
            : Math.max(1, AutoMlProcess.processors() / trials);
    return asked.search(trials, cores);
  }

  private static void publish(JobContext context, ForecastResult result)
      throws IOException, InterruptedException {
    Path outputs = context.folder().resolve("outputs");
    Path model = context.folder().resolve(BestModel.PATH);
    Files.createDirectories(outputs);
    String uuid =
        UUID.nameUUIDFromBytes(context.job().getBytes(StandardCharsets.UTF_8))
            .toString()
            .replace("-", "");
    ModelStamp stamp = ModelStamp.of(uuid, context.clock().instant()).withRunId(context.job());
    result.model().save(model, stamp);
    Files.writeString(outputs.resolve("leaderboard.json"), result.board().toJson().write());
    BestModel.store(context, outputs);
    BestModel.draw(context, result.charts());
    Map<String, String> tags = BestModel.history(context, model, uuid);
    context.server().report(RunReport.ofTags(context.job(), tags));
    context.say("the model is stored at " + BestModel.PATH);
  }

  /// Judges the model on the values that came after its series' ends.
  ///
  /// @param spread of the targets that were learned from
  private static void test(
      JobContext context, ForecastModel model, TargetSpread spread, Frame rows) {
    String target = model.ends().target();
    Column column = rows.require(target);
    int[] known =
        IntStream.range(0, rows.rowCount()).filter(row -> !column.isMissing(row)).toArray();
    if (known.length == 0 || !(column instanceof NumberColumn numbers)) {
      throw new InvalidInput(
          "test_data", "no row of the test data has a known '%s'".formatted(target));
    }
    double[] actual = numbers.select(known).values();
    double[] predicted =
        model.forecastNumbers(rows.select(known).without(List.of(target)), List.of())[0];
    long now = context.clock().millis();
    List<RunReport.Point> points = new ArrayList<>();
    new RegressionScores(actual, predicted, spread)
        .values()
        .forEach((metric, value) ->
            points.add(new RunReport.Point("test_" + metric.azureName(), value, now, 0)));
    context.server().report(RunReport.ofMetrics(context.job(), points));
    context.say("judged on %d test rows".formatted(known.length));
  }

  private static TargetSpread spread(Frame table, String target) {
    return table.require(target) instanceof NumberColumn numbers
        ? TargetSpread.of(
            Arrays.stream(numbers.values()).filter(value -> !Double.isNaN(value)).toArray())
        : TargetSpread.of(new double[0]);
  }
}
