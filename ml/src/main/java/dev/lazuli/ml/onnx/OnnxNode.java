package dev.lazuli.ml.onnx;

import dev.lazuli.ml.InvalidInput;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One operator of a graph.
///
/// @param domain empty for ONNX's own operators, `ai.onnx.ml` for those of classic models
record OnnxNode(
    String op,
    String domain,
    List<String> inputs,
    List<String> outputs,
    Map<String, OnnxAttribute> attributes) {
  static final String ML = "ai.onnx.ml";

  OnnxNode {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    attributes = Map.copyOf(attributes);
  }

  ProtoWriter proto() {
    ProtoWriter out = new ProtoWriter().texts(1, inputs).texts(2, outputs).text(4, op);
    attributes.keySet().stream()
        .sorted()
        .forEach(name -> out.message(5, attribute(name).orElseThrow().proto(name)));
    return domain.isEmpty() ? out : out.text(7, domain);
  }

  Optional<OnnxAttribute> attribute(String name) {
    return Optional.ofNullable(attributes.get(name));
  }

  /// The node's only input.
  String input() {
    return input(0);
  }

  String input(int place) {
    if (place >= inputs.size()) {
      throw invalid("lacks input %d".formatted(place + 1));
    }
    return inputs.get(place);
  }

  /// The whole number of that name, or `absent`.
  long whole(String name, long absent) {
    return switch (attribute(name).orElse(null)) {
      case null -> absent;
      case OnnxAttribute.Whole(long value) -> value;
      default -> throw invalid("has an attribute '%s' that is no whole number".formatted(name));
    };
  }

  /// The number of that name, or `absent`.
  float real(String name, float absent) {
    return switch (attribute(name).orElse(null)) {
      case null -> absent;
      case OnnxAttribute.Real(float value) -> value;
      default -> throw invalid("has an attribute '%s' that is no number".formatted(name));
    };
  }

  /// The string of that name, or `absent`.
  String text(String name, String absent) {
    return switch (attribute(name).orElse(null)) {
      case null -> absent;
      case OnnxAttribute.Text(String value) -> value;
      default -> throw invalid("has an attribute '%s' that is no string".formatted(name));
    };
  }

  /// The whole numbers of that name; none when it is absent.
  int[] wholes(String name) {
    return switch (attribute(name).orElse(null)) {
      case null -> new int[0];
      case OnnxAttribute.Wholes values -> {
        for (long value : values.values()) {
          if (value != (int) value) {
            throw invalid("has %d in '%s'".formatted(value, name));
          }
        }
        yield Arrays.stream(values.values()).mapToInt(value -> (int) value).toArray();
      }
      default -> throw invalid("has an attribute '%s' that is no list of numbers".formatted(name));
    };
  }

  /// The numbers of that name, of either precision; none when it is absent.
  double[] reals(String name) {
    Optional<OnnxAttribute> precise = attribute(name + "_as_tensor");
    return switch (precise.or(() -> attribute(name)).orElse(null)) {
      case null -> new double[0];
      case OnnxAttribute.Reals values -> {
        double[] reals = new double[values.values().length];
        Arrays.setAll(reals, i -> values.values()[i]);
        yield reals;
      }
      case OnnxAttribute.Tensor(OnnxTensor tensor) -> tensor.numbers();
      default -> throw invalid("has an attribute '%s' that is no list of numbers".formatted(name));
    };
  }

  /// The strings of that name; none when it is absent.
  List<String> texts(String name) {
    return switch (attribute(name).orElse(null)) {
      case null -> List.of();
      case OnnxAttribute.Texts(List<String> values) -> values;
      default -> throw invalid("has an attribute '%s' that is no list of strings".formatted(name));
    };
  }

  InvalidInput invalid(String what) {
    return new InvalidInput("model", "the ONNX file's operator %s %s".formatted(op, what));
  }
}
