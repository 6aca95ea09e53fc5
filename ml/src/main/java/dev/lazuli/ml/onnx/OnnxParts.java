package dev.lazuli.ml.onnx;

import dev.lazuli.ml.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/// The fields of an `AttributeProto` as they were read.
final class OnnxParts {
  private String name = "";
  private int type;
  private float real;
  private long whole;
  private String text = "";
  private OnnxTensor tensor = OnnxTensor.doubles(new double[0], 0);
  private final LongStream.Builder reals = LongStream.builder();
  private final LongStream.Builder wholes = LongStream.builder();
  private final List<String> texts = new ArrayList<>();

  OnnxParts(ProtoReader in) {
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> name = in.text();
        case 2 -> real = in.real();
        case 3 -> whole = in.number();
        case 4 -> text = in.text();
        case 5 -> tensor = OnnxReader.tensor(in.message());
        case 7 -> in.fixed(4, reals);
        case 8 -> in.numbers(wholes);
        case 9 -> texts.add(in.text());
        case 20 -> type = (int) in.number();
        default -> in.skip();
      }
    }
    if (name.isEmpty()) {
      throw new InvalidInput("model", "the ONNX file has an attribute without a name");
    }
  }

  String name() {
    return name;
  }

  int type() {
    return type;
  }

  float real() {
    return real;
  }

  long whole() {
    return whole;
  }

  String text() {
    return text;
  }

  OnnxTensor tensor() {
    return tensor;
  }

  float[] reals() {
    long[] bits = reals.build().toArray();
    float[] values = new float[bits.length];
    for (int i = 0; i < bits.length; i++) {
      values[i] = Float.intBitsToFloat((int) bits[i]);
    }
    return values;
  }

  long[] wholes() {
    return wholes.build().toArray();
  }

  List<String> texts() {
    return List.copyOf(texts);
  }
}
