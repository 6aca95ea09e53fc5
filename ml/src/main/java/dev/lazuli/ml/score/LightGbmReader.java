package dev.lazuli.ml.score;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.score.Tree.Splits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads LightGBM's model text.
final class LightGbmReader {
  private static final int CATEGORICAL = 1;
  private static final int DEFAULT_LEFT = 2;
  private static final int MISSING_IS_ZERO = 4;
  private static final int MISSING_IS_NAN = 8;
  private static final int MISSING = 12;

  private static final int OUTPUTS_MAX = 10_000;
  private static final int FEATURES_MAX = 1_000_000;

  /// 128 MB.
  private static final int SET_WORDS_MAX = 1 << 25;

  private final Map<String, String> header = new HashMap<>();
  private final List<Map<String, String>> trees = new ArrayList<>();
  private int setWordsLeft = SET_WORDS_MAX;

  LightGbmReader(String text) {
    Map<String, String> block = header;
    boolean isFirst = true;
    for (String line : text.lines().toList()) {
      if (isFirst && !line.equals("tree")) {
        throw invalid("does not start with the line 'tree'");
      }
      isFirst = false;
      if (line.startsWith("Tree=")) {
        block = new HashMap<>();
        trees.add(block);
      } else if (line.equals("end of trees")) {
        break;
      }
      int equals = line.indexOf('=');
      block.put(
          equals < 0 ? line : line.substring(0, equals),
          equals < 0 ? "" : line.substring(equals + 1));
    }
  }

  LightGbmModel model() {
    int k = integer(header, "num_tree_per_iteration");
    if (k < 1 || k > OUTPUTS_MAX) {
      throw invalid("has %d trees an iteration".formatted(k));
    }
    int last = integer(header, "max_feature_idx");
    if (last < 0 || last >= FEATURES_MAX) {
      throw invalid("has the last feature %d".formatted(last));
    }
    int features = last + 1;
    List<Tree> list = new ArrayList<>();
    for (Map<String, String> block : trees) {
      list.add(tree(block, features));
    }
    if (header.containsKey("average_output") && !list.isEmpty()) {
      double share = (double) k / list.size();
      list.replaceAll(tree -> tree.scaled(share));
    }
    List<String> names = List.of(value(header, "feature_names").split(" ", -1));
    TreeEnsemble ensemble = new TreeEnsemble(list, features, new double[k]);
    return new LightGbmModel(ensemble, names, header.getOrDefault("objective", "custom"));
  }

  private Tree tree(Map<String, String> block, int features) {
    if (block.getOrDefault("is_linear", "0").equals("1")) {
      throw invalid("has linear trees, which are not supported");
    }
    int leaves = integer(block, "num_leaves");
    double[] values = doubles(block, "leaf_value", leaves);
    int[] rows = block.containsKey("leaf_count") ? ints(block, "leaf_count", leaves) : ones(leaves);
    int count = leaves - 1;
    if (count == 0) {
      return new Tree(new Splits(0), values, rows);
    }
    int[] decisions = ints(block, "decision_type", count);
    double[] thresholds = doubles(block, "threshold", count);
    int[] feature = ints(block, "split_feature", count);
    Splits splits =
        new Splits(
            feature,
            new double[count],
            new byte[count],
            ints(block, "left_child", count),
            ints(block, "right_child", count),
            block.containsKey("split_gain")
                ? doubles(block, "split_gain", count)
                : new double[count],
            new long[count][]);
    for (int s = 0; s < count; s++) {
      if (feature[s] < 0 || feature[s] >= features) {
        throw invalid("splits on feature %d of %d".formatted(feature[s], features));
      }
      decide(splits, s, decisions[s], thresholds[s], block);
    }
    checkShape(splits, leaves);
    return new Tree(splits, values, rows);
  }

  /// Every split and leaf but the root is the child of exactly one split that comes before it.
  private static void checkShape(Splits splits, int leaves) {
    boolean[] seenSplit = new boolean[leaves];
    boolean[] seenLeaf = new boolean[leaves];
    for (int s = 0; s < leaves - 1; s++) {
      for (int child : new int[] {splits.left[s], splits.right[s]}) {
        boolean isLeaf = child < 0;
        int number = isLeaf ? ~child : child;
        boolean[] seen = isLeaf ? seenLeaf : seenSplit;
        if (number >= (isLeaf ? leaves : leaves - 1) || (!isLeaf && number <= s) || seen[number]) {
          throw invalid("has a tree whose split %d has the child %d".formatted(s, child));
        }
        seen[number] = true;
      }
    }
  }

  private void decide(
      Splits splits, int s, int decision, double threshold, Map<String, String> block) {
    splits.codes[s] = Splits.NO_CODES;
    if ((decision & CATEGORICAL) != 0) {
      splits.flags[s] = Tree.CATEGORICAL;
      splits.threshold[s] = Double.NaN;
      splits.codes[s] = codes(block, (int) threshold);
      return;
    }
    boolean left =
        switch (decision & MISSING) {
          case MISSING_IS_NAN -> (decision & DEFAULT_LEFT) != 0;
          case MISSING_IS_ZERO -> throw invalid("takes zeros as missing, which is not supported");
          default -> 0.0 <= threshold; // LightGBM then reads NaN as zero
        };
    splits.flags[s] = left ? Tree.MISSING_LEFT : 0;
    splits.threshold[s] = threshold;
  }

  private long[] codes(Map<String, String> block, int set) {
    String[] boundaries = value(block, "cat_boundaries").split(" ", -1);
    String[] words = value(block, "cat_threshold").split(" ", -1);
    if (set < 0 || set + 1 >= boundaries.length) {
      throw invalid("has no category set " + set);
    }
    int from = parseInt("cat_boundaries", boundaries[set]);
    int to = parseInt("cat_boundaries", boundaries[set + 1]);
    if (from < 0 || to < from || to > words.length) {
      throw invalid("has no category set " + set);
    }
    setWordsLeft -= to - from;
    if (setWordsLeft < 0) {
      throw invalid("has category sets of more than %d words".formatted(SET_WORDS_MAX));
    }
    long[] codes = new long[(to - from + 1) / 2];
    for (int w = from; w < to; w++) {
      long word = parseLong("cat_threshold", words[w]);
      codes[(w - from) / 2] |= word << (32 * ((w - from) & 1));
    }
    return codes;
  }

  private static int[] ones(int count) {
    int[] ones = new int[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static String value(Map<String, String> block, String key) {
    String value = block.get(key);
    if (value == null) {
      throw invalid("lacks '%s'".formatted(key));
    }
    return value;
  }

  private static String[] values(Map<String, String> block, String key, int count) {
    String[] values = value(block, key).split(" ", -1);
    if (values.length != count) {
      throw invalid("has %d values of '%s', not %d".formatted(values.length, key, count));
    }
    return values;
  }

  private static int[] ints(Map<String, String> block, String key, int count) {
    return Arrays.stream(values(block, key, count)).mapToInt(v -> parseInt(key, v)).toArray();
  }

  private static double[] doubles(Map<String, String> block, String key, int count) {
    return Arrays.stream(values(block, key, count)).mapToDouble(v -> parse(key, v)).toArray();
  }

  private static int integer(Map<String, String> block, String key) {
    return parseInt(key, value(block, key));
  }

  private static int parseInt(String key, String value) {
    long number = parseLong(key, value);
    if (number != (int) number) {
      throw invalid("has %d for '%s'".formatted(number, key));
    }
    return (int) number;
  }

  private static long parseLong(String key, String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw invalid("has '%s' for '%s'".formatted(value, key));
    }
  }

  private static double parse(String key, String value) {
    try {
      return switch (value) {
        case "inf" -> Double.POSITIVE_INFINITY;
        case "-inf" -> Double.NEGATIVE_INFINITY;
        case "nan", "-nan" -> Double.NaN;
        default -> Double.parseDouble(value);
      };
    } catch (NumberFormatException e) {
      throw invalid("has '%s' for '%s'".formatted(value, key));
    }
  }

  private static InvalidInput invalid(String message) {
    return new InvalidInput("model", "the LightGBM model text " + message);
  }
}
