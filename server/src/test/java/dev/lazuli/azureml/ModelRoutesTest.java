package dev.lazuli.azureml;

import static dev.lazuli.endpoints.TestEndpoint.WORKSPACE;
import static dev.lazuli.endpoints.TestEndpoint.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.TestWorkspace;
import dev.lazuli.endpoints.TestEndpoint;
import dev.lazuli.endpoints.TestModels;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ModelRoutesTest {
  private static final String MODEL = WORKSPACE + "/models/diamonds";

  @TempDir private Path home;
  private TestWorkspace workspace;

  @BeforeEach
  void open() {
    workspace = TestWorkspace.in(home);
  }

  @AfterEach
  void close() {
    workspace.close();
  }

  @Test
  void aModelOfAJobIsAnsweredWithItsFolderAndFlavors() {
    String job = upload();

    HttpResponse<String> made =
        put("1", "azureml://jobs/%s/outputs/artifacts/paths/model/".formatted(job));

    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    JsonNode properties = json(made).path("properties");
    assertThat(json(made).path("id").asString()).isEqualTo(MODEL + "/versions/1");
    assertThat(properties.path("modelUri").asString())
        .isEqualTo(
            "azureml://subscriptions/00000000-0000-0000-0000-000000000000/resourcegroups/local"
                + "/workspaces/default/datastores/workspaceartifactstore/paths/ExperimentRun/dcid."
                + job
                + "/model");
    assertThat(properties.at("/flavors/lazuli/data/task").asString()).isEqualTo("regression");
    assertThat(properties.at("/flavors/python_function/data").isObject()).isTrue();
    assertThat(properties.path("modelType").asString()).isEqualTo("mlflow_model");
    assertThat(properties.path("jobName").asString()).isEqualTo(job);
    assertThat(properties.path("tags").toString()).isEqualTo("{\"a\":\"b\"}");
    assertThat(properties.path("properties").toString()).isEqualTo("{\"c\":\"d\"}");
    assertThat(properties.path("isAnonymous").asBoolean(true)).isFalse();
  }

  @Test
  void mlflowSeesTheSameModel() {
    String job = upload();
    put("1", "runs:/%s/model".formatted(job));

    JsonNode version =
        json(workspace.send(
                "GET", "/api/2.0/mlflow/model-versions/get?name=diamonds&version=1", ""))
            .path("model_version");

    assertThat(version.path("run_id").asString()).isEqualTo(job);
    assertThat(version.path("description").asString()).isEqualTo("prices");
  }

  @Test
  void versionsAreCountedAndTheirFilesStay() {
    String uri = "runs:/%s/model".formatted(upload());
    assertThat(put("1", uri).statusCode()).isEqualTo(201);

    assertThat(put("1", uri).statusCode()).isEqualTo(200);
    HttpResponse<String> other = put("1", "runs:/%s/model".formatted(upload()));
    assertThat(other.statusCode()).isEqualTo(409);
    assertThat(other.body()).contains("has other files");
    HttpResponse<String> gap = put("7", uri);
    assertThat(gap.statusCode()).isEqualTo(409);
    assertThat(gap.body()).contains("the next version of model 'diamonds' is 2, not 7");
    assertThat(put("one", uri).statusCode()).isEqualTo(400);
    assertThat(put("2", uri).statusCode()).isEqualTo(201);

    JsonNode container = json(workspace.send("GET", MODEL, "")).path("properties");
    assertThat(container.path("latestVersion").asString()).isEqualTo("2");
    assertThat(container.path("nextVersion").asString()).isEqualTo("3");
    JsonNode latest =
        json(workspace.send("GET", MODEL + "/versions?$orderBy=createdtime%20desc&$top=1", ""));
    assertThat(latest.path("value")).hasSize(1);
    assertThat(latest.at("/value/0/name").asString()).isEqualTo("2");
  }

  @Test
  void anArchivedVersionIsListedOnlyWhenAskedFor() {
    put("1", "runs:/%s/model".formatted(upload()));

    HttpResponse<String> archived =
        workspace.send("PUT", MODEL + "/versions/1", "{\"properties\": {\"isArchived\": true}}");

    assertThat(json(archived).at("/properties/isArchived").asBoolean()).isTrue();
    assertThat(listed("ActiveOnly")).isZero();
    assertThat(listed("ArchivedOnly")).isOne();
    assertThat(listed("All")).isOne();
  }

  @Test
  void anUploadedFolderBecomesACustomModel() {
    HttpResponse<String> made =
        workspace.send(
            "PUT",
            MODEL + "/versions/1",
            """
            {"properties": {"modelType": "custom_model",
              "modelUri": "azureml://datastores/workspaceblobstore/paths/LocalUpload/abc/model"}}
            """);

    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    assertThat(json(made).at("/properties/modelUri").asString())
        .endsWith("/datastores/workspaceblobstore/paths/LocalUpload/abc/model");
    assertThat(json(made).at("/properties/flavors").toString()).isEqualTo("{}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "/etc/passwd",
        "http://169.254.169.254/latest",
        "azureml://datastores/workspaceblobstore/paths/../../secret.key",
        "azureml://datastores/nostore/paths/a",
        "runs:/00000000000000000000000000000000/model",
        "mlflow-artifacts:/../../secret.key",
        "models:/none/1"
      })
  void aModelLiesInThisWorkspaceOrNowhere(String uri) {
    assertThat(put("1", uri).statusCode()).isIn(400, 404);
    assertThat(workspace.send("GET", MODEL, "").statusCode()).isEqualTo(404);
  }

  @Test
  void aRegisteredModelIsDeployedAndPinnedToItsVersion() {
    put("1", "runs:/%s/model".formatted(upload()));
    TestEndpoint endpoint = new TestEndpoint(workspace);

    JsonNode deployed = json(endpoint.deploy("blue", "azureml:diamonds@latest"));
    endpoint.traffic("{\"blue\": 100}");

    assertThat(deployed.at("/properties/model").asString()).isEqualTo(MODEL + "/versions/1");
    assertThat(endpoint.score("{\"input_data\": [[0.5, \"Ideal\", 61]]}").body())
        .isEqualTo("[111.0]");
    assertThat(endpoint.deploy("green", "azureml:diamonds:9").statusCode()).isEqualTo(404);
    assertThat(endpoint.deploy("green", MODEL + "/versions/1").statusCode()).isEqualTo(201);
    assertThat(endpoint.deploy("green", "models:/diamonds/1").statusCode()).isEqualTo(200);
  }

  @Test
  void modelsAreListedChangedAndRemoved() {
    put("1", "runs:/%s/model".formatted(upload()));

    HttpResponse<String> changed =
        workspace.send(
            "PUT",
            MODEL,
            "{\"properties\": {\"description\": \"gems\", \"tags\": {\"x\": \"y\"}, \"isArchived\": true}}");

    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(json(changed).at("/properties/description").asString()).isEqualTo("gems");
    assertThat(json(changed).at("/properties/tags").toString()).isEqualTo("{\"x\":\"y\"}");
    assertThat(json(workspace.send("GET", WORKSPACE + "/models", "")).path("value")).isEmpty();
    assertThat(
            json(workspace.send("GET", WORKSPACE + "/models?listViewType=All", "")).path("value"))
        .hasSize(1);
    assertThat(workspace.send("DELETE", MODEL, "").statusCode()).isEqualTo(200);
    assertThat(workspace.send("DELETE", MODEL, "").statusCode()).isEqualTo(204);
  }

  /// Writes a model to a new run; the run's id.
  private String upload() {
    return TestEndpoint.upload(workspace, TestModels.price()).split("/", -1)[1];
  }

  private HttpResponse<String> put(String version, String uri) {
    return workspace.send(
        "PUT",
        MODEL + "/versions/" + version,
        """
        {"properties": {"modelType": "MLFlowModel", "modelUri": "%s", "description": "prices",
          "tags": {"a": "b"}, "properties": {"c": "d"}, "isAnonymous": false}}
        """
            .replace("MLFlowModel", "mlflow_model")
            .formatted(uri));
  }

  private int listed(String view) {
    return json(workspace.send("GET", MODEL + "/versions?listViewType=" + view, ""))
        .path("value")
        .size();
  }
}
