package dev.lazuli.batch;

import dev.lazuli.base.Fanout;
import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.data.TableForm;
import dev.lazuli.data.TableSource;
import dev.lazuli.data.Tables;
import dev.lazuli.jobs.Outcome;
import dev.lazuli.jobs.process.JobContext;
import dev.lazuli.jobs.process.ProcessWork;
import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.model.TabularModel;
import dev.lazuli.models.ModelFiles;
import dev.lazuli.models.ServedModel;
import dev.lazuli.schema.Wire;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The process of a batch job: reads file after file, and writes a line for each of their rows.
///
/// The lines are Azure's: the row's number in its file, the prediction and the file's name, without
/// a header; a classifier's labels, a regressor's numbers.
public final class BatchProcess implements ProcessWork {
  /// Files that are held in memory at a time.
  private static final int AT_ONCE_MAX = 16;

  @Override
  public Done run(JobContext context) throws InterruptedException {
    BatchJob job = Wire.read(BatchJob.DESCRIPTION, context.work().path(BatchWork.SPEC));
    try {
      return run(context, job, model(context));
    } catch (IOException e) {
      throw new Problem.Unavailable("the predictions could not be written: " + e.getMessage());
    }
  }

  private static TabularModel model(JobContext context) throws IOException {
    ServedModel model = ModelFiles.read(context.folder().resolve(BatchWork.MODEL_FOLDER));
    return switch (model) {
      case ServedModel.Rows rows -> rows.model();
      case ServedModel.Series _ ->
          throw new Problem.Unsupported("batch endpoints do not forecast series yet");
    };
  }

  private static Done run(JobContext context, BatchJob job, TabularModel model)
      throws IOException, InterruptedException {
    List<TableSource> files = files(context.work().path(BatchWork.TABLES));
    context.say("scoring %d files".formatted(files.size()));
    Path folder = Files.createDirectories(context.folder().resolve(BatchWork.OUTPUT_FOLDER));
    Path unfinished = folder.resolve(".unfinished");
    int atOnce = Math.min(job.settings().batchesAtOnce(), AT_ONCE_MAX);
    long rows = 0;
    int failed = 0;
    int done = 0;
    try (PredictionWriter writer = PredictionWriter.to(unfinished, job)) {
      for (int from = 0; from < files.size(); from += atOnce) {
        context.stop().check();
        List<Scored> scored =
            Fanout.all(
                files.subList(from, Math.min(files.size(), from + atOnce)).stream()
                    .map(file -> (Callable<Scored>) () -> score(context, file, model))
                    .toList(),
                atOnce);
        for (Scored one : scored) {
          switch (one) {
            case Scored.Rows(String name, Column predictions) -> {
              writer.add(name, predictions);
              rows += predictions.size();
            }
            case Scored.Failed(String name, String reason) -> {
              failed++;
              context.say("FAILED %s: %s".formatted(name, reason));
              if (job.settings().errorsMax() >= 0 && failed > job.settings().errorsMax()) {
                return broken(
                    "%d files failed, more than error_threshold %d; the last was '%s': %s"
                        .formatted(failed, job.settings().errorsMax(), name, reason));
              }
            }
          }
        }
        done += scored.size();
        context.progress(progress(done, files.size(), failed, rows));
      }
    }
    if (failed == files.size()) {
      return broken("none of %d files could be scored; the log names each".formatted(failed));
    }
    if (job.settings().action() == BatchSettings.Action.APPEND_ROW) {
      Files.move(unfinished, folder.resolve(job.settings().outputFile()));
    } else {
      Files.delete(unfinished);
    }
    context.say("scored %d rows of %d files, %d failed".formatted(rows, done, failed));
    return new Done(
        new Outcome.Result.Done(),
        Map.of(
            "rows", Long.toString(rows),
            "files", Integer.toString(done),
            "failed_files", Integer.toString(failed)));
  }

  /// What came of one file.
  private sealed interface Scored {
    /// Its predictions.
    record Rows(String name, Column predictions) implements Scored {}

    /// It could not be scored.
    record Failed(String name, String reason) implements Scored {}
  }

  private static Scored score(JobContext context, TableSource file, TabularModel model) {
    String name = String.valueOf(Path.of(file.files().getFirst()).getFileName());
    try {
      return new Scored.Rows(name, model.predict(read(context, file, model)).require("prediction"));
    } catch (InvalidInput | Problem.Invalid e) {
      return new Scored.Failed(name, String.valueOf(e.getMessage()));
    }
  }

  private static Frame read(JobContext context, TableSource file, TabularModel model) {
    TableSource.Read read = TableForm.of(model.signature()).addTo(file.read());
    return Tables.read(file.withRead(read), context.stop()).frame();
  }

  private static Done broken(String reason) {
    return new Done(new Outcome.Result.Broken("UserError", reason), Map.of());
  }

  private static ObjectNode progress(int done, int files, int failed, long rows) {
    return Json.object()
        .put("phase", "scoring")
        .put("files_done", done)
        .put("files", files)
        .put("files_failed", failed)
        .put("rows", rows);
  }

  /// Each file by itself; tables with steps of their own as a whole, since steps go over all rows.
  private static List<TableSource> files(JsonNode tables) {
    List<TableSource> files = new ArrayList<>();
    for (JsonNode table : tables) {
      TableSource source = Json.read(Json.text(table), TableSource.class);
      if (!source.steps().isEmpty()) {
        files.add(source);
        continue;
      }
      source
          .files()
          .forEach(file -> files.add(new TableSource(List.of(file), source.read(), List.of())));
    }
    return files;
  }

  /// Writes the lines of one output file.
  private static final class PredictionWriter implements AutoCloseable {
    private final Writer out;
    private final boolean isListText;

    private PredictionWriter(Writer out, boolean isListText) {
      this.out = out;
      this.isListText = isListText;
    }

    static PredictionWriter to(Path file, BatchJob job) throws IOException {
      return new PredictionWriter(Files.newBufferedWriter(file), job.isListText());
    }

    void add(String file, Column predictions) throws IOException {
      for (int row = 0; row < predictions.size(); row++) {
        String value = predictions.text(row);
        out.write(
            isListText
                ? "['%s', '%s']\n".formatted(file, value)
                : "%d,%s,%s\n".formatted(row, quoted(value), quoted(file)));
      }
    }

    private static String quoted(String text) {
      boolean needsQuotes = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n');
      return needsQuotes ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
