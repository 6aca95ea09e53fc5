package dev.lazuli.ml.imports;

import dev.lazuli.ml.score.TreeBuilder;
import java.util.Arrays;
import java.util.List;

/// The nodes of one tree of XGBoost.
///
/// A number goes left when, as a float, it is less than the condition; a code goes right when it is
/// in the node's set; a missing value takes the default side.
final class XgboostNodes implements TreeAssembly.Nodes {
  private final int[] left;
  private final int[] right;
  private final int[] feature;
  private final double[] condition;
  private final int[] defaultLeft;
  private final int[] type;
  private final long[][] sets;
  private final List<ImportedFeature> features;
  private final CodeSets codeSets;

  XgboostNodes(Field tree, List<ImportedFeature> features, CodeSets codeSets) {
    this.features = features;
    this.codeSets = codeSets;
    left = tree.in("left_children").wholes();
    int count = left.length;
    right = tree.in("right_children").wholes(count);
    feature = tree.in("split_indices").wholes(count);
    Field conditions = tree.in("split_conditions");
    condition = conditions.numbers();
    if (condition.length != count) {
      throw conditions.invalid("has %d values, not %d".formatted(condition.length, count));
    }
    defaultLeft = tree.in("default_left").wholes(count);
    type = tree.find("split_type").map(types -> types.wholes(count)).orElse(new int[count]);
    sets = new long[count][];
    tree.find("categories_nodes").ifPresent(nodes -> readSets(tree, nodes.wholes()));
    for (int node = 0; node < count; node++) {
      if (left[node] != -1 && (feature[node] < 0 || feature[node] >= features.size())) {
        throw tree.invalid("splits on feature %d of %d".formatted(feature[node], features.size()));
      }
      if (left[node] != -1 && type[node] == 1 && sets[node] == null) {
        throw tree.invalid("has no categories for node %d".formatted(node));
      }
    }
  }

  private void readSets(Field tree, int[] nodes) {
    int[] codes = tree.in("categories").wholes();
    int[] starts = tree.in("categories_segments").wholes(nodes.length);
    int[] sizes = tree.in("categories_sizes").wholes(nodes.length);
    for (int i = 0; i < nodes.length; i++) {
      boolean fits =
          nodes[i] >= 0
              && nodes[i] < sets.length
              && starts[i] >= 0
              && sizes[i] >= 0
              && sizes[i] <= codes.length - starts[i];
      if (!fits) {
        throw tree.invalid("has categories of node %d that do not fit".formatted(nodes[i]));
      }
      int[] own = Arrays.copyOfRange(codes, starts[i], starts[i] + sizes[i]);
      int greatest = Arrays.stream(own).max().orElse(0);
      if (greatest >= ModelImports.CODES_MAX || Arrays.stream(own).anyMatch(code -> code < 0)) {
        throw tree.invalid("has the category code %d".formatted(greatest));
      }
      long[] set = codeSets.empty(greatest + 1);
      for (int code : own) {
        CodeSets.add(set, code);
      }
      sets[nodes[i]] = set;
    }
  }

  @Override
  public int count() {
    return left.length;
  }

  @Override
  public boolean isLeaf(int node) {
    return left[node] == -1;
  }

  @Override
  public int left(int node) {
    return isSwapped(node) ? right[node] : left[node];
  }

  @Override
  public int right(int node) {
    return isSwapped(node) ? left[node] : right[node];
  }

  /// Our sets lead left and missing codes right; so the set leads left when missing codes go where
  /// the other codes do, and else all other codes do.
  private boolean isSwapped(int node) {
    return type[node] == 1 && defaultLeft[node] != 0;
  }

  @Override
  public int split(TreeBuilder builder, int leaf, int node) {
    if (type[node] != 1) {
      double threshold = Thresholds.below((float) condition[node]);
      return builder.split(leaf, feature[node], threshold, defaultLeft[node] != 0, 0);
    }
    long[] set = sets[node];
    if (!isSwapped(node)) {
      int known =
          features.get(feature[node]) instanceof ImportedFeature.Category category
              ? category.values().size()
              : 0;
      set = codeSets.others(set, Math.max(known, set.length << 6));
    }
    return builder.splitCodes(leaf, feature[node], set, 0);
  }

  @Override
  public double value(int node) {
    return (float) condition[node];
  }
}
