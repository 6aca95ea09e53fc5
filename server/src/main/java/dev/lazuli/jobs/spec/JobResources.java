package dev.lazuli.jobs.spec;

import static dev.lazuli.schema.Field.optional;

import dev.lazuli.schema.Codecs;
import dev.lazuli.schema.Description;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// What a job needs of its compute.
///
/// @param instances 0 when nothing is said: one
public record JobResources(
    int instances,
    int instancesMax,
    String instanceType,
    String sharedMemory,
    String dockerArguments,
    List<String> locations,
    Map<String, JsonNode> properties) {
  /// Nothing in particular.
  public static final JobResources NONE = new JobResources(0, 0, "", "", "", List.of(), Map.of());

  /// How they are written.
  public static final Description<JobResources> DESCRIPTION =
      Description.of(
          "resources",
          "What a job needs of its compute.",
          fields -> {
            var instances =
                fields.add(
                    optional("instance_count", Codecs.whole(1, 10_000), 0, JobResources::instances)
                        .meaning("How many machines it runs on; one by default."));
            var most =
                fields.add(
                    optional(
                            "max_instance_count",
                            Codecs.whole(1, 10_000),
                            0,
                            JobResources::instancesMax)
                        .meaning("The most machines it may grow to."));
            var type =
                fields.add(
                    optional("instance_type", Codecs.text(), "", JobResources::instanceType)
                        .meaning("The kind of machine, as the compute names it."));
            var memory =
                fields.add(
                    optional("shm_size", Codecs.text(), "", JobResources::sharedMemory)
                        .meaning("Shared memory of its container, such as `2g`."));
            var docker =
                fields.add(
                    optional("docker_args", Codecs.text(), "", JobResources::dockerArguments)
                        .meaning("More arguments for its container."));
            var locations =
                fields.add(
                    optional(
                            "locations",
                            Codecs.list(Codecs.text()),
                            List.of(),
                            JobResources::locations)
                        .meaning("Where it may run."));
            var properties =
                fields.add(
                    optional(
                            "properties",
                            Codecs.map(Codecs.any()),
                            Map.of(),
                            JobResources::properties)
                        .meaning("Settings of the compute, by its own names."));
            return given ->
                new JobResources(
                    given.get(instances),
                    given.get(most),
                    given.get(type),
                    given.get(memory),
                    given.get(docker),
                    given.get(locations),
                    given.get(properties));
          });
}
