package dev.lazuli.pipelines;

import dev.lazuli.artifacts.Reference;
import dev.lazuli.assets.AssetKind;
import dev.lazuli.assets.Assets;
import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.identity.Workspace;
import dev.lazuli.jobs.Job;
import dev.lazuli.jobs.JobController;
import dev.lazuli.jobs.JobDraft;
import dev.lazuli.jobs.JobLabels;
import dev.lazuli.jobs.JobName;
import dev.lazuli.jobs.JobState;
import dev.lazuli.jobs.JobStatus;
import dev.lazuli.jobs.command.CommandJob;
import dev.lazuli.jobs.command.JobInput;
import dev.lazuli.jobs.command.JobOutput;
import dev.lazuli.jobs.spec.JobPlacement;
import dev.lazuli.jobs.spec.JobSpec;
import dev.lazuli.jobs.spec.QueueSettings;
import dev.lazuli.jobs.spec.SpecKind;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/// Runs the steps of a pipeline as child jobs: each when what it needs is there, many at once.
public final class PipelineController implements JobController {
  /// How these jobs are written.
  public static final SpecKind<PipelineJob> KIND =
      new SpecKind<>("pipeline", PipelineJob.TYPE, PipelineJob.class, PipelineJob.DESCRIPTION);

  private final Assets assets;
  private final Clock clock;

  public PipelineController(Assets assets, Clock clock) {
    this.assets = assets;
    this.clock = clock;
  }

  @Override
  public SpecKind<?> kind() {
    return KIND;
  }

  @Override
  public void check(Workspace workspace, JobLabels labels, JobSpec spec) {
    PipelineSpec.of(asked(spec), id -> component(workspace, id));
  }

  private static PipelineJob asked(JobSpec spec) {
    if (spec instanceof PipelineJob job) {
      return job;
    }
    throw new IllegalStateException("a %s job among pipelines".formatted(spec.type()));
  }

  private Component component(Workspace workspace, String id) {
    String latest = id.replaceFirst("@latest$", "");
    if (Reference.parse(id) instanceof Reference.ArmAsset(_, _, String name, String version)) {
      return find(workspace, name, version);
    }
    if (Reference.parse(id) instanceof Reference.Asset(String name, String version)) {
      return find(workspace, name, version);
    }
    if (Reference.parse(id) instanceof Reference.LabelledAsset(String name, _)) {
      return find(workspace, name, Assets.LATEST);
    }
    throw new Problem.Invalid(
        "component", latest, "azureml:NAME:VERSION, or a component of this workspace");
  }

  private Component find(Workspace workspace, String name, String version) {
    if (assets.require(workspace, AssetKind.COMPONENT, name, version).spec().path("componentSpec")
        instanceof ObjectNode spec) {
      return Component.of(spec);
    }
    throw new Problem.Invalid("component", name, "a component with a 'componentSpec'");
  }

  @Override
  public Decision decide(Workspace workspace, Job job, List<Job> children) {
    PipelineSpec pipeline = PipelineSpec.of(asked(job.spec()), id -> component(workspace, id));
    Map<String, Job> begun = new LinkedHashMap<>();
    children.forEach(child -> begun.put(child.name().substring(job.name().length() + 1), child));
    Set<String> failed =
        begun.entrySet().stream()
            .filter(one -> one.getValue().status().hasEnded())
            .filter(one -> one.getValue().status() != JobStatus.COMPLETED)
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    boolean stops = !failed.isEmpty() && !pipeline.continuesOnFailure();
    List<String> going =
        begun.values().stream().filter(child -> !child.status().hasEnded()).map(Job::name).toList();
    List<JobDraft> start = new ArrayList<>();
    if (!stops) {
      for (String name : pipeline.order()) {
        Step step = pipeline.require(name);
        boolean isReady =
            step.needs().stream()
                .allMatch(need ->
                    find(begun, need)
                        .filter(child -> child.status() == JobStatus.COMPLETED)
                        .isPresent());
        if (!begun.containsKey(name) && isReady) {
          start.add(draft(job, pipeline, step, begun));
        }
      }
    }
    Optional<JobState> end =
        start.isEmpty() && going.isEmpty() ? Optional.of(end(begun, failed)) : Optional.empty();
    return new Decision(
        start,
        stops ? going : List.of(),
        Map.of(),
        end.isPresent() ? outputs(pipeline, begun) : Json.object(),
        end);
  }

  private JobState end(Map<String, Job> begun, Set<String> failed) {
    if (failed.isEmpty()) {
      return new JobState.Completed(clock.instant());
    }
    String why =
        begun.entrySet().stream()
            .filter(one -> failed.contains(one.getKey()))
            .map(one ->
                "step '%s' is %s%s"
                    .formatted(
                        one.getKey(),
                        one.getValue().status().word(),
                        reason(one.getValue().state())))
            .collect(Collectors.joining("; "));
    return new JobState.Failed(clock.instant(), "UserError", why);
  }

  private static String reason(JobState state) {
    return state instanceof JobState.Failed(_, _, String reason) ? ": " + reason : "";
  }

  private static Optional<Job> find(Map<String, Job> begun, String step) {
    return Optional.ofNullable(begun.get(step));
  }

  private static ObjectNode outputs(PipelineSpec pipeline, Map<String, Job> begun) {
    ObjectNode outputs = Json.object();
    for (Step step : pipeline.steps().values()) {
      find(begun, step.name())
          .ifPresent(child ->
              step.boundOutputs()
                  .forEach((output, parent) -> {
                    if (child.outputs().path(output) instanceof ObjectNode told) {
                      outputs.set(parent, told);
                    }
                  }));
    }
    return outputs;
  }

  private static JobDraft draft(Job job, PipelineSpec pipeline, Step step, Map<String, Job> begun) {
    Component component = step.component();
    Map<String, JobInput> inputs = new LinkedHashMap<>();
    component
        .inputs()
        .forEach((name, declared) -> {
          JobInput given = step.inputs().get(name);
          if (given != null) {
            inputs.put(name, input(pipeline, declared, given, begun));
          } else if (!declared.standard().isEmpty()) {
            inputs.put(name, new JobInput.Literal(declared.standard()));
          }
        });
    Map<String, JobOutput> outputs = new LinkedHashMap<>(step.outputs());
    step.boundOutputs()
        .forEach((name, parent) -> {
          JobOutput declared = component.outputs().getOrDefault(name, JobOutput.FOLDER);
          JobOutput asked = pipeline.outputs().getOrDefault(parent, declared);
          outputs.put(
              name,
              new JobOutput(
                  declared.type(),
                  asked.path(),
                  asked.mode(),
                  asked.assetName(),
                  asked.assetVersion()));
        });
    String compute = step.compute().isEmpty() ? pipeline.compute() : step.compute();
    CommandJob command =
        new CommandJob(
            component.command(),
            component.code(),
            component.environment(),
            inputs,
            outputs,
            step.environmentVariables(),
            component.distribution(),
            new JobPlacement(compute, "", component.resources(), QueueSettings.NONE),
            Duration.ZERO);
    String display = component.displayName().isEmpty() ? step.name() : component.displayName();
    return new JobDraft(
        new JobName(job.name() + "_" + step.name()),
        job.name(),
        new JobLabels(
            job.labels().experiment(),
            display,
            component.description(),
            component.tags(),
            Map.of("azureml.nodeid", step.name()),
            false),
        command);
  }

  private static JobInput input(
      PipelineSpec pipeline, Component.Input declared, JobInput given, Map<String, Job> begun) {
    Optional<Step.Source> source = Step.Source.of(Step.text(given));
    String mode =
        given instanceof JobInput.Files files && !files.mode().isEmpty()
            ? files.mode()
            : JobInput.wireMode(declared.mode());
    if (source.isPresent()) {
      String type = declared.type().isEmpty() ? "uri_folder" : declared.type();
      String uri =
          find(begun, source.get().step())
              .map(from -> from.outputs().path(source.get().output()).path("uri").asString(""))
              .orElse("");
      return new JobInput.Files(type, uri, mode);
    }
    JobInput resolved = pipeline.resolved(given);
    return resolved instanceof JobInput.Files files && files.mode().isEmpty()
        ? new JobInput.Files(files.type(), files.path(), mode)
        : resolved;
  }
}
