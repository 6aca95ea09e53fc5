package dev.lazuli.mlflow;

import dev.lazuli.base.Json;
import dev.lazuli.http.Action;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import dev.lazuli.http.Routes;
import dev.lazuli.identity.WorkspaceScope;
import dev.lazuli.tracing.Assessment;
import dev.lazuli.tracing.Traces;
import java.time.Clock;
import tools.jackson.databind.node.ObjectNode;

/// MLflow's operations on assessments: what people, programs and judges say of traces.
final class AssessmentRoutes {
  private static final Message CREATE = Message.empty().required("assessment", Kind.ANY);
  private static final Message UPDATE = CREATE.required("update_mask", Kind.TEXT);

  private final Traces traces;
  private final WorkspaceScope scope;
  private final Clock clock;

  AssessmentRoutes(Traces traces, WorkspaceScope scope, Clock clock) {
    this.traces = traces;
    this.scope = scope;
    this.clock = clock;
  }

  void addTo(Routes routes) {
    String all = " /3.0/mlflow/traces/{trace_id}/assessments";
    String one = all + "/{assessment_id}";
    routes
        .add("POST" + all, Action.TRACES_WRITE, Fields.reading(CREATE, this::create))
        .add("GET" + one, Action.TRACES_READ, this::get)
        .add("PATCH" + one, Action.TRACES_WRITE, Fields.reading(UPDATE, this::update))
        .add("DELETE" + one, Action.TRACES_WRITE, this::delete);
  }

  private static Response shown(Request request, Assessment assessment) {
    ObjectNode answer = Json.object();
    answer.set("assessment", TraceShapes.assessment(request.path("trace_id"), assessment));
    return Response.ok(answer);
  }

  private Response create(Request request, Fields fields) {
    Assessment said = TraceShapes.said(fields.json("assessment"));
    return shown(request, traces.assess(scope.of(request), request.path("trace_id"), said));
  }

  private Response get(Request request) {
    return shown(
        request,
        traces.assessment(
            scope.of(request), request.path("trace_id"), request.path("assessment_id")));
  }

  private Response update(Request request, Fields fields) {
    return shown(
        request,
        traces.reassess(
            scope.of(request),
            request.path("trace_id"),
            request.path("assessment_id"),
            old ->
                TraceShapes.changed(
                    old, fields.json("assessment"), fields.text("update_mask"), clock.millis())));
  }

  private Response delete(Request request) {
    traces.unassess(scope.of(request), request.path("trace_id"), request.path("assessment_id"));
    return Response.ok(Json.object());
  }
}
