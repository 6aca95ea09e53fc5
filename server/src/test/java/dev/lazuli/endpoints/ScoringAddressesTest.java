package dev.lazuli.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.TestWorkspace;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoringAddressesTest {
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
  void requestsAreCountedByDeploymentAndCode() {
    endpoint.score(ROW);
    endpoint.score("{}");

    assertThat(workspace.send("GET", "/metrics", "").body())
        .contains(
            "lazuli_scoring_requests_seconds_count{code=\"200\",deployment=\"blue\",endpoint=\"diamonds\"} 1",
            "lazuli_scoring_requests_seconds_count{code=\"424\",deployment=\"blue\",endpoint=\"diamonds\"} 1");
  }

  @Test
  void mlflowsAddressesAnswerToo() {
    String key = "Bearer " + endpoint.key("primaryKey");

    assertThat(
            workspace
                .send(
                    "POST",
                    "/endpoints/diamonds/invocations",
                    "{\"inputs\": [[0.5, \"Ideal\", 61]]}",
                    "Authorization",
                    key)
                .body())
        .isEqualTo("{\"predictions\": [111.0]}");
    assertThat(workspace.send("GET", "/endpoints/diamonds/ping", "").body()).isEqualTo("\n");
    endpoint.traffic("{}");
    assertThat(workspace.send("GET", "/endpoints/diamonds/health", "").statusCode()).isEqualTo(503);
  }
}
