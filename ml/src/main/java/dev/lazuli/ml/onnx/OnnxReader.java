package dev.lazuli.ml.onnx;

import dev.lazuli.ml.InvalidInput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/// Reads an ONNX file as far as graphs of trees and linear models need it.
final class OnnxReader {
  /// A file of more operators than this is no model of trees.
  private static final int NODES_MAX = 10_000;

  private final List<OnnxNode> nodes = new ArrayList<>();
  private final Map<String, OnnxTensor> initializers = new HashMap<>();
  private final Map<String, String> metadata = new HashMap<>();
  private final List<OnnxGraph.Value> inputs = new ArrayList<>();
  private final List<OnnxGraph.Value> outputs = new ArrayList<>();

  private OnnxReader() {}

  /// The graph in the bytes of an ONNX file.
  ///
  /// @throws InvalidInput when they are no such file
  static OnnxGraph read(byte[] bytes) {
    OnnxReader reader = new OnnxReader();
    reader.model(new ProtoReader(bytes));
    reader.inputs.removeIf(input -> reader.initializers.containsKey(input.name()));
    return new OnnxGraph(
        reader.inputs, reader.outputs, reader.nodes, reader.initializers, reader.metadata);
  }

  private void model(ProtoReader in) {
    boolean found = false;
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 7 -> {
          found = true;
          graph(in.message());
        }
        case 14 -> {
          Entry entry = entry(in.message());
          metadata.put(entry.key(), entry.value());
        }
        default -> in.skip();
      }
    }
    if (!found) {
      throw new InvalidInput("model", "the ONNX file has no graph");
    }
  }

  private void graph(ProtoReader in) {
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> nodes.add(node(in.message()));
        case 5 -> initializer(in.message());
        case 11 -> inputs.add(value(in.message()));
        case 12 -> outputs.add(value(in.message()));
        default -> in.skip();
      }
      if (nodes.size() + initializers.size() + inputs.size() + outputs.size() > NODES_MAX) {
        throw new InvalidInput(
            "model", "the ONNX file has more than %d operators and values".formatted(NODES_MAX));
      }
    }
  }

  private static OnnxNode node(ProtoReader in) {
    List<String> inputs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    Map<String, OnnxAttribute> attributes = new HashMap<>();
    String op = "";
    String domain = "";
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> inputs.add(in.text());
        case 2 -> outputs.add(in.text());
        case 4 -> op = in.text();
        case 5 -> {
          OnnxParts parts = new OnnxParts(in.message());
          attributes.put(parts.name(), OnnxAttribute.read(parts));
        }
        case 7 -> domain = in.text();
        default -> in.skip();
      }
    }
    return new OnnxNode(op, domain, inputs, outputs, attributes);
  }

  /// A pair of strings.
  private record Entry(String key, String value) {}

  private static Entry entry(ProtoReader in) {
    String key = "";
    String value = "";
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> key = in.text();
        case 2 -> value = in.text();
        default -> in.skip();
      }
    }
    return new Entry(key, value);
  }

  private void initializer(ProtoReader in) {
    Content content = new Content(in);
    initializers.put(content.name, content.tensor());
  }

  static OnnxTensor tensor(ProtoReader in) {
    return new Content(in).tensor();
  }

  /// A `TypeProto` that is no tensor (a list of maps) counts as a tensor of doubles: nothing reads
  /// such an output.
  private static OnnxGraph.Value value(ProtoReader in) {
    String name = "";
    ElementType type = ElementType.DOUBLE;
    List<Long> dims = new ArrayList<>();
    for (int field = in.next(); field != 0; field = in.next()) {
      if (field == 1) {
        name = in.text();
      } else if (field == 2) {
        ProtoReader kind = in.message();
        for (int inner = kind.next(); inner != 0; inner = kind.next()) {
          if (inner == 1) {
            type = tensorType(kind.message(), dims);
          } else {
            kind.skip();
          }
        }
      } else {
        in.skip();
      }
    }
    return new OnnxGraph.Value(name, type, dims.size() == 2 ? dims.get(1) : -1);
  }

  private static ElementType tensorType(ProtoReader in, List<Long> dims) {
    ElementType type = ElementType.DOUBLE;
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> type = ElementType.of(in.number());
        case 2 -> dims(in.message(), dims);
        default -> in.skip();
      }
    }
    return type;
  }

  private static void dims(ProtoReader in, List<Long> dims) {
    for (int field = in.next(); field != 0; field = in.next()) {
      if (field != 1 || dims.size() > 8) {
        in.skip();
        continue;
      }
      long size = -1;
      ProtoReader dim = in.message();
      for (int inner = dim.next(); inner != 0; inner = dim.next()) {
        if (inner == 1) {
          size = dim.number();
        } else {
          dim.skip();
        }
      }
      dims.add(size);
    }
  }

  /// The fields of a `TensorProto` as they were read.
  private static final class Content {
    private final LongStream.Builder dims = LongStream.builder();
    private final LongStream.Builder wholes = LongStream.builder();
    private final LongStream.Builder floats = LongStream.builder();
    private final LongStream.Builder doubles = LongStream.builder();
    private final List<String> texts = new ArrayList<>();
    private byte[] raw = {};
    private String name = "";
    private long type = ElementType.FLOAT.code();

    Content(ProtoReader in) {
      for (int field = in.next(); field != 0; field = in.next()) {
        switch (field) {
          case 1 -> in.numbers(dims);
          case 2 -> type = in.number();
          case 4 -> in.fixed(4, floats);
          case 5, 7 -> in.numbers(wholes);
          case 6 -> texts.add(in.text());
          case 8 -> name = in.text();
          case 9 -> raw = in.bytes();
          case 10 -> in.fixed(8, doubles);
          case 13 -> throw invalid("lies in another file, which is not read");
          default -> in.skip();
        }
      }
    }

    OnnxTensor tensor() {
      ElementType element = ElementType.of(type);
      long[] shape = dims.build().toArray();
      double[] numbers =
          switch (element) {
            case STRING -> new double[0];
            case FLOAT ->
                raw.length > 0
                    ? raw(element)
                    : floats
                        .build()
                        .mapToDouble(bits -> Float.intBitsToFloat((int) bits))
                        .toArray();
            case DOUBLE ->
                raw.length > 0
                    ? raw(element)
                    : doubles.build().mapToDouble(Double::longBitsToDouble).toArray();
            case INT32, INT64, BOOL ->
                raw.length > 0 ? raw(element) : wholes.build().asDoubleStream().toArray();
          };
      long size = element == ElementType.STRING ? texts.size() : numbers.length;
      double product = Arrays.stream(shape).asDoubleStream().reduce(1, (a, b) -> a * b);
      if (product != size || Arrays.stream(shape).anyMatch(dim -> dim < 0)) {
        throw invalid("has %d elements for the shape %s".formatted(size, Arrays.toString(shape)));
      }
      return new OnnxTensor(element, shape, numbers, List.copyOf(texts));
    }

    private double[] raw(ElementType element) {
      if (raw.length % element.size() != 0) {
        throw invalid("has %d raw bytes".formatted(raw.length));
      }
      ByteBuffer in = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
      double[] numbers = new double[raw.length / element.size()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] =
            switch (element) {
              case FLOAT -> in.getFloat();
              case DOUBLE -> in.getDouble();
              case INT32 -> in.getInt();
              case INT64 -> in.getLong();
              case BOOL -> in.get();
              case STRING -> throw new IllegalStateException("strings have no raw data");
            };
      }
      return numbers;
    }

    private InvalidInput invalid(String what) {
      return new InvalidInput("model", "the ONNX file's tensor '%s' %s".formatted(name, what));
    }
  }
}
