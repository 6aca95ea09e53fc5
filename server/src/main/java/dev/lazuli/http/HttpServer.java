package dev.lazuli.http;

import dev.lazuli.base.Caller;
import dev.lazuli.base.Config;
import dev.lazuli.base.Ids;
import dev.lazuli.base.Limits;
import dev.lazuli.base.Problem;
import dev.lazuli.tls.ServerCertificate;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpException;
import io.helidon.http.RequestException;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The listening server: checks, routes, guards, and answers each request on a virtual thread.
public final class HttpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
  private static final HeaderName REQUEST_ID = HeaderNames.create("x-ms-request-id");
  private static final HeaderKey ORIGIN = HeaderKey.of("Origin");
  private static final Protocol PLAIN = new PlainProtocol();

  private static final HeaderKey RETRY_AFTER = HeaderKey.of("Retry-After");
  private static final HeaderKey CONNECTION = HeaderKey.of("Connection");

  /// Bytes of a body that nobody wants and that are still read, so that the connection may stay.
  private static final long UNWANTED_MAX = 1 << 20;

  private final Router router;
  private final Guard guard;
  private final Limits limits;
  private final RequestIds ids;
  private final Traffic traffic;
  private final AccessLog accessLog;
  private final HostCheck hostCheck;
  private final Connections connections;
  private final List<Listener> listeners = new ArrayList<>();

  private HttpServer(Parts parts, Consumer<Thread> leave) {
    this.router = parts.router();
    this.guard = parts.guard();
    this.limits = parts.config().limits();
    this.ids = new RequestIds(parts.ids());
    this.traffic = parts.traffic();
    this.accessLog = new AccessLog(parts.config().accessLog());
    this.hostCheck = new HostCheck(parts.config().allowedHosts());
    this.connections = new Connections(limits.patience(), leave);
  }

  /// What a server is made of.
  ///
  /// @param guard decides who may use which route
  public record Parts(Config config, Router router, Guard guard, Ids ids, Traffic traffic) {}

  /// Starts to listen at the configured address, for HTTP and for HTTPS.
  ///
  /// @param certificate shown to those who come by HTTPS
  /// @param leave told the thread of a request whose client has left before the answer
  /// @throws Problem.Conflict when a port is taken
  public static HttpServer start(
      Parts parts, ServerCertificate certificate, Consumer<Thread> leave) {
    HttpServer server = new HttpServer(parts, leave);
    Config config = parts.config();
    try {
      server.listen(config.host(), config.port(), "--port", Optional.empty());
      server.listen(config.host(), config.httpsPort(), "--https-port", Optional.of(certificate));
    } catch (Problem problem) {
      server.close();
      throw problem;
    }
    return server;
  }

  private void listen(String host, int port, String flag, Optional<ServerCertificate> tls) {
    Listener.Place place = new Listener.Place(host, port, flag);
    listeners.add(new Listener(place, tls, limits, connections, this::answer));
  }

  /// The port that it listens on.
  public int port() {
    return listeners.getFirst().port();
  }

  /// The port that it listens on for HTTPS.
  public int httpsPort() {
    return listeners.getLast().port();
  }

  /// Shows another certificate to connections that begin from now on.
  public void show(ServerCertificate certificate) {
    listeners.getLast().show(certificate);
  }

  /// Stops to listen, and waits for the requests that have begun.
  @Override
  public void close() {
    listeners.forEach(Listener::close);
    connections.close();
  }

  private void answer(ServerRequest raw, ServerResponse target) {
    Connection connection = connections.of(raw.remotePeer().address());
    connection.begin(raw.content().hasEntity());
    try {
      answer(raw, target, connection);
    } finally {
      connection.end();
    }
  }

  private void answer(ServerRequest raw, ServerResponse target, Connection connection) {
    long start = System.nanoTime();
    String id = ids.next();
    String method = raw.prologue().method().text();
    Router.Match match = router.match(method, raw.prologue().uriPath().rawPath());
    Request request = new Request(raw, parameters(match), id, limits, connection);
    Response response = response(match, request, raw.authority());
    boolean cut = !connection.isBodyTaken() && !isShort(request);
    try {
      send(cut ? response.with(CONNECTION, "close") : response, target, id, connection);
    } catch (Problem problem) {
      response = protocol(match).problem(problem, id);
      sendInstead(response, target, id, connection);
    }
    long nanos = System.nanoTime() - start;
    boolean quiet = match instanceof Router.Match.Found found && found.route().quiet();
    traffic.count(match, response.status(), nanos);
    accessLog.add(request, response.status(), nanos, quiet);
    boolean sent = !(response.body() instanceof Response.Body.Stream); // ended after this returns
    if (sent && cut) {
      refuseTheRest(request, connection);
    }
    if (sent && raw.headers().contains(HeaderValues.CONNECTION_CLOSE)) {
      // Helidon 4.3 tells the client that it closes and then does not (its issue 12324)
      throw new CloseConnectionException("the client asked for it");
    }
  }

  /// Sends a problem that was met while the answer was written: as a whole answer where nothing has
  /// gone out yet; else the connection ends, so that what came does not look whole.
  private static void sendInstead(
      Response problem, ServerResponse target, String id, Connection connection) {
    if (target instanceof RoutingResponse begun && begun.reset()) {
      send(problem, target, id, connection);
    } else {
      LOG.atError().addKeyValue("requestId", id).log("an answer was cut off");
      connection.close();
    }
  }

  /// One of the listed boundaries that catch everything: a request.
  private Response response(Router.Match match, Request request, String authority) {
    Protocol protocol = protocol(match);
    try {
      hostCheck.check(authority);
      request.checkPath();
      if (!keyed(match)) {
        hostCheck.checkOrigin(request.method(), request.header(ORIGIN));
      }
      return respond(match, request);
    } catch (Problem problem) {
      Response response = protocol.problem(problem, request.id());
      boolean passes =
          problem instanceof Problem.Unavailable || problem instanceof Problem.LimitReached;
      return passes ? response.with(RETRY_AFTER, "1") : response;
    } catch (RequestException | HttpException e) {
      return protocol.problem(
          new Problem.Invalid("body", "the body is not HTTP: " + e.getMessage()), request.id());
    } catch (IOException | RuntimeException | Error e) {
      if (request.isCutOff()) {
        throw new CloseConnectionException("the client went away inside its request", e);
      }
      LOG.atError().addKeyValue("requestId", request.id()).setCause(e).log("request failed");
      return protocol.bug(request.id());
    }
  }

  private static boolean isShort(Request request) {
    return request.contentLength() >= 0 && request.contentLength() <= UNWANTED_MAX;
  }

  /// Ends a connection whose request has more body than anyone wants. What is on its way already is
  /// read, since a system that closes over unread bytes takes the answer back.
  private static void refuseTheRest(Request request, Connection connection) {
    connection.endOutput();
    if (request.header("Expect").isEmpty()) {
      try (InputStream rest = request.stream()) {
        rest.skipNBytes(UNWANTED_MAX);
      } catch (IOException | RuntimeException e) {
        LOG.debug("the client went away", e);
      }
    }
    throw new CloseConnectionException("the body is larger than anyone wants");
  }

  private Response respond(Router.Match match, Request request) throws IOException {
    return switch (match) {
      case Router.Match.Found(Routes.Route route, _) -> {
        Caller caller = guard.admit(request, route.action());
        Request admitted = request.by(caller);
        yield ScopedValue.where(Caller.CURRENT, caller)
            .call(() -> route.handler().handle(admitted));
      }
      case Router.Match.OtherMethods(var methods) ->
          otherMethods(request, String.join(", ", methods));
      case Router.Match.Nothing _ -> PLAIN.problem(noPath(request), request.id());
    };
  }

  private static Response otherMethods(Request request, String methods) {
    String message =
        "%s is not allowed for %s; it takes %s"
            .formatted(request.method(), request.rawPath(), methods);
    return PlainProtocol.error(405, "MethodNotAllowed", message, request.id())
        .with("Allow", methods);
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

  private static void send(
      Response response, ServerResponse target, String id, Connection connection) {
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
      case Response.Body.Bytes bytes ->
          connection.sending(bytes.content().length, () -> target.send(bytes.content()));
      case Response.Body.Head(long length) -> {
        headers.contentLength(length);
        connection.sending(0, target::send);
      }
      case Response.Body.Stream stream -> sendStream(stream, target, connection);
    }
  }

  private static Header contentType(String type) {
    return type.equals("application/json")
        ? HeaderValues.CONTENT_TYPE_JSON
        : HeaderValues.create(HeaderNames.CONTENT_TYPE, type);
  }

  private static void sendStream(
      Response.Body.Stream stream, ServerResponse target, Connection connection) {
    if (stream.length() >= 0) {
      target.contentLength(stream.length());
    }
    OutputStream output = connection.writing(target.outputStream());
    try {
      stream.writer().writeTo(output);
      output.close();
    } catch (IOException e) {
      LOG.debug("the client went away", e);
      connection.close();
    }
  }
}
