package dev.lazuli.cli;

import dev.lazuli.base.Problem;
import dev.lazuli.data.TableForm;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.forecast.ForecastModel;
import dev.lazuli.ml.forecast.series.Regressor;
import dev.lazuli.ml.frame.CsvWriter;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.model.Signature;
import dev.lazuli.ml.model.TabularModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lazuli score`: applies a model folder to a file.
@Command(
    name = "score",
    description = "Apply a model folder to a table, without a server.",
    footer = {"", "Example:", "  lazuli score --model model --data rows.csv --out predictions.csv"})
final class ScoreCommand implements Callable<Integer> {
  @Mixin private @Nullable Local local;

  @Mixin private final ReadOptions reading = new ReadOptions();

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "Folder that 'lazuli automl train' or 'lazuli model download' wrote.")
  private Path model = Path.of("");

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description =
          "The rows: a CSV or Parquet file, a folder of them, or an MLTable folder; may be given more"
              + " than once.")
  private List<Path> data = List.of();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "CSV",
      description =
          "File to write: 'prediction', and 'probability_CLASS' for each class; of forecasts the"
              + " times and ids too, and 'quantile_LEVEL'.")
  private Path out = Path.of("");

  @Override
  public Integer call() throws IOException {
    if (local == null) {
      throw new IllegalStateException("picocli fills this in");
    }
    for (Path rows : data) {
      if (Files.exists(out) && Files.exists(rows) && Files.isSameFile(out, rows)) {
        throw new Problem.Invalid("--out", out, "another file than --data");
      }
    }
    if (Files.isDirectory(out)) {
      throw new Problem.Invalid("--out", out, "a file, and not a folder");
    }
    Terminal terminal = Terminal.of(local.out());
    Frame predictions = predictions(terminal);
    Path parent = out.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try (CsvWriter writer = new CsvWriter(Files.newOutputStream(out))) {
      writer.write(predictions);
    }
    terminal.line("Wrote %,d predictions to %s", predictions.rowCount(), out);
    return 0;
  }

  private Frame predictions(Terminal terminal) throws IOException {
    if (ForecastModel.isIn(model)) {
      return forecast(ForecastModel.load(model), terminal);
    }
    TabularModel loaded = TabularModel.load(model);
    Frame rows = rows(loaded.signature(), terminal);
    Frame predictions = loaded.predict(rows);
    loaded.remarks(rows).forEach(remark -> terminal.line("Note: " + remark));
    return predictions;
  }

  private Frame forecast(ForecastModel loaded, Terminal terminal) {
    Frame rows = rows(loaded.signature(), terminal);
    loaded.ends().regressors().stream()
        .filter(Regressor::knownAhead)
        .filter(regressor -> rows.find(regressor.name()).isEmpty())
        .forEach(regressor ->
            terminal.line(
                "Note: there is no column '%s', which the model learned as known ahead (else"
                    + " --unknown-ahead); its values count as missing",
                regressor.name()));
    Frame forecasts = loaded.forecast(rows);
    loaded.remarks(rows).forEach(remark -> terminal.line("Note: " + remark));
    return forecasts;
  }

  /// The rows, their dates read as those that the model learned from.
  private Frame rows(Signature signature, Terminal terminal) {
    return reading.read(data, TableForm.of(signature), terminal, StopSignal.never()).frame();
  }
}
