package dev.lazuli.azureml;

import static dev.lazuli.azureml.JobCalls.WORKSPACE;
import static dev.lazuli.azureml.JobCalls.ended;
import static dev.lazuli.azureml.JobCalls.get;
import static dev.lazuli.azureml.JobCalls.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.TestWorkspace;
import dev.lazuli.base.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class JobRoutesTest {
  @TempDir private Path home;
  @TempDir private Path files;

  @Test
  void aJobIsAnsweredInTheShapeThatAzuresClientsRead() throws IOException {
    try (TestWorkspace workspace = TestWorkspace.in(home)) {
      HttpResponse<String> made = put(workspace, "job1", automl(table(20), 600, 1));

      ObjectNode body = (ObjectNode) Json.parse(made.body().replace(origin(workspace), "ORIGIN"));
      ObjectNode properties = (ObjectNode) body.path("properties");
      assertThat(made.statusCode()).isEqualTo(201);
      assertThat(properties.remove("status").asString()).isIn("Queued", "Preparing", "Starting");
      assertThat(body)
          .isEqualTo(
              Json.parse(
                  """
                  {"id":"%1$s/jobs/job1","name":"job1",
                   "type":"Microsoft.MachineLearningServices/workspaces/jobs",
                   "properties":{"jobType":"AutoML","displayName":"first","experimentName":"am",
                    "isArchived":false,"tags":{"team":"blue"},
                    "properties":{"seed":"7"},
                    "services":{
                     "Tracking":{"jobServiceType":"Tracking","endpoint":"ORIGIN"},
                     "Studio":{"jobServiceType":"Studio",
                      "endpoint":"ORIGIN/runs/job1?wsid=%2$s"}},
                    "outputs":{},
                    "taskDetails":{"limitSettings":{"maxTrials":1,"timeout":"PT10M",
                      "trialTimeout":"PT6H","enableEarlyTermination":true},
                     "targetColumnName":"price","taskType":"Regression","testDataSize":0.2,
                     "trainingData":{"jobInputType":"uri_file","uri":"%3$s"},
                     "primaryMetric":"NormalizedRootMeanSquaredError","logVerbosity":"Info",
                     "featurizationSettings":{"mode":"Auto"},
                     "trainingSettings":{"enableModelExplainability":true,
                      "enableOnnxCompatibleModels":false,"enableVoteEnsemble":true,
                      "enableStackEnsemble":false}}},
                   "systemData":{"createdAt":"2026-01-02T03:04:05Z","createdBy":"local",
                    "createdByType":"User","lastModifiedAt":"2026-01-02T03:04:05Z",
                    "lastModifiedBy":"local","lastModifiedByType":"User"}}
                  """
                      .formatted(
                          WORKSPACE,
                          WORKSPACE.replace("/", "%2F"),
                          files.resolve("data.csv").toString())));
      cancel(workspace, "job1");
      assertThat(put(workspace, "job1", automl(table(20), 600, 1)).statusCode()).isEqualTo(200);
      assertThat(put(workspace, "job1", automl(table(20), 600, 2)).statusCode()).isEqualTo(409);
    }
  }

  @Test
  void anAutoMlJobLeavesTrialsAModelAndALeaderboard() throws IOException {
    try (TestWorkspace workspace = TestWorkspace.in(home)) {
      put(workspace, "job1", automl(table(200), 60, 2));

      JsonNode job = ended(workspace, "job1");

      assertThat(job.path("status").asString()).as(job.toString()).isEqualTo("Completed");
      String best = job.path("properties").path("best_child_run_id").asString();
      assertThat(best).startsWith("job1_");
      JsonNode children = get(workspace, history("/runs/job1/children")).path("value");
      List<String> ids = new ArrayList<>();
      children.forEach(child -> ids.add(child.path("runId").asString()));
      assertThat(ids).contains("job1_0", "job1_1", best);
      assertThat(children.path(0).path("parentRunId").asString()).isEqualTo("job1");
      JsonNode run =
          get(workspace, "/api/2.0/mlflow/runs/get?run_id=job1").path("run").path("data");
      assertThat(run.path("tags").toString()).contains("automl_best_child_run_id");
      assertThat(run.path("metrics").toString())
          .contains("\"normalized_root_mean_squared_error\"", "\"test_root_mean_squared_error\"");
      assertThat(artifacts(workspace, "outputs")).contains("outputs/leaderboard.json");
      assertThat(artifacts(workspace, "outputs/mlflow-model"))
          .contains("outputs/mlflow-model/MLmodel");
      assertThat(artifacts(workspace, "")).contains("residuals", "predicted_true", "user_logs");
      JsonNode leaderboard =
          get(
              workspace,
              "/api/2.0/mlflow-artifacts/artifacts/ExperimentRun/dcid.job1/outputs"
                  + "/leaderboard.json");
      assertThat(leaderboard.path("trials").size()).isGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void theLogIsReadWithoutAHeader() throws IOException {
    try (TestWorkspace workspace = TestWorkspace.in(home)) {
      put(workspace, "job1", automl(table(2), 60, 1));
      JsonNode job = ended(workspace, "job1");

      JsonNode details = get(workspace, history("/runs/job1/details"));
      URI log = URI.create(details.path("logFiles").path("user_logs/std_log.txt").asString());

      assertThat(job.path("status").asString()).isEqualTo("Failed");
      assertThat(workspace.send("GET", log.getPath(), "").body()).contains("cannot go on: ");
      assertThat(workspace.send("GET", log.getPath() + "x", "").statusCode()).isEqualTo(404);
      String whole = workspace.send("GET", log.getPath(), "").body();
      HttpResponse<String> rest = workspace.send("GET", log.getPath(), "", "Range", "bytes=10-");
      assertThat(rest.statusCode()).isEqualTo(206);
      assertThat(rest.body()).isEqualTo(whole.substring(10));
      assertThat(details.path("error").path("error").path("code").asString())
          .isEqualTo("UserError");
      assertThat(details.path("error").path("error").path("message").asString())
          .isEqualTo(job.path("error").path("message").asString());
    }
  }

  @Test
  void jobsAreListedNewestFirstPageByPage() throws IOException {
    try (TestWorkspace workspace = TestWorkspace.in(home)) {
      Path table = table(20);
      for (String name : List.of("a", "b", "c")) {
        put(workspace, name, automl(table, 600, 1));
        cancel(workspace, name);
      }

      JsonNode first = get(workspace, WORKSPACE + "/jobs?$top=2");
      JsonNode second =
          get(workspace, first.path("nextLink").asString().substring(origin(workspace).length()));

      assertThat(names(first)).isEqualTo("c, b");
      assertThat(names(second)).isEqualTo("a");
      assertThat(second.path("nextLink").isNull()).isTrue();
    }
  }

  @Test
  void anArchivedJobIsListedOnlyWhenAskedFor() throws IOException {
    try (TestWorkspace workspace = TestWorkspace.in(home)) {
      put(workspace, "a", automl(table(20), 600, 1));
      cancel(workspace, "a");

      workspace.send("PATCH", history("/experiments/am/runs/a"), "{\"hidden\":true}");

      assertThat(names(get(workspace, WORKSPACE + "/jobs"))).isEmpty();
      assertThat(names(get(workspace, WORKSPACE + "/jobs?listViewType=ArchivedOnly")))
          .isEqualTo("a");
    }
  }

  @Test
  void whatCannotRunIsRefusedWithItsReason() throws IOException {
    try (TestWorkspace workspace = TestWorkspace.in(home)) {
      HttpResponse<String> sweep = put(workspace, "a", "{\"properties\":{\"jobType\":\"Sweep\"}}");
      HttpResponse<String> missing = put(workspace, "a", automl(files.resolve("none.csv"), 600, 1));
      HttpResponse<String> badName = put(workspace, "a.b", automl(table(20), 600, 1));

      assertThat(sweep.statusCode()).isEqualTo(501);
      assertThat(message(sweep))
          .isEqualTo("jobType 'Sweep' cannot run here yet: use automl, command, pipeline");
      assertThat(missing.statusCode()).isEqualTo(400);
      assertThat(message(missing)).startsWith("taskDetails.trainingData.uri '");
      assertThat(badName.statusCode()).isEqualTo(400);
    }
  }

  private static void cancel(TestWorkspace workspace, String name) {
    assertThat(workspace.send("POST", WORKSPACE + "/jobs/" + name + "/cancel", "").statusCode())
        .isEqualTo(200);
    ended(workspace, name);
  }

  private static String history(String path) {
    return "/history/v1.0" + WORKSPACE + path;
  }

  private static String artifacts(TestWorkspace workspace, String path) {
    return get(workspace, "/api/2.0/mlflow/artifacts/list?run_id=job1&path=" + path).toString();
  }

  private static String names(JsonNode page) {
    List<String> names = new ArrayList<>();
    page.path("value").forEach(job -> names.add(job.path("name").asString()));
    return String.join(", ", names);
  }

  private static String message(HttpResponse<String> answer) {
    return Json.parse(answer.body()).path("error").path("message").asString();
  }

  private static String origin(TestWorkspace workspace) {
    return workspace.uri("").toString();
  }

  private Path table(int rows) throws IOException {
    Random draw = new Random(7);
    String lines =
        Stream.generate(
                () -> {
                  double carat = draw.nextDouble();
                  return "%.4f,%s,%.3f"
                      .formatted(
                          carat,
                          draw.nextBoolean() ? "good" : "fair",
                          1000 * carat + draw.nextGaussian());
                })
            .limit(rows)
            .collect(Collectors.joining("\n"));
    Path file = files.resolve("data.csv");
    Files.writeString(file, "carat,cut,price\n" + lines + "\n");
    return file;
  }

  private static String automl(Path table, int seconds, int trials) {
    return """
    {"properties":{"jobType":"AutoML","displayName":"first","experimentName":"am",
     "tags":{"team":"blue"},"properties":{"seed":"7"},"outputs":{},
     "taskDetails":{"taskType":"Regression","targetColumnName":"price",
      "trainingData":{"jobInputType":"uri_file","uri":"%s"},
      "testDataSize":0.2,"limitSettings":{"timeout":"PT%dS","maxTrials":%d}}}}
    """
        .formatted(table, seconds, trials);
  }
}
