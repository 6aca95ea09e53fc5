package dev.lazuli.batch;

import static dev.lazuli.schema.Field.standard;

import dev.lazuli.schema.Codecs;
import dev.lazuli.schema.Fields;
import dev.lazuli.schema.Given;
import java.util.List;
import java.util.function.Function;

/// How a batch deployment goes through its files.
///
/// @param filesPerBatch files of a mini-batch
/// @param batchesAtOnce mini-batches that one instance works on at a time
/// @param action what becomes of the predictions
/// @param outputFile name of the file that they go to
/// @param errorsMax files that may fail; -1 for any number
public record BatchSettings(
    int filesPerBatch, int batchesAtOnce, Action action, String outputFile, int errorsMax) {
  /// What Azure does when nothing is said.
  public static final BatchSettings STANDARD =
      new BatchSettings(10, 1, Action.APPEND_ROW, "predictions.csv", -1);

  /// What becomes of predictions.
  public enum Action {
    /// They are written to one file, row by row.
    APPEND_ROW("append_row", "AppendRow"),
    /// Only their number is told.
    SUMMARY_ONLY("summary_only", "SummaryOnly");

    private final String yaml;
    private final String wire;

    Action(String yaml, String wire) {
      this.yaml = yaml;
      this.wire = wire;
    }
  }

  /// Adds the fields to those of a resource.
  static <R> Function<Given, BatchSettings> add(Fields<R> fields, Function<R, BatchSettings> of) {
    var files =
        fields.add(
            standard(
                    "mini_batch_size",
                    Codecs.whole(1, 1_000_000),
                    STANDARD.filesPerBatch(),
                    (R one) -> of.apply(one).filesPerBatch())
                .meaning("Files of a mini-batch."));
    var atOnce =
        fields.add(
            standard(
                    "max_concurrency_per_instance",
                    Codecs.whole(1, 1_000),
                    STANDARD.batchesAtOnce(),
                    (R one) -> of.apply(one).batchesAtOnce())
                .meaning("Mini-batches that are scored at a time."));
    var action =
        fields.add(
            standard(
                    "output_action",
                    Codecs.oneOf(List.of(Action.values()), one -> one.yaml, one -> one.wire),
                    STANDARD.action(),
                    (R one) -> of.apply(one).action())
                .meaning("Whether predictions are written to a file, or only counted."));
    var file =
        fields.add(
            standard(
                    "output_file_name",
                    Codecs.text()
                        .where(
                            name -> name.matches("[\\w .()-]{1,200}") && !name.startsWith("."),
                            "a file name of letters, digits, blanks, dots and dashes"),
                    STANDARD.outputFile(),
                    (R one) -> of.apply(one).outputFile())
                .meaning("The file that predictions are written to."));
    var errors =
        fields.add(
            standard(
                    "error_threshold",
                    Codecs.whole(-1, Integer.MAX_VALUE),
                    STANDARD.errorsMax(),
                    (R one) -> of.apply(one).errorsMax())
                .meaning("Files that may fail before the job does; -1 for any number."));
    return given ->
        new BatchSettings(
            given.get(files),
            given.get(atOnce),
            given.get(action),
            given.get(file),
            given.get(errors));
  }
}
