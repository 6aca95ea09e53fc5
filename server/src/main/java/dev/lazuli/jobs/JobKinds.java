package dev.lazuli.jobs;

import dev.lazuli.base.Problem;
import dev.lazuli.identity.Workspace;
import dev.lazuli.jobs.spec.JobSpec;
import dev.lazuli.jobs.spec.SpecKind;
import dev.lazuli.schema.Codec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The types of jobs that can run here.
///
/// @param works those with a process, by Azure's word
/// @param controllers those without one, by Azure's word
record JobKinds(Map<String, JobWork> works, Map<String, JobController> controllers) {
  JobKinds(List<JobWork> works, List<JobController> controllers) {
    this(
        works.stream().collect(Collectors.toMap(JobWork::type, Function.identity())),
        controllers.stream().collect(Collectors.toMap(JobController::type, Function.identity())));
  }

  /// What a type of job is, with a process or without.
  sealed interface Kind {
    record Work(JobWork work) implements Kind {}

    record Control(JobController controller) implements Kind {}

    default String type() {
      return switch (this) {
        case Work(JobWork work) -> work.type();
        case Control(JobController controller) -> controller.type();
      };
    }

    default Set<String> settings() {
      return switch (this) {
        case Work(JobWork work) -> work.settings();
        case Control(JobController controller) -> controller.settings();
      };
    }

    default void check(Workspace workspace, JobLabels labels, JobSpec spec) {
      switch (this) {
        case Work(JobWork work) -> work.check(workspace, labels, spec);
        case Control(JobController controller) -> controller.check(workspace, labels, spec);
      }
    }
  }

  /// How the jobs of all types are written.
  Codec<JobSpec> codec() {
    List<SpecKind<?>> kinds = new ArrayList<>();
    works.values().forEach(work -> kinds.add(work.kind()));
    controllers.values().forEach(controller -> kinds.add(controller.kind()));
    kinds.sort(Comparator.comparing(SpecKind::word));
    return SpecKind.codec(kinds);
  }

  /// The type of that name, in any case.
  ///
  /// @throws Problem.Unsupported when jobs of that type cannot run here
  Kind require(String type) {
    List<Kind> kinds = new ArrayList<>();
    works.values().forEach(work -> kinds.add(new Kind.Work(work)));
    controllers.values().forEach(controller -> kinds.add(new Kind.Control(controller)));
    return kinds.stream()
        .filter(kind -> kind.type().equalsIgnoreCase(type))
        .findFirst()
        .orElseThrow(() ->
            new Problem.Unsupported(
                "jobs of type '%s' cannot run here yet; this version runs: %s"
                    .formatted(
                        type.toLowerCase(Locale.ROOT),
                        String.join(", ", kinds.stream().map(Kind::type).sorted().toList())
                            .toLowerCase(Locale.ROOT))));
  }
}
