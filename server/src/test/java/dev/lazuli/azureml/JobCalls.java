package dev.lazuli.azureml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.TestWorkspace;
import dev.lazuli.base.Json;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/// What tests of jobs send to the server.
final class JobCalls {
  static final String WORKSPACE =
      "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers"
          + "/Microsoft.MachineLearningServices/workspaces/default";
  private static final long PATIENCE_SECONDS = 120;

  private JobCalls() {}

  static HttpResponse<String> put(TestWorkspace workspace, String name, String body) {
    return workspace.send("PUT", WORKSPACE + "/jobs/" + name, body);
  }

  static JsonNode get(TestWorkspace workspace, String path) {
    HttpResponse<String> answer = workspace.send("GET", path, "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.parse(answer.body());
  }

  /// The properties of a job when it has ended.
  static JsonNode ended(TestWorkspace workspace, String name) {
    CountDownLatch never = new CountDownLatch(1);
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      JsonNode job = get(workspace, WORKSPACE + "/jobs/" + name).path("properties");
      if (List.of("Completed", "Failed", "Canceled").contains(job.path("status").asString())) {
        return job;
      }
      assertThat(System.nanoTime()).as(job.toString()).isLessThan(until);
      try {
        assertThat(never.await(50, TimeUnit.MILLISECONDS)).isFalse();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
