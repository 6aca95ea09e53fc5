package dev.lazuli.ml.onnx;

import dev.lazuli.ml.imports.CodeSets;
import dev.lazuli.ml.imports.Thresholds;
import dev.lazuli.ml.imports.TreeAssembly;
import dev.lazuli.ml.score.TreeBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;

/// The nodes of the trees of one ONNX operator, and what each asks in terms of the model's
/// features.
///
/// A chain of equalities with one true branch is one question about a set of codes.
final class OnnxTreeNodes {
  private static final int CODES_MAX = 1 << 20;

  private final OnnxNode node;
  private final List<Expression> columns;
  private final int[] features;
  private final int[] whenTrue;
  private final int[] whenFalse;
  private final int[] missingIsTrue;
  private final double[] values;
  private final List<String> modes;
  private final CodeSets codeSets = new CodeSets();

  OnnxTreeNodes(OnnxNode node, List<Expression> columns) {
    this.node = node;
    this.columns = columns;
    modes = node.texts("nodes_modes");
    int count = modes.size();
    features = list("nodes_featureids", count, false);
    whenTrue = list("nodes_truenodeids", count, false);
    whenFalse = list("nodes_falsenodeids", count, false);
    missingIsTrue = list("nodes_missing_value_tracks_true", count, true);
    values = node.reals("nodes_values");
    if (values.length != count || node.wholes("nodes_treeids").length != count) {
      throw node.invalid("has lists of different lengths");
    }
    for (int i = 0; i < count; i++) {
      if (!modes.get(i).equals("LEAF") && (features[i] < 0 || features[i] >= columns.size())) {
        throw node.invalid("splits on column %d of %d".formatted(features[i], columns.size()));
      }
    }
  }

  private int[] list(String name, int count, boolean optional) {
    int[] values = node.wholes(name);
    if (optional && values.length == 0) {
      return new int[count];
    }
    if (values.length != count) {
      throw node.invalid("has %d values of '%s', not %d".formatted(values.length, name, count));
    }
    return values;
  }

  /// A question that parts rows in two, in our terms.
  private sealed interface Question {}

  /// @param trueIsLeft whether the operator's true branch is our left child
  private record Compare(int feature, double threshold, boolean missingLeft, boolean trueIsLeft)
      implements Question {}

  private record IsIn(int feature, List<Integer> codes, boolean trueIsLeft, boolean others)
      implements Question {}

  /// The nodes of one tree.
  ///
  /// @param places places in the lists by node numbers; the first is the root
  /// @param leaves values of leaves by places
  TreeAssembly.Nodes tree(Map<Integer, Integer> places, Map<Integer, Double> leaves) {
    return new OneTree(places, leaves);
  }

  private final class OneTree implements TreeAssembly.Nodes {
    private final Map<Integer, Integer> numbers = new HashMap<>();
    private final List<Integer> order;
    private final Map<Integer, Integer> places;
    private final Map<Integer, Double> leaves;

    OneTree(Map<Integer, Integer> places, Map<Integer, Double> leaves) {
      this.places = places;
      this.leaves = leaves;
      this.order = new ArrayList<>(places.values());
      for (int i = 0; i < order.size(); i++) {
        numbers.put(order.get(i), i);
      }
    }

    @Override
    public int count() {
      return order.size();
    }

    @Override
    public boolean isLeaf(int number) {
      return modes.get(order.get(number)).equals("LEAF");
    }

    @Override
    public double value(int number) {
      return leaves.getOrDefault(order.get(number), 0.0);
    }

    @Override
    public int left(int number) {
      return trueIsLeft(number) ? onTrue(number) : onFalse(number);
    }

    @Override
    public int right(int number) {
      return trueIsLeft(number) ? onFalse(number) : onTrue(number);
    }

    private boolean trueIsLeft(int number) {
      return switch (question(number)) {
        case Compare compare -> compare.trueIsLeft();
        case IsIn isIn -> isIn.trueIsLeft();
      };
    }

    @Override
    public int split(TreeBuilder builder, int leaf, int number) {
      return switch (question(number)) {
        case Compare(int feature, double threshold, boolean missingLeft, _) ->
            builder.split(leaf, feature, threshold, missingLeft, 0);
        case IsIn(int feature, List<Integer> codes, _, boolean others) -> {
          int end = codes.stream().mapToInt(code -> code + 1).max().orElse(0);
          long[] set = codeSets.empty(end);
          codes.forEach(code -> CodeSets.add(set, code));
          yield builder.splitCodes(leaf, feature, others ? codeSets.others(set, end) : set, 0);
        }
      };
    }

    private Question question(int number) {
      int place = order.get(number);
      String mode = modes.get(place);
      Expression column = columns.get(features[place]);
      if (column instanceof Expression.Indicator indicator) {
        return new IsIn(
            indicator.feature(), List.of(indicator.code()), isTrue(place, indicator.on()), false);
      }
      Expression.Affine numeric = (Expression.Affine) column;
      return switch (mode) {
        case "BRANCH_LEQ", "BRANCH_LT" -> compare(place, numeric, true);
        case "BRANCH_GT", "BRANCH_GTE" -> compare(place, numeric, false);
        case "BRANCH_EQ" -> equal(number, numeric);
        default -> throw node.invalid("has nodes of mode '%s'".formatted(mode));
      };
    }

    /// Codes of a chain; missing values go right, so the set leads left unless they follow it.
    private Question equal(int number, Expression.Affine column) {
      List<Integer> codes = new ArrayList<>();
      int last = number;
      for (int next = number; next != last || codes.isEmpty(); next = onFalseDirect(last)) {
        double value = values[order.get(next)];
        if (value == -1) {
          last = next;
          break;
        }
        if (value != Math.rint(value) || value < 0 || value >= CODES_MAX) {
          throw node.invalid("asks for equality with %s, which is no code".formatted(value));
        }
        codes.add((int) value);
        last = next;
        if (!continues(last)) {
          break;
        }
      }
      boolean missingIsInSet = missingIsTrue[order.get(number)] != 0;
      return new IsIn(column.feature(), codes, !missingIsInSet, missingIsInSet);
    }

    /// Whether the false branch asks for one more code with the same true branch.
    private boolean continues(int number) {
      int place = order.get(number);
      int next = order.get(onFalseDirect(number));
      return modes.get(place).equals("BRANCH_EQ")
          && modes.get(next).equals("BRANCH_EQ")
          && features[place] == features[next]
          && missingIsTrue[place] == missingIsTrue[next]
          && whenTrue[place] == whenTrue[next]
          && next > place;
    }

    private int onTrue(int number) {
      return numbered(whenTrue[order.get(number)]);
    }

    private int onFalse(int number) {
      int last = number;
      while (modes.get(order.get(last)).equals("BRANCH_EQ")
          && columns.get(features[order.get(last)]) instanceof Expression.Affine
          && continues(last)) {
        last = onFalseDirect(last);
      }
      return onFalseDirect(last);
    }

    private int onFalseDirect(int number) {
      return numbered(whenFalse[order.get(number)]);
    }

    private int numbered(int nodeNumber) {
      Integer place = places.get(nodeNumber);
      if (place == null) {
        throw node.invalid("leads to node %d, which is not there".formatted(nodeNumber));
      }
      return numbers.getOrDefault(place, -1);
    }
  }

  private boolean isTrue(int place, double value) {
    double bound = values[place];
    return switch (modes.get(place)) {
      case "BRANCH_LEQ" -> value <= bound;
      case "BRANCH_LT" -> value < bound;
      case "BRANCH_GT" -> value > bound;
      case "BRANCH_GTE" -> value >= bound;
      case "BRANCH_EQ" -> value == bound;
      case "BRANCH_NEQ" -> value != bound;
      default -> throw node.invalid("has nodes of mode '%s'".formatted(modes.get(place)));
    };
  }

  /// @param less whether the question is true for small values of the column
  private Compare compare(int place, Expression.Affine column, boolean less) {
    boolean rising = column.scale() >= 0;
    boolean trueIsLeft = less == rising;
    DoublePredicate isLeft = x -> isTrue(place, column.exact().applyAsDouble(x)) == trueIsLeft;
    double missing = column.exact().applyAsDouble(Double.NaN);
    boolean missingTrue =
        Double.isNaN(missing) ? missingIsTrue[place] != 0 : isTrue(place, missing);
    return new Compare(
        column.feature(), Thresholds.greatest(isLeft), missingTrue == trueIsLeft, trueIsLeft);
  }
}
