package dev.lazuli.azureml;

import static dev.lazuli.azureml.JobCalls.ended;
import static dev.lazuli.azureml.JobCalls.get;
import static dev.lazuli.azureml.JobCalls.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.TestWorkspace;
import dev.lazuli.base.Json;
import dev.lazuli.endpoints.TestEndpoint;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ForecastJobTest {
  private static final String FILES =
      "/api/2.0/mlflow-artifacts/artifacts/ExperimentRun/dcid.sales/";
  private static final int DAYS = 90;

  @TempDir private Path home;
  @TempDir private Path files;

  @Test
  void aForecastingJobLeavesTrialsChartsAndAModelThatIsServed() throws IOException {
    try (TestWorkspace workspace = TestWorkspace.in(home)) {
      HttpResponse<String> made =
          put(workspace, "sales", job(sales("train", 0, DAYS), sales("test", DAYS, DAYS + 7)));

      JsonNode job = ended(workspace, "sales");

      assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
      assertThat(job.path("status").asString()).as(job.toString()).isEqualTo("Completed");
      trialsHaveMetrics(workspace, job.path("properties").path("best_child_run_id").asString());
      chartsAreInAzuresShapes(workspace);
      theModelIsServed(workspace);
    }
  }

  private static void trialsHaveMetrics(TestWorkspace workspace, String best) {
    JsonNode board = get(workspace, FILES + "outputs/leaderboard.json");
    JsonNode trial = run(workspace, best);
    JsonNode parent = run(workspace, "sales");

    assertThat(board.path("trials").size()).isBetween(3, 4); // and if it helps the ensemble
    assertThat(board.path("notes").toString()).contains("max_trials: 3 of");
    assertThat(best).startsWith("sales_");
    assertThat(trial.path("metrics").toString())
        .contains("\"mean_absolute_scaled_error\"", "\"normalized_root_mean_squared_error\"");
    assertThat(parent.path("metrics").toString())
        .contains("\"normalized_root_mean_squared_error\"", "\"test_mean_absolute_error\"");
    assertThat(run(workspace, "sales_0").path("tags").toString()).contains("run_algorithm");
  }

  private static JsonNode run(TestWorkspace workspace, String id) {
    return get(workspace, "/api/2.0/mlflow/runs/get?run_id=" + id).path("run").path("data");
  }

  private static void chartsAreInAzuresShapes(TestWorkspace workspace) {
    JsonNode residuals = get(workspace, FILES + "residuals");
    JsonNode predicted = get(workspace, FILES + "predicted_true");
    JsonNode table = get(workspace, FILES + "forecast_table");

    assertThat(residuals.path("schema_type").asString()).isEqualTo("residuals");
    assertThat(residuals.path("data").path("bin_counts").size()).isEqualTo(10);
    assertThat(predicted.path("schema_type").asString()).isEqualTo("predictions");
    assertThat(predicted.path("data").path("bin_averages").size()).isPositive();
    assertThat(table.path("schema_type").asString()).isEqualTo("forecast_horizon_table");
    assertThat(table.path("data").size()).isEqualTo(2); // a fold each
    JsonNode last = table.path("data").path(1);
    assertThat(last.path("grain_names").toString()).isEqualTo("[\"shop\"]");
    assertThat(last.path("grain_value_list").toString()).isEqualTo("[[\"north\"],[\"south\"]]");
    assertThat(last.path("time").path(0).path(26).asString())
        .isEqualTo(LocalDate.of(2026, 1, 1).plusDays(DAYS - 1) + "T00:00:00");
    assertThat(last.path("y_true").path(0).size()).isEqualTo(27);
    for (String name : new String[] {"y_pred", "PI_upper_bound", "PI_lower_bound"}) {
      assertThat(last.path(name).path(1).size()).isEqualTo(7);
    }
    assertThat(last.path("PI_lower_bound").path(0).path(0).asDouble())
        .isLessThan(last.path("PI_upper_bound").path(0).path(0).asDouble());
  }

  private static void theModelIsServed(TestWorkspace workspace) {
    HttpResponse<String> registered =
        workspace.send(
            "PUT",
            JobCalls.WORKSPACE + "/models/sales/versions/1",
            """
            {"properties": {"modelType": "mlflow_model",
             "modelUri": "azureml://jobs/sales/outputs/artifacts/paths/outputs/mlflow-model/"}}
            """);
    TestEndpoint endpoint = new TestEndpoint(workspace);
    HttpResponse<String> deployed = endpoint.deploy("blue", "azureml:sales:1");
    endpoint.traffic("{\"blue\": 100}");
    HttpResponse<String> answer =
        endpoint.score(
            "{\"data\": [{\"day\": \"%s\", \"shop\": \"south\", \"price\": 1}]}"
                .formatted(LocalDate.of(2026, 1, 1).plusDays(DAYS)));

    assertThat(registered.statusCode()).as(registered.body()).isIn(200, 201);
    assertThat(deployed.statusCode()).as(deployed.body()).isIn(200, 201);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode forecast = Json.parse(answer.body());
    assertThat(forecast.path("forecast").path(0).asDouble()).isBetween(30.0, 80.0);
    assertThat(forecast.path("index").path(0).path("shop").asString()).isEqualTo("south");
  }

  /// Sales of two shops with a weekly rhythm, from one day to another.
  private Path sales(String name, int from, int to) throws IOException {
    Random random = new Random(5);
    StringBuilder lines = new StringBuilder("day,shop,price,sold\n");
    for (int day = from; day < to; day++) {
      LocalDate date = LocalDate.of(2026, 1, 1).plusDays(day);
      double price = random.nextInt(5) == 0 ? 0.8 : 1;
      for (String shop : new String[] {"north", "south"}) {
        double sold =
            (shop.equals("north") ? 20 : 50) * (1 + 0.1 * (day % 7)) * (2 - price)
                + random.nextGaussian();
        lines.append("%s,%s,%s,%.2f\n".formatted(date, shop, price, sold));
      }
    }
    return Files.writeString(files.resolve(name + ".csv"), lines.toString());
  }

  private static String job(Path train, Path test) {
    return """
    {"properties":{"jobType":"AutoML","experimentName":"forecasts","properties":{"seed":"3"},
     "taskDetails":{"taskType":"Forecasting","targetColumnName":"sold",
      "trainingData":{"jobInputType":"uri_file","uri":"%s"},
      "testData":{"jobInputType":"uri_file","uri":"%s"},
      "nCrossValidations":{"mode":"Custom","value":2},
      "forecastingSettings":{"timeColumnName":"day","timeSeriesIdColumnNames":["shop"],
       "forecastHorizon":{"mode":"Custom","value":7},"featureLags":"Auto","useStl":"SeasonTrend"},
      "limitSettings":{"timeout":"PT5M","maxTrials":3,"enableEarlyTermination":false}}}}
    """
        .formatted(train, test);
  }
}
