package dev.lazuli.pipelines;

import static dev.lazuli.schema.Field.optional;
import static dev.lazuli.schema.Field.required;

import dev.lazuli.jobs.command.JobInput;
import dev.lazuli.jobs.command.JobOutput;
import dev.lazuli.jobs.spec.JobPlacement;
import dev.lazuli.jobs.spec.JobSpec;
import dev.lazuli.schema.Codecs;
import dev.lazuli.schema.Description;
import java.util.Map;

/// What a pipeline job is asked to do.
///
/// @param settings what holds for all steps
/// @param steps by name
public record PipelineJob(
    Map<String, JobInput> inputs,
    Map<String, JobOutput> outputs,
    Settings settings,
    Map<String, StepFile> steps,
    JobPlacement placement)
    implements JobSpec {
  /// Azure's word for these jobs.
  public static final String TYPE = "Pipeline";

  @Override
  public String type() {
    return TYPE;
  }

  /// What holds for all steps.
  ///
  /// @param compute of steps that name none; empty for the server's machine
  record Settings(String compute, boolean continuesOnFailure) {
    static final Settings NONE = new Settings("", false);

    static final Description<Settings> DESCRIPTION =
        Description.of(
            "settings",
            "What holds for all steps.",
            fields -> {
              var compute =
                  fields.add(
                      optional("default_compute", Codecs.text(), "", Settings::compute)
                          .wire("default_compute")
                          .meaning("Where steps run that name no compute."));
              var continues =
                  fields.add(
                      optional(
                              "continue_on_step_failure",
                              Codecs.truth(),
                              false,
                              Settings::continuesOnFailure)
                          .wire("continue_on_step_failure")
                          .meaning("Whether steps that do not need a failed one still run."));
              for (String said :
                  new String[] {
                    "default_datastore", "force_rerun", "is_deterministic", "_source"
                  }) {
                fields.passOver(said, said);
              }
              return given -> new Settings(given.get(compute), given.get(continues));
            });
  }

  /// How it is written.
  public static final Description<PipelineJob> DESCRIPTION =
      Description.of(
          "pipeline job",
          "Steps that hand their outputs on.",
          fields -> {
            var placement = JobPlacement.add(fields, PipelineJob::placement);
            var inputs =
                fields.add(
                    optional("inputs", Codecs.map(JobInput.CODEC), Map.of(), PipelineJob::inputs)
                        .meaning("Values and files by name, for its steps."));
            var outputs =
                fields.add(
                    optional("outputs", Codecs.map(JobOutput.CODEC), Map.of(), PipelineJob::outputs)
                        .meaning("What it leaves, by name: outputs of its steps."));
            var settings =
                fields.add(
                    optional("settings", Settings.DESCRIPTION, Settings.NONE, PipelineJob::settings)
                        .meaning("What holds for all steps."));
            var steps =
                fields.add(
                    required("jobs", Codecs.map(StepFile.CODEC), PipelineJob::steps)
                        .meaning("The steps by name."));
            return given ->
                new PipelineJob(
                    given.get(inputs),
                    given.get(outputs),
                    given.get(settings),
                    given.get(steps),
                    placement.apply(given));
          });
}
