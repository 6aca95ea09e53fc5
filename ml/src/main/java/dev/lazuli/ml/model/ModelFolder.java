package dev.lazuli.ml.model;

import dev.lazuli.ml.json.Json;
import java.io.IOException;
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

  private ModelFolder() {}

  static void save(TabularModel model, Path path, ModelStamp stamp, List<MlflowFolder.Flavor> more)
      throws IOException {
    MlflowFolder folder = new MlflowFolder(path);
    NumberArrays arrays = new NumberArrays();
    folder.writeModel(new ModelJson(arrays).write(model).writeIndented(), arrays);
    folder.writeCode(ModelFolder.class, LOADER);
    folder.describe(
        new MlflowFolder.Description(
            model.task().key(),
            LOADER,
            model.signature().toMlflow(),
            outputs(model.target()),
            params(model.task())),
        model.example(),
        stamp,
        more);
  }

  static TabularModel load(Path path) throws IOException {
    MlflowFolder folder = new MlflowFolder(path);
    Json structure = folder.structure();
    NumberArrays arrays = folder.arrays();
    try {
      return new ModelJson(arrays).read(structure);
    } catch (IllegalArgumentException | IndexOutOfBoundsException wrong) {
      throw MlflowFolder.misfit(wrong);
    }
  }

  private static Json outputs(Target target) {
    return new Json.Items(
        List.of(Json.object().with("type", target.type().key()).with("required", true)));
  }

  /// Classification takes `method`: `predict` for labels, `predict_proba` for probabilities.
  private static Json params(Task task) {
    if (task == Task.REGRESSION) {
      return new Json.Nothing();
    }
    return new Json.Items(
        List.of(
            Json.object()
                .with("name", "method")
                .with("type", "string")
                .with("default", "predict")
                .with("shape", new Json.Nothing())));
  }
}
