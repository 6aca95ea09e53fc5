package dev.lazuli.ml.onnx;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.imports.ImportedFeature;
import dev.lazuli.ml.onnx.Expression.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/// What the values of a graph are in terms of its inputs, as far as preparation of numbers and
/// one-hot categories goes: casts, imputation, scaling, picking and putting side by side.
final class OnnxColumns {
  private static final int COLUMNS_MAX = 100_000;

  /// Columns of all values together.
  private static final int EXPRESSIONS_MAX = 4_000_000;

  private final OnnxGraph graph;

  /// Whether numbers are rounded to floats after each step.
  private final Map<String, Boolean> isFloat = new HashMap<>();

  private final Map<String, List<Expression>> values = new HashMap<>();
  private final Map<String, Integer> textFeatures = new HashMap<>();
  private final List<ImportedFeature> features = new ArrayList<>();
  private int expressions;

  OnnxColumns(OnnxGraph graph) {
    this.graph = graph;
    graph.inputs().forEach(this::input);
  }

  private void input(OnnxGraph.Value input) {
    boolean single = input.columns() == 1;
    if (input.columns() < 1 || features.size() + input.columns() > COLUMNS_MAX) {
      throw new InvalidInput(
          "model",
          "the ONNX file's input '%s' has %d columns".formatted(input.name(), input.columns()));
    }
    List<Expression> columns = new ArrayList<>();
    for (int column = 0; column < input.columns(); column++) {
      int feature = features.size();
      String name = single ? input.name() : "%s_%d".formatted(input.name(), column);
      features.add(
          input.type() == ElementType.STRING
              ? new ImportedFeature.Category(name, List.of(), true)
              : new ImportedFeature.Numeric(name));
      DoubleUnaryOperator exact =
          input.type() == ElementType.FLOAT ? x -> (float) x : DoubleUnaryOperator.identity();
      columns.add(Expression.Affine.of(feature, exact));
    }
    if (input.type() == ElementType.STRING && single) {
      textFeatures.put(input.name(), columns.getFirst().feature());
    }
    if (input.type() != ElementType.STRING) {
      values.put(input.name(), columns);
    }
    isFloat.put(input.name(), input.type() == ElementType.FLOAT);
  }

  /// The features, once all nodes have been read.
  List<ImportedFeature> features() {
    return features;
  }

  boolean isKnown(String value) {
    return values.containsKey(value) || textFeatures.containsKey(value);
  }

  /// Whether a value's numbers are floats.
  boolean isFloat(String value) {
    return isFloat.getOrDefault(value, true);
  }

  /// The columns of a value.
  List<Expression> columns(OnnxNode reader, String value) {
    List<Expression> columns = values.get(value);
    if (columns == null) {
      throw reader.invalid("reads '%s', which is not made of numbers".formatted(value));
    }
    return columns;
  }

  /// Reads a node of preparation.
  ///
  /// @throws dev.lazuli.ml.InvalidInput when it is another one
  void read(OnnxNode node) {
    String first = node.input();
    boolean floats = isFloat(first);
    Optional<Integer> text = Optional.ofNullable(textFeatures.get(first));
    if (text.isPresent()) {
      text(node, text.get());
      return;
    }
    List<Expression> columns =
        switch (node.op()) {
          case "Identity", "Reshape", "Flatten" -> columns(node, first);
          case "Cast" -> cast(node, columns(node, first));
          case "Concat", "FeatureVectorizer" -> besides(node);
          case "Gather" -> picked(node, along(node));
          case "ArrayFeatureExtractor" -> picked(node, constant(node, 1));
          case "Imputer" -> imputed(node, columns(node, first));
          case "Scaler" -> scaled(node, columns(node, first), floats);
          case "Add", "Sub", "Mul", "Div" -> arithmetic(node);
          case "OneHotEncoder" -> wholeCodes(node, columns(node, first));
          default -> throw node.invalid("is not supported before a model");
        };
    put(node, columns, node.op().equals("Cast") ? toFloat(node) : floats);
  }

  private void put(OnnxNode node, List<Expression> columns, boolean floats) {
    expressions += columns.size();
    if (columns.size() > COLUMNS_MAX || expressions > EXPRESSIONS_MAX) {
      throw node.invalid("makes too many columns");
    }
    for (String output : node.outputs()) {
      values.put(output, columns);
      isFloat.put(output, floats);
    }
  }

  /// A text column is passed on, or becomes a column for each category.
  private void text(OnnxNode node, int feature) {
    switch (node.op()) {
      case "Identity", "Reshape", "Flatten", "Gather", "ArrayFeatureExtractor" ->
          node.outputs().forEach(output -> textFeatures.put(output, feature));
      case "OneHotEncoder" -> put(node, codes(node, feature, node.texts("cats_strings")), true);
      default -> throw node.invalid("is not supported on text");
    }
  }

  private List<Expression> wholeCodes(OnnxNode node, List<Expression> columns) {
    List<String> codes =
        IntStream.of(node.wholes("cats_int64s")).mapToObj(String::valueOf).toList();
    if (columns.size() != 1 || isFloat(node.input())) {
      throw node.invalid("is supported on one column of strings or whole numbers only");
    }
    return codes(node, columns.getFirst().feature(), codes);
  }

  private List<Expression> codes(OnnxNode node, int feature, List<String> codes) {
    String name = features.get(feature).name();
    boolean sure = node.whole("zeros", 1) == 1;
    boolean same =
        switch (features.get(feature)) {
          case ImportedFeature.Numeric _ -> true;
          case ImportedFeature.Category(_, var values, _) ->
              values.isEmpty() || values.equals(codes);
        };
    if (!sure || !same || codes.isEmpty()) {
      throw node.invalid("of column '%s' is not supported".formatted(name));
    }
    features.set(feature, new ImportedFeature.Category(name, codes, true));
    List<Expression> columns = new ArrayList<>();
    for (int code = 0; code < codes.size(); code++) {
      columns.add(new Expression.Indicator(feature, code, 1, 0));
    }
    return columns;
  }

  private static boolean toFloat(OnnxNode node) {
    return node.whole("to", 0) == ElementType.FLOAT.code();
  }

  private static List<Expression> cast(OnnxNode node, List<Expression> columns) {
    long to = node.whole("to", 0);
    if (toFloat(node)) {
      return columns.stream().map(column -> column.then(Step.same(x -> (float) x))).toList();
    }
    if (to != ElementType.DOUBLE.code()) {
      throw node.invalid("to element type %d is not supported".formatted(to));
    }
    return columns;
  }

  private List<Expression> besides(OnnxNode node) {
    List<Expression> columns = new ArrayList<>();
    for (String input : node.inputs()) {
      columns.addAll(columns(node, input));
      if (columns.size() > COLUMNS_MAX) {
        throw node.invalid("makes more than %d columns".formatted(COLUMNS_MAX));
      }
    }
    return columns;
  }

  private double[] along(OnnxNode node) {
    if (node.whole("axis", 0) != 1) {
      throw node.invalid("is supported along columns only");
    }
    return constant(node, 1);
  }

  private List<Expression> picked(OnnxNode node, double[] places) {
    List<Expression> columns = columns(node, node.input());
    List<Expression> picked = new ArrayList<>();
    for (double place : places) {
      if (!(place >= 0 && place < columns.size())) {
        throw node.invalid("picks column %.0f of %d".formatted(place, columns.size()));
      }
      picked.add(columns.get((int) place));
    }
    return picked;
  }

  private static List<Expression> imputed(OnnxNode node, List<Expression> columns) {
    double[] fill = node.reals("imputed_value_floats");
    if (!Float.isNaN(node.real("replaced_value_float", 0))) {
      throw node.invalid("is supported for NaN only");
    }
    List<Expression> imputed = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      double value = of(node, fill, i, columns.size());
      imputed.add(columns.get(i).then(Step.same(x -> Double.isNaN(x) ? value : x)));
    }
    return imputed;
  }

  private static List<Expression> scaled(OnnxNode node, List<Expression> columns, boolean floats) {
    double[] offsets = node.reals("offset");
    double[] scales = node.reals("scale");
    List<Expression> scaled = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      double offset = of(node, offsets, i, columns.size());
      double scale = of(node, scales, i, columns.size());
      DoubleUnaryOperator exact =
          floats
              ? x -> ((float) x - (float) offset) * (float) scale
              : x -> (float) ((x - offset) * scale);
      scaled.add(columns.get(i).then(new Step(exact, scale, -offset * scale)));
    }
    return scaled;
  }

  private static double of(OnnxNode node, double[] values, int place, int count) {
    if (values.length != 1 && values.length != count) {
      throw node.invalid("has %d numbers for %d columns".formatted(values.length, count));
    }
    return values[place % values.length];
  }

  private List<Expression> arithmetic(OnnxNode node) {
    boolean swap = graph.initializers().containsKey(node.input());
    if (swap && (node.op().equals("Sub") || node.op().equals("Div"))) {
      throw node.invalid("is supported with the constant on the right only");
    }
    double[] numbers = constant(node, swap ? 0 : 1);
    String operand = node.input(swap ? 1 : 0);
    List<Expression> columns = columns(node, operand);
    boolean floats = isFloat(operand);
    List<Expression> results = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Step step = step(node, of(node, numbers, i, columns.size()));
      DoubleUnaryOperator exact = step.exact();
      results.add(
          columns
              .get(i)
              .then(
                  floats
                      ? new Step(x -> (float) exact.applyAsDouble(x), step.scale(), step.offset())
                      : step));
    }
    isFloat.put(node.input(), floats);
    return results;
  }

  private static Step step(OnnxNode node, double number) {
    return switch (node.op()) {
      case "Add" -> new Step(x -> x + number, 1, number);
      case "Sub" -> new Step(x -> x - number, 1, -number);
      case "Mul" -> new Step(x -> x * number, number, 0);
      case "Div" -> new Step(x -> x / number, 1 / number, 0);
      default -> throw node.invalid("is no arithmetic");
    };
  }

  private double[] constant(OnnxNode node, int place) {
    OnnxTensor tensor = graph.initializers().get(node.input(place));
    if (tensor == null || tensor.type() == ElementType.STRING) {
      throw node.invalid("is supported with a constant only");
    }
    return tensor.numbers();
  }
}
