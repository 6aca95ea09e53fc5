package dev.lazuli.azureml;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.http.Action;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import dev.lazuli.http.Routes;
import dev.lazuli.identity.Workspace;
import dev.lazuli.identity.WorkspaceScope;
import dev.lazuli.identity.Workspaces;
import dev.lazuli.jobs.Job;
import dev.lazuli.jobs.JobDraft;
import dev.lazuli.jobs.JobFilter;
import dev.lazuli.jobs.JobLabels;
import dev.lazuli.jobs.JobName;
import dev.lazuli.jobs.JobState;
import dev.lazuli.jobs.Jobs;
import dev.lazuli.jobs.spec.JobAddress;
import dev.lazuli.jobs.spec.JobDocument;
import dev.lazuli.schema.Wire;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/// Jobs as ARM resources: hand in, look at, list, cancel, remove.
public final class JobRoutes {
  private static final int PAGE = 100;
  private static final Map<String, JobFilter.View> VIEWS =
      Map.of(
          "ActiveOnly", JobFilter.View.ACTIVE,
          "ArchivedOnly", JobFilter.View.ARCHIVED,
          "All", JobFilter.View.ALL);

  private final Jobs jobs;
  private final WorkspaceScope scope;

  public JobRoutes(Jobs jobs, WorkspaceScope scope) {
    this.jobs = jobs;
    this.scope = scope;
  }

  /// The table of these routes.
  public Routes routes() {
    return Routes.anyCase(new ArmProtocol(), Workspaces.ARM_PREFIX)
        .add("PUT /jobs/{name}", Action.JOBS_WRITE, this::put)
        .add("GET /jobs/{name}", Action.JOBS_READ, this::show)
        .add("GET /jobs", Action.JOBS_READ, this::list)
        .add("DELETE /jobs/{name}", Action.JOBS_DELETE, this::delete)
        .add("POST /jobs/{name}/cancel", Action.JOBS_CANCEL, this::cancel)
        .addQuiet("GET /jobs/{name}/progress", Action.JOBS_READ, this::progress);
  }

  private Response put(Request request) {
    Workspace workspace = scope.of(request);
    JobName name = new JobName(request.path("name"));
    JobDocument asked =
        Wire.read(
            jobs.description(), Arm.described(workspace, "jobs/" + name.value(), request.json()));
    JobDraft draft = new JobDraft(name, labels(asked), asked.spec());
    Jobs.Submitted submitted = jobs.submit(workspace, draft);
    return Response.json(
        submitted.isNew() ? 201 : 200, resource(workspace, submitted.job(), request.origin()));
  }

  private Response show(Request request) {
    Workspace workspace = scope.of(request);
    return Response.ok(
        resource(workspace, jobs.require(workspace, request.path("name")), request.origin()));
  }

  private Response list(Request request) {
    Workspace workspace = scope.of(request);
    int count = (int) whole(request, "$top", PAGE, PAGE);
    JobFilter filter =
        new JobFilter(
            Arm.word("listViewType", request.query("listViewType").orElse("ActiveOnly"), VIEWS),
            request.query("jobType").orElse(""),
            request.query("parentJobName").orElse(""),
            whole(request, "$skip", Long.MAX_VALUE, Long.MAX_VALUE),
            count);
    List<Job> page = jobs.list(workspace, filter);
    boolean more = page.size() == count;
    return Response.ok(
        Arm.page(
            page.stream().map(job -> resource(workspace, job, request.origin())).toList(),
            more ? Optional.of(next(request, page.getLast(), count)) : Optional.empty()));
  }

  private Response delete(Request request) {
    Workspace workspace = scope.of(request);
    if (jobs.find(workspace, request.path("name")).isEmpty()) {
      return Response.empty(204);
    }
    jobs.delete(workspace, request.path("name"));
    return Response.empty(200);
  }

  private Response cancel(Request request) {
    jobs.cancel(scope.of(request), request.path("name"));
    return Response.empty(200);
  }

  private Response progress(Request request) {
    Job job = jobs.require(scope.of(request), request.path("name"));
    ObjectNode answer = Json.object().put("name", job.name()).put("status", job.status().word());
    job.times().findStarted().ifPresent(at -> answer.put("startedMs", at.toEpochMilli()));
    job.times().findEnded().ifPresent(at -> answer.put("endedMs", at.toEpochMilli()));
    if (job.state() instanceof JobState.Failed(_, String code, String reason)) {
      answer.putObject("error").put("code", code).put("message", reason);
    }
    answer.set("progress", jobs.progress(job));
    return Response.ok(answer);
  }

  /// A job as ARM shows it.
  ObjectNode resource(Workspace workspace, Job job, String origin) {
    ObjectNode properties =
        Wire.write(jobs.description(), document(workspace, job, origin)).withObject("/properties");
    properties.put("status", job.status().word());
    ObjectNode outputs = properties.withObject("/outputs");
    job.outputs()
        .properties()
        .forEach(one -> {
          ObjectNode output = outputs.withObject("/" + one.getKey());
          one.getValue().properties().forEach(said -> output.set(said.getKey(), said.getValue()));
        });
    if (job.state() instanceof JobState.Canceled(_, String reason) && !reason.isEmpty()) {
      properties.putObject("error").put("code", "UserError").put("message", reason);
    }
    if (job.state() instanceof JobState.Failed(_, String code, String reason)) {
      properties.putObject("error").put("code", code).put("message", reason);
    }
    return Arm.resource(
        workspace, "jobs/" + job.name(), properties, job.times().created(), job.state().since());
  }

  private static JobDocument document(Workspace workspace, Job job, String origin) {
    String studio =
        "%s/runs/%s?wsid=%s"
            .formatted(
                origin, job.name(), URLEncoder.encode(workspace.armId(), StandardCharsets.UTF_8));
    return new JobDocument(
        job.name(),
        job.labels().experiment(),
        job.labels().displayName(),
        job.labels().description(),
        new TreeMap<>(job.labels().tags()),
        new TreeMap<>(job.labels().properties()),
        job.labels().archived(),
        Map.of(
            "Tracking", new JobAddress("Tracking", origin),
            "Studio", new JobAddress("Studio", studio)),
        job.spec());
  }

  private static JobLabels labels(JobDocument asked) {
    return new JobLabels(
        asked.experiment().isEmpty() ? "Default" : asked.experiment(),
        asked.displayName().isEmpty() ? asked.name() : asked.displayName(),
        asked.description(),
        asked.tags(),
        asked.properties(),
        asked.isArchived());
  }

  private static long whole(Request request, String parameter, long standard, long max) {
    String text = request.query(parameter).orElse("");
    if (text.isEmpty()) {
      return standard;
    }
    if (!text.matches("[1-9]\\d{0,17}")) {
      throw new Problem.Invalid(parameter, text, "a whole number from 1");
    }
    return Math.min(max, Long.parseLong(text));
  }

  private static String next(Request request, Job last, int count) {
    StringBuilder url = new StringBuilder(request.origin()).append(request.rawPath());
    url.append("?$skip=").append(last.id()).append("&$top=").append(count);
    for (String name : List.of("api-version", "listViewType", "jobType")) {
      request
          .query(name)
          .ifPresent(value ->
              url.append('&')
                  .append(name)
                  .append('=')
                  .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    }
    return url.toString();
  }
}
