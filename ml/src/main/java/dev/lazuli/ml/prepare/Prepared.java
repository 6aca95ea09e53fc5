package dev.lazuli.ml.prepare;

import dev.lazuli.ml.boost.Feature;
import dev.lazuli.ml.boost.FeatureTable;
import dev.lazuli.ml.model.FeatureSpec;
import dev.lazuli.ml.model.RowEncoder;
import java.util.ArrayList;
import java.util.List;

/// What feature preparation gives: the encoder of new rows, the training rows' features, and notes.
///
/// @param table features of the training rows
/// @param notes columns left out or used in a special way, and why
public record Prepared(RowEncoder encoder, FeatureTable table, List<String> notes) {
  /// Copies `notes`.
  public Prepared {
    notes = List.copyOf(notes);
  }

  /// Feature columns for learners.
  ///
  /// @param values `features x rows`; a category's codes as numbers, NaN for missing
  public static FeatureTable table(List<FeatureSpec> specs, double[][] values) {
    List<Feature> features = new ArrayList<>();
    for (int f = 0; f < specs.size(); f++) {
      FeatureSpec spec = specs.get(f);
      if (spec.isCategorical()) {
        int[] codes = new int[values[f].length];
        for (int row = 0; row < codes.length; row++) {
          codes[row] = Double.isNaN(values[f][row]) ? -1 : (int) values[f][row];
        }
        features.add(new Feature.Categorical(spec.name(), codes, spec.cardinality()));
      } else {
        features.add(new Feature.Numeric(spec.name(), values[f]));
      }
    }
    return FeatureTable.of(features);
  }
}
