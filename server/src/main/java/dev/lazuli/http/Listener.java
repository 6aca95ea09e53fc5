package dev.lazuli.http;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.lazuli.base.Limits;
import dev.lazuli.base.Problem;
import dev.lazuli.tls.ServerCertificate;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.tls.Tls;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An address that we listen on, as long as it is not closed: when the system takes the socket away
/// (too many open files end Helidon's accepting for good), a new one is opened.
final class Listener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
  private static final long LOOK_MS = 2_000;
  private static final int CONNECT_MS = 1_000;

  /// Files for the database, jobs and logs.
  private static final int FILES_RESERVED = 50;

  private final Place place;
  private final Limits limits;
  private final Connections connections;
  private final Handler handler;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread watch;
  private final int port;
  private final Optional<ShownCertificate> certificate;
  private volatile WebServer server;

  /// Where to listen.
  ///
  /// @param port 0 for any free one
  /// @param flag with which another port is chosen
  record Place(String host, int port, String flag) {}

  /// Starts to listen.
  ///
  /// @param certificate for HTTPS; empty for HTTP
  /// @throws Problem.Conflict when the port is taken
  Listener(
      Place place,
      Optional<ServerCertificate> certificate,
      Limits limits,
      Connections connections,
      Handler handler) {
    this.place = place;
    this.certificate = certificate.map(ShownCertificate::new);
    this.limits = limits;
    this.connections = connections;
    this.handler = handler;
    this.server = started(place.port());
    this.port = server.port();
    this.watch = Thread.ofPlatform().daemon().name("http-listen-watch").start(this::watch);
  }

  /// Shows another certificate to connections that begin from now on.
  void show(ServerCertificate other) {
    certificate.ifPresent(shown -> shown.show(other));
  }

  int port() {
    return port;
  }

  private WebServer started(int atPort) {
    checkFree(atPort); // Helidon logs the reason why it does not start, and does not tell it
    WebServer made =
        WebServer.builder()
            .host(place.host())
            .port(atPort)
            .maxPayloadSize(-1)
            .maxTcpConnections(connectionsMax())
            .connectionOptions(connections)
            .shutdownGracePeriod(limits.drainTime())
            .shutdownHook(false)
            .tls(tls())
            .protocolsDiscoverServices(false)
            .contentEncoding(encodings ->
                encodings
                    .contentEncodingsDiscoverServices(false)
                    .addContentEncoding(new CompressedBodies()))
            .addConnectionSelector(new Selector(connections))
            .directHandlers(UnreadableRequest.handlers())
            .routing(routing -> routing.any(handler))
            .build();
    made.start();
    if (!made.isRunning()) {
      throw refused(atPort, "the address cannot be used");
    }
    return made;
  }

  /// Half of the files that this process may open at most: each request may need one of its own.
  private int connectionsMax() {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    long files =
        system instanceof UnixOperatingSystemMXBean unix
            ? unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount()
            : Long.MAX_VALUE;
    return Math.clamp(files / 2 - FILES_RESERVED, 1, limits.connectionsMax());
  }

  private Tls tls() {
    return certificate
        .map(shown -> Tls.builder().sslContext(shown.context()).build())
        .orElseGet(() -> Tls.builder().enabled(false).build());
  }

  private void checkFree(int atPort) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(place.host(), atPort));
    } catch (IOException e) {
      throw refused(atPort, String.valueOf(e.getMessage()));
    }
  }

  private Problem refused(int atPort, String reason) {
    return new Problem.Conflict(
        "cannot listen on %s port %d: %s; choose another with %s"
            .formatted(place.host(), atPort, reason, place.flag()));
  }

  private void watch() {
    try {
      while (!closed.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
        if (!listens()) {
          reopen();
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("the watch over a listener ends", e);
    }
  }

  /// Whether somebody listens; when that cannot be found out, it is not denied.
  private boolean listens() {
    try (Socket probe = new Socket()) {
      probe.connect(new InetSocketAddress(place.host(), port), CONNECT_MS);
      return true;
    } catch (ConnectException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private void reopen() {
    LOG.warn("port {} is not listened on any more; it is opened again", port);
    try {
      server = started(port);
    } catch (Problem | UncheckedIOException | IllegalStateException e) {
      LOG.warn("port {} does not open yet: {}", port, e.getMessage());
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      watch.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.stop();
  }

  /// Speaks HTTP/1.1, and tells each connection to those who watch over it.
  private record Selector(Connections connections, Http1ConnectionSelector http)
      implements ServerConnectionSelector {
    Selector(Connections connections) {
      this(
          connections,
          Http1ConnectionSelector.builder()
              .config(
                  Http1Config.builder()
                      .maxHeadersSize(64 << 10)
                      .maxPrologueLength(16 << 10)
                      .validateRequestHeaders(true)
                      .build())
              .build());
    }

    @Override
    public int bytesToIdentifyConnection() {
      return http.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
      return http.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
      return http.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
      connections.opened(context.remotePeer().address(), context.serverSocket());
      return http.connection(context);
    }
  }
}
