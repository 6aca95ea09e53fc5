package dev.lazuli.ml.score;

import java.util.Arrays;
import java.util.stream.IntStream;

/// Estimates of how long one row takes, in nanoseconds.
///
/// Measured on a Xeon with 2 MB of second-level cache a core: 300 trees of 63 leaves over 9
/// features (table 0.75 us, walk 13 us, bytecode 5.0 us) and over 30 features (table at grain 0, 3,
/// 5: 3.9, 3.3, 3.5 us; walk 6.9 us; bytecode 5.1 us), 1,500 such trees over 30 features (table at
/// grain 3, 4, 5: 19, 17, 17 us, in tiles of 512 words and many rows at once 13 us; walk 59 us;
/// bytecode 41 us). Many rows by a sweep: 1.37 and 1.56 us for the first two.
final class ScoringCosts {
  /// Tables beyond this many bytes are not made.
  static final long TABLE_BYTES_MAX = 32L << 20;

  /// How much of a second-level cache the masks may take.
  private static final long CACHED_BYTES = 1536 << 10;

  private static final int GRAIN_MAX = 6;
  private static final int TILE_WORDS_MIN = 512;

  /// Beyond so many splits compiling takes seconds.
  private static final int COMPILED_SPLITS_MAX = 50_000;

  /// Tables and bytecode are made by recursion over a tree.
  private static final int DEPTH_MAX = 1_000;

  private static final double WORD_CACHED = 0.125;
  private static final double WORD_FAR = 0.3;
  private static final double STEP = 1.5;
  private static final double SEARCH = 10;
  private static final double TREE = 1.4;
  private static final double COMPILED_LEVEL = 2.45;
  private static final double WALKED_LEVEL = 3.3;
  private static final double SWEPT_STEP = 0.047;
  private static final double SWEPT_LOOK = 0.8;
  private static final double SWEPT_CODE = 6;
  private static final double SWEPT_TREE = 1.2;

  private final TreeEnsemble ensemble;
  private final FeatureCodes codes;
  private final int splits;
  private final boolean fitsClasses;
  private final int depth;

  ScoringCosts(TreeEnsemble ensemble, FeatureCodes codes) {
    this.ensemble = ensemble;
    this.codes = codes;
    splits = ensemble.trees().stream().mapToInt(Tree::splits).sum();
    fitsClasses = ensemble.trees().stream().allMatch(CompiledTrees::fits);
    depth = ensemble.trees().stream().mapToInt(ScoringCosts::depth).max().orElse(0);
  }

  /// How many splits a row can meet; a split comes before those below it.
  private static int depth(Tree tree) {
    int[] depths = new int[tree.splits()];
    int deepest = 0;
    for (int split = 0; split < depths.length; split++) {
      deepest = Math.max(deepest, depths[split] + 1);
      for (int child : new int[] {tree.left(split), tree.right(split)}) {
        if (child >= 0) {
          depths[child] = depths[split] + 1;
        }
      }
    }
    return deepest;
  }

  /// The layout of the fastest table.
  MaskLayout bestLayout() {
    MaskLayout best = MaskLayout.of(ensemble, codes, 0);
    for (int grain = 1; grain <= GRAIN_MAX; grain++) {
      MaskLayout other = MaskLayout.of(ensemble, codes, grain);
      if (table(other) < table(best)) {
        best = other;
      }
    }
    return best;
  }

  /// A row by a table; infinite when there cannot be one.
  double table(MaskLayout layout) {
    long words = layout.words(ensemble.trees().size());
    long bytes = 8 * layout.rows() * words;
    if (codes.isMixed() || bytes > TABLE_BYTES_MAX || depth > DEPTH_MAX) {
      return Double.POSITIVE_INFINITY;
    }
    double far = Math.max(0, 1 - (double) CACHED_BYTES / Math.max(1, bytes));
    double word = WORD_CACHED + (WORD_FAR - WORD_CACHED) * far;
    double steps = 0;
    int used = layout.features().length;
    for (int f : layout.features()) {
      double stepsPerCode = (double) splits / used / codes.count(f);
      steps += stepsPerCode * ((1 << layout.grain(f)) - 1) / 2;
    }
    return words * used * word + steps * STEP + used * SEARCH + ensemble.trees().size() * TREE;
  }

  /// A row of many by a sweep; infinite when there cannot be one.
  double swept() {
    double steps = 0;
    double looks = 0;
    long bytes = 0;
    for (Tree tree : ensemble.trees()) {
      int words = SplitTile.words(tree);
      int[] categorical =
          IntStream.range(0, tree.splits())
              .filter(tree::isCategorical)
              .map(tree::feature)
              .distinct()
              .toArray();
      // most splits clear leaves of one word; those near the root of a large tree of several
      steps += tree.splits() + words * (2 + Math.log(words) / Math.log(4));
      looks += words * categorical.length;
      bytes += 4L * words * Arrays.stream(categorical).mapToLong(codes::count).sum();
    }
    if (codes.isMixed() || bytes > TABLE_BYTES_MAX || depth > DEPTH_MAX) {
      return Double.POSITIVE_INFINITY;
    }
    long used = IntStream.range(0, ensemble.features()).filter(codes::isUsed).count();
    return steps * SWEPT_STEP
        + looks * SWEPT_LOOK
        + used * SWEPT_CODE
        + ensemble.trees().size() * SWEPT_TREE;
  }

  /// How many words of masks a tile should have, so that it stays cached while rows pass.
  long tileWords(MaskLayout layout) {
    return Math.max(TILE_WORDS_MIN, CACHED_BYTES / 8 / Math.max(1, layout.rows()));
  }

  /// A row by bytecode; infinite when there should be none.
  double compiled() {
    boolean tooLarge = splits > COMPILED_SPLITS_MAX || !fitsClasses || depth > DEPTH_MAX;
    return tooLarge ? Double.POSITIVE_INFINITY : levels() * COMPILED_LEVEL;
  }

  /// A row by the flat walk.
  double walked() {
    return levels() * WALKED_LEVEL;
  }

  private double levels() {
    double levels = 0;
    for (Tree tree : ensemble.trees()) {
      levels += 1 + Math.log(tree.leaves()) / Math.log(2);
    }
    return levels;
  }
}
