package dev.lazuli.endpoints.scoring;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// A request as a scorer meets it.
public final class ScoreRequest {
  private final String id;
  private final String method;
  private final String target;
  private final String contentType;
  private final Supplier<List<Map.Entry<String, String>>> headers;
  private final byte[] body;
  private final long deadline;

  /// @param id by which logs name it
  /// @param target path and query as they came
  /// @param contentType empty when the client says none
  /// @param headers all of them, read only by scorers that need them
  /// @param body not to be changed afterwards
  /// @param deadline value of [System#nanoTime] after which nobody waits for the answer
  public ScoreRequest(
      String id,
      String method,
      String target,
      String contentType,
      Supplier<List<Map.Entry<String, String>>> headers,
      byte[] body,
      long deadline) {
    this.id = id;
    this.method = method;
    this.target = target;
    this.contentType = contentType;
    this.headers = headers;
    this.body = body;
    this.deadline = deadline;
  }

  /// A JSON body that is posted by nobody in particular: an example, a probe.
  public static ScoreRequest of(byte[] json, long deadline) {
    return new ScoreRequest(
        "example", "POST", "/score", "application/json", List::of, json, deadline);
  }

  /// The id by which logs name it.
  public String id() {
    return id;
  }

  /// The verb, in capitals.
  public String method() {
    return method;
  }

  /// Path and query as they came.
  public String target() {
    return target;
  }

  /// The type of the body; empty when the client says none.
  public String contentType() {
    return contentType;
  }

  /// Names and values of all headers.
  public List<Map.Entry<String, String>> headers() {
    return headers.get();
  }

  /// The bytes of the body, only to read.
  public byte[] body() {
    return body;
  }

  /// The value of [System#nanoTime] after which nobody waits for the answer.
  public long deadline() {
    return deadline;
  }
}
