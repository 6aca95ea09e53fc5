package dev.lazuli.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundTest {
  private static final Outbound OPEN = open(Duration.ofMinutes(1));

  private static Outbound open(Duration timeMax) {
    return new Outbound(true, Duration.ofSeconds(2), Duration.ofMillis(300), timeMax);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:1/x",
        "http://localhost/x",
        "http://[::1]/x",
        "http://0.0.0.0/x",
        "http://10.1.2.3/x",
        "http://192.168.1.1/x",
        "http://172.16.0.1/x",
        "http://169.254.169.254/latest/meta-data",
        "http://100.64.0.1/x",
        "http://[fd00::1]/x",
        "http://[::ffff:127.0.0.1]/x",
        "http://[64:ff9b::7f00:1]/x",
        "http://[2002:7f00:1::]/x",
        "http://2130706433/x",
        "http://0x7f.1/x"
      })
  void addressesOfThisMachineAndOfPrivateNetworksAreRefused(String address) {
    assertThatThrownBy(() -> new Outbound(false).get(URI.create(address), 10, text()))
        .isInstanceOfAny(Problem.Forbidden.class, Problem.Unavailable.class, Problem.Invalid.class)
        .satisfies(problem ->
            assertThat(problem.getMessage())
                .matches("(?s).*(private network|not known|expected).*"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.8.8.8", "100.128.0.1", "2606:4700::1111", "172.32.0.1"})
  void addressesOfTheOpenInternetArePublic(String address) throws UnknownHostException {
    assertThat(Outbound.Addresses.isPublic(InetAddress.getByName(address))).isTrue();
  }

  @Test
  void linkLocalAddressesAreRefusedEvenWhenPrivateOnesAreAllowed() {
    assertThatThrownBy(() -> OPEN.get(URI.create("http://169.254.169.254/"), 10, text()))
        .isInstanceOf(Problem.Forbidden.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ftp://example.com/x", "file:///etc/passwd", "http:///x", "http://a:b@c/x"})
  void onlyPlainWebAddressesAreFetched(String address) {
    assertThatThrownBy(() -> OPEN.get(URI.create(address), 10, text()))
        .isInstanceOf(Problem.Invalid.class)
        .hasMessageNotContaining("a:b");
  }

  @Test
  void aBodyWithALengthIsRead() {
    assertThat(answered("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello and more", 10))
        .isEqualTo("hello");
  }

  @Test
  void aChunkedBodyIsRead() {
    assertThat(
            answered(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1;x=y\r\n!\r\n0\r\n\r\n",
                10))
        .isEqualTo("hello!");
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() {
    assertThatThrownBy(() -> answered("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n", 10))
        .isInstanceOf(Problem.TooLarge.class);
    assertThatThrownBy(() -> answered("HTTP/1.1 200 OK\r\n\r\nmore than ten bytes", 10))
        .isInstanceOf(Problem.TooLarge.class);
  }

  @Test
  void aBodyThatEndsEarlyIsAnError() {
    assertThatThrownBy(() -> answered("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello", 100))
        .isInstanceOf(Problem.Unavailable.class)
        .hasMessageContaining("ends early");
  }

  @Test
  void aRedirectIsCheckedLikeTheFirstAddress() {
    assertThatThrownBy(() ->
            answered("HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/latest\r\n\r\n", 10))
        .isInstanceOf(Problem.Forbidden.class);
    assertThatThrownBy(
            () -> answered("HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\n\r\n", 10))
        .isInstanceOf(Problem.Invalid.class);
  }

  @Test
  void otherAnswersAndSilenceAreToldApart() {
    assertThatThrownBy(() -> answered("HTTP/1.1 404 Not Found\r\n\r\n", 10))
        .isInstanceOf(Problem.Unavailable.class)
        .hasMessageContaining("status 404")
        .hasMessageNotContaining("sig=secret");
    assertThatThrownBy(() -> answered("HTTP/1.1 200 OK\r\n", 10))
        .isInstanceOf(Problem.Unavailable.class)
        .hasMessageContaining("in time");
    assertThatThrownBy(() -> answered("SSH-2.0\r\n\r\n", 10))
        .hasMessageContaining("does not speak HTTP");
  }

  @Test
  void anAnswerThatTakesTooLongInAllIsCutOff() {
    assertThatThrownBy(() ->
            answered(open(Duration.ZERO), "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx", 10))
        .isInstanceOf(Problem.Unavailable.class)
        .hasMessageContaining("in time");
  }

  private static Outbound.Sink<String> text() {
    return in -> new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String answered(String answer, long bytesMax) {
    return answered(OPEN, answer, bytesMax);
  }

  /// What the client reads from a server that says `answer` and then stays silent or ends.
  private static String answered(Outbound client, String answer, long bytesMax) {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread thread = Thread.ofVirtual().start(() -> serve(server, answer));
      try {
        URI address = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/x.csv?sig=secret");
        return client.get(address, bytesMax, text());
      } finally {
        thread.join();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void serve(ServerSocket server, String answer) {
    try (Socket socket = server.accept()) {
      socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      if (answer.contains("\r\n\r\n")) {
        socket.shutdownOutput();
      }
      InputStream in = socket.getInputStream();
      in.readAllBytes(); // until the client goes away
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("reset");
    }
  }
}
