package dev.lazuli.ml.boost;

import dev.lazuli.ml.InvalidInput;
import java.util.List;

/// Feature columns of equal length: what a learner reads.
public final class FeatureTable {
  private final List<Feature> features;

  private FeatureTable(List<Feature> features) {
    this.features = features;
  }

  /// A table of these features.
  ///
  /// @throws InvalidInput when there is none or their lengths differ
  public static FeatureTable of(List<? extends Feature> features) {
    if (features.isEmpty()) {
      throw new InvalidInput("features", "a table needs at least one feature");
    }
    int rows = features.getFirst().size();
    for (Feature feature : features) {
      if (feature.size() != rows) {
        throw new InvalidInput(
            feature.name(),
            "feature '%s' has %d rows, others have %d"
                .formatted(feature.name(), feature.size(), rows));
      }
    }
    return new FeatureTable(List.copyOf(features));
  }

  /// The features, in the order of a feature row.
  public List<Feature> features() {
    return features;
  }

  /// How many rows there are.
  public int rows() {
    return features.getFirst().size();
  }

  /// Writes one row's values into `out`.
  public void row(int row, double[] out) {
    for (int f = 0; f < features.size(); f++) {
      out[f] = features.get(f).value(row);
    }
  }
}
