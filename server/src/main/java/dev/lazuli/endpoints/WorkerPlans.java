package dev.lazuli.endpoints;

import dev.lazuli.base.Ids;
import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.endpoints.collect.DataCollector;
import dev.lazuli.endpoints.scoring.DeploymentLog;
import dev.lazuli.endpoints.workers.EnvironmentBuilder;
import dev.lazuli.endpoints.workers.PythonSpec;
import dev.lazuli.endpoints.workers.WorkerPlan;
import dev.lazuli.endpoints.workers.WorkerPool;
import dev.lazuli.identity.Workspace;
import dev.lazuli.models.ModelFiles;
import dev.lazuli.store.BlobName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// Lays out the files of a deployment and says how its workers are started.
///
/// `AZUREML_MODEL_DIR` is `/a/b/c/NAME/VERSION` as on Azure, since scripts take that apart; the
/// model's own folder or file lies below it.
public final class WorkerPlans implements AutoCloseable {
  private final ModelFiles models;
  private final CodePlaces places;
  private final EnvironmentBuilder environments;
  private final Path program;
  private final Path root;
  private final Ids ids;

  /// @param program the worker's Python file
  public WorkerPlans(
      ModelFiles models,
      CodePlaces places,
      EnvironmentBuilder environments,
      Path program,
      Ids ids) {
    this.models = models;
    this.places = places;
    this.environments = environments;
    this.program = program;
    this.ids = ids;
    this.root = shortFolder();
  }

  /// A folder two levels deep, only for this user: names of sockets are short, and the depth of
  /// models is the one that scripts know.
  private static Path shortFolder() {
    try {
      Path parent = Path.of("/tmp");
      return Files.isWritable(parent)
          ? Files.createTempDirectory(
              parent,
              "lazuli-",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")))
          : Files.createTempDirectory("lazuli-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The workers of a scoring script.
  WorkerPlan script(
      Workspace workspace,
      String endpoint,
      OnlineDeployment.Draft draft,
      DeploymentSettings settings,
      DeploymentSettings.Script.File script,
      DeploymentLog log)
      throws InterruptedException {
    Path folder = newFolder();
    Path code = folder.resolve("code");
    models.copyTo(places.code(workspace, script.code()), code);
    Path file = code.resolve(script.file()).normalize();
    if (!file.startsWith(code) || !Files.isRegularFile(file)) {
      throw new Problem.Invalid(
          "scoring_script", "the code has no file '%s'".formatted(script.file()));
    }
    Map<String, String> variables = variables(endpoint, draft, settings);
    variables.put("AML_APP_ROOT", code.toString());
    variables.put("AZUREML_ENTRY_SCRIPT", script.file());
    if (!draft.model().isEmpty()) {
      ModelFiles.Place place = models.place(workspace, draft.model());
      Path home = folder.resolve(place.name()).resolve(place.version());
      models.copyTo(place.blob(), home.resolve(place.leaf()));
      variables.put("AZUREML_MODEL_DIR", home.toString());
    }
    ObjectNode config =
        Json.object()
            .put("kind", "script")
            .put("script", file.toString())
            .put("root", code.toString());
    PythonSpec spec = spec(workspace, settings.environment(), folder);
    return plan(spec, config, variables, folder, code, settings, "script " + script.file(), log);
  }

  /// The workers of an MLflow model, in the environment that it names or the deployment does.
  WorkerPlan model(
      Workspace workspace,
      String endpoint,
      OnlineDeployment.Draft draft,
      DeploymentSettings settings,
      DeploymentLog log)
      throws InterruptedException {
    Path folder = newFolder();
    ModelFiles.Place place = models.place(workspace, draft.model());
    Path home = folder.resolve(place.name()).resolve(place.version());
    Path model = home.resolve(place.leaf());
    models.copyTo(place.blob(), model);
    Map<String, String> variables = variables(endpoint, draft, settings);
    variables.put("AZUREML_MODEL_DIR", home.toString());
    ObjectNode config = Json.object().put("kind", "mlflow").put("model", model.toString());
    PythonSpec spec =
        settings.environment().isEmpty()
            ? ownSpec(model)
            : spec(workspace, settings.environment(), folder);
    return plan(
        spec, config, variables, folder, folder, settings, "python_function " + place.name(), log);
  }

  private WorkerPlan plan(
      PythonSpec spec,
      ObjectNode config,
      Map<String, String> variables,
      Path folder,
      Path work,
      DeploymentSettings settings,
      String summary,
      DeploymentLog log)
      throws InterruptedException {
    Path python = environments.python(spec, log::add);
    int count = settings.instances() * settings.workersPerInstance();
    return new WorkerPlan(
        python,
        program,
        config,
        variables,
        folder,
        work,
        count,
        settings.watch(),
        "%s in %d worker%s".formatted(summary, count, count == 1 ? "" : "s"));
  }

  /// Tells the workers of a plan where to send what their script collects.
  void tell(WorkerPlan plan, DataCollector collector) {
    Path file = plan.folder().resolve("collector.json");
    try {
      Files.write(file, collector.config());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    plan.environment().putAll(collector.variables(file.toString()));
  }

  private static Map<String, String> variables(
      String endpoint, OnlineDeployment.Draft draft, DeploymentSettings settings) {
    Map<String, String> variables = new HashMap<>();
    variables.put("PYTHONUNBUFFERED", "1");
    variables.put("MLFLOW_DISABLE_TELEMETRY", "true");
    variables.put("SERVICE_NAME", endpoint);
    variables.put("AZUREML_DEPLOYMENT_NAME", draft.name().value());
    variables.put("AZUREML_ENDPOINT_NAME", endpoint);
    variables.putAll(settings.variables());
    return variables;
  }

  private Path newFolder() {
    try {
      return Files.createDirectory(root.resolve(ids.hex().substring(0, 10)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The environment that an MLflow model was logged with.
  private static PythonSpec ownSpec(Path model) {
    for (String name : List.of("requirements.txt", "conda.yaml")) {
      Path file = model.resolve(name);
      if (Files.isRegularFile(file)) {
        return read(file);
      }
    }
    throw new Problem.Invalid(
        "environment",
        "the model has neither requirements.txt nor conda.yaml: name an environment");
  }

  private static PythonSpec read(Path file) {
    try {
      return PythonSpec.read(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private PythonSpec spec(Workspace workspace, String environment, Path folder) {
    return switch (places.environment(workspace, environment)) {
      case CodePlaces.Environment.Text(String conda) -> PythonSpec.read(conda);
      case CodePlaces.Environment.File(BlobName blob) -> {
        Path file = folder.resolve("environment");
        models.copyTo(blob, file);
        yield read(file);
      }
    };
  }

  @Override
  public void close() {
    WorkerPool.delete(root);
  }
}
