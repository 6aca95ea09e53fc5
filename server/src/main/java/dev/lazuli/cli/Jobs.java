package dev.lazuli.cli;

import dev.lazuli.automl.AutoMlWork;
import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.batch.BatchWork;
import dev.lazuli.jobs.command.CommandWork;
import dev.lazuli.jobs.spec.JobDocument;
import dev.lazuli.jobs.spec.SpecKind;
import dev.lazuli.pipelines.PipelineController;
import dev.lazuli.schema.Description;
import dev.lazuli.schema.Document;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The jobs of a workspace on a server.
record Jobs(Remote remote) {
  /// The datastore that holds what jobs leave.
  static final String ARTIFACTS = "workspaceartifactstore";

  private static final Set<String> ENDED =
      Set.of("Completed", "Failed", "Canceled", "NotResponding", "Paused");
  private static final List<String> ADJECTIVES =
      List.of(
          "amber", "brave", "calm", "clever", "eager", "gentle", "green", "honest", "kind",
          "lively", "loyal", "mild", "neat", "patient", "quick", "quiet", "ready", "silver",
          "sunny", "wise");
  private static final List<String> NOUNS =
      List.of(
          "anchor", "apple", "bridge", "cloud", "falcon", "feather", "forest", "garden", "harbor",
          "island", "lantern", "meadow", "oak", "pebble", "river", "sail", "star", "stone", "sun",
          "valley");

  /// Whether a job of this status does nothing more.
  static boolean hasEnded(String status) {
    return ENDED.contains(status);
  }

  /// How the jobs of all kinds are written.
  static final Description<JobDocument> DESCRIPTION =
      JobDocument.form(
          SpecKind.codec(
              List.of(AutoMlWork.KIND, CommandWork.KIND, PipelineController.KIND, BatchWork.KIND)));

  /// Starts a job.
  ///
  /// @throws Problem.Invalid naming all that is wrong in its file
  ObjectNode create(Document document) throws InterruptedException {
    JobDocument asked = document.as(DESCRIPTION);
    String name = asked.name().isEmpty() ? newName() : asked.name();
    JobDocument job = asked.named(name, experiment(document));
    ObjectNode body = new Uploads(remote).wire(DESCRIPTION, job);
    return DESCRIPTION.printed(remote.put("/jobs/" + Remote.segment(name), body));
  }

  /// Starts a job given in the wire's form.
  ObjectNode create(String name, ObjectNode properties) throws InterruptedException {
    ObjectNode body = Json.object();
    body.set("properties", properties);
    return DESCRIPTION.printed(remote.put("/jobs/" + Remote.segment(name), body));
  }

  /// A job.
  ///
  /// @throws Problem.NotFound when there is none
  ObjectNode require(String name) throws InterruptedException {
    return DESCRIPTION.printed(remote.get("/jobs/" + Remote.segment(name)));
  }

  /// What the server tells of a running job: status, log files, error.
  JsonNode details(String name) throws InterruptedException {
    return Json.parse(
        remote
            .fetch(
                "/history/v1.0%s/runs/%s/details"
                    .formatted(remote.workspace(), Remote.segment(name)))
            .body());
  }

  /// The text of a log file.
  String log(String url) throws InterruptedException {
    return new String(remote.fetch(url).body(), StandardCharsets.UTF_8);
  }

  /// A name such as `brave_sun_0a1b2c3d4e`.
  static String newName() {
    SecureRandom random = new SecureRandom();
    byte[] bytes = new byte[5];
    random.nextBytes(bytes);
    return "%s_%s_%s"
        .formatted(
            ADJECTIVES.get(random.nextInt(ADJECTIVES.size())),
            NOUNS.get(random.nextInt(NOUNS.size())),
            HexFormat.of().formatHex(bytes));
  }

  /// As Azure has it: the name of the folder that one works in.
  private static String experiment(Document document) {
    var name = document.folder().getFileName();
    return name == null ? "Default" : name.toString();
  }
}
