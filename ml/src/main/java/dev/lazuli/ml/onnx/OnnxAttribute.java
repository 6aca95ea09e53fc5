package dev.lazuli.ml.onnx;

import dev.lazuli.ml.InvalidInput;
import java.util.List;

/// A setting of a node. Immutable.
sealed interface OnnxAttribute {
  /// A whole number.
  record Whole(long value) implements OnnxAttribute {}

  /// A number.
  record Real(float value) implements OnnxAttribute {}

  /// A string.
  record Text(String value) implements OnnxAttribute {}

  /// Strings.
  record Texts(List<String> values) implements OnnxAttribute {}

  /// A tensor.
  record Tensor(OnnxTensor value) implements OnnxAttribute {}

  /// Whole numbers.
  final class Wholes implements OnnxAttribute {
    private final long[] values;

    Wholes(long... values) {
      this.values = values;
    }

    /// Not a copy: only to read.
    long[] values() {
      return values;
    }
  }

  /// Numbers.
  final class Reals implements OnnxAttribute {
    private final float[] values;

    Reals(float... values) {
      this.values = values;
    }

    /// Not a copy: only to read.
    float[] values() {
      return values;
    }
  }

  /// The attribute as `AttributeProto`.
  default ProtoWriter proto(String name) {
    ProtoWriter out = new ProtoWriter().text(1, name);
    return switch (this) {
      case Real(float value) -> out.real(2, value).number(20, 1);
      case Whole(long value) -> out.number(3, value).number(20, 2);
      case Text(String value) -> out.text(4, value).number(20, 3);
      case Tensor(OnnxTensor value) -> out.message(5, value.proto("")).number(20, 4);
      case Reals reals -> out.reals(7, reals.values()).number(20, 6);
      case Wholes wholes -> out.numbers(8, wholes.values()).number(20, 7);
      case Texts(List<String> values) -> out.texts(9, values).number(20, 8);
    };
  }

  /// The attribute in an `AttributeProto`, which has one value.
  static OnnxAttribute read(OnnxParts parts) {
    return switch (parts.type()) {
      case 1 -> new Real(parts.real());
      case 2 -> new Whole(parts.whole());
      case 3 -> new Text(parts.text());
      case 4 -> new Tensor(parts.tensor());
      case 6 -> new Reals(parts.reals());
      case 7 -> new Wholes(parts.wholes());
      case 8 -> new Texts(parts.texts());
      default ->
          throw new InvalidInput(
              "model",
              "the ONNX file's attribute '%s' is of type %d, which is not read"
                  .formatted(parts.name(), parts.type()));
    };
  }
}
