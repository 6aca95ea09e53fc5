package dev.lazuli.endpoints.workers;

import dev.lazuli.base.Json;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What passes between the server and a worker: a head of JSON and a body of bytes.
///
/// On the wire: four bytes of length, four bytes of the head's length, the head, the body.
final class Frame {
  private static final int BYTES_MAX = 1 << 30;

  private final JsonNode head;
  private final byte[] body;

  private Frame(JsonNode head, byte[] body) {
    this.head = head;
    this.body = body;
  }

  JsonNode head() {
    return head;
  }

  /// The bytes, only to read.
  byte[] body() {
    return body;
  }

  /// Writes a frame.
  static void write(SocketChannel channel, ObjectNode head, byte[] body) throws IOException {
    byte[] packed = Json.bytes(head);
    ByteBuffer frame = ByteBuffer.allocate(8 + packed.length + body.length);
    frame.putInt(4 + packed.length + body.length).putInt(packed.length).put(packed).put(body);
    frame.flip();
    while (frame.hasRemaining()) {
      channel.write(frame);
    }
  }

  /// Reads the next frame.
  ///
  /// @throws EOFException when the other side has ended
  static Frame read(SocketChannel channel) throws IOException {
    ByteBuffer start = whole(channel, 8);
    int total = start.getInt();
    int head = start.getInt();
    if (head < 0 || total < 4 + head || total > BYTES_MAX) {
      throw new IOException("a worker sent a frame of %d and %d bytes".formatted(total, head));
    }
    byte[] rest = whole(channel, total - 4).array();
    byte[] packed = Arrays.copyOf(rest, head);
    return new Frame(Json.parse(packed), Arrays.copyOfRange(rest, head, rest.length));
  }

  private static ByteBuffer whole(SocketChannel channel, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("the worker has ended");
      }
    }
    return buffer.flip();
  }
}
