package dev.lazuli.ml.onnx;

import dev.lazuli.ml.neural.NeuralModel;

/// The raw scores of a network, as operators over the features.
final class NetworkGraph {
  private NetworkGraph() {}

  /// The scores, `rows x outputs`.
  static String scores(GraphBuilder graph, String features, NeuralModel model) {
    DesignGraph design = new DesignGraph(graph, features, model.design());
    String values = design.vectors();
    for (int layer = 0; layer < model.layers(); layer++) {
      int units = model.units(layer);
      double[] weights =
          layer == 0 ? design.ordered(model.weights(0), units) : model.weights(layer).clone();
      OnnxTensor factor = OnnxTensor.doubles(weights, weights.length / units, units);
      OnnxTensor biases = OnnxTensor.doubles(model.biases(layer).clone(), 1, units);
      String sum =
          graph.op(
              "Add", graph.op("MatMul", values, graph.constant(factor)), graph.constant(biases));
      boolean isLast = layer == model.layers() - 1;
      values = isLast ? sum : graph.op("Max", sum, graph.constant(0));
    }
    return values;
  }
}
