package dev.lazuli.azureml;

import static dev.lazuli.endpoints.TestEndpoint.ENDPOINT;
import static dev.lazuli.endpoints.TestEndpoint.WORKSPACE;
import static dev.lazuli.endpoints.TestEndpoint.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.TestWorkspace;
import dev.lazuli.endpoints.TestEndpoint;
import dev.lazuli.endpoints.TestModels;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class OnlineEndpointRoutesTest {
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
  void anEndpointIsAnsweredWithAllThatClientsRead() {
    HttpResponse<String> made =
        workspace.send(
            "PUT",
            ENDPOINT + "?api-version=2022-02-01-preview",
            """
            {"location": "local", "identity": {"type": "SystemAssigned"}, "tags": {"team": "gems"},
             "properties": {"authMode": "key", "description": "prices", "traffic": {},
                            "mirrorTraffic": {}, "properties": {"a": "b"}}}
            """);

    assertThat(made.statusCode()).isEqualTo(201);
    JsonNode body = json(made);
    String base = workspace.uri("/endpoints/diamonds").toString();
    assertThat(body.path("id").asString()).isEqualTo(ENDPOINT);
    assertThat(body.path("name").asString()).isEqualTo("diamonds");
    assertThat(body.path("type").asString())
        .isEqualTo("Microsoft.MachineLearningServices/workspaces/onlineEndpoints");
    assertThat(body.path("location").asString()).isEqualTo("local");
    assertThat(body.path("tags").toString()).isEqualTo("{\"team\":\"gems\"}");
    assertThat(body.path("systemData").path("createdAt").asString())
        .isEqualTo(TestWorkspace.NOW.toString());
    assertThat(body.path("properties").toString())
        .isEqualTo(
            "{\"authMode\":\"Key\",\"description\":\"prices\",\"properties\":{\"a\":\"b\"},"
                + "\"scoringUri\":\"%s/score\",\"swaggerUri\":\"%s/swagger.json\","
                    .formatted(base, base)
                + "\"traffic\":{},\"mirrorTraffic\":{},\"provisioningState\":\"Succeeded\","
                + "\"publicNetworkAccess\":\"Enabled\"}");
  }

  @Test
  void endpointsAreListedFoundInAnyCaseChangedAndRemoved() {
    new TestEndpoint(workspace).deploy("blue", TestModels.price());

    assertThat(json(workspace.send("GET", WORKSPACE + "/onlineendpoints", "")).path("value"))
        .hasSize(1);
    assertThat(
            workspace
                .send("GET", ENDPOINT.replace("resourceGroups", "RESOURCEGROUPS"), "")
                .statusCode())
        .isEqualTo(200);
    JsonNode patched =
        json(
            workspace.send(
                "PATCH",
                ENDPOINT,
                "{\"tags\": {\"a\": \"1\"}, \"properties\": {\"traffic\": {\"BLUE\": 100}}}"));
    assertThat(patched.at("/properties/traffic/blue").asInt()).isEqualTo(100);
    assertThat(patched.at("/tags/a").asString()).isEqualTo("1");
    assertThat(workspace.send("DELETE", ENDPOINT, "").statusCode()).isEqualTo(200);
    assertThat(workspace.send("DELETE", ENDPOINT, "").statusCode()).isEqualTo(204);
    HttpResponse<String> gone = workspace.send("GET", ENDPOINT, "");
    assertThat(gone.statusCode()).isEqualTo(404);
    assertThat(json(gone).at("/error/message").asString())
        .isEqualTo("no online endpoint 'diamonds'");
    assertThat(workspace.send("POST", "/endpoints/diamonds/score", "{}").statusCode())
        .isEqualTo(404);
  }

  @Test
  void anUpdateWithoutTrafficKeepsItAndTheKeys() {
    TestEndpoint endpoint = new TestEndpoint(workspace);
    endpoint.deploy("blue", TestModels.price());
    endpoint.traffic("{\"blue\": 100}");
    String key = endpoint.key("primaryKey");

    HttpResponse<String> updated = workspace.send("PUT", ENDPOINT, "{\"properties\": {}}");

    assertThat(updated.statusCode()).isEqualTo(200);
    assertThat(json(updated).at("/properties/traffic/blue").asInt()).isEqualTo(100);
    assertThat(endpoint.key("primaryKey")).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"blue\": 100}",
        "{\"blue\": 50}",
        "{\"blue\": \"100\"}",
        "{\"blue\": 99.5}",
        "{\"blue\": -1}",
        "{\"blue\": 200}"
      })
  void trafficMustBeWholePercentsOfDeploymentsThatExist(String traffic) {
    HttpResponse<String> answer =
        workspace.send("PUT", ENDPOINT, "{\"properties\": {\"traffic\": %s}}".formatted(traffic));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).at("/error/target").asString()).isEqualTo("traffic");
    assertThat(workspace.send("GET", ENDPOINT, "").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Diamonds", "ab", "1st", "a_b", "with.dot"})
  void namesThatAreNoNamesAreRefused(String name) {
    HttpResponse<String> answer =
        workspace.send("PUT", WORKSPACE + "/onlineEndpoints/" + name, "{\"properties\": {}}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("3 to 32 lower-case letters");
  }

  @Test
  void whatIsNotServedYetIsNamed() {
    HttpResponse<String> tokens =
        workspace.send("PUT", ENDPOINT, "{\"properties\": {\"authMode\": \"aadToken\"}}");
    assertThat(tokens.statusCode()).isEqualTo(501);
    assertThat(tokens.body()).contains("gives out no tokens; use Key");
    assertThat(
            workspace
                .send("PUT", ENDPOINT, "{\"properties\": {\"authMode\": \"none\"}}")
                .statusCode())
        .isEqualTo(400);
    TestEndpoint endpoint = new TestEndpoint(workspace);
    assertThat(workspace.send("POST", ENDPOINT + "/token", "").statusCode()).isEqualTo(400);
    assertThat(
            workspace
                .send(
                    "PUT",
                    ENDPOINT + "/deployments/blue",
                    "{\"properties\": {\"codeConfiguration\": {\"codeId\": \"c\", \"scoringScript\": \"s.py\"}}}")
                .body())
        .contains("names the environment that it runs in");
    assertThat(endpoint.traffic("{}").statusCode()).isEqualTo(200);
  }

  @Test
  void aDeploymentIsAnsweredWithWhatWasSaidAndTheDefaults() {
    new TestEndpoint(workspace);
    String model = TestEndpoint.upload(workspace, TestModels.price());

    HttpResponse<String> made =
        workspace.send(
            "PUT",
            ENDPOINT + "/deployments/blue?api-version=2023-04-01-preview",
            """
            {"location": "local", "sku": {"name": "Default", "capacity": 2}, "tags": {"a": "b"},
             "properties": {"endpointComputeType": "managed", "model": "%s",
               "instanceType": "Standard_DS3_v2", "environmentVariables": {"K": "v"},
               "requestSettings": {"requestTimeout": "PT3S"}, "livenessProbe": {"initialDelay": "PT10S"},
               "dataCollector": {"collections": {"model_inputs": {"dataCollectionMode": "enabled"}}}}}
            """
                .formatted(model));

    assertThat(made.statusCode()).isEqualTo(201);
    JsonNode body = json(made);
    JsonNode properties = body.path("properties");
    assertThat(body.path("id").asString()).isEqualTo(ENDPOINT + "/deployments/blue");
    assertThat(body.path("type").asString())
        .isEqualTo("Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments");
    assertThat(body.path("sku").toString()).isEqualTo("{\"name\":\"Default\",\"capacity\":2}");
    assertThat(properties.path("provisioningState").asString()).isEqualTo("Succeeded");
    assertThat(properties.path("endpointComputeType").asString()).isEqualTo("Managed");
    assertThat(properties.path("scaleSettings").toString())
        .isEqualTo("{\"scaleType\":\"Default\"}");
    assertThat(properties.path("model").asString()).isEqualTo(model);
    assertThat(properties.path("instanceType").asString()).isEqualTo("Standard_DS3_v2");
    assertThat(properties.at("/environmentVariables/K").asString()).isEqualTo("v");
    assertThat(properties.at("/requestSettings/requestTimeout").asString()).isEqualTo("PT3S");
    assertThat(properties.at("/livenessProbe/initialDelay").asString()).isEqualTo("PT10S");
    assertThat(
            properties.at("/dataCollector/collections/model_inputs/dataCollectionMode").asString())
        .isEqualTo("Enabled");
  }

  @Test
  void aModelThatDoesNotLoadMakesAFailedDeploymentWithTheReason() {
    TestEndpoint endpoint = new TestEndpoint(workspace);
    String model = TestEndpoint.upload(workspace, TestModels.price());
    String other = model.replace("/model", "/other");
    workspace.upload(
        "/api/2.0/mlflow-artifacts/artifacts/ExperimentRun/dcid.%s/other/MLmodel"
            .formatted(model.split("/", -1)[1]),
        "flavors:\n  sklearn: {}\n  python_function: {}\n".getBytes(StandardCharsets.UTF_8));

    JsonNode failed = json(endpoint.deploy("blue", other)).path("properties");
    JsonNode missing = json(endpoint.deploy("green", model + "/none")).path("properties");

    assertThat(failed.path("provisioningState").asString()).isEqualTo("Failed");
    assertThat(failed.at("/error/message").asString())
        .contains("neither requirements.txt nor conda.yaml: name an environment");
    assertThat(missing.at("/error/message").asString()).contains("is not an MLflow model");
    assertThat(endpoint.score("{}", "azureml-model-deployment", "blue").statusCode())
        .isEqualTo(503);
    assertThat(json(endpoint.deploy("blue", model)).at("/properties/provisioningState").asString())
        .isEqualTo("Succeeded");
    HttpResponse<String> kept = endpoint.deploy("blue", other);
    assertThat(kept.statusCode()).isEqualTo(200);
    assertThat(json(kept).at("/properties/provisioningState").asString()).isEqualTo("Failed");
    assertThat(json(kept).at("/properties/model").asString()).isEqualTo(model);
    String operation = kept.headers().firstValue("Azure-AsyncOperation").orElseThrow();
    JsonNode ended = json(workspace.send("GET", URI.create(operation).getRawPath(), ""));
    assertThat(ended.path("status").asString()).isEqualTo("Failed");
    assertThat(ended.at("/error/message").asString())
        .contains("the earlier version still serves")
        .contains("name an environment");
    assertThat(
            endpoint
                .score("{\"data\": [[2, \"Fair\", 1]]}", "azureml-model-deployment", "blue")
                .body())
        .isEqualTo("{\"result\": [200.0]}");
  }

  @Test
  void deploymentsAreListedChangedAndRemovedOnceTheyHaveNoTraffic() {
    TestEndpoint endpoint = new TestEndpoint(workspace);
    endpoint.deploy("blue", TestModels.price());
    endpoint.traffic("{\"blue\": 100}");

    JsonNode patched =
        json(
            workspace.send(
                "PATCH",
                ENDPOINT + "/deployments/blue",
                "{\"tags\": {\"x\": \"y\"}, \"sku\": {\"name\": \"Default\", \"capacity\": 3}}"));
    assertThat(patched.at("/tags/x").asString()).isEqualTo("y");
    assertThat(patched.at("/sku/capacity").asInt()).isEqualTo(3);
    assertThat(json(workspace.send("GET", ENDPOINT + "/deployments", "")).path("value")).hasSize(1);
    HttpResponse<String> busy = workspace.send("DELETE", ENDPOINT + "/deployments/blue", "");
    assertThat(busy.statusCode()).isEqualTo(409);
    assertThat(busy.body()).contains("gets 100 % of the traffic: set it to 0 first");
    endpoint.traffic("{\"blue\": 0}");
    assertThat(workspace.send("DELETE", ENDPOINT + "/deployments/blue", "").statusCode())
        .isEqualTo(200);
    assertThat(workspace.send("DELETE", ENDPOINT + "/deployments/blue", "").statusCode())
        .isEqualTo(204);
  }

  @Test
  void theLogTellsWhatWentWrongInOneLineEach() {
    TestEndpoint endpoint = new TestEndpoint(workspace);
    endpoint.deploy("blue", TestModels.price());
    endpoint.traffic("{\"blue\": 100}");
    endpoint.score("{\"input_data\": [[\"a\\nforged\", \"Ideal\", 61]]}");

    String log =
        json(workspace.send("POST", ENDPOINT + "/deployments/blue/getLogs", "{\"tail\": 10}"))
            .path("content")
            .asString();

    assertThat(log.lines()).hasSize(2);
    assertThat(log).contains("ready after").contains("column 'carat' expects a number, not 'a");
  }
}
