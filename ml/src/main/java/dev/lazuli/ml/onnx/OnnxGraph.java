package dev.lazuli.ml.onnx;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Operators between named inputs and outputs.
///
/// @param initializers constants by their names
/// @param metadata words about the model
record OnnxGraph(
    List<Value> inputs,
    List<Value> outputs,
    List<OnnxNode> nodes,
    Map<String, OnnxTensor> initializers,
    Map<String, String> metadata) {
  private static final int IR_VERSION = 8;
  private static final int OPSET = 15;
  private static final int ML_OPSET = 3;

  /// An input or output of the graph.
  ///
  /// @param columns its second dimension; -1 when it has none or does not tell it
  record Value(String name, ElementType type, long columns) {
    /// The value as `ValueInfoProto`; its first dimension is the rows, of any number.
    private ProtoWriter proto() {
      ProtoWriter shape = new ProtoWriter().message(1, new ProtoWriter().text(2, "rows"));
      if (columns >= 0) {
        shape.message(1, new ProtoWriter().number(1, columns));
      }
      ProtoWriter tensor = new ProtoWriter().number(1, type.code()).message(2, shape);
      return new ProtoWriter().text(1, name).message(2, new ProtoWriter().message(1, tensor));
    }
  }

  OnnxGraph {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    nodes = List.copyOf(nodes);
    initializers = Collections.unmodifiableMap(new TreeMap<>(initializers));
    metadata = Map.copyOf(metadata);
  }

  /// The graph as `ModelProto`, operator sets 15 and 3.
  byte[] toBytes() {
    ProtoWriter graph = new ProtoWriter();
    nodes.forEach(node -> graph.message(1, node.proto()));
    graph.text(2, "lazuli");
    initializers.forEach((name, tensor) -> graph.message(5, tensor.proto(name)));
    inputs.forEach(input -> graph.message(11, input.proto()));
    outputs.forEach(output -> graph.message(12, output.proto()));
    return new ProtoWriter()
        .number(1, IR_VERSION)
        .text(2, "lazuli")
        .message(7, graph)
        .message(8, opset("", OPSET))
        .message(8, opset(OnnxNode.ML, ML_OPSET))
        .entries(14, metadata)
        .toBytes();
  }

  private static ProtoWriter opset(String domain, int version) {
    return new ProtoWriter().text(1, domain).number(2, version);
  }
}
