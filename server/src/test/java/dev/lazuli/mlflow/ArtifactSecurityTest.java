package dev.lazuli.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.TestWorkspace;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The attacks on artifact paths that hit other servers, each refused.
class ArtifactSecurityTest {
  private static final String PROXY = "/api/2.0/mlflow-artifacts/artifacts";
  private static final List<String> OUTSIDE =
      List.of(
          "../secret.txt",
          "a/../../secret.txt",
          "..%2fsecret.txt",
          "%2e%2e/secret.txt",
          "%252e%252e%252fsecret.txt",
          "%25252e%25252e%25252fsecret.txt",
          "..%5csecret.txt",
          "/etc/passwd",
          "%2fetc%2fpasswd",
          "//etc/passwd",
          "file:///etc/passwd",
          "file:%2f%2f%2fetc/passwd",
          "C:/Windows/win.ini",
          "C:%5cWindows",
          "a%23/../../secret.txt",
          "x%23y",
          "a//b",
          "./a");

  @TempDir private Path folder;

  private Path home() {
    return folder.resolve("home");
  }

  private TestWorkspace workspace() throws IOException {
    Files.createDirectories(home());
    Files.writeString(folder.resolve("secret.txt"), "SECRET");
    Files.writeString(home().resolve("secret.txt"), "SECRET");
    return TestWorkspace.in(home());
  }

  /// Sends a request line as it stands: no client cleans its path.
  private static String raw(TestWorkspace workspace, String method, String target, String body)
      throws IOException {
    String request =
        "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(method, target, body.length(), body);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), workspace.server().port())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return answer(new BufferedInputStream(socket.getInputStream()));
    }
  }

  /// Reads one answer by the length that it tells.
  private static String answer(InputStream stream) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = stream.read();
      if (next < 0) {
        return head.toString();
      }
      head.append((char) next);
    }
    Matcher length = Pattern.compile("(?i)content-length: (\\d+)").matcher(head);
    byte[] body =
        length.find() ? stream.readNBytes(Integer.parseInt(length.group(1))) : new byte[0];
    return head + new String(body, StandardCharsets.UTF_8);
  }

  @Test
  void noPathLeavesTheStoreForAnyVerb() throws IOException {
    try (TestWorkspace workspace = workspace()) {
      for (String path : OUTSIDE) {
        for (String method : List.of("GET", "PUT", "DELETE")) {
          String answer =
              raw(workspace, method, PROXY + "/" + path, method.equals("PUT") ? "x" : "");

          assertThat(answer).as(method + " " + path).startsWith("HTTP/1.1 4");
          assertThat(answer).doesNotContain("SECRET").doesNotContain("root:");
        }
      }
      assertThat(folder.resolve("secret.txt")).hasContent("SECRET");
      assertThat(home().resolve("secret.txt")).hasContent("SECRET");
    }
  }

  @Test
  void noListingLeavesTheStore() throws IOException {
    try (TestWorkspace workspace = workspace()) {
      for (String path : OUTSIDE) {
        String answer = raw(workspace, "GET", PROXY + "?path=" + path, "");

        assertThat(answer).as(path).startsWith("HTTP/1.1 400").contains("Invalid path");
      }
    }
  }

  @Test
  void noArtifactOfARunLeavesItsFolder() throws IOException {
    try (TestWorkspace workspace = workspace()) {
      String run =
          workspace
              .send("POST", "/api/2.0/mlflow/runs/create", "{\"experiment_id\": \"0\"}")
              .body()
              .replaceFirst(".*?\"run_id\":\"([0-9a-f]+)\".*", "$1");
      for (String path : List.of("../x", "..%2fx", "%252e%252e/x", "/etc/passwd", "a%23b")) {
        for (String target :
            List.of(
                "/api/2.0/mlflow/artifacts/list?run_id=" + run + "&path=" + path,
                "/get-artifact?run_uuid=" + run + "&path=" + path)) {
          assertThat(raw(workspace, "GET", target, "")).as(target).startsWith("HTTP/1.1 400");
        }
      }
    }
  }

  @Test
  void aSymbolicLinkIsNotFollowed() throws IOException {
    try (TestWorkspace workspace = workspace()) {
      workspace.send("PUT", PROXY + "/real/a.txt", "content");
      Path container;
      try (Stream<Path> found = Files.walk(home().resolve("blobs"))) {
        container =
            found
                .filter(path -> path.endsWith("real"))
                .map(path -> path.resolveSibling("."))
                .findFirst()
                .orElseThrow();
      }
      Files.createSymbolicLink(container.resolve("link"), folder);
      Files.createSymbolicLink(container.resolve("file"), folder.resolve("secret.txt"));

      for (String path : List.of("/link/secret.txt", "/file")) {
        HttpResponse<String> answer = workspace.send("GET", PROXY + path, "");
        assertThat(answer.statusCode()).as(path).isBetween(400, 499);
        assertThat(answer.body()).doesNotContain("SECRET");
      }
      assertThat(workspace.send("PUT", PROXY + "/link/new.txt", "x").statusCode()).isEqualTo(400);
      assertThat(folder.resolve("new.txt")).doesNotExist();
      assertThat(workspace.send("GET", PROXY + "?path=link", "").body()).isEqualTo("{}");
    }
  }

  @Test
  void anExperimentCannotPointItsArtifactsOutside() throws IOException {
    try (TestWorkspace workspace = workspace()) {
      for (String location :
          List.of("mlflow-artifacts:/../x", "mlflow-artifacts:/%2e%2e/x", "s3://a/b?x#/../c")) {
        HttpResponse<String> answer =
            workspace.send(
                "POST",
                "/api/2.0/mlflow/experiments/create",
                "{\"name\": \"e\", \"artifact_location\": \"%s\"}".formatted(location));
        assertThat(answer.statusCode()).as(location).isEqualTo(400);
      }
      String id =
          workspace
              .send(
                  "POST",
                  "/api/2.0/mlflow/experiments/create",
                  "{\"name\": \"local\", \"artifact_location\": \"file:///etc\"}")
              .body()
              .replaceAll("\\D", "");
      String run =
          workspace
              .send("POST", "/api/2.0/mlflow/runs/create", "{\"experiment_id\": \"" + id + "\"}")
              .body()
              .replaceFirst(".*?\"run_id\":\"([0-9a-f]+)\".*", "$1");

      HttpResponse<String> answer =
          workspace.send("GET", "/get-artifact?run_uuid=" + run + "&path=passwd", "");

      assertThat(answer.statusCode()).isEqualTo(501);
      assertThat(answer.body()).doesNotContain("root:");
    }
  }

  @Test
  void artifactsGoUpAndDownUnderStrangeNamesAndInParts() throws IOException {
    try (TestWorkspace workspace = workspace()) {
      String path = PROXY + "/a%20folder/gr%C3%BC%C3%9Fe%3F+%25.html";
      HttpRequest upload =
          HttpRequest.newBuilder(workspace.uri(path))
              .header("Content-Type", "text/html")
              .PUT(HttpRequest.BodyPublishers.ofString("<script>0123456789"))
              .build();

      assertThat(workspace.send(upload).statusCode()).isEqualTo(200);

      HttpResponse<String> whole = workspace.send("GET", path, "");
      assertThat(whole.body()).isEqualTo("<script>0123456789");
      assertThat(whole.headers().firstValue("Content-Disposition").orElseThrow())
          .startsWith("attachment");
      assertThat(whole.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
      HttpResponse<String> part = workspace.send("GET", path, "", "Range", "bytes=8-10");
      assertThat(part.statusCode()).isEqualTo(206);
      assertThat(part.body()).isEqualTo("012");
      assertThat(workspace.send("GET", PROXY + "?path=a+folder", "").body())
          .isEqualTo(
              "{\"files\":[{\"path\":\"grüße?+%.html\",\"is_dir\":false,\"file_size\":18}]}");
      assertThat(workspace.send("GET", PROXY, "").body())
          .isEqualTo("{\"files\":[{\"path\":\"a folder\",\"is_dir\":true}]}");
      assertThat(workspace.send("GET", PROXY + "/a%20folder", "").statusCode()).isEqualTo(400);
      assertThat(workspace.send("GET", PROXY + "/nothing", "").statusCode()).isEqualTo(404);
      assertThat(workspace.send("GET", PROXY + "?path=nothing", "").body()).isEqualTo("{}");
      assertThat(workspace.send("DELETE", PROXY + "/a%20folder", "").body()).isEqualTo("{}");
      assertThat(workspace.send("GET", PROXY, "").body()).isEqualTo("{}");
      assertThat(workspace.send("DELETE", PROXY + "/a%20folder", "").statusCode()).isEqualTo(200);
    }
  }
}
