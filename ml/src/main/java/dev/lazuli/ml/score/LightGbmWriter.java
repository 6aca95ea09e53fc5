package dev.lazuli.ml.score;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Writes LightGBM's model text.
final class LightGbmWriter {
  private static final int CATEGORICAL = 1;
  private static final int DEFAULT_LEFT = 2;
  private static final int MISSING_IS_NAN = 8;

  private final LightGbmModel model;
  private final TreeEnsemble ensemble;
  private final StringBuilder out = new StringBuilder();

  LightGbmWriter(LightGbmModel model) {
    this.model = model;
    this.ensemble = model.ensemble();
  }

  String text() {
    int k = ensemble.outputs();
    out.append("tree\nversion=v4\n");
    line("num_class", k);
    line("num_tree_per_iteration", k);
    line("label_index", 0);
    line("max_feature_idx", ensemble.features() - 1);
    line("objective", model.objective());
    line("feature_names", names());
    line("feature_infos", join(ensemble.features(), f -> "none"));
    out.append('\n');
    List<Tree> trees = withStartScores();
    for (int t = 0; t < trees.size(); t++) {
      tree(t, trees.get(t));
    }
    out.append("end of trees\n\nparameters:\n\nend of parameters\n");
    return out.toString();
  }

  /// LightGBM parts names by blanks and keeps these characters out itself.
  private String names() {
    return model.featureNames().stream()
        .map(name -> name.replaceAll("[\\s,:\\[\\]{}\"]", "_"))
        .collect(Collectors.joining(" "));
  }

  private List<Tree> withStartScores() {
    int k = ensemble.outputs();
    List<Tree> trees = new ArrayList<>(ensemble.trees());
    for (int c = 0; c < k; c++) {
      double start = ensemble.startScore(c);
      if (ensemble.trees().isEmpty()) {
        trees.add(Tree.constant(start, 1));
      } else if (start != 0) {
        Tree first = trees.get(c);
        double[] values = new double[first.leaves()];
        for (int leaf = 0; leaf < values.length; leaf++) {
          values[leaf] = start + first.leafValue(leaf);
        }
        trees.set(c, first.withLeafValues(values));
      }
    }
    return trees;
  }

  private void tree(int number, Tree tree) {
    int splits = tree.splits();
    List<Integer> sets = IntStream.range(0, splits).filter(tree::isCategorical).boxed().toList();
    line("Tree", number);
    line("num_leaves", tree.leaves());
    line("num_cat", sets.size());
    line("split_feature", join(splits, tree::feature));
    line("split_gain", join(splits, tree::gain));
    line(
        "threshold",
        join(splits, s -> tree.isCategorical(s) ? sets.indexOf(s) : finite(tree.threshold(s))));
    line("decision_type", join(splits, s -> decision(tree, s)));
    line("left_child", join(splits, tree::left));
    line("right_child", join(splits, tree::right));
    line("leaf_value", join(tree.leaves(), tree::leafValue));
    line("leaf_weight", join(tree.leaves(), tree::leafRows));
    line("leaf_count", join(tree.leaves(), tree::leafRows));
    line("internal_value", join(splits, s -> 0));
    line("internal_weight", join(splits, tree::rows));
    line("internal_count", join(splits, tree::rows));
    if (!sets.isEmpty()) {
      sets(tree, sets);
    }
    line("is_linear", 0);
    line("shrinkage", 1);
    out.append("\n\n");
  }

  private void sets(Tree tree, List<Integer> splits) {
    StringBuilder boundaries = new StringBuilder("0");
    List<String> words = new ArrayList<>();
    for (int s : splits) {
      int count = Math.max(1, (tree.codesEnd(s) + 31) / 32);
      for (int w = 0; w < count; w++) {
        int word = 0;
        for (int bit = 0; bit < 32; bit++) {
          word |= tree.codeGoesLeft(s, 32 * w + bit) ? 1 << bit : 0;
        }
        words.add(Integer.toUnsignedString(word));
      }
      boundaries.append(' ').append(words.size());
    }
    line("cat_boundaries", boundaries);
    line("cat_threshold", String.join(" ", words));
  }

  private static int decision(Tree tree, int split) {
    return (tree.isCategorical(split) ? CATEGORICAL : 0)
        | (tree.missingGoesLeft(split) ? DEFAULT_LEFT : 0)
        | MISSING_IS_NAN;
  }

  private static double finite(double threshold) {
    return Math.clamp(threshold, -Double.MAX_VALUE, Double.MAX_VALUE);
  }

  private void line(String key, Object value) {
    out.append(key).append('=').append(value).append('\n');
  }

  private static String join(int count, IntFunction<Object> value) {
    return IntStream.range(0, count)
        .mapToObj(i -> value.apply(i).toString())
        .collect(Collectors.joining(" "));
  }
}
