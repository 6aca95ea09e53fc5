package dev.lazuli.models;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.imports.ImportedModel;
import dev.lazuli.ml.imports.ModelImports;
import dev.lazuli.ml.model.Signature;
import dev.lazuli.ml.model.SignatureType;
import dev.lazuli.ml.onnx.OnnxImport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// MLflow models of other libraries whose files can be read without running code: trees and linear
/// models of XGBoost, LightGBM, CatBoost and ONNX.
///
/// They answer what their own `python_function` answers: numbers, labels of classifiers, or a
/// booster's probabilities of several classes.
final class ForeignModel {
  private static final List<String> FLAVORS = List.of("xgboost", "lightgbm", "catboost", "onnx");

  private ForeignModel() {}

  /// Refuses a model by its flavors.
  ///
  /// @throws Problem.Unsupported when none of them is read here
  static void check(String model, ObjectNode flavors) {
    Optional<String> flavor = FLAVORS.stream().filter(flavors::has).findFirst();
    if (flavor.isEmpty()) {
      throw new Problem.Unsupported(
          "model '%s' has the flavors %s; this version serves 'lazuli', which its AutoML makes, %s; it loads no pickles: write scikit-learn models as ONNX"
              .formatted(
                  model, String.join(", ", flavors.propertyNames()), String.join(", ", FLAVORS)));
    }
    unsupported(flavor.get(), flavors.path(flavor.get()))
        .ifPresent(reason -> {
          throw new Problem.Unsupported("model '%s' %s".formatted(model, reason));
        });
  }

  /// Why this version of a flavor is not read.
  private static Optional<String> unsupported(String flavor, JsonNode settings) {
    String type = settings.path("model_class").asString("");
    String format = settings.path("save_format").asString("");
    if (flavor.equals("lightgbm") && !type.endsWith(".Booster")) {
      return Optional.of(
          "is a pickled %s, which is never loaded: log its 'booster_'".formatted(type));
    }
    if (flavor.equals("catboost") && !format.equals("json")) {
      return Optional.of(
          "is saved in CatBoost's format '%s': log it with format=\"json\"".formatted(format));
    }
    return Optional.empty();
  }

  /// Reads the model in an MLflow model folder that has passed [#check].
  ///
  /// @throws InvalidInput when its files are broken or hold what cannot be scored
  static ServedModel.Rows load(Path folder) throws IOException {
    JsonNode model = Json.parseYaml(Files.readString(folder.resolve("MLmodel")));
    JsonNode flavors = model.path("flavors");
    String flavor = FLAVORS.stream().filter(flavors::has).findFirst().orElseThrow();
    JsonNode settings = flavors.path(flavor);
    ImportedModel read = read(flavor, settings, content(folder, settings));
    boolean severalNumbers = read.classes().isEmpty() && read.outputs() > 1;
    ImportedModel served = severalNumbers ? read.asClassifier() : read;
    Optional<Signature> signature = signature(model.path("signature").path("inputs"));
    return new ServedModel.Rows(
        signature.map(served::tabular).orElseGet(served::tabular),
        severalNumbers,
        flavor.equals("catboost") && served.classes().size() > 2); // it predicts an n x 1 array
  }

  private static ImportedModel read(String flavor, JsonNode settings, byte[] file) {
    String type = settings.path("model_class").asString(settings.path("model_type").asString(""));
    return switch (flavor) {
      case "xgboost" -> {
        boolean isBooster = type.isEmpty() || type.endsWith(".Booster");
        ImportedModel model =
            isBooster ? ModelImports.xgboost(file) : ModelImports.xgboostUntilBest(file);
        yield type.endsWith("Classifier") ? model.asClassifier() : model;
      }
      case "lightgbm" -> ModelImports.lightGbm(file);
      case "catboost" -> {
        ImportedModel model = ModelImports.catBoost(file);
        yield type.equals("CatBoostClassifier") ? model.asClassifier() : model;
      }
      default -> OnnxImport.read(file);
    };
  }

  private static byte[] content(Path folder, JsonNode settings) throws IOException {
    String name = settings.path("data").asString("");
    Path file = folder.resolve(name).normalize();
    if (name.isEmpty() || !file.startsWith(folder) || !Files.isRegularFile(file)) {
      throw new InvalidInput("data", "the model's file '%s' is not there".formatted(name));
    }
    if (Files.size(file) > ModelImports.BYTES_MAX) {
      throw new InvalidInput(
          "data", "'%s' has more than %d bytes".formatted(name, ModelImports.BYTES_MAX));
    }
    return Files.readAllBytes(file);
  }

  /// The columns that `MLmodel` names; empty when it has none, or one tensor for all.
  private static Optional<Signature> signature(JsonNode inputs) {
    if (!inputs.isString()) {
      return Optional.empty();
    }
    List<Signature.Input> columns = new ArrayList<>();
    for (JsonNode input : Json.parse(inputs.asString())) {
      String type = input.path("type").asString("");
      if (type.equals("tensor")) {
        return Optional.empty();
      }
      String name = input.path("name").asString("column " + columns.size());
      boolean required = input.path("required").asBoolean(true);
      columns.add(new Signature.Input(name, type(name, type), required));
    }
    return Optional.of(new Signature(columns));
  }

  private static SignatureType type(String column, String type) {
    return switch (type) {
      case "double", "float" -> SignatureType.DOUBLE;
      case "long", "integer" -> SignatureType.LONG;
      case "boolean" -> SignatureType.BOOLEAN;
      case "string" -> SignatureType.STRING;
      case "datetime" -> SignatureType.DATETIME;
      default ->
          throw new InvalidInput(
              column, "column '%s' has the type '%s', which is not served".formatted(column, type));
    };
  }
}
