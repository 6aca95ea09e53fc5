package dev.lazuli.ml.forecast;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.forecast.series.Regressor;
import dev.lazuli.ml.forecast.series.SeriesSet;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.json.Json;
import dev.lazuli.ml.model.InputExample;
import dev.lazuli.ml.model.MlflowFolder;
import dev.lazuli.ml.model.ModelStamp;
import dev.lazuli.ml.model.NumberArrays;
import dev.lazuli.ml.model.Signature;
import dev.lazuli.ml.model.SignatureType;
import dev.lazuli.ml.model.TabularModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

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
  private static final String START = "{\"format\":1,\"task\":\"forecasting\"";
  private static final int EXAMPLE_ROWS = 5;

  private ForecastFolder() {}

  static void save(ForecastModel model, Path path, ModelStamp stamp) throws IOException {
    MlflowFolder folder = new MlflowFolder(path);
    NumberArrays arrays = new NumberArrays();
    folder.writeModel(new ForecastRecord(arrays).write(model).write(), arrays);
    folder.writeCode(ForecastFolder.class, LOADER);
    folder.writeCode(TabularModel.class, TREES);
    folder.describe(
        new MlflowFolder.Description(
            "forecasting", LOADER, signature(model).toMlflow(), outputs(), params()),
        example(model),
        stamp,
        List.of());
  }

  /// Whether the model's file begins as ours does.
  static boolean holds(Path folder) throws IOException {
    Path structure = folder.resolve(MlflowFolder.MODEL);
    if (!Files.isRegularFile(structure)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(structure)) {
      String start = new String(in.readNBytes(START.length()), StandardCharsets.UTF_8);
      return start.equals(START);
    }
  }

  static ForecastModel load(Path path) throws IOException {
    MlflowFolder folder = new MlflowFolder(path);
    Json structure = folder.structure();
    if (!structure.require("task").text().equals("forecasting")) {
      throw new InvalidInput(MlflowFolder.MODEL, "'%s' holds no forecast model".formatted(path));
    }
    try {
      return new ForecastRecord(folder.arrays()).read(structure);
    } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException wrong) {
      throw MlflowFolder.misfit(wrong);
    }
  }

  /// The next rows of the first series, regressors as they were last.
  static Json example(ForecastModel model) {
    Frame ahead = model.ahead(Math.min(EXAMPLE_ROWS, model.horizon()));
    SeriesSet ends = model.ends();
    List<Column> columns = new ArrayList<>();
    columns.add(ahead.require(ends.timeColumn()));
    ends.idColumns().forEach(id -> columns.add(ahead.require(id)));
    int rows = ahead.rowCount();
    for (int r = 0; r < ends.regressors().size(); r++) {
      Regressor regressor = ends.regressors().get(r);
      double[] last = ends.series().getFirst().regressor(r);
      if (regressor.knownAhead() && !regressor.isCategory()) {
        double[] values = new double[rows];
        Arrays.fill(values, last[last.length - 1]);
        columns.add(new NumberColumn(regressor.name(), ColumnType.NUMBER, values));
      }
    }
    return InputExample.split(new Frame(columns), Math.min(EXAMPLE_ROWS, model.horizon()));
  }

  /// Time and ids are needed; regressors may be missing, and so may be the target, whose known
  /// values are learnt first.
  static Signature signature(ForecastModel model) {
    SeriesSet ends = model.ends();
    List<Signature.Input> inputs = new ArrayList<>();
    inputs.add(
        new Signature.Input(
            ends.timeColumn(),
            SignatureType.DATETIME,
            true,
            ends.dates(),
            Optional.of(ends.range())));
    for (int i = 0; i < ends.idColumns().size(); i++) {
      int at = i;
      boolean whole =
          ends.series().stream().allMatch(series -> series.id().get(at).matches("-?\\d{1,18}"));
      SignatureType type = whole ? SignatureType.LONG : SignatureType.STRING;
      inputs.add(new Signature.Input(ends.idColumns().get(i), type, true));
    }
    for (Regressor regressor : ends.regressors()) {
      SignatureType type = regressor.isCategory() ? SignatureType.STRING : SignatureType.DOUBLE;
      inputs.add(new Signature.Input(regressor.name(), type, false));
    }
    inputs.add(new Signature.Input(ends.target(), SignatureType.DOUBLE, false));
    return new Signature(inputs);
  }

  private static Json outputs() {
    return new Json.Items(List.of(Json.object().with("type", "double").with("required", true)));
  }

  /// `quantiles`: levels such as `0.1,0.9`; empty for the forecasts alone.
  private static Json params() {
    return new Json.Items(
        List.of(
            Json.object()
                .with("name", "quantiles")
                .with("type", "string")
                .with("default", "")
                .with("shape", new Json.Nothing())));
  }
}
