package dev.lazuli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.base.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerTest {
  @TempDir private Path home;

  @Test
  void aSecondServerMayNotUseTheSameHome() {
    try (TestWorkspace first = TestWorkspace.in(home)) {
      assertThat(first.send("GET", "/health", "").body()).isEqualTo("OK");
      assertThatThrownBy(() -> TestWorkspace.in(home))
          .isInstanceOf(Problem.Conflict.class)
          .hasMessageContaining("another server uses");
    }
  }

  @Test
  void aStoppedServerCanStartAgain() {
    TestWorkspace.in(home).close();

    try (TestWorkspace again = TestWorkspace.in(home)) {
      assertThat(again.send("GET", "/health", "").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void everyAnswerHasARequestIdAndForbidsSniffing() {
    try (TestWorkspace workspace = TestWorkspace.in(home)) {
      HttpResponse<String> answer = workspace.send("GET", "/no/such/path", "");

      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.headers().firstValue("x-ms-request-id")).isPresent();
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(answer.body()).contains("no route GET /no/such/path");
    }
  }

  @Test
  void aForeignPageMayNotWrite() {
    try (TestWorkspace workspace = TestWorkspace.in(home)) {
      HttpResponse<String> answer =
          workspace.send("PUT", "/blob/data/x", "{}", "Origin", "http://evil.com");

      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(workspace.send("GET", "/blob/data/x", "").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void blobsGoUpAndDownWithRanges() {
    try (TestWorkspace workspace = TestWorkspace.in(home)) {
      String path = "/blob/data/a%20b/c%2Fd.txt";
      HttpRequest chunked =
          HttpRequest.newBuilder(workspace.uri(path))
              .PUT(
                  HttpRequest.BodyPublishers.ofInputStream(() ->
                      new ByteArrayInputStream("0123456789".getBytes(StandardCharsets.UTF_8))))
              .build();

      assertThat(workspace.send(chunked).statusCode()).isEqualTo(201);

      HttpResponse<String> part = workspace.send("GET", path, "", "x-ms-range", "bytes=2-4");
      assertThat(part.statusCode()).isEqualTo(206);
      assertThat(part.body()).isEqualTo("234");
      assertThat(part.headers().firstValue("Content-Range")).contains("bytes 2-4/10");
      assertThat(workspace.send("GET", path, "", "Range", "bytes=-3").body()).isEqualTo("789");
      assertThat(workspace.send("GET", path, "", "Range", "bytes=10-").statusCode()).isEqualTo(416);
      HttpResponse<String> head = workspace.send("HEAD", path, "");
      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(head.headers().firstValue("Content-Length")).contains("10");
      assertThat(workspace.send("DELETE", path, "").statusCode()).isEqualTo(202);
      assertThat(workspace.send("GET", path, "").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void aConnectionThatAsksToBeClosedIsClosed() throws IOException {
    try (TestWorkspace workspace = TestWorkspace.in(home);
        Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), workspace.server().port())) {
      socket.setSoTimeout(5_000);
      socket
          .getOutputStream()
          .write(
              "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));

      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

      assertThat(answer).startsWith("HTTP/1.1 200 OK").endsWith("OK");
    }
  }

  @Test
  void aStreamIsWholeWhenItsConnectionAsksToBeClosed() throws IOException {
    try (TestWorkspace workspace = TestWorkspace.in(home);
        Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), workspace.server().port())) {
      workspace.send("PUT", "/blob/data/big", "0123456789".repeat(100_000));
      socket.setSoTimeout(5_000);
      socket
          .getOutputStream()
          .write(
              "GET /blob/data/big HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));

      String answer =
          new String(socket.getInputStream().readNBytes(1_000_000), StandardCharsets.US_ASCII);

      assertThat(answer).startsWith("HTTP/1.1 200 OK").hasSize(1_000_000);
    }
  }

  @Test
  void pathsThatLeaveTheirContainerAreRefused() {
    try (TestWorkspace workspace = TestWorkspace.in(home)) {
      for (String path :
          new String[] {
            "/blob/data/..%2f..%2fetc/passwd",
            "/blob/data/%2e%2e/x",
            "/blob/..%2f/x",
            "/blob/data/a%00b"
          }) {
        assertThat(workspace.send("PUT", path, "x").statusCode()).as(path).isEqualTo(400);
      }
    }
  }
}
