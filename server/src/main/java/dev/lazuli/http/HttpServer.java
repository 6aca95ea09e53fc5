package dev.lazuli.http;

import dev.lazuli.base.Caller;
import dev.lazuli.base.Config;
import dev.lazuli.base.Ids;
import dev.lazuli.base.Limits;
import dev.lazuli.base.Problem;
import dev.lazuli.tls.ServerCertificate;
import io.helidon.common.tls.Tls;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The listening server: checks, routes, guards, and answers each request on a virtual thread.
public final class HttpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
  private static final HeaderName REQUEST_ID = HeaderNames.create("x-ms-request-id");
  private static final HeaderKey ORIGIN = HeaderKey.of("Origin");
  private static final Protocol PLAIN = new PlainProtocol();
  private static final String HTTPS = "https";

  private final Router router;
  private final Guard guard;
  private final Limits limits;
  private final RequestIds ids;
  private final Traffic traffic;
  private final AccessLog accessLog;
  private final WebServer server;

  private HttpServer(
      Config config,
      Router router,
      Guard guard,
      Ids ids,
      Traffic traffic,
      ServerCertificate certificate) {
    this.router = router;
    this.guard = guard;
    this.limits = config.limits();
    this.ids = new RequestIds(ids);
    this.traffic = traffic;
    this.accessLog = new AccessLog(config.accessLog());
    this.server =
        listening(WebServer.builder(), config.host(), config.port())
            .shutdownHook(false)
            .routing(routing -> routing.any(this::answer))
            .putSocket(
                HTTPS,
                listening(ListenerConfig.builder(), config.host(), config.httpsPort())
                    .tls(tls(certificate))
                    .build())
            .routing(HTTPS, routing -> routing.any(this::answer))
            .build();
  }

  private <B extends ListenerConfig.BuilderBase<B, ?>> B listening(
      B builder, String host, int port) {
    return builder
        .host(host)
        .port(port)
        .maxPayloadSize(-1)
        .shutdownGracePeriod(limits.drainTime())
        .idleConnectionTimeout(limits.idleConnection())
        .addProtocol(
            Http1Config.builder()
                .maxHeadersSize(64 << 10)
                .maxPrologueLength(16 << 10)
                .validateRequestHeaders(true)
                .build());
  }

  private static Tls tls(ServerCertificate certificate) {
    return Tls.builder()
        .privateKey(certificate.key())
        .privateKeyCertChain(certificate.chain())
        .build();
  }

  /// Starts to listen.
  ///
  /// @throws Problem.Conflict when the port is taken
  public static HttpServer start(
      Config config,
      Router router,
      Guard guard,
      Ids ids,
      Traffic traffic,
      ServerCertificate certificate) {
    HttpServer server = new HttpServer(config, router, guard, ids, traffic, certificate);
    try {
      server.server.start();
    } catch (UncheckedIOException | IllegalStateException e) {
      throw new Problem.Conflict(
          "cannot listen on %s ports %d and %d (HTTPS): %s; choose others with --port and --https-port"
              .formatted(config.host(), config.port(), config.httpsPort(), reason(e)));
    }
    return server;
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  /// The port that it listens on.
  public int port() {
    return server.port();
  }

  /// The port that it listens on for HTTPS.
  public int httpsPort() {
    return server.port(HTTPS);
  }

  /// Shows another certificate to connections that begin from now on.
  public void show(ServerCertificate certificate) {
    server.reloadTls(HTTPS, tls(certificate));
  }

  /// Stops to listen, and waits for the requests that have begun.
  @Override
  public void close() {
    server.stop();
  }

  /// One of the listed boundaries that catch everything: a request.
  private void answer(ServerRequest raw, ServerResponse target) {
    long start = System.nanoTime();
    String id = ids.next();
    String method = raw.prologue().method().text();
    Router.Match match = router.match(method, raw.prologue().uriPath().rawPath());
    Request request = new Request(raw, parameters(match), id, limits);
    Protocol protocol = protocol(match);
    Response response;
    try {
      HostCheck.check(raw.authority());
      if (!keyed(match)) {
        HostCheck.checkOrigin(method, request.header(ORIGIN));
      }
      response = respond(match, request);
    } catch (Problem problem) {
      response = protocol.problem(problem, id);
    } catch (IOException | RuntimeException | Error e) {
      LOG.atError().addKeyValue("requestId", id).setCause(e).log("request failed");
      response = protocol.bug(id);
    }
    send(response, target, id);
    long nanos = System.nanoTime() - start;
    boolean quiet = match instanceof Router.Match.Found found && found.route().quiet();
    traffic.count(match, response.status(), nanos);
    accessLog.add(request, response.status(), nanos, quiet);
    boolean sent = !(response.body() instanceof Response.Body.Stream); // ended after this returns
    if (sent && raw.headers().contains(HeaderValues.CONNECTION_CLOSE)) {
      // Helidon 4.3 tells the client that it closes and then does not (its issue 12324)
      throw new CloseConnectionException("the client asked for it");
    }
  }

  private Response respond(Router.Match match, Request request) throws IOException {
    return switch (match) {
      case Router.Match.Found(Routes.Route route, _) -> {
        Caller caller = guard.admit(request, route.action());
        yield route.handler().handle(request.by(caller));
      }
      case Router.Match.OtherMethods(var methods) ->
          Response.text(405, "Method Not Allowed").with("Allow", String.join(", ", methods));
      case Router.Match.Nothing _ -> PLAIN.problem(noPath(request), request.id());
    };
  }

  /// Whether the route asks for a key that no browser sends by itself: then any page may call it.
  private static boolean keyed(Router.Match match) {
    return match instanceof Router.Match.Found found && found.route().action().hasOwnKey();
  }

  private static Problem noPath(Request request) {
    return new Problem.NotFound("no route %s %s".formatted(request.method(), request.rawPath()));
  }

  private static Map<String, String> parameters(Router.Match match) {
    return match instanceof Router.Match.Found(_, Map<String, String> values) ? values : Map.of();
  }

  private static Protocol protocol(Router.Match match) {
    return match instanceof Router.Match.Found(Routes.Route route, _) ? route.protocol() : PLAIN;
  }

  private void send(Response response, ServerResponse target, String id) {
    target.status(Status.create(response.status()));
    ServerResponseHeaders headers = target.headers();
    for (Header header : response.headers()) {
      headers.set(header);
    }
    if (!headers.contains(REQUEST_ID)) {
      headers.set(REQUEST_ID, id);
    }
    headers.set(HeaderValues.X_CONTENT_TYPE_OPTIONS_NOSNIFF);
    if (!response.contentType().isEmpty()) {
      headers.set(contentType(response.contentType()));
    }
    switch (response.body()) {
      case Response.Body.Bytes bytes -> target.send(bytes.content());
      case Response.Body.Head(long length) -> {
        headers.contentLength(length);
        target.send();
      }
      case Response.Body.Stream stream -> sendStream(stream, target);
    }
  }

  private static Header contentType(String type) {
    return type.equals("application/json")
        ? HeaderValues.CONTENT_TYPE_JSON
        : HeaderValues.create(HeaderNames.CONTENT_TYPE, type);
  }

  private static void sendStream(Response.Body.Stream stream, ServerResponse target) {
    if (stream.length() >= 0) {
      target.contentLength(stream.length());
    }
    try (OutputStream output = target.outputStream()) {
      stream.writer().writeTo(output);
    } catch (IOException e) {
      LOG.debug("the client went away", e);
    }
  }
}
