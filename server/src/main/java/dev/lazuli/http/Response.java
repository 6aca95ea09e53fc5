package dev.lazuli.http;

import dev.lazuli.base.Json;
import io.helidon.http.Header;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An answer: status, headers, and a body that is bytes or a stream. Immutable.
public final class Response {
  private static final byte[] NOTHING = {};

  private final int status;
  private final String contentType;
  private final List<Header> headers;
  private final Body body;

  private Response(int status, String contentType, List<Header> headers, Body body) {
    this.status = status;
    this.contentType = contentType;
    this.headers = headers;
    this.body = body;
  }

  /// What an answer carries.
  public sealed interface Body {
    /// Bytes in memory, not copied: not to be changed afterwards.
    final class Bytes implements Body {
      private final byte[] content;

      Bytes(byte[] content) {
        this.content = content;
      }

      /// The bytes, only to read.
      public byte[] content() {
        return content;
      }
    }

    /// Bytes that are written as they come.
    ///
    /// @param length how many; -1 when nobody knows
    record Stream(long length, Writer writer) implements Body {}

    /// No body, but the length that a body would have: the answer to HEAD.
    record Head(long length) implements Body {}
  }

  /// Writes the body of an answer.
  @FunctionalInterface
  public interface Writer {
    void writeTo(OutputStream target) throws IOException;
  }

  /// A record or tree as JSON.
  public static Response json(int status, Object value) {
    return bytes(status, "application/json", Json.bytes(value));
  }

  /// A record or tree as JSON with status 200.
  public static Response ok(Object value) {
    return json(200, value);
  }

  /// Plain text.
  public static Response text(int status, String text) {
    return bytes(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  /// Bytes of a type.
  ///
  /// @param content not to be changed afterwards
  public static Response bytes(int status, String contentType, byte[] content) {
    return new Response(status, contentType, List.of(), new Body.Bytes(content));
  }

  /// A stream of a type.
  ///
  /// @param length bytes; -1 when nobody knows
  public static Response stream(int status, String contentType, long length, Writer writer) {
    return new Response(status, contentType, List.of(), new Body.Stream(length, writer));
  }

  /// No body, but the headers of one: the answer to HEAD.
  public static Response head(int status, String contentType, long length) {
    return new Response(status, contentType, List.of(), new Body.Head(length));
  }

  /// No body.
  public static Response empty(int status) {
    return new Response(status, "", List.of(), new Body.Bytes(NOTHING));
  }

  /// The same answer with one header more.
  ///
  /// @param value of one line; any other is left empty
  public Response with(String name, String value) {
    return with(HeaderKey.of(name), value);
  }

  /// The same answer with one header more.
  ///
  /// @param value of one line; any other is left empty
  public Response with(HeaderKey key, String value) {
    return with(key.with(value));
  }

  /// The same answer with one header more.
  public Response with(HeaderKey.Fixed fixed) {
    return with(fixed.header());
  }

  private Response with(Header header) {
    List<Header> more = new ArrayList<>(headers.size() + 6);
    more.addAll(headers);
    more.add(header);
    return new Response(status, contentType, more, body);
  }

  public int status() {
    return status;
  }

  /// The type of the body; empty for none.
  public String contentType() {
    return contentType;
  }

  /// The value of a header that was added.
  public Optional<String> header(String name) {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::get)
        .findFirst();
  }

  List<Header> headers() {
    return headers;
  }

  public Body body() {
    return body;
  }
}
