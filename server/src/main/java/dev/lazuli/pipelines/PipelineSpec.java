package dev.lazuli.pipelines;

import dev.lazuli.base.Problem;
import dev.lazuli.jobs.command.JobInput;
import dev.lazuli.jobs.command.JobOutput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The graph of a pipeline, checked as a whole.
///
/// @param continuesOnFailure whether steps that do not need a failed one still run
/// @param compute of steps that name none
record PipelineSpec(
    Map<String, JobInput> inputs,
    Map<String, JobOutput> outputs,
    Map<String, Step> steps,
    boolean continuesOnFailure,
    String compute) {
  private static final Pattern PARENT_INPUT =
      Pattern.compile("\\$\\{\\{\\s*parent\\.inputs\\.([\\w-]+)\\s*}}");
  private static final Pattern BINDING = Pattern.compile("\\$\\{\\{\\s*(parent\\.[^}]*?)\\s*}}");

  /// The graph of a pipeline.
  ///
  /// @throws Problem.Invalid that tells all faults of the graph
  static PipelineSpec of(PipelineJob job, Step.Components components) {
    Map<String, Step> steps = new LinkedHashMap<>();
    job.steps().forEach((name, file) -> steps.put(name, Step.of(name, file, components)));
    String own = job.placement().compute();
    PipelineSpec pipeline =
        new PipelineSpec(
            job.inputs(),
            job.outputs(),
            steps,
            job.settings().continuesOnFailure(),
            own.isEmpty() ? job.settings().compute() : own);
    List<String> faults = pipeline.faults();
    if (!faults.isEmpty()) {
      throw new Problem.Invalid("jobs", String.join("; ", faults));
    }
    return pipeline;
  }

  /// The step of that name.
  Step require(String name) {
    Step step = steps.get(name);
    if (step == null) {
      throw new IllegalStateException("no step " + name);
    }
    return step;
  }

  /// All that is wrong with the graph.
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    if (steps.isEmpty()) {
      faults.add("the pipeline has no steps: 'jobs' is empty");
    }
    for (Step step : steps.values()) {
      faultsOfInputs(step, faults);
      step.boundOutputs()
          .forEach((output, parent) -> {
            if (!outputs.containsKey(parent)) {
              faults.add(
                  "jobs.%s.outputs.%s names '${{parent.outputs.%s}}', but the pipeline has %s"
                      .formatted(step.name(), output, parent, words(outputs.keySet())));
            }
            if (!step.component().outputs().containsKey(output)) {
              faults.add(
                  "jobs.%s.outputs.%s: the component has %s"
                      .formatted(step.name(), output, words(step.component().outputs().keySet())));
            }
          });
    }
    if (faults.isEmpty() && order().size() < steps.size()) {
      Set<String> left = new TreeSet<>(steps.keySet());
      left.removeAll(order());
      faults.add("the steps %s wait for each other in a circle".formatted(String.join(", ", left)));
    }
    return faults;
  }

  private void faultsOfInputs(Step step, List<String> faults) {
    step.inputs()
        .forEach((name, input) -> {
          String place = "jobs.%s.inputs.%s".formatted(step.name(), name);
          if (!step.component().inputs().containsKey(name)) {
            faults.add(
                "%s: the component has no such input; it has %s"
                    .formatted(place, words(step.component().inputs().keySet())));
          }
          Matcher binding = BINDING.matcher(Step.text(input));
          while (binding.find()) {
            fault(binding.group(1)).ifPresent(fault -> faults.add(place + " " + fault));
          }
        });
    step.component()
        .inputs()
        .forEach((name, declared) -> {
          boolean isNeeded = !declared.isOptional() && declared.standard().isEmpty();
          if (isNeeded && !step.inputs().containsKey(name)) {
            faults.add("jobs.%s: the input '%s' is missing".formatted(step.name(), name));
          }
        });
  }

  private Optional<String> fault(String binding) {
    String[] parts = binding.split("\\.", -1);
    if (parts.length == 3 && parts[1].equals("inputs")) {
      return inputs.containsKey(parts[2])
          ? Optional.empty()
          : Optional.of(
              "names '${{%s}}', but the pipeline has the inputs %s"
                  .formatted(binding, words(inputs.keySet())));
    }
    if (parts.length == 5 && parts[1].equals("jobs") && parts[3].equals("outputs")) {
      Step other = steps.get(parts[2]);
      if (other == null) {
        return Optional.of(
            "names '${{%s}}', but the pipeline has the steps %s"
                .formatted(binding, words(steps.keySet())));
      }
      return other.component().outputs().containsKey(parts[4])
          ? Optional.empty()
          : Optional.of(
              "names '${{%s}}', but that step has the outputs %s"
                  .formatted(binding, words(other.component().outputs().keySet())));
    }
    return Optional.of(
        "names '${{%s}}': expected parent.inputs.NAME or parent.jobs.STEP.outputs.NAME"
            .formatted(binding));
  }

  private static String words(Set<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", new TreeSet<>(names));
  }

  /// The steps, each after those that it needs; without those that wait in a circle.
  List<String> order() {
    Set<String> done = new LinkedHashSet<>();
    boolean moved = true;
    while (moved) {
      moved = false;
      for (Step step : steps.values()) {
        if (!done.contains(step.name()) && done.containsAll(step.needs())) {
          moved = done.add(step.name());
        }
      }
    }
    return List.copyOf(done);
  }

  /// What a binding to an input of the pipeline means; the input itself when it is none.
  JobInput resolved(JobInput input) {
    Matcher whole = PARENT_INPUT.matcher(Step.text(input).strip());
    if (whole.matches()) {
      JobInput given = inputs.getOrDefault(whole.group(1), input);
      return given instanceof JobInput.Files files
              && input instanceof JobInput.Files wanted
              && !wanted.mode().isEmpty()
          ? new JobInput.Files(files.type(), files.path(), wanted.mode())
          : given;
    }
    if (input instanceof JobInput.Literal(String text)) {
      return new JobInput.Literal(
          PARENT_INPUT
              .matcher(text)
              .replaceAll(place ->
                  Matcher.quoteReplacement(
                      Step.text(inputs.getOrDefault(place.group(1), new JobInput.Literal(""))))));
    }
    return input;
  }
}
