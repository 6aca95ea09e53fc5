package dev.lazuli.ml.imports;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Readers of the model files of other libraries. None runs code or unpickles.
public final class ModelImports {
  /// No model file may have more bytes than this.
  public static final int BYTES_MAX = 128 << 20;

  /// No model may take more values than this.
  static final int FEATURES_MAX = 100_000;

  /// No model may give more scores than this.
  public static final int OUTPUTS_MAX = 10_000;

  /// No category may have a code of this or more.
  static final int CODES_MAX = 1 << 20;

  private ModelImports() {}

  /// Reads a model of XGBoost 1.6 or later in its [JSON or
  /// UBJSON](https://xgboost.readthedocs.io/en/stable/tutorials/saving_model.html) form.
  ///
  /// Scores are sums of doubles where XGBoost sums floats; leaves are the same ones.
  ///
  /// @throws InvalidInput when the file is broken, or holds what cannot be scored here
  public static ImportedModel xgboost(byte[] file) {
    return new XgboostReader(xgboostJson(file), false).model();
  }

  /// Reads a model of XGBoost up to the best iteration of its early stopping, as XGBoost's
  /// scikit-learn classes use it.
  ///
  /// @throws InvalidInput when the file is broken, or holds what cannot be scored here
  public static ImportedModel xgboostUntilBest(byte[] file) {
    return new XgboostReader(xgboostJson(file), true).model();
  }

  private static Json xgboostJson(byte[] file) {
    if (file.length == 0 || file[0] != '{') {
      throw new InvalidInput(
          "model", "the XGBoost file is neither JSON nor UBJSON; older forms are not read");
    }
    return isText(file) ? Json.parse(text(file, "XGBoost")) : new UbjReader(file).document();
  }

  /// Reads a model of CatBoost in its [JSON
  /// form](https://catboost.ai/docs/en/concepts/json-tutorial).
  ///
  /// @throws InvalidInput when the file is broken, or holds what cannot be scored here
  public static ImportedModel catBoost(byte[] file) {
    return new CatBoostReader(Json.parse(text(file, "CatBoost"))).model();
  }

  /// Reads a model text of LightGBM 3 or 4.
  ///
  /// @throws InvalidInput when the file is broken, or holds what cannot be scored here
  public static ImportedModel lightGbm(byte[] file) {
    return LightGbmImport.model(text(file, "LightGBM"));
  }

  /// UBJSON has a length after the first brace, JSON has not.
  private static boolean isText(byte[] file) {
    for (int i = 1; i < file.length; i++) {
      if (file[i] > ' ') {
        return file[i] == '"' || file[i] == '}';
      }
      if (file[i] < '\t') {
        return false;
      }
    }
    return true;
  }

  private static String text(byte[] file, String source) {
    if (file.length > BYTES_MAX) {
      throw new InvalidInput(
          "model", "the %s file has more than %d bytes".formatted(source, BYTES_MAX));
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidInput("model", "the %s file is no UTF-8 text".formatted(source));
    }
  }
}
