package dev.lazuli.ml.onnx;

import dev.lazuli.ml.design.Design;
import dev.lazuli.ml.neural.NeuralModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The raw scores of a network, as operators over the features.
final class NetworkGraph {
  private final GraphBuilder graph;
  private final String features;
  private final Design design;

  /// The columns of the design in the order in which the graph has them.
  private final List<Integer> order = new ArrayList<>();

  private NetworkGraph(GraphBuilder graph, String features, Design design) {
    this.graph = graph;
    this.features = features;
    this.design = design;
  }

  /// The scores, `rows x outputs`.
  static String scores(GraphBuilder graph, String features, NeuralModel model) {
    return new NetworkGraph(graph, features, model.design()).scores(model);
  }

  private String scores(NeuralModel model) {
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
    String values = graph.besides(blocks);
    for (int layer = 0; layer < model.layers(); layer++) {
      int units = model.units(layer);
      double[] weights = layer == 0 ? ordered(model.weights(0), units) : model.weights(layer);
      OnnxTensor factor = OnnxTensor.doubles(weights.clone(), weights.length / units, units);
      OnnxTensor biases = OnnxTensor.doubles(model.biases(layer).clone(), 1, units);
      String sum =
          graph.op(
              "Add", graph.op("MatMul", values, graph.constant(factor)), graph.constant(biases));
      boolean isLast = layer == model.layers() - 1;
      values = isLast ? sum : graph.op("Max", sum, graph.constant(0));
    }
    return values;
  }

  /// The rows of weights in the order of the graph's columns.
  private double[] ordered(double[] weights, int units) {
    double[] ordered = new double[weights.length];
    for (int i = 0; i < order.size(); i++) {
      System.arraycopy(weights, order.get(i) * units, ordered, i * units, units);
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
