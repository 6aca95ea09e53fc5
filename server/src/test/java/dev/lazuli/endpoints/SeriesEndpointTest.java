package dev.lazuli.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.TestWorkspace;
import dev.lazuli.base.Json;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class SeriesEndpointTest {
  @TempDir private Path home;

  @Test
  void aForecastModelIsServedLikeAnyOther() {
    try (TestWorkspace workspace = TestWorkspace.in(home)) {
      TestEndpoint endpoint = new TestEndpoint(workspace);
      String model = TestEndpoint.upload(workspace, TestModels.sales()::save);
      HttpResponse<String> deployed = endpoint.deploy("blue", model);
      endpoint.traffic("{\"blue\": 100}");

      HttpResponse<String> answer =
          endpoint.score("{\"input_data\": {\"day\": [\"2026-03-02\"], \"shop\": [2]}}");
      HttpResponse<String> refused =
          endpoint.score("{\"input_data\": {\"day\": [\"2026-03-02\"], \"shop\": [9]}}");
      JsonNode swagger =
          Json.parse(
              workspace
                  .send(
                      "GET",
                      "/endpoints/diamonds/swagger.json?version=3",
                      "",
                      "Authorization",
                      "Bearer " + endpoint.key("primaryKey"))
                  .body());

      assertThat(deployed.statusCode()).as(deployed.body()).isIn(200, 201);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("[120.0]");
      assertThat(refused.statusCode()).isEqualTo(424);
      assertThat(TestEndpoint.json(refused).path("message").asString())
          .startsWith("row 1 is of series '9', which the model does not know; it knows ");
      JsonNode schemas = swagger.path("components").path("schemas");
      assertThat(schemas.path("Record").path("required").toString())
          .isEqualTo("[\"day\",\"shop\"]");
      assertThat(schemas.path("Record").path("properties").path("day").path("format").asString())
          .isEqualTo("date-time");
      assertThat(schemas.path("ServiceOutput").path("description").asString())
          .isEqualTo("The forecast of sold for each row.");
    }
  }
}
