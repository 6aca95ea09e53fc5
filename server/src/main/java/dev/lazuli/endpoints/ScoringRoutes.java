package dev.lazuli.endpoints;

import dev.lazuli.base.Caller;
import dev.lazuli.base.Limits;
import dev.lazuli.base.Problem;
import dev.lazuli.endpoints.scoring.ScoreAnswer;
import dev.lazuli.endpoints.scoring.ScoreRequest;
import dev.lazuli.endpoints.scoring.Scorer;
import dev.lazuli.http.Action;
import dev.lazuli.http.HeaderKey;
import dev.lazuli.http.PlainProtocol;
import dev.lazuli.http.Protocol;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import dev.lazuli.http.Routes;
import dev.lazuli.identity.WorkspaceScope;
import dev.lazuli.identity.Workspaces;
import io.micrometer.core.instrument.MeterRegistry;
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
  private static final HeaderKey.Fixed SERVER = HeaderKey.of("x-ms-server-version").fixed("lazuli");

  private static final String BEARER = "Bearer ";
  private static final int ID_LENGTH_MAX = 100;
  private static final Protocol PROTOCOL = new PlainProtocol();
  private static final Map<Integer, String> REASONS =
      Map.of(
          400, "Bad Request",
          401, "Unauthorized",
          403, "Forbidden",
          404, "Not Found",
          405, "Method Not Allowed",
          415, "Unsupported Media Type",
          422, "Unprocessable Entity",
          500, "Internal Server Error",
          502, "Bad Gateway",
          503, "Service Unavailable");

  private final Serving serving;
  private final WorkspaceScope scope;
  private final Limits limits;
  private final DeploymentMeters meters;

  public ScoringRoutes(
      Endpoints endpoints, WorkspaceScope scope, Limits limits, MeterRegistry meters) {
    this.meters = new DeploymentMeters(meters);
    this.serving = endpoints.serving();
    this.scope = scope;
    this.limits = limits;
  }

  /// The table of these routes.
  public Routes routes() {
    return Routes.exact(PROTOCOL, "", Workspaces.ARM_PREFIX)
        .addQuiet("POST /endpoints/{endpoint}/score", Action.ONLINE_ENDPOINTS_SCORE, this::score)
        .addQuiet("GET /endpoints/{endpoint}/score", Action.ONLINE_ENDPOINTS_SCORE, this::score)
        .addQuiet("OPTIONS /endpoints/{endpoint}/score", Action.PUBLIC, this::options)
        .addQuiet(
            "POST /endpoints/{endpoint}/invocations", Action.ONLINE_ENDPOINTS_SCORE, this::score)
        .addQuiet("GET /endpoints/{endpoint}/ping", Action.PUBLIC, this::ping)
        .addQuiet("GET /endpoints/{endpoint}/health", Action.PUBLIC, this::ping)
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
      return message(431, "A request id is longer than %d characters.".formatted(ID_LENGTH_MAX));
    }
    LiveEndpoint endpoint = require(request);
    LiveDeployment deployment = endpoint.choose(request.header(DEPLOYMENT));
    LiveDeployment.Entry entry = deployment.enter();
    while (entry == LiveDeployment.Entry.RETIRED) { // replaced since we looked
      deployment = require(request).choose(request.header(DEPLOYMENT));
      entry = deployment.enter();
    }
    Response answer =
        entry == LiveDeployment.Entry.FULL
            ? full(request, deployment)
            : answer(request, deployment, start);
    meters.count(endpoint.name(), deployment.name(), answer.status(), System.nanoTime() - start);
    return withIds(request, withOrigin(request, answer, endpoint), deployment);
  }

  private static Response withIds(Request request, Response answer, LiveDeployment deployment) {
    Optional<String> clientId = request.header(CLIENT_REQUEST_ID);
    String id = request.header(REQUEST_ID).orElse(request.id());
    Response told =
        answer
            .with(SERVER)
            .with(DEPLOYMENT, deployment.name())
            .with(REQUEST_ID, id)
            .with(MS_REQUEST_ID, clientId.orElse(id));
    if (clientId.isPresent()) {
      told = told.with(CLIENT_REQUEST_ID, clientId.get());
    }
    Optional<String> trace = request.header(TRACE_ID);
    return trace.isPresent() ? told.with(TRACE_ID, trace.get()) : told;
  }

  private static Response full(Request request, LiveDeployment deployment) {
    return PlainProtocol.error(
            429,
            "TooManyRequests",
            "deployment '%s' answers as many requests as its maxConcurrentRequestsPerInstance allows: try again"
                .formatted(deployment.name()),
            request.id())
        .with("Retry-After", "1");
  }

  /// The answer of a deployment that was entered; leaves it.
  private Response answer(Request request, LiveDeployment deployment, long start) {
    try {
      byte[] body = request.body(limits.scoringBodyMax());
      ScoreAnswer answer =
          deployment
              .scorer()
              .score(
                  new ScoreRequest(
                      request.header(REQUEST_ID).orElse(request.id()),
                      request.method(),
                      request.target(),
                      request.header(CONTENT_TYPE).orElse(""),
                      request::headers,
                      body,
                      start + deployment.timeoutNanos()));
      return answered(answer, System.nanoTime() - start);
    } catch (Problem e) {
      deployment.log().add("request %s failed: %s".formatted(request.id(), e.text()));
      return failure(e, request);
    } finally {
      deployment.leave();
    }
  }

  /// What the model or the script answered; errors of it are 424, with its status beside it.
  private static Response answered(ScoreAnswer answer, long nanos) {
    boolean isError = answer.status() >= 400;
    Response response =
        Response.bytes(isError ? 424 : answer.status(), answer.contentType(), answer.body());
    for (Map.Entry<String, String> header : answer.headers()) {
      response = response.with(header.getKey(), header.getValue());
    }
    if (isError) {
      return withModelError(response, answer.status());
    }
    long scoring = answer.scoringNanos() < 0 ? nanos : answer.scoringNanos();
    return response.with(SUCCEEDED).with(MILLISECONDS, milliseconds(scoring));
  }

  private static Response withModelError(Response response, int status) {
    return response
        .with(MODEL_STATUS, Integer.toString(status))
        .with(MODEL_REASON, REASONS.getOrDefault(status, "Error"));
  }

  /// The answer when the model gave none: 424 with the status that a script would have answered, or
  /// what the router says by itself.
  private static Response failure(Problem problem, Request request) {
    return switch (problem) {
      case Problem.Invalid invalid -> modelFailure(invalid, 400);
      case Problem.Unsupported unsupported -> modelFailure(unsupported, 415);
      case Problem.LimitReached late ->
          PlainProtocol.error(408, "RequestTimeout", late.text(), request.id());
      case Problem.TooLarge large ->
          PlainProtocol.error(
              413,
              "PayloadTooLarge",
              large.text() + ", the limit of a scoring request",
              request.id());
      case Problem.Unavailable _ ->
          PROTOCOL.problem(problem, request.id()).with("Retry-After", "1");
      case Problem.NotFound _,
          Problem.Conflict _,
          Problem.Unauthenticated _,
          Problem.Forbidden _,
          Problem.StorageFull _ ->
          PROTOCOL.problem(problem, request.id());
    };
  }

  /// No model ran.
  private static Response modelFailure(Problem problem, int status) {
    return withModelError(message(424, problem.text()).with(SUCCEEDED), status);
  }

  private static Response message(int status, String text) {
    return Response.json(status, Map.of("message", text));
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

  /// Browsers ask before they send; only pages that a deployment of the endpoint admits may read
  /// its answers.
  private Response options(Request request) {
    Response empty = Response.empty(200).with("Allow", "OPTIONS, GET, POST");
    Optional<LiveEndpoint> endpoint =
        serving.find(scope.of(request).id(), request.path("endpoint"));
    if (endpoint.isEmpty()) {
      return empty;
    }
    Response answer = withOrigin(request, empty, endpoint.get());
    return answer.header(ALLOW_ORIGIN_NAME).isEmpty()
        ? answer
        : answer
            .with("Access-Control-Allow-Methods", "GET, POST, OPTIONS")
            .with(
                "Access-Control-Allow-Headers",
                "Authorization, Content-Type, azureml-model-deployment, x-request-id,"
                    + " x-ms-client-request-id")
            .with("Access-Control-Max-Age", "600");
  }

  private static final String ALLOW_ORIGIN_NAME = "Access-Control-Allow-Origin";

  private static Response withOrigin(Request request, Response answer, LiveEndpoint endpoint) {
    Optional<String> origin = request.header(ORIGIN);
    return origin.isPresent() && endpoint.admitsOrigin(origin.get())
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
            ? endpoint.choose(request.header(DEPLOYMENT))
            : endpoint
                .first()
                .orElseThrow(() ->
                    new Problem.NotFound(
                        "online endpoint '%s' has no deployment".formatted(endpoint.name())));
    String base = request.rawPath().replaceFirst("/swagger\\.json$", "");
    String address = request.origin() + base;
    Scorer scorer = deployment.scorer();
    return Response.ok(
        scorer.card().isPresent()
            ? Swagger.of(known.get(), endpoint.name(), address, scorer.card().get())
            : Swagger.ofScript(known.get(), endpoint.name(), address, scorer.description()));
  }

  /// Whether it can score, as MLflow's scoring server says it: an empty line.
  private Response ping(Request request) {
    return require(request).isHealthy() ? Response.text(200, "\n") : Response.text(503, "\n");
  }

  private Response health(Request request) {
    LiveEndpoint endpoint = require(request);
    return endpoint.isHealthy()
        ? Response.bytes(
            200, "text/html; charset=utf-8", "Healthy".getBytes(StandardCharsets.US_ASCII))
        : Response.text(503, "Unhealthy");
  }
}
