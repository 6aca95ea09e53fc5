package dev.lazuli.endpoints.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.TestWorkspace;
import dev.lazuli.base.Ids;
import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.store.BlobName;
import dev.lazuli.store.BlobStat;
import dev.lazuli.store.BlobStore;
import dev.lazuli.store.LocalBlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class DataCollectorTest {
  private static final String SETTINGS =
      """
      {"collections": {"model_inputs": {"dataCollectionMode": "enabled", "samplingRate": 0.5},
                       "model_outputs": {"dataCollectionMode": "disabled"}}, "rollingRate": "Hour"}
      """;

  @TempDir private Path home;

  @Test
  void whatAScriptSendsIsALineOfJsonInTheFolderOfItsHour() throws Exception {
    Ids ids = new Ids(new Random(7));
    BlobStore blobs = new LocalBlobStore(home, ids);
    BlobName root = new BlobName("container", "modelDataCollector/ep/blue");
    int status;
    try (DataCollector collector =
        DataCollector.open(
            CollectorSettings.of(Json.parse(SETTINGS)),
            blobs,
            root,
            "/the/deployment",
            Clock.fixed(TestWorkspace.NOW, ZoneOffset.UTC),
            ids)) {
      Map<String, String> variables = collector.variables("c.json");
      status = send(variables, "model_inputs");
      assertThat(send(variables, "model_outputs")).isEqualTo(404);
      assertThat(Json.parse(collector.config()).at("/collections/model_inputs").toString())
          .isEqualTo("{\"enabled\":true,\"sampleRatePercentage\":50.0}");
    }

    assertThat(status).isEqualTo(200);
    List<BlobStat> files = blobs.list("container", root.path());
    assertThat(files).hasSize(1);
    assertThat(files.getFirst().name().path())
        .matches("modelDataCollector/ep/blue/model_inputs/2026/01/02/03/[0-9a-f]{32}\\.jsonl");
    JsonNode line = Json.parse(text(blobs, files.getFirst()));
    assertThat(line.path("type").asString()).isEqualTo("azureml.inference.model_inputs");
    assertThat(line.path("source").asString()).isEqualTo("/the/deployment");
    assertThat(line.path("correlationid").asString()).isEqualTo("r1");
    assertThat(line.path("data").toString()).isEqualTo("[{\"AGE\":54}]");
  }

  @Test
  void settingsThatCannotBeAreRefused() {
    assertThatThrownBy(() -> CollectorSettings.of(Json.parse("{\"rollingRate\": \"fortnight\"}")))
        .isInstanceOf(Problem.Invalid.class)
        .hasMessageContaining("minute, hour, day, month or year");
    assertThatThrownBy(() -> CollectorSettings.of(Json.parse(SETTINGS.replace("0.5", "50"))))
        .isInstanceOf(Problem.Invalid.class);
  }

  private static int send(Map<String, String> variables, String collection)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://%s:%s/modeldata/log"
                        .formatted(
                            variables.get("AZUREML_MDC_HOST"), variables.get("AZUREML_MDC_PORT"))))
            .header("ce-type", "azureml.inference." + collection)
            .header("ce-x-request-id", "r1")
            .POST(HttpRequest.BodyPublishers.ofString("[{\"AGE\":54}]"))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  private static String text(BlobStore blobs, BlobStat file) throws IOException {
    try (InputStream content = blobs.open(file.name(), 0, file.size())) {
      return new String(content.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
