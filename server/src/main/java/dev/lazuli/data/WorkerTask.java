package dev.lazuli.data;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a data worker does: reads a table and tells its columns, its first rows and its profile.
///
/// @param previewRows how many of the first rows to tell
/// @param withProfile whether to read all rows and describe them
public record WorkerTask(TableSource source, int previewRows, boolean withProfile) {
  /// Does the task in the file `request` and writes the outcome to the file `result`.
  public static void run(Path request, Path result) throws IOException {
    WorkerTask task = Json.read(Files.readString(request), WorkerTask.class);
    Files.write(result, Json.bytes(task.outcome()));
  }

  private JsonNode outcome() {
    try {
      return told();
    } catch (Problem problem) {
      ObjectNode outcome = Json.object();
      outcome
          .putObject("problem")
          .put("kind", problem.getClass().getSimpleName())
          .put("field", problem instanceof Problem.Invalid invalid ? invalid.field() : "")
          .put("message", problem.text());
      return outcome;
    }
  }

  private JsonNode told() {
    int rowsMax = withProfile ? Integer.MAX_VALUE : Math.max(previewRows, 1);
    Frame frame = Tables.read(source, rowsMax, StopSignal.never()).frame();
    ObjectNode outcome = Json.object();
    ArrayNode columns = outcome.putArray("columns");
    for (Column column : frame.columns()) {
      columns
          .addObject()
          .put("name", column.name())
          .put("type", word(column))
          .put("nullable", column.missingCount() > 0);
    }
    ArrayNode rows = outcome.putArray("rows");
    for (int row = 0; row < Math.min(previewRows, frame.rowCount()); row++) {
      ArrayNode values = rows.addArray();
      for (Column column : frame.columns()) {
        add(values, column, row);
      }
    }
    if (withProfile) {
      outcome.put("rowCount", frame.rowCount());
      outcome.set("profile", profile(frame));
    }
    return outcome;
  }

  private static JsonNode profile(Frame frame) {
    JsonNode columns = Json.tree(Profile.of(frame).columns());
    for (JsonNode column : columns) {
      ((ObjectNode) column).put("type", column.path("type").asString().toLowerCase(Locale.ROOT));
    }
    return columns;
  }

  private static String word(Column column) {
    return column.type().name().toLowerCase(Locale.ROOT);
  }

  private static void add(ArrayNode values, Column column, int row) {
    if (column.isMissing(row)) {
      values.addNull();
      return;
    }
    if (!(column instanceof NumberColumn numbers)) {
      values.add(column.text(row));
      return;
    }
    double value = numbers.value(row);
    switch (column.type()) {
      case BOOLEAN -> values.add(value != 0);
      case INTEGER -> values.add((long) value);
      case NUMBER -> {
        if (Double.isFinite(value)) {
          values.add(value);
        } else {
          values.add(Double.toString(value));
        }
      }
      case DATETIME, CATEGORY, TEXT -> values.add(column.text(row));
    }
  }

  /// Throws the problem that a worker told, if it told one.
  static void check(JsonNode outcome) {
    JsonNode problem = outcome.path("problem");
    if (problem.isMissingNode()) {
      return;
    }
    String message = problem.path("message").asString();
    throw switch (Objects.requireNonNull(problem.path("kind").asString())) {
      case "NotFound" -> new Problem.NotFound(message);
      case "Unavailable" -> new Problem.Unavailable(message);
      case "Unsupported" -> new Problem.Unsupported(message);
      default -> new Problem.Invalid(problem.path("field").asString(), message);
    };
  }
}
