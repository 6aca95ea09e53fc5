package dev.lazuli.azureml;

import dev.lazuli.base.Caller;
import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.http.Action;
import dev.lazuli.http.Ranges;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import dev.lazuli.http.Routes;
import dev.lazuli.identity.Workspace;
import dev.lazuli.identity.WorkspaceScope;
import dev.lazuli.identity.Workspaces;
import dev.lazuli.jobs.Job;
import dev.lazuli.jobs.JobLabels;
import dev.lazuli.jobs.JobState;
import dev.lazuli.jobs.Jobs;
import dev.lazuli.tracking.NewRun;
import dev.lazuli.tracking.Page;
import dev.lazuli.tracking.Run;
import dev.lazuli.tracking.RunData;
import dev.lazuli.tracking.RunQuery;
import dev.lazuli.tracking.RunStatus;
import dev.lazuli.tracking.Tag;
import dev.lazuli.tracking.Tracking;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Azure's run history: how its clients follow a job while it runs.
public final class HistoryRoutes {
  private static final String LOG = "user_logs/std_log.txt";
  private static final int CHILDREN = 1_000;

  private final Jobs jobs;
  private final Tracking tracking;
  private final WorkspaceScope scope;

  public HistoryRoutes(Jobs jobs, Tracking tracking, WorkspaceScope scope) {
    this.jobs = jobs;
    this.tracking = tracking;
    this.scope = scope;
  }

  /// The table of these routes.
  public Routes routes() {
    return Routes.anyCase(new ArmProtocol(), "/history/v1.0" + Workspaces.ARM_PREFIX)
        .addQuiet("GET /runs/{id}", Action.RUNS_READ, this::show)
        .addQuiet("GET /runs/{id}/details", Action.RUNS_READ, this::details)
        .add("GET /runs/{id}/children", Action.RUNS_READ, this::children)
        .add("GET /experiments/{experiment}/runs/{id}", Action.RUNS_READ, this::show)
        .addQuiet(
            "GET /experiments/{experiment}/runs/{id}/details", Action.RUNS_READ, this::details)
        .add("PATCH /experiments/{experiment}/runs/{id}", Action.RUNS_WRITE, this::change)
        .add("POST /rundata", Action.RUNS_READ, this::data);
  }

  /// The log of a job, under an address that nobody guesses: clients fetch it without a header.
  public Routes logRoutes() {
    return Routes.exact(new ArmProtocol(), "")
        .addQuiet("GET /api/lazuli/logs/{name}/{secret}", Action.JOB_LOGS_READ, this::log);
  }

  /// Admits whoever knows the secret of a log's address.
  ///
  /// @throws dev.lazuli.base.Problem.NotFound when it is not the secret of that job
  public Caller admit(Request request, Action action) {
    Job job = jobs.requireByLogSecret(request.path("name"), request.path("secret"));
    return new Caller.SecretLink("jobs/%s/logs".formatted(job.name()));
  }

  private Response show(Request request) {
    Workspace workspace = scope.of(request);
    return Response.ok(run(workspace, tracking.data(workspace, request.path("id"))));
  }

  private Response details(Request request) {
    Workspace workspace = scope.of(request);
    RunData data = tracking.data(workspace, request.path("id"));
    ObjectNode details = run(workspace, data);
    details.put("runId", data.run().id());
    details.put("target", "local");
    details.putNull("warnings");
    details.putArray("inputDatasets");
    details.putArray("outputDatasets");
    ObjectNode logs = details.putObject("logFiles");
    jobs.find(workspace, data.run().id())
        .ifPresent(job ->
            logs.put(
                LOG,
                "%s/api/lazuli/logs/%s/%s"
                    .formatted(request.origin(), job.name(), job.logSecret())));
    return Response.ok(details);
  }

  /// The children of a run by their start, a page of 1,000 at a time.
  private Response children(Request request) {
    Workspace workspace = scope.of(request);
    Run parent = tracking.require(workspace, request.path("id"));
    RunQuery query =
        RunQuery.of(parent.experimentId(), CHILDREN)
            .withFilter("tags.`%s` = '%s'".formatted(NewRun.PARENT_TAG, parent.id()))
            .withOrder("attributes.start_time ASC")
            .from(offset(request));
    Page<RunData> page = tracking.search(workspace, query);
    Map<String, Job> found =
        jobs.find(workspace, page.items().stream().map(child -> child.run().id()).toList());
    Optional<String> next =
        page.nextOffset().stream()
            .mapToObj(
                offset -> "%s%s?$skip=%d".formatted(request.origin(), request.rawPath(), offset))
            .findFirst();
    return Response.ok(
        Arm.page(
            page.items().stream()
                .map(child -> run(child, Optional.ofNullable(found.get(child.run().id()))))
                .toList(),
            next));
  }

  private static long offset(Request request) {
    String skip = request.query("$skip").orElse("0");
    if (!skip.matches("\\d{1,9}")) {
      throw new Problem.Invalid("$skip", skip, "a whole number");
    }
    return Long.parseLong(skip);
  }

  private Response change(Request request) {
    Workspace workspace = scope.of(request);
    JsonNode body = request.json();
    Job job = jobs.relabel(workspace, request.path("id"), labels -> relabelled(labels, body));
    return Response.ok(run(workspace, tracking.data(workspace, job.name())));
  }

  private Response data(Request request) {
    Workspace workspace = scope.of(request);
    String id = request.json().path("runId").asString("");
    RunData found = tracking.data(workspace, id);
    ObjectNode answer = Json.object();
    ObjectNode metadata = run(workspace, found);
    metadata.putObject("outputs");
    metadata.putObject("inputs");
    answer.set("runMetadata", metadata);
    answer.putNull("runDefinition");
    return Response.ok(answer);
  }

  private Response log(Request request) {
    Job job = jobs.requireByLogSecret(request.path("name"), request.path("secret"));
    return Ranges.answer(
        request,
        "text/plain; charset=utf-8",
        jobs.logLength(job),
        (offset, length) -> jobs.openLog(job, offset, length));
  }

  private ObjectNode run(Workspace workspace, RunData data) {
    return run(data, jobs.find(workspace, data.run().id()));
  }

  private static ObjectNode run(RunData data, Optional<Job> job) {
    Run run = data.run();
    ObjectNode shown = Json.object();
    shown.put("runId", run.id());
    shown.put("experimentId", run.experimentId());
    shown.put("displayName", job.map(found -> found.labels().displayName()).orElse(run.name()));
    shown.put("status", job.map(found -> found.status().word()).orElse(word(run.status())));
    shown.put("createdUtc", time(job.map(j -> j.times().created()).orElse(start(run))));
    shown.put("startTimeUtc", time(job.flatMap(j -> j.times().findStarted()).orElse(start(run))));
    run.endMs()
        .ifPresentOrElse(
            end -> shown.put("endTimeUtc", time(Instant.ofEpochMilli(end))),
            () -> shown.putNull("endTimeUtc"));
    shown.putObject("createdBy").put("userName", run.userId());
    shown.put("dataContainerId", "dcid." + run.id());
    shown.put("description", job.map(found -> found.labels().description()).orElse(""));
    shown.put("hidden", job.map(found -> found.labels().archived()).orElse(false));
    shown.put("runType", job.map(found -> "azureml." + found.type()).orElse("azureml.run"));
    parent(data).ifPresent(id -> shown.put("parentRunId", id));
    shown.put("rootRunId", parent(data).orElse(run.id()));
    shown.set("tags", tags(data));
    shown.set(
        "properties",
        Json.strings(
            job.<Map<String, String>>map(found -> new TreeMap<>(found.labels().properties()))
                .orElse(Map.of())));
    shown.putObject("services");
    job.map(Job::state)
        .filter(JobState.Failed.class::isInstance)
        .map(JobState.Failed.class::cast)
        .ifPresentOrElse(failed -> shown.set("error", error(failed)), () -> shown.putNull("error"));
    return shown;
  }

  private static ObjectNode error(JobState.Failed failed) {
    ObjectNode error = Json.object();
    error
        .putObject("error")
        .put("code", failed.code())
        .put("message", failed.reason())
        .putArray("details");
    error.put("time", time(failed.since()));
    error.put("componentName", "lazuli");
    return error;
  }

  private static ObjectNode tags(RunData data) {
    ObjectNode tags = Json.object();
    for (Tag tag : data.tags()) {
      if (!tag.key().startsWith("mlflow.")) {
        tags.put(tag.key(), tag.value());
      }
    }
    return tags;
  }

  private static Optional<String> parent(RunData data) {
    return data.tag(NewRun.PARENT_TAG);
  }

  private static JobLabels relabelled(JobLabels labels, JsonNode body) {
    JobLabels changed = labels;
    if (body.path("hidden").isBoolean()) {
      changed = changed.withArchived(body.path("hidden").booleanValue());
    }
    if (body.path("displayName").isString()) {
      changed = changed.withDisplayName(body.path("displayName").asString());
    }
    if (body.path("description").isString()) {
      changed = changed.withDescription(body.path("description").asString());
    }
    if (body.path("tags").isObject()) {
      changed = changed.withTags(merged(changed.tags(), body.path("tags")));
    }
    if (body.path("properties").isObject()) {
      changed = changed.withProperties(merged(changed.properties(), body.path("properties")));
    }
    return changed;
  }

  private static Map<String, String> merged(Map<String, String> old, JsonNode news) {
    Map<String, String> all = new TreeMap<>(old);
    news.properties()
        .forEach(entry -> {
          if (entry.getValue().isNull()) {
            all.remove(entry.getKey());
          } else {
            all.put(entry.getKey(), entry.getValue().asString(""));
          }
        });
    return all;
  }

  private static String word(RunStatus status) {
    return switch (status) {
      case RUNNING -> "Running";
      case SCHEDULED -> "Queued";
      case FINISHED -> "Completed";
      case FAILED -> "Failed";
      case KILLED -> "Canceled";
    };
  }

  private static Instant start(Run run) {
    return Instant.ofEpochMilli(run.startMs());
  }

  private static String time(Instant at) {
    return at.toString();
  }
}
