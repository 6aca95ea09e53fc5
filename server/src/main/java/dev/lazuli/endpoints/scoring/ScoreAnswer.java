package dev.lazuli.endpoints.scoring;

import java.util.List;
import java.util.Map;

/// What a scorer answers: status, headers and bytes.
public final class ScoreAnswer {
  private final int status;
  private final String contentType;
  private final List<Map.Entry<String, String>> headers;
  private final byte[] body;
  private final long scoringNanos;

  /// @param headers beside the type of the body
  /// @param body not to be changed afterwards
  /// @param scoringNanos how long the model or the user's function took; -1 when nobody measured it
  public ScoreAnswer(
      int status,
      String contentType,
      List<Map.Entry<String, String>> headers,
      byte[] body,
      long scoringNanos) {
    this.status = status;
    this.contentType = contentType;
    this.headers = List.copyOf(headers);
    this.body = body;
    this.scoringNanos = scoringNanos;
  }

  /// JSON with status 200.
  public static ScoreAnswer json(byte[] body) {
    return new ScoreAnswer(200, "application/json", List.of(), body, -1);
  }

  /// The HTTP status.
  public int status() {
    return status;
  }

  /// The type of the body.
  public String contentType() {
    return contentType;
  }

  /// Names and values of more headers.
  public List<Map.Entry<String, String>> headers() {
    return headers;
  }

  /// The bytes of the body, only to read.
  public byte[] body() {
    return body;
  }

  /// How long the model or the user's function took; -1 when nobody measured it.
  public long scoringNanos() {
    return scoringNanos;
  }
}
