package dev.lazuli.ml.onnx;

import dev.lazuli.ml.onnx.OnnxAttribute.Whole;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A graph in the making; values are known by their names.
final class GraphBuilder {
  private final Set<String> names = new HashSet<>();
  private final List<OnnxGraph.Value> inputs = new ArrayList<>();
  private final List<OnnxGraph.Value> outputs = new ArrayList<>();
  private final List<OnnxNode> nodes = new ArrayList<>();
  private final Map<String, OnnxTensor> initializers = new LinkedHashMap<>();
  private int next;

  /// Declares a column of the table, of shape `rows x 1`.
  void input(String name, ElementType type) {
    names.add(name);
    inputs.add(new OnnxGraph.Value(name, type, 1));
  }

  /// Declares a value as an output of that name, or a longer one when an input has it.
  ///
  /// @param columns second dimension; -1 when it has none
  void output(String wanted, String value, ElementType type, long columns) {
    String name = wanted;
    while (!names.add(name)) {
      name += "_";
    }
    nodes.add(new OnnxNode("Identity", "", List.of(value), List.of(name), Map.of()));
    outputs.add(new OnnxGraph.Value(name, type, columns));
  }

  /// Adds one of ONNX's own operators and tells its output.
  String op(String op, String... operands) {
    return op(op, Map.of(), operands);
  }

  String op(String op, Map<String, OnnxAttribute> attributes, String... operands) {
    return add(op, "", attributes, operands);
  }

  /// Adds an operator of classic models and tells its output.
  String ml(String op, Map<String, OnnxAttribute> attributes, String... operands) {
    return add(op, OnnxNode.ML, attributes, operands);
  }

  private String add(
      String op, String domain, Map<String, OnnxAttribute> attributes, String... operands) {
    String output = newName();
    nodes.add(new OnnxNode(op, domain, List.of(operands), List.of(output), attributes));
    return output;
  }

  String cast(String value, ElementType type) {
    return op("Cast", Map.of("to", new Whole(type.code())), value);
  }

  /// The rows of `table` that the whole numbers `places` name; `table` has `width` columns.
  String lookUp(String table, String places, int width) {
    return op("Reshape", op("Gather", table, places), constant(OnnxTensor.wholes(shape(width), 2)));
  }

  private static double[] shape(int width) {
    return new double[] {-1, width};
  }

  /// The rows of a table that a column of codes names.
  ///
  /// @param column `rows x 1`; NaN, and codes out of range, name the last row
  /// @param table `(codes + 1) x width`
  String ofCodes(String column, double[] table, int codes, int width) {
    String beyond = op("GreaterOrEqual", column, constant(codes));
    String unknown = op("Or", op("IsNaN", column), beyond);
    String known = op("Where", unknown, constant(codes), column);
    String rows = constant(OnnxTensor.doubles(table, codes + 1, width));
    return lookUp(rows, cast(known, ElementType.INT64), width);
  }

  /// The columns of a `rows x d` value.
  String columns(String value, double... columns) {
    String places = constant(OnnxTensor.wholes(columns, columns.length));
    return op("Gather", Map.of("axis", new Whole(1)), value, places);
  }

  /// Values side by side.
  String besides(List<String> values) {
    Map<String, OnnxAttribute> axis = Map.of("axis", new Whole(1));
    return values.size() == 1
        ? values.getFirst()
        : op("Concat", axis, values.toArray(String[]::new));
  }

  String constant(double value) {
    return constant(OnnxTensor.doubles(new double[] {value}, 1));
  }

  String constantWhole(long value) {
    return constant(OnnxTensor.wholes(new double[] {value}, 1));
  }

  String constant(OnnxTensor tensor) {
    String name = newName();
    initializers.put(name, tensor);
    return name;
  }

  private String newName() {
    String name = "v" + next++;
    while (!names.add(name)) {
      name = "v" + next++;
    }
    return name;
  }

  OnnxGraph build(Map<String, String> metadata) {
    return new OnnxGraph(inputs, outputs, nodes, initializers, metadata);
  }
}
