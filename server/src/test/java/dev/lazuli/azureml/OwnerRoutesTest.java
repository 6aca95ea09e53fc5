package dev.lazuli.azureml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.TestWorkspace;
import dev.lazuli.base.Json;
import dev.lazuli.store.Databases;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

class OwnerRoutesTest {
  private static final String SUBSCRIPTION = "/subscriptions/s-1";
  private static final String PROVIDER = "/providers/Microsoft.MachineLearningServices/";
  private static final String GEMS =
      SUBSCRIPTION + "/resourceGroups/rg" + PROVIDER + "workspaces/gems";
  private static final String SHARED =
      SUBSCRIPTION + "/resourceGroups/rg" + PROVIDER + "registries/shared";
  private static final String DEFAULT =
      "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local"
          + PROVIDER
          + "workspaces/default";

  @TempDir private Path home;

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aWorkspaceIsMadeWithItsExperimentAndDatastoresAndListedByGroupAndSubscription(
      Databases kind) {
    try (TestWorkspace server = TestWorkspace.in(home, kind.settings(home))) {
      HttpResponse<String> made =
          server.send(
              "PUT",
              GEMS,
              """
              {"location": "desk", "tags": {"team": "stones"},
               "properties": {"friendlyName": "Gems", "description": "Diamonds"}}
              """);

      assertThat(made.statusCode()).isEqualTo(201);
      JsonNode shown = get(server, GEMS);
      assertThat(shown.path("location").asString()).isEqualTo("desk");
      assertThat(shown.path("properties").path("friendlyName").asString()).isEqualTo("Gems");
      assertThat(shown.path("systemData").path("createdBy").asString()).isEqualTo("local");
      assertThat(
              get(server, "/mlflow/v1.0" + GEMS + "/api/2.0/mlflow/experiments/get?experiment_id=0")
                  .path("experiment")
                  .path("name")
                  .asString())
          .isEqualTo("Default");
      assertThat(names(server, GEMS + "/datastores")).contains("workspaceblobstore");
      assertThat(names(server, SUBSCRIPTION + "/resourceGroups/RG" + PROVIDER + "workspaces"))
          .containsExactly("gems");
      assertThat(names(server, SUBSCRIPTION + PROVIDER + "workspaces")).containsExactly("gems");
      assertThat(names(server, SUBSCRIPTION + "/resourceGroups/no" + PROVIDER + "workspaces"))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aPatchChangesWhatItNames(Databases kind) {
    try (TestWorkspace server = TestWorkspace.in(home, kind.settings(home))) {
      server.send(
          "PUT", GEMS, "{\"properties\": {\"description\": \"a\"}, \"tags\": {\"x\": \"y\"}}");

      server.send("PATCH", GEMS, "{\"properties\": {\"friendlyName\": \"New\"}}");
      server.send("PATCH", DEFAULT, "{\"properties\": {\"description\": \"mine\"}}");

      JsonNode shown = get(server, GEMS);
      assertThat(shown.path("properties").path("friendlyName").asString()).isEqualTo("New");
      assertThat(shown.path("properties").path("description").asString()).isEqualTo("a");
      assertThat(shown.path("tags").path("x").asString()).isEqualTo("y");
      assertThat(get(server, DEFAULT).path("properties").path("description").asString())
          .isEqualTo("mine");
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aRemovedWorkspaceTakesAllThatItHadWithIt(Databases kind) {
    try (TestWorkspace server = TestWorkspace.in(home, kind.settings(home))) {
      server.send("PUT", GEMS, "{}");
      fill(server);

      assertThat(removed(server).path("status").asString()).isEqualTo("Succeeded");
      assertThat(server.send("GET", GEMS, "").statusCode()).isEqualTo(404);
      assertThat(server.send("DELETE", GEMS, "").statusCode()).isEqualTo(204);
      server.send("PUT", GEMS, "{}");
      assertThat(names(server, GEMS + "/environments")).isEmpty();
      assertThat(names(server, GEMS + "/models")).isEmpty();
      assertThat(
              server
                  .send(
                      "GET",
                      "/mlflow/v1.0" + GEMS + "/api/2.0/mlflow/experiments/get?experiment_id=1",
                      "")
                  .statusCode())
          .isEqualTo(404);
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void whatMayNotGoIsKept(Databases kind) {
    try (TestWorkspace server = TestWorkspace.in(home, kind.settings(home))) {
      server.send("PUT", GEMS, "{}");
      server.send("PUT", GEMS + "/onlineEndpoints/gem-prices", "{\"properties\": {}}");

      JsonNode busy = removed(server);

      assertThat(busy.path("status").asString()).isEqualTo("Failed");
      assertThat(busy.path("error").path("code").asString()).isEqualTo("Conflict");
      assertThat(busy.path("error").path("message").asString())
          .isEqualTo("'gems' has 1 online endpoints: delete them first");
      assertThat(names(server, GEMS + "/onlineEndpoints")).containsExactly("gem-prices");
      assertThat(server.send("DELETE", DEFAULT, "").body()).contains("default workspace");
      assertThat(server.send("PUT", GEMS.replace("gems", "a%20b"), "{}").statusCode())
          .isEqualTo(400);
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aRegistryHoldsAssetsOfItsOwn(Databases kind) {
    try (TestWorkspace server = TestWorkspace.in(home, kind.settings(home))) {
      assertThat(server.send("PUT", SHARED, "{\"location\": \"desk\"}").statusCode())
          .isEqualTo(201);
      server.send(
          "PUT",
          SHARED + "/environments/e/versions/1",
          "{\"properties\": {\"image\": \"python:3.12\"}}");

      JsonNode version = get(server, SHARED + "/environments/e/versions/1");
      assertThat(version.path("type").asString())
          .isEqualTo("Microsoft.MachineLearningServices/registries/environments/versions");
      assertThat(names(server, DEFAULT + "/environments")).isEmpty();
      assertThat(names(server, SUBSCRIPTION + PROVIDER + "registries")).containsExactly("shared");
      assertThat(server.send("PUT", SHARED.replace("/rg/", "/other/"), "{}").statusCode())
          .isEqualTo(409);
      assertThat(server.send("DELETE", SHARED, "").statusCode()).isEqualTo(200);
      assertThat(server.send("GET", SHARED + "/environments", "").statusCode()).isEqualTo(404);
    }
  }

  /// Removes the workspace, and follows the operation to its end.
  private static JsonNode removed(TestWorkspace server) {
    HttpResponse<String> begun = server.send("DELETE", GEMS, "");
    assertThat(begun.statusCode()).isEqualTo(202);
    assertThat(begun.headers().firstValue("Retry-After")).contains("1");
    String path =
        begun
            .headers()
            .firstValue("Azure-AsyncOperation")
            .orElseThrow()
            .replaceFirst("https?://[^/]+", "");
    JsonNode status = get(server, path);
    while (status.path("status").asString().equals("InProgress")) {
      Thread.onSpinWait();
      status = get(server, path);
    }
    String location = begun.headers().firstValue("Location").orElseThrow();
    assertThat(server.send("GET", location.replaceFirst("https?://[^/]+", ""), "").statusCode())
        .isEqualTo(200);
    return status;
  }

  private static void fill(TestWorkspace server) {
    String mlflow = "/mlflow/v1.0" + GEMS + "/api/2.0/mlflow/";
    server.send("POST", mlflow + "experiments/create", "{\"name\": \"e\"}");
    JsonNode run =
        Json.parse(
            server.send("POST", mlflow + "runs/create", "{\"experiment_id\": \"1\"}").body());
    String id = run.path("run").path("info").path("run_id").asString();
    server.send(
        "POST",
        mlflow + "runs/log-batch",
        """
        {"run_id": "%s", "metrics": [{"key": "m", "value": 1, "timestamp": 1, "step": 0}],
         "params": [{"key": "p", "value": "1"}], "tags": [{"key": "t", "value": "1"}]}
        """
            .formatted(id));
    server.send("POST", mlflow + "registered-models/create", "{\"name\": \"m\"}");
    server.send(
        "POST",
        mlflow + "model-versions/create",
        "{\"name\": \"m\", \"source\": \"runs:/%s/model\", \"run_id\": \"%s\"}".formatted(id, id));
    server.send(
        "PUT",
        GEMS + "/environments/e/versions/1",
        "{\"properties\": {\"image\": \"python:3.12\"}}");
    server.send(
        "PUT",
        GEMS + "/data/d/versions/1",
        "{\"properties\": {\"dataType\": \"uri_file\", \"dataUri\": \"https://example.com/a\"}}");
  }

  private static JsonNode get(TestWorkspace server, String path) {
    return Json.parse(server.send("GET", path, "").body());
  }

  private static List<String> names(TestWorkspace server, String path) {
    List<String> names = new ArrayList<>();
    get(server, path).path("value").forEach(one -> names.add(one.path("name").asString()));
    return names;
  }
}
