package dev.lazuli.ml.score;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A tree ensemble as Java bytecode: a method a tree, a comparison a split.
///
/// Reads just what a row's paths need, so it gains where a row would touch much of a table: many
/// features, or a few large trees. It is slow until the virtual machine has compiled it, some
/// thousand rows later. Its classes are hidden and go with the scorer.
final class CompiledTrees implements RowScorer {
  /// Entries of a class's constant pool that trees may take.
  private static final int CONSTANTS_MAX = 64_000;

  private final List<Group> groups;

  /// The category sets of each group.
  private final long[][][] sets;

  private final double[] startScores;

  /// Some neighbouring trees, compiled.
  interface Group {
    /// Adds the values of the trees to the outputs they belong to.
    void add(double[] row, long[][] sets, double[] out);
  }

  CompiledTrees(TreeEnsemble ensemble) {
    startScores = new double[ensemble.outputs()];
    Arrays.setAll(startScores, ensemble::startScore);
    groups = new ArrayList<>();
    List<long[][]> sets = new ArrayList<>();
    List<Tree> trees = ensemble.trees();
    int first = 0;
    while (first < trees.size()) {
      int end = first + 1;
      int constants = constants(trees.get(first));
      while (end < trees.size() && constants + constants(trees.get(end)) < CONSTANTS_MAX) {
        constants += constants(trees.get(end++));
      }
      var compiler = new TreeCompiler(trees.subList(first, end), first, startScores.length);
      groups.add(compiler.compile());
      sets.add(compiler.sets());
      first = end;
    }
    this.sets = sets.toArray(long[][][]::new);
  }

  /// Whether a tree fits into one class.
  static boolean fits(Tree tree) {
    return constants(tree) < CONSTANTS_MAX;
  }

  /// What a tree takes of a constant pool at most: for a split two entries each for its threshold
  /// and a leaf's value, and four for a method's name when it is the first of one.
  private static int constants(Tree tree) {
    return 8 * tree.splits() + 12;
  }

  @Override
  public int outputs() {
    return startScores.length;
  }

  @Override
  public void score(double[] row, double[] out) {
    System.arraycopy(startScores, 0, out, 0, startScores.length);
    for (int i = 0; i < sets.length; i++) {
      groups.get(i).add(row, sets[i], out);
    }
  }

  /// Whether a code is in a set: what compiled code calls at a split by a set.
  static boolean isIn(double value, long[] set) {
    return !Double.isNaN(value) && Tree.contains(set, (int) value);
  }
}
