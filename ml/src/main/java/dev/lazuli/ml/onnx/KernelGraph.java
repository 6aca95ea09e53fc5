package dev.lazuli.ml.onnx;

import dev.lazuli.ml.kernel.KernelSvmModel;

/// The raw scores of a support vector machine with a kernel, as operators over the features.
final class KernelGraph {
  private KernelGraph() {}

  /// The scores, `rows x outputs`.
  static String scores(GraphBuilder graph, String features, KernelSvmModel model) {
    DesignGraph design = new DesignGraph(graph, features, model.design());
    int count = model.vectorCount();
    int columns = model.design().columns();
    int outputs = model.outputs();
    double[] byColumn = new double[columns * count];
    double[] squares = new double[count];
    for (int i = 0; i < count; i++) {
      for (int column = 0; column < columns; column++) {
        double value = model.vectors()[i * columns + column];
        byColumn[column * count + i] = value;
        squares[i] += value * value;
      }
    }
    String vectors = design.vectors();
    String products =
        graph.op(
            "MatMul",
            vectors,
            graph.constant(OnnxTensor.doubles(design.ordered(byColumn, count), columns, count)));
    String own = graph.op("ReduceSum", graph.op("Mul", vectors, vectors), graph.constantWhole(1));
    String distances =
        graph.op(
            "Sub",
            graph.op("Add", own, graph.constant(OnnxTensor.doubles(squares, 1, count))),
            graph.op("Mul", products, graph.constant(2)));
    String near = graph.op("Exp", graph.op("Mul", distances, graph.constant(-model.gamma())));
    OnnxTensor coefficients = OnnxTensor.doubles(model.coefficients().clone(), count, outputs);
    OnnxTensor intercepts = OnnxTensor.doubles(model.intercepts().clone(), 1, outputs);
    return graph.op(
        "Add", graph.op("MatMul", near, graph.constant(coefficients)), graph.constant(intercepts));
  }
}
