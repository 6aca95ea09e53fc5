package dev.lazuli.ml.imports;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.json.Json;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads [UBJSON](https://ubjson.org) (draft 12), the binary form of JSON; lengths are checked
/// against what is there, and depth is limited.
final class UbjReader {
  private static final int DEPTH_MAX = 200;
  private static final List<Json> BYTES = bytes();

  private final ByteBuffer in;
  private int depth;

  UbjReader(byte[] bytes) {
    if (bytes.length > ModelImports.BYTES_MAX) {
      throw new InvalidInput(
          "model", "the UBJSON file has more than %d bytes".formatted(ModelImports.BYTES_MAX));
    }
    this.in = ByteBuffer.wrap(bytes);
  }

  private static List<Json> bytes() {
    List<Json> numbers = new ArrayList<>();
    for (int value = Byte.MIN_VALUE; value < 256; value++) {
      numbers.add(new Json.Numeral(value));
    }
    return List.copyOf(numbers);
  }

  Json document() {
    try {
      Json value = value(marker());
      if (in.hasRemaining()) {
        throw invalid("goes on after its end");
      }
      return value;
    } catch (BufferUnderflowException e) {
      throw invalid("ends too early");
    }
  }

  private char marker() {
    char marker = (char) in.get();
    while (marker == 'N') {
      marker = (char) in.get();
    }
    return marker;
  }

  private Json value(char marker) {
    return switch (marker) {
      case '{' -> members();
      case '[' -> items();
      case 'S' -> new Json.Text(text());
      case 'C' -> new Json.Text(String.valueOf((char) (in.get() & 0x7f)));
      case 'H' -> number(text());
      case 'T' -> new Json.Truth(true);
      case 'F' -> new Json.Truth(false);
      case 'Z' -> new Json.Nothing();
      case 'i' -> BYTES.get(in.get() - Byte.MIN_VALUE);
      case 'U' -> BYTES.get((in.get() & 0xff) - Byte.MIN_VALUE);
      case 'I' -> new Json.Numeral(in.getShort());
      case 'l' -> new Json.Numeral(in.getInt());
      case 'L' -> new Json.Numeral(in.getLong());
      case 'd' -> new Json.Numeral(in.getFloat());
      case 'D' -> new Json.Numeral(in.getDouble());
      default -> throw invalid("has the unknown marker %d".formatted((int) marker));
    };
  }

  private Json number(String text) {
    try {
      return new Json.Numeral(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      throw invalid("has '%s' as a number".formatted(text));
    }
  }

  private Json items() {
    enter();
    char type = type();
    List<Json> items = new ArrayList<>();
    if (peek() == '#') {
      in.get();
      int count = length(type == 0 ? 1 : size(type));
      for (int i = 0; i < count; i++) {
        items.add(value(type == 0 ? marker() : type));
      }
    } else {
      requireUntyped(type);
      for (char marker = marker(); marker != ']'; marker = marker()) {
        items.add(value(marker));
      }
    }
    depth--;
    return new Json.Items(items);
  }

  private Json members() {
    enter();
    char type = type();
    Map<String, Json> members = new LinkedHashMap<>();
    if (peek() == '#') {
      in.get();
      int count = length(2);
      for (int i = 0; i < count; i++) {
        String name = text();
        members.put(name, value(type == 0 ? marker() : type));
      }
    } else {
      requireUntyped(type);
      while (peek() != '}') {
        String name = text();
        members.put(name, value(marker()));
      }
      in.get();
    }
    depth--;
    return new Json.Members(members);
  }

  private void enter() {
    if (++depth > DEPTH_MAX) {
      throw invalid("is nested deeper than %d levels".formatted(DEPTH_MAX));
    }
  }

  private char peek() {
    if (!in.hasRemaining()) {
      throw new BufferUnderflowException();
    }
    return (char) in.get(in.position());
  }

  /// The type that all values of a container have; 0 when it says none.
  private char type() {
    if (peek() != '$') {
      return 0;
    }
    in.get();
    return (char) in.get();
  }

  private void requireUntyped(char type) {
    if (type != 0) {
      throw invalid("has a container with a type and no count");
    }
  }

  /// Bytes that a value of the type has at least; values without bytes could be without number.
  private int size(char type) {
    return switch (type) {
      case 'i', 'U', 'C', '{', '[' -> 1;
      case 'I', 'S', 'H' -> 2;
      case 'l', 'd' -> 4;
      case 'L', 'D' -> 8;
      default -> throw invalid("has a container of type %d".formatted((int) type));
    };
  }

  /// A count of values that have at least `size` bytes each.
  private int length(int size) {
    long length =
        switch ((char) in.get()) {
          case 'i' -> in.get();
          case 'U' -> in.get() & 0xff;
          case 'I' -> in.getShort();
          case 'l' -> in.getInt();
          case 'L' -> in.getLong();
          default -> throw invalid("has a length that is no number");
        };
    if (length < 0 || length > in.remaining() / size) {
      throw invalid("has a length of %d where %d bytes are left".formatted(length, in.remaining()));
    }
    return (int) length;
  }

  private String text() {
    byte[] bytes = new byte[length(1)];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private InvalidInput invalid(String what) {
    return new InvalidInput("model", "the UBJSON file %s (byte %d)".formatted(what, in.position()));
  }
}
