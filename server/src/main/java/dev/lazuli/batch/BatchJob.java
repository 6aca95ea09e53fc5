package dev.lazuli.batch;

import static dev.lazuli.schema.Field.optional;
import static dev.lazuli.schema.Field.required;
import static dev.lazuli.schema.Field.standard;

import dev.lazuli.jobs.spec.JobPlacement;
import dev.lazuli.jobs.spec.JobSpec;
import dev.lazuli.schema.Codecs;
import dev.lazuli.schema.Description;
import java.util.List;

/// One invocation of a batch deployment.
///
/// @param model as it was when it was invoked
/// @param inputs where the files lie
/// @param output address of the file or folder to write; empty for the job's own place
/// @param isOutputFile whether `output` is the file itself
/// @param isListText whether rows are written as the texts of Python lists
public record BatchJob(
    String endpoint,
    String deployment,
    String model,
    List<String> inputs,
    String output,
    boolean isOutputFile,
    BatchSettings settings,
    boolean isListText)
    implements JobSpec {
  /// The word for these jobs on the wire.
  public static final String TYPE = "Batch";

  /// How it is written; only the server writes it.
  static final Description<BatchJob> DESCRIPTION =
      Description.of(
          "batch job",
          "One invocation of a batch endpoint.",
          fields -> {
            fields.below("properties.batch");
            var endpoint = fields.add(required("endpoint", Codecs.text(), BatchJob::endpoint));
            var deployment =
                fields.add(required("deployment", Codecs.text(), BatchJob::deployment));
            var model = fields.add(required("model", Codecs.text(), BatchJob::model));
            var inputs =
                fields.add(required("inputs", Codecs.list(Codecs.text()), BatchJob::inputs));
            var output = fields.add(optional("output", Codecs.text(), "", BatchJob::output));
            var file =
                fields.add(
                    standard("is_output_file", Codecs.truth(), false, BatchJob::isOutputFile));
            var settings = BatchSettings.add(fields, BatchJob::settings);
            var list =
                fields.add(standard("is_list_text", Codecs.truth(), false, BatchJob::isListText));
            fields.answer(
                "outputs", "properties.outputs", Codecs.any(), "Where the predictions lie.");
            return given ->
                new BatchJob(
                    given.get(endpoint),
                    given.get(deployment),
                    given.get(model),
                    given.get(inputs),
                    given.get(output),
                    given.get(file),
                    settings.apply(given),
                    given.get(list));
          });

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public JobPlacement placement() {
    return JobPlacement.NONE;
  }
}
