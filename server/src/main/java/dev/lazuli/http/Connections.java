package dev.lazuli.http;

import dev.lazuli.base.Limits;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.SocketOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connections of clients: each waits only so long for the other side, and when a client leaves
/// before its answer, the work for it is told to stop.
///
/// A listener calls [#configureSocket] for every connection that it accepts; that is how they get
/// here.
final class Connections implements SocketOptions, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
  private static final long TICK_MS = 250;

  /// Longer than any wait that we allow; our own deadlines come before.
  private static final Duration NEVER = Duration.ofHours(2);

  private final SocketOptions standard = SocketOptions.builder().readTimeout(NEVER).build();
  private final ConcurrentMap<SocketAddress, Connection> open = new ConcurrentHashMap<>();
  private final Limits.Patience patience;
  private final Consumer<Thread> leave;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread watch;

  /// @param leave told the thread of a request whose client has left
  Connections(Limits.Patience patience, Consumer<Thread> leave) {
    this.patience = patience;
    this.leave = leave;
    this.watch = Thread.ofPlatform().daemon().name("http-watch").start(this::watch);
  }

  @Override
  public void configureSocket(Socket socket) {
    standard.configureSocket(socket);
    try {
      socket.setSoTimeout((int) NEVER.toMillis());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    open.put(socket.getRemoteSocketAddress(), new Connection(socket, patience));
  }

  /// What can tell whether the client of a connection is still there.
  void opened(SocketAddress client, HelidonSocket socket) {
    Connection connection = open.get(client);
    if (connection != null) {
      connection.use(socket);
    }
  }

  /// The connection of a client.
  Connection of(SocketAddress client) {
    Connection connection = open.get(client);
    if (connection == null) {
      throw new IllegalStateException("a request came over a connection that was not accepted");
    }
    return connection;
  }

  /// How many there are.
  int count() {
    return open.size();
  }

  private void watch() {
    try {
      while (!closed.await(TICK_MS, TimeUnit.MILLISECONDS)) {
        open.values().removeIf(Connection::isClosed);
        for (Connection connection : open.values()) {
          if (connection.isOverdue()) {
            Thread.ofVirtual().name("http-close").start(connection::close); // TLS may wait
          } else {
            connection.whenLeft(leave);
          }
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("the watch over connections ends", e);
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
  }

  @Override
  public Map<SocketOption<?>, Object> socketOptions() {
    return standard.socketOptions();
  }

  @Override
  public Duration connectTimeout() {
    return standard.connectTimeout();
  }

  @Override
  public Duration readTimeout() {
    return standard.readTimeout();
  }

  @Override
  public Optional<Integer> socketReceiveBufferSize() {
    return standard.socketReceiveBufferSize();
  }

  @Override
  public Optional<Integer> socketSendBufferSize() {
    return standard.socketSendBufferSize();
  }

  @Override
  public boolean socketReuseAddress() {
    return standard.socketReuseAddress();
  }

  @Override
  public boolean socketKeepAlive() {
    return standard.socketKeepAlive();
  }

  @Override
  public boolean tcpNoDelay() {
    return standard.tcpNoDelay();
  }
}
