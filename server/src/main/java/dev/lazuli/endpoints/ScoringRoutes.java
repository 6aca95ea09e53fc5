package dev.lazuli.endpoints;

import dev.lazuli.base.Caller;
import dev.lazuli.base.Limits;
import dev.lazuli.base.Problem;
import dev.lazuli.http.Action;
import dev.lazuli.http.HeaderKey;
import dev.lazuli.http.PlainProtocol;
import dev.lazuli.http.Protocol;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import dev.lazuli.http.Routes;
import dev.lazuli.identity.WorkspaceScope;
import dev.lazuli.identity.Workspaces;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// What clients of an endpoint call: scoring, its description, its health.
///
/// The headers are those of Azure's inference server and of the router before it.
public final class ScoringRoutes {
  private static final HeaderKey AUTHORIZATION = HeaderKey.of("Authorization");
  private static final HeaderKey CONTENT_TYPE = HeaderKey.of("Content-Type");
  private static final HeaderKey ORIGIN = HeaderKey.of("Origin");
  private static final HeaderKey DEPLOYMENT = HeaderKey.of("azureml-model-deployment");
  private static final HeaderKey REQUEST_ID = HeaderKey.of("x-request-id");
  private static final HeaderKey MS_REQUEST_ID = HeaderKey.of("x-ms-request-id");
  private static final HeaderKey CLIENT_REQUEST_ID = HeaderKey.of("x-ms-client-request-id");
  private static final HeaderKey TRACE_ID = HeaderKey.of("TraceId");
  private static final HeaderKey MILLISECONDS = HeaderKey.of("x-ms-run-fn-exec-ms");
  private static final HeaderKey MODEL_STATUS = HeaderKey.of("ms-azureml-model-error-statuscode");
  private static final HeaderKey MODEL_REASON = HeaderKey.of("ms-azureml-model-error-reason");
  private static final HeaderKey ALLOW_ORIGIN = HeaderKey.of("Access-Control-Allow-Origin");
  private static final HeaderKey FUNCTION_FAILED = HeaderKey.of("x-ms-run-function-failed");
  private static final HeaderKey.Fixed SUCCEEDED = FUNCTION_FAILED.fixed("False");
  private static final HeaderKey.Fixed FAILED = FUNCTION_FAILED.fixed("True");
  private static final HeaderKey.Fixed SERVER = HeaderKey.of("x-ms-server-version").fixed("lazuli");

  private static final String BEARER = "Bearer ";
  private static final int ID_LENGTH_MAX = 100;
  private static final Protocol PROTOCOL = new PlainProtocol();

  private final Serving serving;
  private final WorkspaceScope scope;
  private final Limits limits;

  public ScoringRoutes(Endpoints endpoints, WorkspaceScope scope, Limits limits) {
    this.serving = endpoints.serving();
    this.scope = scope;
    this.limits = limits;
  }

  /// The table of these routes.
  public Routes routes() {
    return Routes.exact(PROTOCOL, "", Workspaces.ARM_PREFIX)
        .addQuiet("POST /endpoints/{endpoint}/score", Action.ONLINE_ENDPOINTS_SCORE, this::score)
        .addQuiet("OPTIONS /endpoints/{endpoint}/score", Action.PUBLIC, this::options)
        .addQuiet(
            "GET /endpoints/{endpoint}/swagger.json", Action.ONLINE_ENDPOINTS_SCORE, this::swagger)
        .addQuiet("GET /endpoints/{endpoint}/", Action.PUBLIC, this::health)
        .addQuiet("GET /endpoints/{endpoint}", Action.PUBLIC, this::health);
  }

  private Response score(Request request) {
    long start = System.nanoTime();
    Optional<String> requestId = request.header(REQUEST_ID);
    Optional<String> clientId = request.header(CLIENT_REQUEST_ID);
    if (isTooLong(requestId) || isTooLong(clientId)) {
      return Response.text(431, "a request id is longer than 100 characters");
    }
    LiveEndpoint endpoint = require(request);
    LiveDeployment deployment = endpoint.choose(request.header(DEPLOYMENT), serving.tickets());
    Response answer = answer(request, deployment, start);
    String id = requestId.orElse(request.id());
    answer =
        answer
            .with(SERVER)
            .with(DEPLOYMENT, deployment.name())
            .with(REQUEST_ID, id)
            .with(MS_REQUEST_ID, clientId.orElse(id));
    if (clientId.isPresent()) {
      answer = answer.with(CLIENT_REQUEST_ID, clientId.get());
    }
    Optional<String> trace = request.header(TRACE_ID);
    if (trace.isPresent()) {
      answer = answer.with(TRACE_ID, trace.get());
    }
    return withOrigin(request, answer, deployment);
  }

  private Response answer(Request request, LiveDeployment deployment, long start) {
    if (!deployment.enter()) {
      return PlainProtocol.error(
          429,
          "TooManyRequests",
          "deployment '%s' answers as many requests as its maxConcurrentRequestsPerInstance allows: try again"
              .formatted(deployment.name()),
          request.id());
    }
    try {
      requireJson(request);
      byte[] body = request.body(limits.scoringBodyMax());
      byte[] scores = deployment.scorer().score(body, start + deployment.timeoutNanos());
      return Response.bytes(200, "application/json", scores)
          .with(SUCCEEDED)
          .with(MILLISECONDS, milliseconds(System.nanoTime() - start));
    } catch (Problem e) {
      deployment.log().add("request %s failed: %s".formatted(request.id(), e.text()));
      return failure(e, request);
    } finally {
      deployment.leave();
    }
  }

  private static void requireJson(Request request) {
    Optional<String> type = request.header(CONTENT_TYPE);
    if (type.isPresent() && !type.get().startsWith("application/json")) {
      throw new Problem.Unsupported("Expects Content-Type to be application/json");
    }
  }

  /// The answer when the model did not: 424 with the status that a script would have answered, or
  /// what the router says by itself.
  private static Response failure(Problem problem, Request request) {
    return switch (problem) {
      case Problem.Invalid invalid -> modelFailure(invalid, 400, request);
      case Problem.Unsupported unsupported -> modelFailure(unsupported, 415, request);
      case Problem.LimitReached late ->
          PlainProtocol.error(408, "RequestTimeout", late.text(), request.id());
      case Problem.TooLarge large ->
          PlainProtocol.error(
              413,
              "PayloadTooLarge",
              large.text() + ", the limit of a scoring request",
              request.id());
      case Problem.NotFound _,
          Problem.Conflict _,
          Problem.Unauthenticated _,
          Problem.Forbidden _,
          Problem.Unavailable _,
          Problem.StorageFull _ ->
          PROTOCOL.problem(problem, request.id());
    };
  }

  private static Response modelFailure(Problem problem, int status, Request request) {
    return PlainProtocol.error(424, "ModelError", problem.text(), request.id())
        .with(FAILED)
        .with(MODEL_STATUS, Integer.toString(status))
        .with(MODEL_REASON, status == 415 ? "Unsupported Media Type" : "Bad Request");
  }

  /// Admits whoever shows one of the endpoint's keys.
  ///
  /// @throws Problem.Unauthenticated when the request shows none
  public Caller admit(Request request, Action action) {
    LiveEndpoint endpoint = require(request);
    Optional<String> authorization = request.header(AUTHORIZATION);
    if (authorization.isEmpty()) {
      throw new Problem.Unauthenticated(
          "no key: send the header 'Authorization: Bearer KEY' with a key of endpoint '%s'"
              .formatted(endpoint.name()));
    }
    String given = authorization.get();
    boolean accepted =
        given.regionMatches(true, 0, BEARER, 0, BEARER.length())
            && endpoint.keys().accept(given.substring(BEARER.length()).strip());
    if (!accepted) {
      throw new Problem.Unauthenticated(
          "the header 'Authorization' holds no key of endpoint '%s'".formatted(endpoint.name()));
    }
    return endpoint.keyHolder();
  }

  private LiveEndpoint require(Request request) {
    String name = request.path("endpoint");
    return serving
        .find(scope.of(request).id(), name)
        .orElseThrow(() -> new Problem.NotFound("no online endpoint '%s'".formatted(name)));
  }

  private static boolean isTooLong(Optional<String> id) {
    return id.isPresent() && id.get().length() > ID_LENGTH_MAX;
  }

  private static String milliseconds(long nanos) {
    long micros = nanos / 1_000;
    long rest = micros % 1_000;
    return micros / 1_000 + (rest < 10 ? ".00" : rest < 100 ? ".0" : ".") + rest;
  }

  /// Browsers ask before they send; only pages that the deployment admits may read its answers.
  private Response options(Request request) {
    Response empty = Response.empty(200).with("Allow", "OPTIONS, POST");
    Optional<LiveDeployment> deployment =
        serving.find(scope.of(request).id(), request.path("endpoint")).flatMap(LiveEndpoint::first);
    if (deployment.isEmpty()) {
      return empty;
    }
    Response answer = withOrigin(request, empty, deployment.get());
    return answer.header(ALLOW_ORIGIN_NAME).isEmpty()
        ? answer
        : answer
            .with("Access-Control-Allow-Methods", "POST, OPTIONS")
            .with(
                "Access-Control-Allow-Headers",
                "Authorization, Content-Type, azureml-model-deployment")
            .with("Access-Control-Max-Age", "600");
  }

  private static final String ALLOW_ORIGIN_NAME = "Access-Control-Allow-Origin";

  private static Response withOrigin(Request request, Response answer, LiveDeployment deployment) {
    Optional<String> origin = request.header(ORIGIN);
    return origin.isPresent() && deployment.admitsOrigin(origin.get())
        ? answer.with(ALLOW_ORIGIN, origin.get()).with("Vary", "Origin")
        : answer;
  }

  private Response swagger(Request request) {
    LiveEndpoint endpoint = require(request);
    String version = request.query("version").orElse("2");
    Optional<Swagger.Version> known = Swagger.Version.of(version);
    if (known.isEmpty()) {
      return Response.json(
          404,
          Map.of(
              "message",
              "Swagger version [%s] is not valid. Supported versions: [2, 3, 3.1]."
                  .formatted(version)));
    }
    LiveDeployment deployment =
        request.header(DEPLOYMENT).isPresent()
            ? endpoint.choose(request.header(DEPLOYMENT), serving.tickets())
            : endpoint
                .first()
                .orElseThrow(() ->
                    new Problem.NotFound(
                        "online endpoint '%s' has no deployment".formatted(endpoint.name())));
    String base = request.rawPath().replaceFirst("/swagger\\.json$", "");
    return Response.ok(
        Swagger.of(
            known.get(), endpoint.name(), request.origin() + base, deployment.scorer().card()));
  }

  private Response health(Request request) {
    LiveEndpoint endpoint = require(request);
    return endpoint.isHealthy()
        ? Response.bytes(
            200, "text/html; charset=utf-8", "Healthy".getBytes(StandardCharsets.US_ASCII))
        : Response.text(503, "Unhealthy");
  }
}
