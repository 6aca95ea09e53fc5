package dev.lazuli.jobs.command;

import static dev.lazuli.schema.Field.optional;
import static dev.lazuli.schema.Field.required;

import dev.lazuli.jobs.spec.JobPlacement;
import dev.lazuli.jobs.spec.JobSpec;
import dev.lazuli.schema.Codecs;
import dev.lazuli.schema.Description;
import dev.lazuli.schema.Durations;
import dev.lazuli.schema.Field;
import dev.lazuli.schema.Places;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// What a command job is asked to do.
///
/// @param command with places for values, run by a shell
/// @param code the folder that it starts in; empty for none
/// @param environment reference to what it runs in
/// @param timeout [Duration#ZERO] for as long as it wants
public record CommandJob(
    String command,
    String code,
    String environment,
    Map<String, JobInput> inputs,
    Map<String, JobOutput> outputs,
    Map<String, String> environmentVariables,
    Distribution distribution,
    JobPlacement placement,
    Duration timeout)
    implements JobSpec {
  /// Azure's word for these jobs.
  public static final String TYPE = "Command";

  @Override
  public String type() {
    return TYPE;
  }

  /// How it is written.
  public static final Description<CommandJob> DESCRIPTION =
      Description.of(
          "command job",
          "A program with inputs, outputs and an environment.",
          fields -> {
            var placement = JobPlacement.add(fields, CommandJob::placement);
            var command =
                fields.add(
                    required("command", Codecs.text(), CommandJob::command)
                        .meaning("The command, with places such as `${{inputs.x}}`."));
            var code =
                fields.add(
                    optional("code", Places.of("codes"), "", CommandJob::code)
                        .wire("codeId")
                        .meaning("The folder that it starts in."));
            var environment =
                fields.add(
                    required("environment", EnvironmentPlace.CODEC, CommandJob::environment)
                        .wire("environmentId")
                        .meaning("What it runs in."));
            var inputs =
                fields.add(
                    optional("inputs", Codecs.map(JobInput.CODEC), Map.of(), CommandJob::inputs)
                        .meaning("Values and files by name."));
            var outputs =
                fields.add(
                    optional("outputs", Codecs.map(JobOutput.CODEC), Map.of(), CommandJob::outputs)
                        .meaning("What it leaves, by name."));
            var variables =
                fields.add(
                    optional(
                            "environment_variables",
                            Codecs.texts(),
                            Map.of(),
                            CommandJob::environmentVariables)
                        .meaning("Variables of its process."));
            var distribution =
                fields.add(
                    optional(
                            "distribution",
                            Distribution.DESCRIPTION,
                            Distribution.NONE,
                            CommandJob::distribution)
                        .meaning("How its processes are told of each other."));
            var timeout =
                fields.add(
                    Field.<CommandJob, Timeout>optional(
                            "limits",
                            Timeout.DESCRIPTION,
                            Timeout.NONE,
                            job -> new Timeout(job.timeout()))
                        .meaning("How long it may run."));
            return given -> {
              CommandJob job =
                  new CommandJob(
                      given.get(command),
                      given.get(code),
                      given.get(environment),
                      given.get(inputs),
                      given.get(outputs),
                      given.get(variables),
                      given.get(distribution),
                      placement.apply(given),
                      given.get(timeout).most());
              job.unknownName()
                  .ifPresent(name ->
                      given.require(
                          false,
                          command,
                          "%s names '${{"
                              + name
                              + "}}', which is neither an input nor an output of"
                              + " the job",
                          command));
              return job;
            };
          });

  private record Timeout(Duration most) {
    static final Timeout NONE = new Timeout(Duration.ZERO);

    static final Description<Timeout> DESCRIPTION =
        Description.of(
            "limits",
            "How long a job may run.",
            fields -> {
              var most =
                  fields.add(
                      optional("timeout", Durations.seconds(), Duration.ZERO, Timeout::most)
                          .meaning("In seconds."));
              fields.passOver("job_limits_type");
              return given -> new Timeout(given.get(most));
            });
  }

  /// A name in the command that stands for nothing.
  private Optional<String> unknownName() {
    return new Template(command)
        .names().stream()
            .filter(name -> name.startsWith("inputs.") || name.startsWith("outputs."))
            .filter(name -> !inputs.containsKey(name.replaceFirst("^inputs\\.", "")))
            .filter(name -> !outputs.containsKey(name.replaceFirst("^outputs\\.", "")))
            .filter(name -> new Template(command).neededNames().contains(name))
            .findFirst();
  }
}
