package dev.lazuli.mlflow;

import dev.lazuli.base.Problem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Reads a message in the wire format of protocol buffers, field by field.
///
/// See [the encoding](https://protobuf.dev/programming-guides/encoding/).
final class ProtoReader {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private final ByteBuffer buffer;
  private int wireType;

  ProtoReader(byte[] message) {
    this(ByteBuffer.wrap(message));
  }

  private ProtoReader(ByteBuffer buffer) {
    this.buffer = buffer.order(ByteOrder.LITTLE_ENDIAN);
  }

  /// The number of the next field; 0 at the end.
  ///
  /// @throws Problem.Invalid when it is no field
  int next() {
    if (!buffer.hasRemaining()) {
      return 0;
    }
    long tag = varint();
    wireType = (int) (tag & 7);
    if (tag >>> 3 == 0 || tag >>> 3 > Integer.MAX_VALUE) {
      throw broken();
    }
    return (int) (tag >>> 3);
  }

  /// The field as a number: a varint, or a fixed one.
  long number() {
    return switch (wireType) {
      case VARINT -> varint();
      case FIXED64 -> {
        need(Long.BYTES);
        yield buffer.getLong();
      }
      case FIXED32 -> {
        need(Integer.BYTES);
        yield buffer.getInt();
      }
      default -> throw broken();
    };
  }

  /// The field as bytes.
  byte[] bytes() {
    ByteBuffer part = part();
    byte[] content = new byte[part.remaining()];
    part.get(content);
    return content;
  }

  /// The field as a text.
  String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  /// The field as a message of its own.
  ProtoReader message() {
    return new ProtoReader(part());
  }

  /// Leaves the field out.
  void skip() {
    if (wireType == BYTES) {
      part();
    } else {
      number();
    }
  }

  private ByteBuffer part() {
    if (wireType != BYTES) {
      throw broken();
    }
    long length = varint();
    if (length < 0 || length > buffer.remaining()) {
      throw broken();
    }
    ByteBuffer part = buffer.slice(buffer.position(), (int) length);
    buffer.position(buffer.position() + (int) length);
    return part;
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      need(1);
      byte next = buffer.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw broken();
  }

  private void need(int bytes) {
    if (buffer.remaining() < bytes) {
      throw broken();
    }
  }

  private static Problem.Invalid broken() {
    return new Problem.Invalid("body", "Invalid OpenTelemetry format");
  }
}
