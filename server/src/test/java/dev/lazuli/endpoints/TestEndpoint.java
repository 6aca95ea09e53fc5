package dev.lazuli.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.TestWorkspace;
import dev.lazuli.base.Json;
import dev.lazuli.ml.model.ModelStamp;
import dev.lazuli.ml.model.TabularModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Endpoint `diamonds` of a test workspace, with all that must be done before it answers.
public final class TestEndpoint {
  /// The ARM id of the default workspace.
  public static final String WORKSPACE =
      "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local"
          + "/providers/Microsoft.MachineLearningServices/workspaces/default";

  /// The ARM id of the endpoint.
  public static final String ENDPOINT = WORKSPACE + "/onlineEndpoints/diamonds";

  private final TestWorkspace workspace;

  /// Makes the endpoint, without deployments.
  public TestEndpoint(TestWorkspace workspace) {
    this.workspace = workspace;
    HttpResponse<String> made =
        workspace.send("PUT", ENDPOINT, "{\"properties\": {\"authMode\": \"key\"}}");
    assertThat(made.statusCode()).as(made.body()).isIn(200, 201);
  }

  /// Writes a model's folder.
  interface Saving {
    void save(Path folder, ModelStamp stamp) throws IOException;
  }

  /// Writes a model to a new run's artifacts; its reference.
  public static String upload(TestWorkspace workspace, TabularModel model) {
    return upload(workspace, model::save);
  }

  /// Writes a model to a new run's artifacts; its reference.
  static String upload(TestWorkspace workspace, Saving model) {
    JsonNode run =
        json(workspace.send(
                "POST",
                "/api/2.0/mlflow/runs/create",
                "{\"experiment_id\": \"0\", \"start_time\": 1}"))
            .path("run")
            .path("info");
    String root = run.path("artifact_uri").asString().replaceFirst("mlflow-artifacts:/*", "");
    try {
      Path folder = Files.createTempDirectory("model");
      model.save(folder, ModelStamp.of("0123456789abcdef0123456789abcdef", TestWorkspace.NOW));
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          workspace.upload(
              "/api/2.0/mlflow-artifacts/artifacts/%s/model/%s"
                  .formatted(root, folder.relativize(file)),
              Files.readAllBytes(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "runs:/%s/model".formatted(run.path("run_id").asString());
  }

  /// Puts a model behind the endpoint.
  public JsonNode deploy(String deployment, TabularModel model) {
    return json(deploy(deployment, upload(workspace, model)));
  }

  /// Puts a model behind the endpoint.
  public HttpResponse<String> deploy(String deployment, String model) {
    return workspace.send(
        "PUT",
        ENDPOINT + "/deployments/" + deployment,
        "{\"properties\": {\"model\": \"%s\"}}".formatted(model));
  }

  /// Shares the traffic.
  public HttpResponse<String> traffic(String traffic) {
    return workspace.send(
        "PATCH", ENDPOINT, "{\"properties\": {\"traffic\": %s}}".formatted(traffic));
  }

  /// One of the two keys: `primaryKey` or `secondaryKey`.
  public String key(String which) {
    return json(workspace.send("POST", ENDPOINT + "/listKeys", "")).path(which).asString();
  }

  /// Scores with the first key; more headers are names and values in turn.
  public HttpResponse<String> score(String body, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    all.add("Authorization");
    all.add("Bearer " + key("primaryKey"));
    return workspace.send("POST", "/endpoints/diamonds/score", body, all.toArray(String[]::new));
  }

  /// The body of an answer.
  public static JsonNode json(HttpResponse<String> answer) {
    return Json.parse(answer.body());
  }
}
