package dev.lazuli.ml.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// Constant numbers or strings with a shape. Immutable.
final class OnnxTensor {
  private final ElementType type;
  private final long[] dims;
  private final double[] numbers;
  private final List<String> texts;

  /// @param numbers row-major, owned by the tensor from here on; empty for strings
  /// @param texts the strings; empty for numbers
  OnnxTensor(ElementType type, long[] dims, double[] numbers, List<String> texts) {
    this.type = type;
    this.dims = dims;
    this.numbers = numbers;
    this.texts = texts;
  }

  static OnnxTensor doubles(double[] values, long... dims) {
    return new OnnxTensor(ElementType.DOUBLE, dims, values, List.of());
  }

  static OnnxTensor wholes(double[] values, long... dims) {
    return new OnnxTensor(ElementType.INT64, dims, values, List.of());
  }

  static OnnxTensor truths(double[] values) {
    return new OnnxTensor(ElementType.BOOL, new long[] {values.length}, values, List.of());
  }

  static OnnxTensor texts(List<String> values) {
    return new OnnxTensor(
        ElementType.STRING, new long[] {values.size()}, new double[0], List.copyOf(values));
  }

  ElementType type() {
    return type;
  }

  /// The shape; not a copy: only to read.
  long[] dims() {
    return dims;
  }

  /// The numbers; not a copy: only to read.
  double[] numbers() {
    return numbers;
  }

  List<String> texts() {
    return texts;
  }

  /// How many elements there are.
  int size() {
    return type == ElementType.STRING ? texts.size() : numbers.length;
  }

  ProtoWriter proto(String name) {
    ProtoWriter out = new ProtoWriter();
    for (long dim : dims) {
      out.number(1, dim);
    }
    out.number(2, type.code());
    if (type == ElementType.STRING) {
      out.texts(6, texts);
    }
    out.text(8, name);
    if (type != ElementType.STRING) {
      out.bytes(9, raw());
    }
    return out;
  }

  private byte[] raw() {
    byte[] bytes = new byte[Math.multiplyExact(numbers.length, type.size())];
    ByteBuffer raw = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (double number : numbers) {
      switch (type) {
        case FLOAT -> raw.putFloat((float) number);
        case DOUBLE -> raw.putDouble(number);
        case INT32 -> raw.putInt((int) number);
        case INT64 -> raw.putLong((long) number);
        case BOOL -> raw.put((byte) (number == 0 ? 0 : 1));
        case STRING -> throw new IllegalStateException("strings have no raw data");
      }
    }
    return bytes;
  }
}
