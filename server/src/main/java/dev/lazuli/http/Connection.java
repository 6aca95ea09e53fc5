package dev.lazuli.http;

import dev.lazuli.base.Limits;
import dev.lazuli.base.Problem;
import io.helidon.common.socket.HelidonSocket;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A client's connection, and until when we wait for what it is to send or take next.
///
/// While we work for the client there is no deadline here; while we wait for its header, its body
/// or the room to write, there is one, and who misses it is cut off.
final class Connection {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  /// After this time a body or an answer must flow at a least rate, however evenly it drips.
  private static final Duration SLOW_START = Duration.ofSeconds(60);

  private static final long BYTES_PER_SECOND_MIN = 1_024;

  /// How long a request runs before it is asked whether its client is still there.
  private static final Duration UNASKED = Duration.ofSeconds(1);

  private final Socket socket;
  private final Limits.Patience patience;

  /// By [System#nanoTime]; 0 while the other side need not do anything.
  private volatile long deadline;

  private @Nullable HelidonSocket channel;
  private @Nullable Thread worker;
  private long since;
  private boolean bodyTaken;
  private boolean asked;
  private volatile boolean cutOff;

  Connection(Socket socket, Limits.Patience patience) {
    this.socket = socket;
    this.patience = patience;
    waitAtMost(patience.header());
  }

  synchronized void use(HelidonSocket value) {
    channel = value;
  }

  /// A request has come; this thread works for it.
  synchronized void begin(boolean hasBody) {
    worker = Thread.currentThread();
    since = System.nanoTime();
    bodyTaken = !hasBody;
    asked = false;
    cutOff = false;
    deadline = 0;
  }

  /// The answer is written; the next request may come.
  synchronized void end() {
    worker = null;
    waitAtMost(patience.idle());
  }

  private synchronized void bodyIsTaken() {
    bodyTaken = true;
  }

  /// Whether the body was read to its end.
  synchronized boolean isBodyTaken() {
    return bodyTaken;
  }

  /// Whether reading the body has failed.
  boolean isCutOff() {
    return cutOff;
  }

  private void waitAtMost(Duration time) {
    long at = System.nanoTime() + time.toNanos();
    deadline = at == 0 ? 1 : at;
  }

  /// Waits for the next bytes: not longer than one silence, and only if they came fast enough.
  ///
  /// @param waitedNanos how long we have waited for those that came
  private void waitForMore(long waitedNanos, long bytes) {
    Duration earned = SLOW_START.plusSeconds(bytes / BYTES_PER_SECOND_MIN).minusNanos(waitedNanos);
    waitAtMost(earned.compareTo(patience.silence()) < 0 ? earned : patience.silence());
  }

  /// Runs the sending of an answer of some bytes under a deadline.
  void sending(int bytes, Runnable send) {
    waitAtMost(patience.silence().plusSeconds(bytes / BYTES_PER_SECOND_MIN));
    send.run();
    deadline = 0;
  }

  boolean isOverdue() {
    long at = deadline;
    return at != 0 && System.nanoTime() - at > 0;
  }

  boolean isClosed() {
    return socket.isClosed();
  }

  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("a connection did not close", e);
    }
  }

  /// Tells the client that nothing more comes, so that it reads the answer before it sees the end.
  void endOutput() {
    try {
      socket.shutdownOutput();
    } catch (IOException | UnsupportedOperationException e) {
      LOG.debug("the client went away", e);
    }
  }

  /// Tells `leave` the thread that works for a client who has left, once.
  synchronized void whenLeft(Consumer<Thread> leave) {
    Thread thread = worker;
    HelidonSocket asking = channel;
    if (thread == null || asking == null || !bodyTaken || deadline != 0) {
      return;
    }
    if (System.nanoTime() - since < UNASKED.toNanos()) {
      return;
    }
    if (!asked) {
      asking.idle(); // it now reads ahead, and gives what it reads to the next request
      asked = true;
    } else if (!asking.isConnected()) {
      leave.accept(thread);
      channel = null;
    }
  }

  /// The body of a request, which must come in time.
  InputStream reading(InputStream body) {
    return new Incoming(body);
  }

  /// The body of an answer, which must be taken in time.
  OutputStream writing(OutputStream body) {
    return new Outgoing(body);
  }

  private final class Incoming extends FilterInputStream {
    private long waitedNanos;
    private long bytes;

    Incoming(InputStream body) {
      super(body);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      long before = System.nanoTime();
      waitForMore(waitedNanos, bytes);
      int count = cutOffOnFailure(target, offset, length);
      deadline = 0;
      waitedNanos += System.nanoTime() - before;
      if (count < 0) {
        bodyIsTaken();
      } else {
        bytes += count;
      }
      return count;
    }

    @Override
    public void close() {
      // the end of the request reads what is left, or cuts the connection
    }

    private int cutOffOnFailure(byte[] target, int offset, int length) throws IOException {
      cutOff = true;
      try {
        int count = in.read(target, offset, length);
        cutOff = false;
        return count;
      } catch (IllegalArgumentException e) {
        throw new Problem.Invalid("body", "the sizes of the chunks of the body are not numbers");
      }
    }
  }

  private final class Outgoing extends FilterOutputStream {
    private long waitedNanos;
    private long bytes;

    Outgoing(OutputStream body) {
      super(body);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] content, int offset, int length) throws IOException {
      long before = System.nanoTime();
      waitForMore(waitedNanos, bytes);
      out.write(content, offset, length);
      deadline = 0;
      waitedNanos += System.nanoTime() - before;
      bytes += length;
    }

    @Override
    public void flush() throws IOException {
      waitAtMost(patience.silence());
      out.flush();
      deadline = 0;
    }
  }
}
