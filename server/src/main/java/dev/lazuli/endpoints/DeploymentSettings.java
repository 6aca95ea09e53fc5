package dev.lazuli.endpoints;

import dev.lazuli.base.Problem;
import dev.lazuli.endpoints.workers.WorkerPlan;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// What a deployment's user says beyond its model, read once.
///
/// @param script the scoring script; none for a model that is served as it is
/// @param environment reference to the environment; empty when none is named
/// @param instances how many instances there are
/// @param workersPerInstance processes of each
/// @param variables environment variables
record DeploymentSettings(
    Script script,
    String environment,
    int instances,
    int workersPerInstance,
    Map<String, String> variables,
    WorkerPlan.Watch watch) {
  private static final int INSTANCES_MAX = 100;
  private static final int WORKERS_MAX = 64;

  /// The scoring script of a deployment, if it has one.
  sealed interface Script {
    /// A file of a folder of code.
    ///
    /// @param code reference to the folder
    /// @param file path of the script in it
    record File(String code, String file) implements Script {}

    /// There is none.
    record None() implements Script {}
  }

  /// Reads the settings of a deployment.
  ///
  /// @throws Problem.Invalid when they say what cannot be
  static DeploymentSettings of(JsonNode settings) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> variable :
        settings.path("environmentVariables").properties()) {
      variables.put(variable.getKey(), variable.getValue().asString(""));
    }
    return new DeploymentSettings(
        script(settings.path("codeConfiguration")),
        settings.path("environmentId").asString(""),
        number(
            "instance_count", settings.path("sku").path("capacity").asString("1"), INSTANCES_MAX),
        number("WORKER_COUNT", variables.getOrDefault("WORKER_COUNT", "1"), WORKERS_MAX),
        variables,
        watch(settings.path("livenessProbe"), RequestSettings.of(settings).timeout()));
  }

  private static Script script(JsonNode code) {
    String folder = code.path("codeId").asString("");
    if (folder.isEmpty()) {
      return new Script.None();
    }
    String file = code.path("scoringScript").asString("");
    if (file.isEmpty()) {
      throw new Problem.Invalid(
          "codeConfiguration.scoringScript", "the code names no scoring script");
    }
    return new Script.File(folder, file);
  }

  private static int number(String name, String text, int max) {
    if (text.matches("\\d{1,4}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= max) {
      return Integer.parseInt(text);
    }
    throw new Problem.Invalid(name, text, "a whole number from 1 to " + max);
  }

  private static WorkerPlan.Watch watch(JsonNode probe, Duration requestTimeout) {
    Duration initial = duration(probe, "initialDelay", Duration.ofSeconds(10));
    Duration period = duration(probe, "period", Duration.ofSeconds(10));
    int failures = Math.max(1, probe.path("failureThreshold").asInt(30));
    return new WorkerPlan.Watch(
        initial.plus(period.multipliedBy(failures)),
        period,
        duration(probe, "timeout", Duration.ofSeconds(2)),
        failures,
        requestTimeout.plus(Duration.ofSeconds(10)));
  }

  private static Duration duration(JsonNode probe, String key, Duration standard) {
    String text = probe.path(key).asString("");
    if (text.isEmpty()) {
      return standard;
    }
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new Problem.Invalid("livenessProbe." + key, text, "an ISO duration, as PT10S");
    }
  }
}
