package dev.lazuli.ml.model;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The MLflow model folder of a tabular model.
///
/// | file | content |
/// | --- | --- |
/// | `MLmodel` | flavors `lazuli` and `python_function`, signature, example |
/// | `lazuli/model.json`, `lazuli/arrays.npz` | the model: structure and numbers |
/// | `code/lazuli_model_1.py` | applies the model in Python, with numpy and pandas |
/// | `conda.yaml`, `python_env.yaml`, `requirements.txt` | what Python needs |
/// | `input_example.json`, `serving_input_example.json` | example rows |
final class ModelFolder {
  private static final String LOADER = "lazuli_model_1";
  private static final String MODEL = "lazuli/model.json";
  private static final String ARRAYS = "lazuli/arrays.npz";
  private static final long MODEL_BYTES_MAX = 256L << 20;
  private static final List<String> REQUIREMENTS =
      List.of("mlflow>=2.16", "numpy>=1.24", "pandas>=2.0");
  private static final String PYTHON = "3.11";

  private ModelFolder() {}

  static void save(TabularModel model, Path folder, ModelStamp stamp) throws IOException {
    Files.createDirectories(folder.resolve("lazuli"));
    Files.createDirectories(folder.resolve("code"));
    NumberArrays arrays = new NumberArrays();
    Json structure = new ModelJson(arrays).write(model);
    Files.writeString(folder.resolve(MODEL), structure.writeIndented() + "\n");
    arrays.write(folder.resolve(ARRAYS));
    Files.write(folder.resolve("code").resolve(LOADER + ".py"), loader());
    Files.writeString(folder.resolve("requirements.txt"), String.join("\n", REQUIREMENTS) + "\n");
    Files.writeString(folder.resolve("conda.yaml"), conda());
    Files.writeString(folder.resolve("python_env.yaml"), pythonEnv());
    Files.writeString(folder.resolve("input_example.json"), model.example().write() + "\n");
    Json serving = Json.object().with("dataframe_split", model.example());
    Files.writeString(folder.resolve("serving_input_example.json"), serving.writeIndented() + "\n");
    long bytes = Files.size(folder.resolve(MODEL)) + Files.size(folder.resolve(ARRAYS));
    Files.writeString(folder.resolve("MLmodel"), mlmodel(model, stamp, bytes));
  }

  static TabularModel load(Path folder) throws IOException {
    Path structure = folder.resolve(MODEL);
    Path arrays = folder.resolve(ARRAYS);
    if (!Files.isRegularFile(structure) || !Files.isRegularFile(arrays)) {
      throw new InvalidInput(
          folder.toString(), "'%s' holds no Lazuli model: %s is missing".formatted(folder, MODEL));
    }
    if (Files.size(structure) > MODEL_BYTES_MAX) {
      throw new InvalidInput(MODEL, "%s is larger than %d bytes".formatted(MODEL, MODEL_BYTES_MAX));
    }
    NumberArrays numbers = NumberArrays.read(arrays);
    try {
      return new ModelJson(numbers).read(Json.parse(Files.readString(structure)));
    } catch (IllegalArgumentException | IndexOutOfBoundsException wrong) {
      throw new InvalidInput(
          MODEL, "%s does not fit its arrays: %s".formatted(MODEL, wrong.getMessage()));
    }
  }

  private static byte[] loader() throws IOException {
    try (InputStream in = ModelFolder.class.getResourceAsStream(LOADER + ".py")) {
      if (in == null) {
        throw new IllegalStateException("the Python loader is not in the jar");
      }
      return in.readAllBytes();
    }
  }

  private static String conda() {
    StringBuilder text = new StringBuilder("channels:\n- conda-forge\ndependencies:\n");
    text.append("- python=").append(PYTHON).append("\n- pip\n- pip:\n");
    REQUIREMENTS.forEach(requirement -> text.append("  - ").append(requirement).append('\n'));
    return text.append("name: mlflow-env\n").toString();
  }

  private static String pythonEnv() {
    return "python: \"%s\"\nbuild_dependencies:\n- pip\ndependencies:\n- -r requirements.txt\n"
        .formatted(PYTHON);
  }

  private static String mlmodel(TabularModel model, ModelStamp stamp, long bytes) {
    String run = stamp.runId().map(id -> "run_id: %s\n".formatted(quoted(id))).orElse("");
    return """
    artifact_path: model
    flavors:
      lazuli:
        arrays: %s
        code: code
        format: 1
        model: %s
        task: %s
      python_function:
        code: code
        data: lazuli
        env:
          conda: conda.yaml
          virtualenv: python_env.yaml
        loader_module: %s
        python_version: "%s"
    mlflow_version: %s
    model_size_bytes: %d
    model_uuid: %s
    prompts: null
    %ssaved_input_example_info:
      artifact_path: input_example.json
      pandas_orient: split
      serving_input_path: serving_input_example.json
      type: dataframe
    signature:
      inputs: %s
      outputs: %s
      params: %s
    utc_time_created: %s
    """
        .formatted(
            ARRAYS,
            MODEL,
            model.task().key(),
            LOADER,
            PYTHON,
            stamp.mlflowVersion(),
            bytes,
            quoted(stamp.modelUuid()),
            run,
            quoted(inputs(model.signature())),
            quoted(outputs(model.target())),
            params(model.task()),
            quoted(time(stamp)));
  }

  private static String time(ModelStamp stamp) {
    return java.time.format.DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS")
        .withZone(java.time.ZoneOffset.UTC)
        .format(stamp.createdAt());
  }

  private static String inputs(Signature signature) {
    return signature.toJson().write();
  }

  private static String outputs(Target target) {
    return new Json.Items(
            List.of(Json.object().with("type", target.type().key()).with("required", true)))
        .write();
  }

  /// Classification takes `method`: `predict` for labels, `predict_proba` for probabilities.
  private static String params(Task task) {
    if (task == Task.REGRESSION) {
      return "null";
    }
    Json method =
        Json.object()
            .with("name", "method")
            .with("type", "string")
            .with("default", "predict")
            .with("shape", new Json.Nothing());
    return quoted(new Json.Items(List.of(method)).write());
  }

  /// YAML reads JSON's strings as they are.
  private static String quoted(String text) {
    return new Json.Text(text).write();
  }
}
