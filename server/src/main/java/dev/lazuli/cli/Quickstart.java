package dev.lazuli.cli;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The steps of quickstart, each by the calls that the other commands make; what exists is reused.
final class Quickstart {
  private static final String NAME = "diamonds";
  private static final String DEPLOYMENT = "blue";
  private static final String MODEL_PATH = "outputs/mlflow-model";
  private static final long SEED = 7;
  private static final long POLL_MS = 250;
  private static final int JOBS_MAX = 100;

  /// How the reason of a job begins whose time was too short for one trial.
  private static final String NO_TRIAL = "no trial came to its end";

  private final Remote remote;
  private final Terminal terminal;
  private final Path home;

  /// @param home folder for the sample table
  Quickstart(Remote remote, Terminal terminal, Path home) {
    this.remote = remote;
    this.terminal = terminal;
    this.home = home;
  }

  /// Does all steps.
  ///
  /// @param budget time for the search
  /// @throws Problem when a step does not work
  void run(Budget budget) throws InterruptedException, IOException {
    Path table = table();
    data(table);
    String job = job(budget);
    LeaderboardText.of(leaderboard(job)).forEach(terminal::line);
    terminal.line("");
    String version = model(job);
    ObjectNode endpoint = endpoint(version);
    score(endpoint, version, table);
  }

  private Path table() throws IOException {
    Path file = home.resolve("samples").resolve("diamonds.csv");
    boolean isThere = Files.exists(file);
    if (!isThere) {
      Path whole = file.resolveSibling("diamonds.csv.new");
      new DiamondTable(new SplittableRandom(SEED)).write(whole, DiamondTable.ROWS);
      Files.move(whole, file);
    }
    terminal.line(
        "Table      %s, %,d rows%s", file, DiamondTable.ROWS, isThere ? " (it was there)" : "");
    return file;
  }

  private void data(Path table) throws InterruptedException {
    Assets assets = new Assets(remote, Assets.Kind.DATA);
    boolean isThere = assets.find(NAME, "1").isPresent();
    if (!isThere) {
      ObjectNode properties = Json.object().put("dataType", "uri_file");
      properties.put("dataUri", new Uploads(remote).upload(table));
      properties.put("description", "Made-up diamonds and their prices");
      assets.create(NAME, "1", body(properties));
    }
    step("Data", NAME + ":1", isThere);
  }

  /// The search: the one that was done or goes on, else a new one.
  ///
  /// On a machine that is too busy for a single trial in that time, it goes on with twice the time.
  private String job(Budget budget) throws InterruptedException {
    Jobs jobs = new Jobs(remote);
    Duration time = budget.time();
    for (int i = 1; i < JOBS_MAX; i++) {
      String name = "quickstart_" + NAME + (i == 1 ? "" : "_" + i);
      Optional<JsonNode> found = remote.find("/jobs/" + name);
      String status =
          found.map(job -> job.path("properties").path("status").asString("")).orElse("");
      if (status.equals("Completed")) {
        step("AutoML", "job " + name, true);
        return name;
      }
      if (found.isEmpty()) {
        jobs.create(name, search(time));
      }
      if (found.isEmpty() || !Jobs.hasEnded(status)) {
        terminal.line("AutoML     job %s predicts 'price' within %d s", name, time.toSeconds());
        if (follow(name)) {
          return name;
        }
        time = time.multipliedBy(2);
      }
    }
    throw new Problem.Conflict("%d quickstart jobs failed: use another --home".formatted(JOBS_MAX));
  }

  private static ObjectNode body(ObjectNode properties) {
    ObjectNode body = Json.object();
    body.set("properties", properties);
    return body;
  }

  private ObjectNode search(Duration time) {
    ObjectNode properties = Json.object().put("jobType", "AutoML");
    properties.put("displayName", "quickstart").put("experimentName", NAME);
    ObjectNode details = properties.putObject("taskDetails");
    details.put("taskType", "Regression").put("targetColumnName", "price");
    details.put("primaryMetric", "NormalizedRootMeanSquaredError");
    details
        .putObject("trainingData")
        .put("jobInputType", "uri_file")
        .put("uri", remote.workspace() + "/data/" + NAME + "/versions/1");
    details.putObject("limitSettings").put("timeout", time.toString());
    return properties;
  }

  /// Waits for the end of a job; false when it had too little time for a single trial.
  private boolean follow(String job) throws InterruptedException {
    while (true) {
      JsonNode answer = remote.get("/jobs/" + job + "/progress");
      String status = answer.path("status").asString();
      JsonNode progress = answer.path("progress");
      if (Jobs.hasEnded(status)) {
        terminal.clear();
        if (status.equals("Completed")) {
          return true;
        }
        String reason = answer.path("error").path("message").asString("no reason given");
        if (reason.startsWith(NO_TRIAL)) {
          terminal.line("           %s", reason);
          return false;
        }
        throw new Problem.Conflict("job %s: %s: %s".formatted(job, status, reason));
      }
      terminal.progress(
          LeaderboardText.progress(
              progress.path("trialsDone").asInt(0),
              progress.path("bestScore").asDouble(Double.NaN),
              progress.path("secondsLeft").asDouble(Double.NaN),
              doing(status, progress)),
          System.nanoTime());
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    }
  }

  private static String doing(String status, JsonNode progress) {
    String phase = progress.path("phase").asString("");
    return switch (phase) {
      case "" -> status.toLowerCase(Locale.ROOT);
      case "searching" -> progress.path("currentAlgorithm").asString("");
      case "finishing" -> "making the final model";
      default -> phase;
    };
  }

  private JsonNode leaderboard(String job) throws InterruptedException {
    return Json.parse(
        remote.blob(
            remote.container(Jobs.ARTIFACTS),
            "ExperimentRun/dcid." + job + "/outputs/leaderboard.json"));
  }

  private String model(String job) throws InterruptedException {
    Assets models = new Assets(remote, Assets.Kind.MODEL);
    for (ObjectNode version : models.versions(NAME)) {
      if (version.path("tags").path("job").asString("").equals(job)) {
        String number = version.path("version").asString();
        step("Model", NAME + ":" + number, true);
        return number;
      }
    }
    ObjectNode properties = Json.object().put("modelType", "mlflow_model");
    properties.put(
        "modelUri", "azureml://jobs/%s/outputs/artifacts/paths/%s".formatted(job, MODEL_PATH));
    properties.putObject("tags").put("job", job);
    ObjectNode made = models.create(NAME, "", body(properties));
    String number = made.path("version").asString();
    step("Model", NAME + ":" + number, false);
    return number;
  }

  private ObjectNode endpoint(String version) throws InterruptedException {
    Endpoints endpoints = new Endpoints(remote);
    boolean isThere = endpoints.find(NAME).isPresent();
    if (!isThere) {
      endpoints.put(NAME, Json.object().put("authMode", "Key"), Json.object());
    }
    String model = "%s/models/%s/versions/%s".formatted(remote.workspace(), NAME, version);
    boolean isDeployed =
        endpoints
            .findDeployment(NAME, DEPLOYMENT)
            .filter(found -> found.path("model").asString("").endsWith("/versions/" + version))
            .isPresent();
    if (!isDeployed) {
      ObjectNode body = Json.object().put("location", "local");
      body.putObject("sku").put("name", "Default").put("capacity", 1);
      body.putObject("properties").put("endpointComputeType", "Managed").put("model", model);
      endpoints.putDeployment(NAME, DEPLOYMENT, body, true);
    }
    ObjectNode endpoint = endpoints.require(NAME);
    if (endpoint.path("traffic").path(DEPLOYMENT).asInt(0) != 100) {
      endpoints.route(NAME, Json.object().put(DEPLOYMENT, 100));
    }
    step(
        "Endpoint",
        "%s, deployment %s with all traffic".formatted(NAME, DEPLOYMENT),
        isThere && isDeployed);
    return endpoint;
  }

  private void score(ObjectNode endpoint, String version, Path table)
      throws InterruptedException, IOException {
    SampleRow row = SampleRow.firstWhole(table, "price");
    ObjectNode body = Json.object();
    ObjectNode input = body.putObject("input_data");
    ArrayNode columns = input.putArray("columns");
    row.names().forEach(columns::add);
    input.putArray("data").add(row.values());
    byte[] answer = new Endpoints(remote).score(endpoint, Json.bytes(body), "");
    String uri = endpoint.path("scoring_uri").asString();
    terminal.line("");
    terminal.line(
        "A diamond of %s carat sold for %s. The endpoint says:", row.first(), row.actual());
    terminal.line("  %s", new String(answer, StandardCharsets.UTF_8).strip());
    terminal.line("");
    terminal.line("The same with curl:");
    terminal.line(
        "  KEY=$(./lazuli online-endpoint get-credentials -n %s --query primaryKey -o tsv%s)",
        NAME, serverOption());
    terminal.line(
        "  curl -s %s -H \"Authorization: Bearer $KEY\" -H 'Content-Type: application/json' -d '%s'",
        uri, Json.text(body));
    terminal.line("");
    terminal.line("The same in Python, with the mlflow client:");
    for (String line : python(row, version)) {
      terminal.line("  " + line);
    }
  }

  private List<String> python(SampleRow row, String version) {
    return List.of(
        "import mlflow, pandas",
        "mlflow.set_tracking_uri(\"%s\")".formatted(remote.server()),
        "model = mlflow.pyfunc.load_model(\"models:/%s/%s\")".formatted(NAME, version),
        "row = %s".formatted(row.python()),
        "print(model.predict(pandas.DataFrame([row])))");
  }

  private String serverOption() {
    return remote.server().getPort() == 8700 ? "" : " --server " + remote.server();
  }

  private void step(String what, String text, boolean isThere) {
    terminal.line("%-9s  %s%s", what, text, isThere ? " (it was there)" : "");
  }
}
