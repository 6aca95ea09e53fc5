package dev.lazuli.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.base.Json;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class EntitiesTest {
  @Test
  void aDeploymentNamesItsEndpoint() {
    String arm =
        """
        {"id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/\
        workspaces/w/onlineEndpoints/diamonds/deployments/blue",
         "name": "blue", "properties": {}, "sku": {"capacity": 2}}
        """;

    ObjectNode deployment = Entities.deployment(Json.parse(arm));

    assertThat(deployment.path("name").asString()).isEqualTo("blue");
    assertThat(deployment.path("endpoint_name").asString()).isEqualTo("diamonds");
    assertThat(deployment.path("instance_count").asInt()).isEqualTo(2);
  }
}
