package dev.lazuli.ml.score;

import java.util.Arrays;

/// How the masks of a [MaskTable] lie.
final class MaskLayout {
  private final FeatureCodes codes;
  private final int[] features;
  private final int bits;
  private final int words;
  private final int grain;

  private MaskLayout(FeatureCodes codes, int[] features, int bits, int words, int grain) {
    this.codes = codes;
    this.features = features;
    this.bits = bits;
    this.words = words;
    this.grain = grain;
  }

  /// The layout that holds the largest tree most tightly.
  ///
  /// @param grain each `2^grain`th code of a number has a row of masks
  static MaskLayout of(TreeEnsemble ensemble, FeatureCodes codes, int grain) {
    int leavesMax = ensemble.trees().stream().mapToInt(Tree::leaves).max().orElse(1);
    int bits = 8;
    while (bits < 64 && bits < leavesMax) {
      bits *= 2;
    }
    int[] used = new int[ensemble.features()];
    int count = 0;
    for (int f = 0; f < used.length; f++) {
      if (codes.isUsed(f)) {
        used[count++] = f;
      }
    }
    return new MaskLayout(codes, Arrays.copyOf(used, count), bits, (leavesMax + 63) >> 6, grain);
  }

  FeatureCodes codes() {
    return codes;
  }

  /// The features that are split.
  int[] features() {
    return features;
  }

  /// How many bits a tree has when several share a word, else 64.
  int bits() {
    return bits;
  }

  /// How many words a tree has.
  int words() {
    return words;
  }

  int grain() {
    return grain;
  }

  /// The grain of one feature: categories have no order and so no steps.
  int grain(int feature) {
    return codes.isCategorical(feature) ? 0 : grain;
  }

  /// How many rows of masks a feature has: the last is for missing values.
  int rows(int feature) {
    return ((codes.count(feature) - 2) >> grain(feature)) + 2;
  }

  /// How many rows of masks all features have.
  long rows() {
    return Arrays.stream(features).asLongStream().map(f -> rows((int) f)).sum();
  }

  /// How many words so many trees take.
  int words(int trees) {
    int perWord = 64 / bits;
    return (trees + perWord - 1) / perWord * words;
  }

  /// How many trees fit so many words; at least those of one word.
  int treesIn(long count) {
    return (int) Math.max(1, Math.min(count, 1 << 20) / words) * (64 / bits);
  }

  /// The first bit of a tree, counted from that of tree 0.
  int firstBit(int tree) {
    return tree * bits * words;
  }
}
