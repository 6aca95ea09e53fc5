package dev.lazuli.ml.score;

import dev.lazuli.ml.InvalidInput;
import java.util.List;

/// A tree ensemble as [LightGBM's model text](https://github.com/microsoft/LightGBM) holds it.
///
/// @param objective LightGBM's words for the loss, such as `regression`, `binary sigmoid:1` or
///   `multiclass num_class:3`; it decides what LightGBM does with raw scores
public record LightGbmModel(TreeEnsemble ensemble, List<String> featureNames, String objective) {
  /// Refuses names that do not fit the features.
  public LightGbmModel {
    featureNames = List.copyOf(featureNames);
    if (featureNames.size() != ensemble.features()) {
      throw new InvalidInput(
          "featureNames",
          "%d names for %d features".formatted(featureNames.size(), ensemble.features()));
    }
  }

  /// The model text, which LightGBM 4 loads. Start scores are added to the first trees' leaves,
  /// which keeps the bits of every score.
  public String text() {
    return new LightGbmWriter(this).text();
  }

  /// Reads a model text of LightGBM 3 or 4.
  ///
  /// @throws InvalidInput when it is not one, or holds linear trees or zeros as missing values
  public static LightGbmModel parse(String text) {
    return new LightGbmReader(text).model();
  }
}
