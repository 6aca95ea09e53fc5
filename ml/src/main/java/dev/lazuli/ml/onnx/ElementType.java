package dev.lazuli.ml.onnx;

import dev.lazuli.ml.InvalidInput;

/// What a tensor holds, by the numbers of `TensorProto.DataType`.
enum ElementType {
  FLOAT(1, 4),
  INT32(6, 4),
  INT64(7, 8),
  STRING(8, 0),
  BOOL(9, 1),
  DOUBLE(11, 8);

  private final int code;
  private final int size;

  ElementType(int code, int size) {
    this.code = code;
    this.size = size;
  }

  int code() {
    return code;
  }

  /// Bytes of one element in raw data; 0 for strings.
  int size() {
    return size;
  }

  static ElementType of(long code) {
    for (ElementType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    throw new InvalidInput(
        "model", "the ONNX file has tensors of element type %d, which is not read".formatted(code));
  }
}
