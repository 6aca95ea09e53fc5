package dev.lazuli.ml.forecast;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.forecast.series.Regressor;
import dev.lazuli.ml.forecast.series.SeriesSet;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.json.Json;
import dev.lazuli.ml.model.InputExample;
import dev.lazuli.ml.model.ModelStamp;
import dev.lazuli.ml.model.NumberArrays;
import dev.lazuli.ml.model.TabularModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/// The MLflow model folder of a forecast model.
///
/// | file | content |
/// | --- | --- |
/// | `MLmodel` | flavors `lazuli` and `python_function`, signature, example |
/// | `lazuli/model.json`, `lazuli/arrays.npz` | the model: structure and numbers |
/// | `code/lazuli_forecast_1.py`, `code/lazuli_model_1.py` | forecasts in Python, with numpy |
/// | `conda.yaml`, `python_env.yaml`, `requirements.txt` | what Python needs |
/// | `input_example.json`, `serving_input_example.json` | the next rows |
final class ForecastFolder {
  private static final String LOADER = "lazuli_forecast_1";
  private static final String TREES = "lazuli_model_1";
  private static final String MODEL = "lazuli/model.json";
  private static final String ARRAYS = "lazuli/arrays.npz";
  private static final String START = "{\"format\":1,\"task\":\"forecasting\"";
  private static final long MODEL_BYTES_MAX = 256L << 20;
  private static final List<String> REQUIREMENTS =
      List.of("mlflow>=2.16", "numpy>=1.24", "pandas>=2.0");
  private static final String PYTHON = "3.11";
  private static final int EXAMPLE_ROWS = 5;

  private ForecastFolder() {}

  static void save(ForecastModel model, Path folder, ModelStamp stamp) throws IOException {
    Files.createDirectories(folder.resolve("lazuli"));
    Files.createDirectories(folder.resolve("code"));
    NumberArrays arrays = new NumberArrays();
    Json structure = new ForecastRecord(arrays).write(model);
    Files.writeString(folder.resolve(MODEL), structure.write() + "\n");
    arrays.write(folder.resolve(ARRAYS));
    Path code = folder.resolve("code");
    Files.write(code.resolve(LOADER + ".py"), source(ForecastFolder.class, LOADER));
    Files.write(code.resolve(TREES + ".py"), source(TabularModel.class, TREES));
    Files.writeString(folder.resolve("requirements.txt"), String.join("\n", REQUIREMENTS) + "\n");
    Files.writeString(folder.resolve("conda.yaml"), conda());
    Files.writeString(
        folder.resolve("python_env.yaml"),
        "python: \"%s\"\nbuild_dependencies:\n- pip\ndependencies:\n- -r requirements.txt\n"
            .formatted(PYTHON));
    Json example = example(model);
    Files.writeString(folder.resolve("input_example.json"), example.write() + "\n");
    Json serving = Json.object().with("dataframe_split", example);
    Files.writeString(folder.resolve("serving_input_example.json"), serving.writeIndented() + "\n");
    long bytes = Files.size(folder.resolve(MODEL)) + Files.size(folder.resolve(ARRAYS));
    Files.writeString(folder.resolve("MLmodel"), mlmodel(model, stamp, bytes));
  }

  /// Whether the model's file begins as ours does.
  static boolean holds(Path folder) throws IOException {
    Path structure = folder.resolve(MODEL);
    if (!Files.isRegularFile(structure)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(structure)) {
      String start = new String(in.readNBytes(START.length()), StandardCharsets.UTF_8);
      return start.equals(START);
    }
  }

  static ForecastModel load(Path folder) throws IOException {
    Path structure = folder.resolve(MODEL);
    Path arrays = folder.resolve(ARRAYS);
    if (!Files.isRegularFile(structure) || !Files.isRegularFile(arrays)) {
      throw new InvalidInput(
          folder.toString(), "'%s' holds no Lazuli model: %s is missing".formatted(folder, MODEL));
    }
    if (Files.size(structure) > MODEL_BYTES_MAX) {
      throw new InvalidInput(MODEL, "%s is larger than %d bytes".formatted(MODEL, MODEL_BYTES_MAX));
    }
    Json json = Json.parse(Files.readString(structure));
    if (!json.require("task").text().equals("forecasting")) {
      throw new InvalidInput(MODEL, "'%s' holds no forecast model".formatted(folder));
    }
    try {
      return new ForecastRecord(NumberArrays.read(arrays)).read(json);
    } catch (IllegalArgumentException
        | IndexOutOfBoundsException
        | java.time.DateTimeException wrong) {
      throw new InvalidInput(
          MODEL, "%s does not fit its arrays: %s".formatted(MODEL, wrong.getMessage()));
    }
  }

  private static byte[] source(Class<?> beside, String name) throws IOException {
    try (InputStream in = beside.getResourceAsStream(name + ".py")) {
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

  /// The next rows of the first series, regressors as they were last.
  private static Json example(ForecastModel model) {
    Frame ahead = model.ahead(Math.min(EXAMPLE_ROWS, model.horizon()));
    SeriesSet ends = model.ends();
    List<dev.lazuli.ml.frame.Column> columns = new ArrayList<>();
    columns.add(ahead.require(ends.timeColumn()));
    ends.idColumns().forEach(id -> columns.add(ahead.require(id)));
    int rows = ahead.rowCount();
    for (int r = 0; r < ends.regressors().size(); r++) {
      Regressor regressor = ends.regressors().get(r);
      double[] last = ends.series().getFirst().regressor(r);
      if (regressor.knownAhead() && !regressor.isCategory()) {
        double[] values = new double[rows];
        java.util.Arrays.fill(values, last[last.length - 1]);
        columns.add(new NumberColumn(regressor.name(), ColumnType.NUMBER, values));
      }
    }
    return InputExample.split(new Frame(columns), Math.min(EXAMPLE_ROWS, model.horizon()));
  }

  private static String mlmodel(ForecastModel model, ModelStamp stamp, long bytes) {
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
        task: forecasting
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
            LOADER,
            PYTHON,
            stamp.mlflowVersion(),
            bytes,
            quoted(stamp.modelUuid()),
            run,
            quoted(inputs(model)),
            quoted(
                new Json.Items(List.of(Json.object().with("type", "double").with("required", true)))
                    .write()),
            quoted(params()),
            quoted(created));
  }

  /// Time and ids are needed; regressors may be missing, and so may be the target, whose known
  /// values are learnt first.
  private static String inputs(ForecastModel model) {
    SeriesSet ends = model.ends();
    List<Json> inputs = new ArrayList<>();
    inputs.add(input(ends.timeColumn(), "datetime", true));
    for (int i = 0; i < ends.idColumns().size(); i++) {
      int at = i;
      boolean whole =
          ends.series().stream().allMatch(series -> series.id().get(at).matches("-?\\d{1,18}"));
      inputs.add(input(ends.idColumns().get(i), whole ? "long" : "string", true));
    }
    for (Regressor regressor : ends.regressors()) {
      inputs.add(input(regressor.name(), regressor.isCategory() ? "string" : "double", false));
    }
    inputs.add(input(ends.target(), "double", false));
    return new Json.Items(inputs).write();
  }

  private static Json input(String name, String type, boolean required) {
    return Json.object().with("name", name).with("type", type).with("required", required);
  }

  /// `quantiles`: levels such as `0.1,0.9`; empty for the forecasts alone.
  private static String params() {
    return new Json.Items(
            List.of(
                Json.object()
                    .with("name", "quantiles")
                    .with("type", "string")
                    .with("default", "")
                    .with("shape", new Json.Nothing())))
        .write();
  }

  /// YAML reads JSON's strings as they are.
  private static String quoted(String text) {
    return new Json.Text(text).write();
  }
}
