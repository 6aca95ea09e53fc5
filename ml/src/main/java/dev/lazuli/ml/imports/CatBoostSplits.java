package dev.lazuli.ml.imports;

import dev.lazuli.ml.score.TreeBuilder;
import java.util.HashMap;
import java.util.Map;

/// What CatBoost's splits ask, in terms of our features.
///
/// A number goes right when, as a float, it is greater than the border; a missing one goes left, or
/// right when the feature counts it as great. A category goes right when it is the split's.
final class CatBoostSplits {
  private final CodeSets codeSets = new CodeSets();
  private final Map<Integer, Integer> numberPlaces = new HashMap<>();
  private final Map<Integer, Boolean> missingIsGreat = new HashMap<>();
  private final Map<Integer, Integer> categoryPlaces = new HashMap<>();
  private final Map<Integer, Map<Integer, Integer>> codes = new HashMap<>();

  void addNumber(int index, int place, boolean isMissingGreat) {
    numberPlaces.put(index, place);
    missingIsGreat.put(index, isMissingGreat);
  }

  /// @param codeOf code of each category by its hash
  void addCategory(int index, int place, Map<Integer, Integer> codeOf) {
    categoryPlaces.put(index, place);
    codes.put(index, codeOf);
  }

  /// A question; the answer yes leads to CatBoost's right side.
  sealed interface Question {
    /// Splits a leaf, and tells the number of the new right leaf.
    int split(TreeBuilder builder, int leaf);

    /// Whether our left child is CatBoost's right one.
    default boolean isSwapped() {
      return this instanceof IsCategory;
    }
  }

  /// Whether a number is above a border.
  private record IsAbove(int place, double threshold, boolean missingLeft) implements Question {
    @Override
    public int split(TreeBuilder builder, int leaf) {
      return builder.split(leaf, place, threshold, missingLeft, 0);
    }
  }

  /// Whether a category is this one.
  private record IsCategory(int place, int code, CodeSets codeSets) implements Question {
    @Override
    public int split(TreeBuilder builder, int leaf) {
      return builder.splitCodes(leaf, place, codeSets.of(code), 0);
    }
  }

  Question question(Field split) {
    String type = split.in("split_type").text();
    return switch (type) {
      case "FloatFeature" -> {
        int index = split.in("float_feature_index").whole(0, ModelImports.FEATURES_MAX);
        Integer place = numberPlaces.get(index);
        if (place == null) {
          throw split.invalid("is on number %d, which is not described".formatted(index));
        }
        double threshold = Thresholds.upTo((float) split.in("border").number());
        yield new IsAbove(place, threshold, !missingIsGreat.getOrDefault(index, false));
      }
      case "OneHotFeature" -> {
        int index = split.in("cat_feature_index").whole(0, ModelImports.FEATURES_MAX);
        Integer place = categoryPlaces.get(index);
        Integer code =
            codes
                .getOrDefault(index, Map.of())
                .get(CatBoostReader.hash(split.in("value").number()));
        if (place == null || code == null) {
          throw split.invalid(
              "is on a category of feature %d that is not described".formatted(index));
        }
        yield new IsCategory(place, code, codeSets);
      }
      default ->
          throw split.invalid(
              "is of type '%s'; only numbers and single categories are supported".formatted(type));
    };
  }
}
