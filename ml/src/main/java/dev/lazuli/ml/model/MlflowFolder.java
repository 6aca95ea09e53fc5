package dev.lazuli.ml.model;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/// What the [MLflow model folders](https://mlflow.org/docs/latest/ml/model/) of all kinds of models
/// have in common.
///
/// @param path the folder
public record MlflowFolder(Path path) {
  /// The file of a model's structure.
  public static final String MODEL = "lazuli/model.json";

  private static final String ARRAYS = "lazuli/arrays.npz";
  private static final long MODEL_BYTES_MAX = 256L << 20;
  private static final List<String> REQUIREMENTS =
      List.of("mlflow>=2.19", "numpy>=1.24", "pandas>=2.0");
  private static final String PYTHON = "3.11";

  /// What `MLmodel` tells of a model.
  ///
  /// @param task the word for what it does
  /// @param loader the Python module that loads it
  /// @param inputs columns, as JSON
  /// @param outputs columns, as JSON
  /// @param params parameters of `predict`, as JSON; `null` for none
  public record Description(String task, String loader, Json inputs, Json outputs, Json params) {}

  /// One more way to load the same model.
  ///
  /// @param name the flavor, such as `onnx`
  /// @param settings its keys and their values
  /// @param file where the folder holds its model
  public record Flavor(String name, Json settings, String file) {}

  /// Writes the model itself.
  ///
  /// @param structure the text of its structure
  /// @param arrays its numbers
  public void writeModel(String structure, NumberArrays arrays) throws IOException {
    Files.createDirectories(path.resolve("lazuli"));
    Files.writeString(path.resolve(MODEL), structure + "\n");
    arrays.write(path.resolve(ARRAYS));
  }

  /// Writes a Python module that lies beside a class.
  public void writeCode(Class<?> beside, String module) throws IOException {
    Path code = Files.createDirectories(path.resolve("code"));
    try (InputStream in = beside.getResourceAsStream(module + ".py")) {
      if (in == null) {
        throw new IllegalStateException("the Python loader is not in the jar");
      }
      Files.write(code.resolve(module + ".py"), in.readAllBytes());
    }
  }

  /// Writes what Python needs, the example rows and `MLmodel`; the model must be there.
  ///
  /// @param example rows in the form `split`
  /// @param more flavors beside our own, whose files must be there
  public void describe(Description description, Json example, ModelStamp stamp, List<Flavor> more)
      throws IOException {
    Files.writeString(path.resolve("requirements.txt"), String.join("\n", REQUIREMENTS) + "\n");
    Files.writeString(path.resolve("conda.yaml"), conda());
    Files.writeString(
        path.resolve("python_env.yaml"),
        "python: \"%s\"\nbuild_dependencies:\n- pip\ndependencies:\n- -r requirements.txt\n"
            .formatted(PYTHON));
    Files.writeString(path.resolve("input_example.json"), example.write() + "\n");
    Json serving = Json.object().with("dataframe_split", example);
    Files.writeString(path.resolve("serving_input_example.json"), serving.writeIndented() + "\n");
    long bytes = Files.size(path.resolve(MODEL)) + Files.size(path.resolve(ARRAYS));
    StringBuilder flavors = new StringBuilder();
    for (Flavor flavor : more) {
      bytes += Files.size(path.resolve(flavor.file()));
      flavors.append("  %s: %s\n".formatted(flavor.name(), flavor.settings().write()));
    }
    Files.writeString(
        path.resolve("MLmodel"), mlmodel(description, stamp, bytes, flavors.toString()));
  }

  /// The structure of a model.
  ///
  /// @throws InvalidInput when there is none, or one that is too large
  public Json structure() throws IOException {
    Path structure = path.resolve(MODEL);
    if (!Files.isRegularFile(structure) || !Files.isRegularFile(path.resolve(ARRAYS))) {
      throw new InvalidInput(
          path.toString(), "'%s' holds no Lazuli model: %s is missing".formatted(path, MODEL));
    }
    if (Files.size(structure) > MODEL_BYTES_MAX) {
      throw new InvalidInput(MODEL, "%s is larger than %d bytes".formatted(MODEL, MODEL_BYTES_MAX));
    }
    return Json.parse(Files.readString(structure));
  }

  /// The numbers of a model whose structure is there.
  public NumberArrays arrays() throws IOException {
    return NumberArrays.read(path.resolve(ARRAYS));
  }

  /// A structure that does not go together with its numbers.
  public static InvalidInput misfit(RuntimeException reason) {
    return new InvalidInput(
        MODEL, "%s does not fit its arrays: %s".formatted(MODEL, reason.getMessage()));
  }

  private static String conda() {
    StringBuilder text = new StringBuilder("channels:\n- conda-forge\ndependencies:\n");
    text.append("- python=").append(PYTHON).append("\n- pip\n- pip:\n");
    REQUIREMENTS.forEach(requirement -> text.append("  - ").append(requirement).append('\n'));
    return text.append("name: mlflow-env\n").toString();
  }

  /// @param flavors lines of more flavors
  private static String mlmodel(
      Description description, ModelStamp stamp, long bytes, String flavors) {
    String run = stamp.runId().map(id -> "run_id: %s\n".formatted(quoted(id))).orElse("");
    String created =
        DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS")
            .withZone(ZoneOffset.UTC)
            .format(stamp.createdAt());
    return """
    artifact_path: model
    flavors:
      lazuli:
        arrays: %s
        code: code
        format: 1
        model: %s
        task: %s
    %s  python_function:
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
            description.task(),
            flavors,
            description.loader(),
            PYTHON,
            stamp.mlflowVersion(),
            bytes,
            quoted(stamp.modelUuid()),
            run,
            quoted(description.inputs().write()),
            quoted(description.outputs().write()),
            description.params() instanceof Json.Nothing
                ? "null"
                : quoted(description.params().write()),
            quoted(created));
  }

  /// YAML reads JSON's strings as they are.
  private static String quoted(String text) {
    return new Json.Text(text).write();
  }
}
