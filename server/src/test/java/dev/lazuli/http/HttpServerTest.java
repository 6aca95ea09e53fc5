package dev.lazuli.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.base.Caller;
import dev.lazuli.base.Config;
import dev.lazuli.base.Ids;
import dev.lazuli.base.Limits;
import dev.lazuli.base.Problem;
import dev.lazuli.tls.Certificates;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpServerTest {
  private static final Limits.Patience SHORT =
      new Limits.Patience(Duration.ofMillis(500), Duration.ofMillis(500), Duration.ofSeconds(1));

  @TempDir private Path home;

  private final BlockingQueue<Thread> left = new LinkedBlockingQueue<>();
  private final CountDownLatch never = new CountDownLatch(1);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GET /hello HTTP/1.1\r\nHost: local",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhalf",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nha"
      })
  void aClientThatFallsSilentIsCutOff(String begun) throws IOException {
    try (HttpServer server = started(SHORT);
        Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      send(client, begun);

      assertThat(wasCutOff(client)).isTrue();
    }
  }

  @Test
  void aClientThatDripsItsHeaderIsCutOff() throws Exception {
    try (HttpServer server = started(SHORT);
        Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      Thread dripping = Thread.ofVirtual().start(() -> drip(client));

      assertThat(wasCutOff(client)).isTrue();
      dripping.join();
    }
  }

  @Test
  void aConnectionThatIsNotUsedAgainIsClosed() throws IOException {
    try (HttpServer server = started(SHORT);
        Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      send(client, "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");

      assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 200")
          .endsWith("hello");
    }
  }

  @Test
  void workForAClientWhoHasLeftIsToldToStop() throws Exception {
    try (HttpServer server = started(Limits.standard().patience())) {
      Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port());
      send(client, "GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
      client.close();

      assertThat(left.poll(30, TimeUnit.SECONDS)).isNotNull();
      never.countDown();
    }
  }

  @Test
  void aRequestThatTookLongIsFollowedByTheNextOnTheSameConnection() throws Exception {
    try (HttpServer server = started(Limits.standard().patience());
        Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      send(client, "GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(left.poll(3, TimeUnit.SECONDS)).isNull();
      never.countDown();
      readUntil(client, "slow");
      send(client, "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");

      readUntil(client, "hello");
    }
  }

  @Test
  void badChunkSizesAreTheClientsMistake() throws IOException {
    assertThat(
            answer(
                "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz"
                    + "\r\nabc\r\n0\r\n\r\n"))
        .startsWith("HTTP/1.1 400");
  }

  @Test
  void aBodyOverTheLimitIsRefusedAtTheLimit() throws IOException {
    String answer =
        answer("POST /small HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999999999\r\n\r\nabc");

    assertThat(answer).startsWith("HTTP/1.1 413").contains("the body is larger than 10 bytes");
  }

  @Test
  void whatIsNotHttpIsAnsweredAsJson() throws IOException {
    String answer = answer("GET /a b HTTP/1.1\r\nHost: localhost\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 4").contains("{\"error\":{\"code\":\"");
  }

  @Test
  void aPortThatIsTakenIsToldAndNothingStays() throws IOException {
    try (ServerSocket other = new ServerSocket(0)) {
      int port = other.getLocalPort();

      assertThatThrownBy(() -> start(SHORT, port))
          .isInstanceOf(Problem.Conflict.class)
          .hasMessageStartingWith("cannot listen on 127.0.0.1 port " + port)
          .hasMessageEndingWith("choose another with --port");
    }
  }

  private String answer(String request) throws IOException {
    try (HttpServer server = started(SHORT);
        Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      send(client, request);
      return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private HttpServer started(Limits.Patience patience) {
    return start(patience, 0);
  }

  private HttpServer start(Limits.Patience patience, int port) {
    Map<String, String> flags = Map.of("home", home.toString(), "port", Integer.toString(port));
    Config config =
        Config.load(flags, Map.of()).withLimits(Limits.standard().withPatience(patience));
    Routes routes =
        Routes.exact(new PlainProtocol(), "")
            .add("GET /hello", Action.PUBLIC, _ -> Response.text(200, "hello"))
            .add("POST /small", Action.PUBLIC, request -> echo(request, 10))
            .add("POST /echo", Action.PUBLIC, request -> echo(request, 1_000))
            .add("GET /slow", Action.PUBLIC, _ -> slow());
    return HttpServer.start(
        new HttpServer.Parts(
            config,
            new Router().add(routes),
            (_, _) -> new Caller.Local(),
            new Ids(new Random(7)),
            new Traffic()),
        Certificates.open(home, Clock.systemUTC(), new Random(7)).server(),
        left::add);
  }

  private static Response echo(Request request, long bytesMax) {
    return Response.bytes(200, "text/plain", request.body(bytesMax));
  }

  private Response slow() {
    try {
      never.await();
      return Response.text(200, "slow");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void drip(Socket client) {
    try {
      for (char c : "GET /hello HTTP/1.1\r\nHost: localhost\r\nX-A: 0123456789".toCharArray()) {
        send(client, String.valueOf(c));
        TimeUnit.MILLISECONDS.timedJoin(Thread.currentThread(), 100);
      }
    } catch (IOException | InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(Socket client, String text) throws IOException {
    OutputStream out = client.getOutputStream();
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static void readUntil(Socket client, String end) throws IOException {
    StringBuilder read = new StringBuilder();
    InputStream in = client.getInputStream();
    while (!read.toString().endsWith(end)) {
      int next = in.read();
      assertThat(next).as(read.toString()).isNotNegative();
      read.append((char) next);
    }
  }

  private static boolean wasCutOff(Socket client) throws IOException {
    try {
      return client.getInputStream().read() < 0;
    } catch (SocketException e) {
      return true;
    }
  }
}
