package dev.lazuli.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.TestWorkspace;
import dev.lazuli.base.Fanout;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoringRoutesTest {
  private static final String ROW = "{\"input_data\": [[0.5, \"Ideal\", 61]]}";

  @TempDir private Path home;
  private TestWorkspace workspace;
  private TestEndpoint endpoint;

  @BeforeEach
  void deploy() {
    workspace = TestWorkspace.in(home);
    endpoint = new TestEndpoint(workspace);
    endpoint.deploy("blue", TestModels.price());
    endpoint.traffic("{\"blue\": 100}");
  }

  @AfterEach
  void close() {
    workspace.close();
  }

  @Test
  void anAnswerHasThePredictionsAndAzuresHeaders() {
    HttpResponse<String> answer =
        endpoint.score(ROW, "x-ms-client-request-id", "mine", "TraceId", "t1");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("[111.0]");
    assertThat(header(answer, "Content-Type")).isEqualTo("application/json");
    assertThat(header(answer, "azureml-model-deployment")).isEqualTo("blue");
    assertThat(header(answer, "x-ms-run-function-failed")).isEqualTo("False");
    assertThat(header(answer, "x-ms-run-fn-exec-ms")).matches("\\d+\\.\\d{3}");
    assertThat(header(answer, "x-ms-client-request-id")).isEqualTo("mine");
    assertThat(header(answer, "x-ms-request-id")).isEqualTo("mine");
    assertThat(header(answer, "x-request-id")).matches("[0-9a-f]{32}");
    assertThat(header(answer, "TraceId")).isEqualTo("t1");
  }

  @Test
  void idsThatAreTooLongAreRefused() {
    assertThat(endpoint.score(ROW, "x-request-id", "x".repeat(101)).statusCode()).isEqualTo(431);
    assertThat(endpoint.score(ROW, "x-ms-client-request-id", "x".repeat(101)).statusCode())
        .isEqualTo(431);
  }

  @Test
  void aRowThatDoesNotFitIsAModelError() {
    HttpResponse<String> answer = endpoint.score("{\"input_data\": [[\"big\", \"Ideal\", 61]]}");

    assertThat(answer.statusCode()).isEqualTo(424);
    assertThat(header(answer, "ms-azureml-model-error-statuscode")).isEqualTo("400");
    assertThat(header(answer, "ms-azureml-model-error-reason")).isEqualTo("Bad Request");
    assertThat(header(answer, "x-ms-run-function-failed")).isEqualTo("False");
    assertThat(header(answer, "azureml-model-deployment")).isEqualTo("blue");
    assertThat(TestEndpoint.json(answer).path("message").asString())
        .isEqualTo("row 1: column 'carat' expects a number, not 'big'");
    assertThat(endpoint.score("").statusCode()).isEqualTo(424);
    assertThat(endpoint.score("carat,cut\n1,Fair").statusCode()).isEqualTo(424);
  }

  @Test
  void aBodyBeyondTheLimitIsRefusedAndTheServerGoesOn() {
    HttpResponse<String> answer = endpoint.score("x".repeat(50 << 20));

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("the body is larger than 10485760 bytes");
    assertThat(endpoint.score(ROW).statusCode()).isEqualTo(200);
  }

  @Test
  void noMoreRequestsAreInFlightThanTheDeploymentAllows() throws IOException {
    String model = TestEndpoint.upload(workspace, TestModels.price());
    workspace.send(
        "PUT",
        TestEndpoint.ENDPOINT + "/deployments/blue",
        """
        {"properties": {"model": "%s", "requestSettings": {"maxConcurrentRequestsPerInstance": 1}}}\
        """
            .formatted(model));

    try (Held first = Held.at(workspace.uri("/").getPort(), endpoint.key("primaryKey"));
        Held second = Held.at(workspace.uri("/").getPort(), endpoint.key("primaryKey"))) {
      HttpResponse<String> third = endpoint.score(ROW);

      assertThat(third.statusCode()).isEqualTo(429);
      assertThat(third.body()).contains("maxConcurrentRequestsPerInstance");
      assertThat(first.end()).startsWith("HTTP/1.1 200");
      assertThat(endpoint.score(ROW).statusCode()).isEqualTo(200);
      assertThat(second.end()).startsWith("HTTP/1.1 200");
    }
  }

  /// A request whose body the server waits for.
  private record Held(Socket socket, BufferedReader answers) implements AutoCloseable {
    static Held at(int port, String key) throws IOException {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      Held held =
          new Held(
              socket,
              new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)));
      held.write(
          """
          POST /endpoints/diamonds/score HTTP/1.1\r
          Host: 127.0.0.1:%d\r
          Authorization: Bearer %s\r
          Content-Type: application/json\r
          Content-Length: %d\r
          Expect: 100-continue\r
          \r
          """
              .formatted(port, key, ROW.length()));
      assertThat(held.answers.readLine()).startsWith("HTTP/1.1 100");
      assertThat(held.answers.readLine()).isEmpty();
      return held;
    }

    /// Sends the body; the first line of the answer.
    String end() throws IOException {
      write(ROW);
      return answers.readLine();
    }

    private void write(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void onlyAKeyOpens() {
    assertThat(post("").statusCode()).isEqualTo(401);
    assertThat(post("Bearer ").statusCode()).isEqualTo(401);
    assertThat(post("Bearer wrong").statusCode()).isEqualTo(401);
    assertThat(post(endpoint.key("primaryKey")).statusCode()).isEqualTo(401);
    assertThat(post("Basic " + endpoint.key("primaryKey")).statusCode()).isEqualTo(401);
    assertThat(post("Bearer " + endpoint.key("primaryKey")).statusCode()).isEqualTo(200);
    assertThat(post("bearer " + endpoint.key("secondaryKey")).statusCode()).isEqualTo(200);
    assertThat(
            workspace
                .send("POST", "/endpoints/diamonds/score?key=" + endpoint.key("primaryKey"), ROW)
                .statusCode())
        .isEqualTo(401);
  }

  @Test
  void aRenewedKeyWorksAtOnceAndTheOldOneNoMore() {
    String primary = endpoint.key("primaryKey");
    String secondary = endpoint.key("secondaryKey");

    HttpResponse<String> renewed =
        workspace.send(
            "POST", TestEndpoint.ENDPOINT + "/regenerateKeys", "{\"keyType\": \"primary\"}");

    assertThat(renewed.statusCode()).isEqualTo(200);
    assertThat(post("Bearer " + primary).statusCode()).isEqualTo(401);
    assertThat(post("Bearer " + secondary).statusCode()).isEqualTo(200);
    assertThat(endpoint.key("primaryKey")).isNotEqualTo(primary).hasSize(43);
    assertThat(post("Bearer " + endpoint.key("primaryKey")).statusCode()).isEqualTo(200);
  }

  @Test
  void keysLieOnlyEncryptedInTheHomeFolder() throws IOException {
    String key = endpoint.key("primaryKey");

    for (String file : List.of("lazuli.db", "lazuli.db-wal")) {
      if (Files.exists(home.resolve(file))) {
        assertThat(Files.readString(home.resolve(file), StandardCharsets.ISO_8859_1))
            .doesNotContain(key);
      }
    }
  }

  @Test
  void aRequestMayNameItsDeployment() {
    endpoint.deploy("green", TestModels.yesOrNo());

    assertThat(endpoint.score(ROW, "azureml-model-deployment", "green").body())
        .isEqualTo("[\"no\"]");
    assertThat(endpoint.score(ROW).body()).isEqualTo("[111.0]");
    HttpResponse<String> unknown = endpoint.score(ROW, "azureml-model-deployment", "red");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("has no deployment 'red'");
  }

  @Test
  void aFailedDeploymentAnswers503AndSaysWhy() {
    endpoint.deploy("green", "azureml://datastores/workspaceblobstore/paths/none");

    HttpResponse<String> answer = endpoint.score(ROW, "azureml-model-deployment", "green");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("deployment 'green' failed and cannot answer: ");
    assertThat(header(answer, "azureml-model-deployment")).isEqualTo("green");
  }

  @Test
  void trafficIsSharedByTheDeployments() {
    endpoint.deploy("green", TestModels.yesOrNo());
    endpoint.traffic("{\"blue\": 50, \"green\": 50}");

    List<String> served =
        IntStream.range(0, 60)
            .mapToObj(_ -> header(endpoint.score(ROW), "azureml-model-deployment"))
            .distinct()
            .toList();

    assertThat(served).containsExactlyInAnyOrder("blue", "green");
  }

  @Test
  void withoutTrafficThereIsNoAnswer() {
    endpoint.traffic("{}");

    HttpResponse<String> answer = endpoint.score(ROW);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("no deployment of online endpoint 'diamonds' has traffic");
    assertThat(workspace.send("GET", "/endpoints/diamonds/", "").statusCode()).isEqualTo(503);
    assertThat(workspace.send("POST", "/endpoints/rubies/score", ROW).statusCode()).isEqualTo(404);
  }

  @Test
  void afterARestartTheEndpointAnswersAgain() {
    String key = endpoint.key("primaryKey");
    workspace.close();
    workspace = TestWorkspace.in(home);

    HttpResponse<String> answer = post("Bearer " + key);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("[111.0]");
    assertThat(workspace.send("GET", "/endpoints/diamonds/", "").body()).isEqualTo("Healthy");
  }

  @Test
  void manyClientsAtOnceGetTheirOwnAnswers() throws InterruptedException {
    String key = "Bearer " + endpoint.key("primaryKey");

    List<String> answers =
        Fanout.all(
            IntStream.range(0, 200)
                .<Callable<String>>mapToObj(i ->
                    () ->
                        workspace
                            .send(
                                "POST",
                                "/endpoints/diamonds/score",
                                "{\"input_data\": [[%d, \"Fair\", 50]]}".formatted(i % 2 * 2),
                                "Authorization",
                                key)
                            .body())
                .toList(),
            16);

    assertThat(answers)
        .isEqualTo(
            IntStream.range(0, 200)
                .mapToObj(i -> i % 2 == 0 ? "[100.0]" : "[200.0]")
                .collect(Collectors.toList()));
  }

  @Test
  void theDescriptionTellsTheColumns() {
    for (String version : List.of("2", "3", "3.1")) {
      HttpResponse<String> answer =
          workspace.send(
              "GET",
              "/endpoints/diamonds/swagger.json?version=" + version,
              "",
              "Authorization",
              "Bearer " + endpoint.key("primaryKey"));
      var schemas =
          TestEndpoint.json(answer)
              .at(version.equals("2") ? "/definitions" : "/components/schemas");

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(schemas.at("/Record/properties/carat/type").asString()).isEqualTo("number");
      assertThat(schemas.at("/Record/required").toString()).isEqualTo("[\"carat\",\"cut\"]");
      var example =
          schemas.at(version.equals("3.1") ? "/ServiceInput/examples/0" : "/ServiceInput/example");
      assertThat(endpoint.score(example.toString()).body()).isEqualTo("[111.0]");
    }
    HttpResponse<String> unknown =
        workspace.send(
            "GET",
            "/endpoints/diamonds/swagger.json?version=9",
            "",
            "Authorization",
            "Bearer " + endpoint.key("primaryKey"));
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body())
        .contains("Swagger version [9] is not valid. Supported versions: [2, 3, 3.1].");
  }

  @Test
  void otherVerbsAndContentTypesAreRefused() {
    assertThat(workspace.send("PUT", "/endpoints/diamonds/score", "").statusCode()).isEqualTo(405);
    assertThat(workspace.send("OPTIONS", "/endpoints/diamonds/score", "").statusCode())
        .isEqualTo(200);
    HttpResponse<String> csv =
        workspace.send(
            "POST",
            "/endpoints/diamonds/score",
            "",
            "Content-Type",
            "text/csv",
            "Authorization",
            "Bearer " + endpoint.key("primaryKey"));
    assertThat(csv.statusCode()).isEqualTo(424);
    assertThat(header(csv, "ms-azureml-model-error-statuscode")).isEqualTo("415");
  }

  @Test
  void pagesOfOtherOriginsReadAnswersOnlyWhereTheDeploymentAdmitsThem() {
    assertThat(endpoint.score(ROW, "Origin", "http://shop.example").headers().map())
        .doesNotContainKey("access-control-allow-origin");

    workspace.send(
        "PUT",
        TestEndpoint.ENDPOINT + "/deployments/blue",
        "{\"properties\": {\"model\": \"%s\", \"environmentVariables\": {\"AML_CORS_ORIGINS\": \"http://shop.example\"}}}"
            .formatted(TestEndpoint.upload(workspace, TestModels.price())));

    assertThat(
            header(
                endpoint.score(ROW, "Origin", "http://shop.example"),
                "access-control-allow-origin"))
        .isEqualTo("http://shop.example");
    assertThat(
            header(
                workspace.send(
                    "OPTIONS", "/endpoints/diamonds/score", "", "Origin", "http://shop.example"),
                "access-control-allow-headers"))
        .contains("Authorization");
    assertThat(endpoint.score(ROW, "Origin", "http://evil.example").headers().map())
        .doesNotContainKey("access-control-allow-origin");
  }

  private HttpResponse<String> post(String authorization) {
    return authorization.isEmpty()
        ? workspace.send("POST", "/endpoints/diamonds/score", ROW)
        : workspace.send("POST", "/endpoints/diamonds/score", ROW, "Authorization", authorization);
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
