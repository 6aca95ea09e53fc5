package dev.lazuli.ml.onnx;

import dev.lazuli.ml.InvalidInput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

/// Reads one message in protobuf's [wire format](https://protobuf.dev/programming-guides/encoding);
/// lengths are checked against what is there before anything is allocated.
final class ProtoReader {
  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int LENGTH = 2;
  private static final int FIXED_32 = 5;

  private final ByteBuffer bytes;
  private int wire;

  ProtoReader(byte[] bytes) {
    this(ByteBuffer.wrap(bytes));
  }

  private ProtoReader(ByteBuffer bytes) {
    this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
  }

  /// Goes to the next field.
  ///
  /// @return its number; 0 at the end of the message
  int next() {
    if (!bytes.hasRemaining()) {
      return 0;
    }
    long tag = varint();
    wire = (int) (tag & 7);
    if (tag >>> 3 == 0 || tag >>> 3 > Integer.MAX_VALUE) {
      throw invalid("a field of number %d".formatted(tag >>> 3));
    }
    return (int) (tag >>> 3);
  }

  /// Leaves the field's value out.
  void skip() {
    switch (wire) {
      case VARINT -> varint();
      case FIXED_64 -> slice(8);
      case LENGTH -> slice(varint());
      case FIXED_32 -> slice(4);
      default -> throw invalid("a field of wire type %d".formatted(wire));
    }
  }

  long number() {
    require(VARINT);
    return varint();
  }

  float real() {
    require(FIXED_32);
    return slice(4).getFloat();
  }

  String text() {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(field()).toString();
    } catch (CharacterCodingException e) {
      throw invalid("a string that is not UTF-8");
    }
  }

  byte[] bytes() {
    ByteBuffer field = field();
    byte[] copy = new byte[field.remaining()];
    field.get(copy);
    return copy;
  }

  ProtoReader message() {
    return new ProtoReader(field());
  }

  /// Gives `sink` the whole numbers of a repeated field, packed or not.
  void numbers(LongConsumer sink) {
    if (wire == VARINT) {
      sink.accept(varint());
      return;
    }
    ProtoReader packed = message();
    while (packed.bytes.hasRemaining()) {
      sink.accept(packed.varint());
    }
  }

  /// Gives `sink` the bits of the 32-bit or 64-bit numbers of a repeated field, packed or not.
  ///
  /// @param size 4 or 8
  void fixed(int size, LongConsumer sink) {
    boolean single = wire == (size == 4 ? FIXED_32 : FIXED_64);
    ByteBuffer values = single ? slice(size) : field();
    if (values.remaining() % size != 0) {
      throw invalid("a packed field of %d bytes".formatted(values.remaining()));
    }
    while (values.hasRemaining()) {
      sink.accept(size == 4 ? values.getInt() : values.getLong());
    }
  }

  private ByteBuffer field() {
    require(LENGTH);
    return slice(varint());
  }

  private void require(int expected) {
    if (wire != expected) {
      throw invalid("a field of wire type %d in place of %d".formatted(wire, expected));
    }
  }

  private ByteBuffer slice(long length) {
    if (length < 0 || length > bytes.remaining()) {
      throw invalid(
          "a field of %s bytes where %d are left"
              .formatted(Long.toUnsignedString(length), bytes.remaining()));
    }
    ByteBuffer slice = bytes.slice(bytes.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(bytes.position() + (int) length);
    return slice;
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (!bytes.hasRemaining()) {
        throw invalid("an end within a number");
      }
      byte next = bytes.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw invalid("a number of more than ten bytes");
  }

  private static InvalidInput invalid(String found) {
    return new InvalidInput("model", "the ONNX file has " + found);
  }
}
