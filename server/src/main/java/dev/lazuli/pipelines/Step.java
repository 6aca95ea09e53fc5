package dev.lazuli.pipelines;

import dev.lazuli.base.Problem;
import dev.lazuli.jobs.command.JobInput;
import dev.lazuli.jobs.command.JobOutput;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One step of a pipeline: a component with what is given to it and where its outputs go.
///
/// @param inputs by name; a literal may be a binding, such as `${{parent.inputs.x}}`
/// @param boundOutputs the output of the pipeline that one of the step is, by the step's name for
///   it
/// @param outputs those that are kept under a name or at a place of their own
/// @param compute empty for the pipeline's
record Step(
    String name,
    Component component,
    Map<String, JobInput> inputs,
    Map<String, String> boundOutputs,
    Map<String, JobOutput> outputs,
    String compute,
    Map<String, String> environmentVariables) {
  private static final Pattern OTHER_STEP =
      Pattern.compile("\\$\\{\\{\\s*parent\\.jobs\\.([\\w-]+)\\.outputs\\.([\\w-]+)\\s*}}");
  private static final Pattern PARENT_OUTPUT =
      Pattern.compile("\\$\\{\\{\\s*parent\\.outputs\\.([\\w-]+)\\s*}}");

  /// An output of another step.
  record Source(String step, String output) {
    /// The output that a text means, if it means one.
    static Optional<Source> of(String text) {
      Matcher match = OTHER_STEP.matcher(text.strip());
      return match.matches()
          ? Optional.of(new Source(match.group(1), match.group(2)))
          : Optional.empty();
    }
  }

  /// Finds a component by its id on the wire.
  @FunctionalInterface
  interface Components {
    Component find(String id);
  }

  /// The step of that name, with its component found.
  static Step of(String name, StepFile file, Components components) {
    Component component =
        switch (file.component()) {
          case ComponentPlace.Full(Component full) -> full;
          case ComponentPlace.Registered(String reference) -> components.find(reference);
          case ComponentPlace.Own _ ->
              throw new Problem.Invalid(
                  "jobs." + name, "jobs.%s has neither a component nor a command".formatted(name));
        };
    Map<String, String> bound = new LinkedHashMap<>();
    Map<String, JobOutput> outputs = new LinkedHashMap<>(component.outputs());
    file.outputs()
        .forEach((output, outlet) -> {
          Matcher match = PARENT_OUTPUT.matcher(outlet.binding().strip());
          if (match.matches()) {
            bound.put(output, match.group(1));
          } else if (outlet.binding().isEmpty()) {
            outputs.put(output, outlet.kept());
          } else {
            throw new Problem.Invalid(
                "jobs." + name,
                "jobs.%s.outputs.%s '%s' is not valid: expected ${{parent.outputs.NAME}}, or keys"
                        .formatted(name, output, outlet.binding())
                    + " such as type and path");
          }
        });
    Map<String, String> variables = new LinkedHashMap<>(component.environmentVariables());
    variables.putAll(file.environmentVariables());
    return new Step(name, component, file.inputs(), bound, outputs, file.compute(), variables);
  }

  /// The steps whose outputs it reads.
  Set<String> needs() {
    Set<String> names = new TreeSet<>();
    sources().values().forEach(source -> names.add(source.step()));
    return names;
  }

  /// The outputs of other steps that it reads, by the name of the input.
  Map<String, Source> sources() {
    Map<String, Source> sources = new LinkedHashMap<>();
    inputs.forEach(
        (name, input) -> Source.of(text(input)).ifPresent(source -> sources.put(name, source)));
    return sources;
  }

  /// What an input says: its value, or where its files lie.
  static String text(JobInput input) {
    return switch (input) {
      case JobInput.Literal(String text) -> text;
      case JobInput.Files files -> files.path();
    };
  }
}
