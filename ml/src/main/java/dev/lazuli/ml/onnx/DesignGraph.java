package dev.lazuli.ml.onnx;

import dev.lazuli.ml.design.Design;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The standardised vectors of a design, as operators over the features; their columns stand in
/// another order than the design's.
final class DesignGraph {
  private final GraphBuilder graph;
  private final String features;
  private final Design design;
  private final List<Integer> order = new ArrayList<>();
  private final String vectors;

  DesignGraph(GraphBuilder graph, String features, Design design) {
    this.graph = graph;
    this.features = features;
    this.design = design;
    List<String> blocks = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    for (int f = 0; f < design.features(); f++) {
      if (design.numericColumn(f) >= 0) {
        numbers.add(f);
        order.add(design.numericColumn(f));
      }
    }
    if (!numbers.isEmpty()) {
      blocks.add(standard(numbers));
    }
    for (int f = 0; f < design.features(); f++) {
      if (Arrays.stream(design.switchColumns(f)).anyMatch(column -> column >= 0)) {
        blocks.add(switches(f));
      }
    }
    vectors = graph.besides(blocks);
  }

  /// The vectors, `rows x columns`.
  String vectors() {
    return vectors;
  }

  /// The rows of a matrix, one for each column of the design, in the order of the graph's columns.
  ///
  /// @param matrix `columns x width`
  double[] ordered(double[] matrix, int width) {
    double[] ordered = new double[matrix.length];
    for (int i = 0; i < order.size(); i++) {
      System.arraycopy(matrix, order.get(i) * width, ordered, i * width, width);
    }
    return ordered;
  }

  /// Standardised numbers within bounds, 0 where missing.
  private String standard(List<Integer> numbers) {
    int count = numbers.size();
    double[] places = numbers.stream().mapToDouble(f -> f).toArray();
    double[] means = numbers.stream().mapToDouble(design::mean).toArray();
    double[] deviations = numbers.stream().mapToDouble(design::deviation).toArray();
    String columns = graph.columns(features, places);
    String standard =
        graph.op(
            "Div",
            graph.op("Sub", columns, graph.constant(OnnxTensor.doubles(means, 1, count))),
            graph.constant(OnnxTensor.doubles(deviations, 1, count)));
    String known = graph.op("Where", graph.op("IsNaN", columns), graph.constant(0), standard);
    return graph.op(
        "Min",
        graph.op("Max", known, graph.constant(-Design.DEVIATIONS_MAX)),
        graph.constant(Design.DEVIATIONS_MAX));
  }

  /// The 0/1 columns of a feature that has any.
  private String switches(int feature) {
    String column = graph.columns(features, feature);
    int[] lines = design.switchColumns(feature);
    int cardinality = design.cardinality(feature);
    if (cardinality == 0) {
      order.add(lines[0]);
      return graph.cast(graph.op("IsNaN", column), ElementType.DOUBLE);
    }
    int[] own = Arrays.stream(lines).filter(line -> line >= 0).toArray();
    double[] table = new double[lines.length * own.length];
    for (int i = 0; i < own.length; i++) {
      order.add(own[i]);
      for (int code = 0; code < lines.length; code++) {
        table[code * own.length + i] = lines[code] == own[i] ? 1 : 0;
      }
    }
    return graph.ofCodes(column, table, cardinality, own.length);
  }
}
