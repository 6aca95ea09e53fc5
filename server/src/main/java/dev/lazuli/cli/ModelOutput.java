package dev.lazuli.cli;

import dev.lazuli.base.Ids;
import dev.lazuli.base.Problem;
import dev.lazuli.ml.automl.AutoMlResult;
import dev.lazuli.ml.forecast.ForecastResult;
import dev.lazuli.ml.json.Json;
import dev.lazuli.ml.model.ModelStamp;
import dev.lazuli.ml.onnx.OnnxExport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Comparator;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/// Where `lazuli automl train` writes its model, and in which forms.
final class ModelOutput {
  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder to write.")
  private Path folder = Path.of("");

  @Option(names = "--overwrite", description = "Replace what the folder holds.")
  private boolean overwrite;

  @Option(
      names = "--onnx",
      description = "Write model.onnx too: preparation and model in one graph.")
  private boolean onnx;

  /// Whether the model is wanted as ONNX too.
  boolean onnx() {
    return onnx;
  }

  /// Checks the folder before any work is done.
  ///
  /// @throws Problem.Conflict when something is in it that may not be replaced
  /// @throws Problem.Invalid when it is a file
  void check() throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw new Problem.Invalid("--out", folder, "a folder, and not a file");
    }
    try (Stream<Path> files = Files.list(folder)) {
      if (files.findAny().isEmpty()) {
        return;
      }
    }
    if (!overwrite) {
      throw new Problem.Conflict(
          "'%s' is not empty: choose another --out, or give --overwrite".formatted(folder));
    }
    if (!Files.exists(folder.resolve("MLmodel"))) {
      throw new Problem.Conflict(
          "'%s' holds other files than a model, which --overwrite would remove: choose another --out"
              .formatted(folder));
    }
  }

  /// Writes what a search found; gives the names of the files and the folder.
  String write(AutoMlResult result) throws IOException {
    empty();
    if (onnx) {
      OnnxExport.saveFolder(result.model(), folder, stamp());
    } else {
      result.model().save(folder, stamp());
    }
    write("leaderboard.json", result.leaderboard().toJson());
    if (!result.importances().isEmpty()) {
      write("importance.json", result.importancesJson());
    }
    return "the model, leaderboard.json%s%s to %s"
        .formatted(
            result.importances().isEmpty() ? "" : ", importance.json",
            onnx ? ", " + OnnxExport.FILE : "",
            folder);
  }

  /// The same of a search for a forecast.
  String write(ForecastResult result) throws IOException {
    empty();
    result.model().save(folder, stamp());
    write("leaderboard.json", result.board().toJson());
    return "the model, leaderboard.json to " + folder;
  }

  private void write(String name, Json content) throws IOException {
    Files.writeString(folder.resolve(name), content.writeIndented() + "\n");
  }

  private static ModelStamp stamp() {
    return ModelStamp.of(new Ids(new SecureRandom()).hex(), Clock.systemUTC().instant());
  }

  private void empty() throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(folder)) {
          Files.delete(file);
        }
      }
    }
  }
}
