package dev.lazuli.azureml;

import dev.lazuli.base.Json;
import dev.lazuli.batch.BatchDeployment;
import dev.lazuli.batch.BatchEndpoint;
import dev.lazuli.batch.BatchEndpoints;
import dev.lazuli.batch.Invocation;
import dev.lazuli.http.Action;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import dev.lazuli.http.Routes;
import dev.lazuli.identity.Workspace;
import dev.lazuli.identity.WorkspaceScope;
import dev.lazuli.identity.Workspaces;
import dev.lazuli.jobs.Job;
import dev.lazuli.jobs.JobState;
import dev.lazuli.schema.Codec;
import dev.lazuli.schema.Wire;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Batch endpoints and deployments as ARM resources, and their invocation at addresses of their
/// own.
public final class BatchRoutes {
  private static final String KIND = "batchEndpoints";
  private static final String JOBS = "/batchEndpoints/{endpoint}/jobs";

  private final BatchEndpoints batch;
  private final Workspaces workspaces;
  private final WorkspaceScope scope;

  public BatchRoutes(BatchEndpoints batch, Workspaces workspaces) {
    this.batch = batch;
    this.workspaces = workspaces;
    this.scope = new WorkspaceScope(workspaces);
  }

  /// The table of ARM's routes.
  public Routes routes() {
    return Routes.anyCase(new ArmProtocol(), Workspaces.ARM_PREFIX)
        .add("GET /batchEndpoints", Action.BATCH_ENDPOINTS_READ, this::list)
        .add("GET /batchEndpoints/{endpoint}", Action.BATCH_ENDPOINTS_READ, this::show)
        .add("PUT /batchEndpoints/{endpoint}", Action.BATCH_ENDPOINTS_WRITE, this::put)
        .add("PATCH /batchEndpoints/{endpoint}", Action.BATCH_ENDPOINTS_WRITE, this::patch)
        .add("DELETE /batchEndpoints/{endpoint}", Action.BATCH_ENDPOINTS_DELETE, this::delete)
        .add(
            "GET /batchEndpoints/{endpoint}/deployments",
            Action.BATCH_DEPLOYMENTS_READ,
            this::deployments)
        .add(
            "GET /batchEndpoints/{endpoint}/deployments/{deployment}",
            Action.BATCH_DEPLOYMENTS_READ,
            this::showDeployment)
        .add(
            "PUT /batchEndpoints/{endpoint}/deployments/{deployment}",
            Action.BATCH_DEPLOYMENTS_WRITE,
            this::putDeployment)
        .add(
            "PATCH /batchEndpoints/{endpoint}/deployments/{deployment}",
            Action.BATCH_DEPLOYMENTS_WRITE,
            this::patchDeployment)
        .add(
            "DELETE /batchEndpoints/{endpoint}/deployments/{deployment}",
            Action.BATCH_DEPLOYMENTS_DELETE,
            this::deleteDeployment);
  }

  /// The table of the addresses that are invoked, for the first workspace and for any by its id.
  public Routes invocations() {
    return Routes.anyCase(
            new ArmProtocol(),
            "",
            Workspaces.ARM_PREFIX,
            "/mferp/managementfrontend" + Workspaces.ARM_PREFIX)
        .add("POST " + JOBS, Action.BATCH_JOBS_WRITE, this::invoke)
        .add("GET " + JOBS, Action.BATCH_JOBS_READ, this::jobs)
        .add("GET " + JOBS + "/{job}", Action.BATCH_JOBS_READ, this::job);
  }

  private Response list(Request request) {
    Workspace workspace = scope.of(request);
    return Response.ok(
        Arm.page(
            batch.list(workspace).stream().map(one -> shape(request, workspace, one)).toList(),
            Optional.empty()));
  }

  private Response show(Request request) {
    Workspace workspace = scope.of(request);
    return Response.ok(
        shape(request, workspace, batch.require(workspace, request.path("endpoint"))));
  }

  private Response put(Request request) {
    Workspace workspace = scope.of(request);
    ObjectNode body = Arm.described(workspace, path(request), request.json());
    BatchEndpoints.Kept<BatchEndpoint> kept =
        batch.put(workspace, Wire.read(BatchEndpoint.DESCRIPTION, body));
    return Response.json(kept.isNew() ? 201 : 200, shape(request, workspace, kept));
  }

  private Response patch(Request request) {
    Workspace workspace = scope.of(request);
    BatchEndpoint old = batch.require(workspace, request.path("endpoint")).resource();
    BatchEndpoint changed =
        patched(BatchEndpoint.DESCRIPTION, old, workspace, path(request), request);
    return Response.ok(shape(request, workspace, batch.put(workspace, changed)));
  }

  private Response delete(Request request) {
    boolean existed = batch.delete(scope.of(request), request.path("endpoint"));
    return Response.empty(existed ? 200 : 204);
  }

  private Response deployments(Request request) {
    Workspace workspace = scope.of(request);
    return Response.ok(
        Arm.page(
            batch.deployments(workspace, request.path("endpoint")).stream()
                .map(one -> shape(workspace, one))
                .toList(),
            Optional.empty()));
  }

  private Response showDeployment(Request request) {
    Workspace workspace = scope.of(request);
    return Response.ok(
        shape(
            workspace,
            batch.require(workspace, request.path("endpoint"), request.path("deployment"))));
  }

  private Response putDeployment(Request request) {
    Workspace workspace = scope.of(request);
    ObjectNode body = Arm.described(workspace, deploymentPath(request), request.json());
    BatchEndpoints.Kept<BatchDeployment> kept =
        batch.put(workspace, Wire.read(BatchDeployment.DESCRIPTION, body));
    return Response.json(kept.isNew() ? 201 : 200, shape(workspace, kept));
  }

  private Response patchDeployment(Request request) {
    Workspace workspace = scope.of(request);
    BatchDeployment old =
        batch.require(workspace, request.path("endpoint"), request.path("deployment")).resource();
    BatchDeployment changed =
        patched(BatchDeployment.DESCRIPTION, old, workspace, deploymentPath(request), request);
    return Response.ok(shape(workspace, batch.put(workspace, changed)));
  }

  private Response deleteDeployment(Request request) {
    boolean existed =
        batch.delete(scope.of(request), request.path("endpoint"), request.path("deployment"));
    return Response.empty(existed ? 200 : 204);
  }

  private Response invoke(Request request) {
    Workspace workspace = workspace(request);
    Invocation invocation = Invocation.of(Json.parseLenient(request.body()));
    Job job =
        batch.invoke(
            workspace,
            request.path("endpoint"),
            request.header("azureml-model-deployment").orElse(""),
            invocation);
    return Response.json(201, shape(workspace, request, job));
  }

  private Response jobs(Request request) {
    Workspace workspace = workspace(request);
    return Response.ok(
        Arm.page(
            batch
                .jobs(
                    workspace,
                    request.path("endpoint"),
                    request.header("azureml-model-deployment").orElse(""))
                .stream()
                .map(job -> shape(workspace, request, job))
                .toList(),
            Optional.empty()));
  }

  private Response job(Request request) {
    Workspace workspace = workspace(request);
    return Response.ok(
        shape(
            workspace,
            request,
            batch.job(workspace, request.path("endpoint"), request.path("job"))));
  }

  private Workspace workspace(Request request) {
    return request.findPath("workspace").isPresent() ? scope.of(request) : workspaces.standard();
  }

  private static <R> R patched(
      Codec<R> description, R old, Workspace workspace, String path, Request request) {
    ObjectNode patch = Arm.described(workspace, path, request.json());
    return Wire.patched(description, old, patch);
  }

  private static String path(Request request) {
    return KIND + "/" + request.path("endpoint");
  }

  private static String deploymentPath(Request request) {
    return path(request) + "/deployments/" + request.path("deployment");
  }

  private ObjectNode shape(
      Request request, Workspace workspace, BatchEndpoints.Kept<BatchEndpoint> kept) {
    String name = kept.resource().name().value();
    ObjectNode wire = Wire.write(BatchEndpoint.DESCRIPTION, kept.resource());
    ObjectNode properties = Arm.properties(wire);
    properties.put(
        "scoringUri",
        "%s%s/%s/%s/jobs"
            .formatted(
                request.origin(),
                workspace.id() == workspaces.standard().id() ? "" : workspace.armId(),
                KIND,
                name));
    properties.put("provisioningState", "Succeeded");
    ObjectNode resource =
        Arm.resource(workspace, KIND + "/" + name, properties, kept.created(), kept.modified());
    resource.put("location", "local");
    resource.set("tags", wire.path("tags"));
    return resource;
  }

  private static ObjectNode shape(Workspace workspace, BatchEndpoints.Kept<BatchDeployment> kept) {
    ObjectNode wire = Wire.write(BatchDeployment.DESCRIPTION, kept.resource());
    ObjectNode properties = Arm.properties(wire);
    properties.put("provisioningState", "Succeeded");
    ObjectNode resource =
        Arm.resource(
            workspace,
            "%s/%s/deployments/%s"
                .formatted(KIND, kept.resource().endpoint(), kept.resource().name().value()),
            properties,
            kept.created(),
            kept.modified());
    resource.put("location", "local");
    resource.set("tags", wire.path("tags"));
    return resource;
  }

  /// A job in the words of an endpoint's own address.
  private static ObjectNode shape(Workspace workspace, Request request, Job job) {
    ObjectNode properties = Json.object();
    properties.put("name", job.name());
    properties.put("displayName", job.labels().displayName());
    properties.put("status", job.status().word());
    properties.put("experimentName", job.labels().experiment());
    properties.put("jobType", "Pipeline");
    properties.set("outputData", job.outputs());
    properties.set("properties", Json.strings(job.labels().properties()));
    if (job.state() instanceof JobState.Failed(_, String code, String reason)) {
      properties.putObject("error").put("code", code).put("message", reason);
    }
    return Arm.resource(
        workspace,
        "%s/%s/jobs/%s".formatted(KIND, request.path("endpoint"), job.name()),
        properties,
        job.times().created(),
        job.state().since());
  }
}
