package dev.lazuli.http;

import dev.lazuli.base.Json;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import tools.jackson.databind.node.ObjectNode;

/// The answer to what is not an HTTP request that we can route: a header that is too large, a path
/// that is not one. It has the form of [PlainProtocol].
final class UnreadableRequest implements DirectHandler {
  private UnreadableRequest() {}

  /// This answer for every kind of such a request.
  static DirectHandlers handlers() {
    DirectHandlers.Builder all = DirectHandlers.builder();
    for (EventType type : EventType.values()) {
      all.addHandler(type, new UnreadableRequest());
    }
    return all.build();
  }

  @Override
  public TransportResponse handle(
      TransportRequest request,
      EventType type,
      Status status,
      ServerResponseHeaders headers,
      String message) {
    ObjectNode body = Json.object();
    body.putObject("error").put("code", word(status.code())).put("message", message);
    return TransportResponse.builder()
        .status(status)
        .headers(headers)
        .header(HeaderValues.CONTENT_TYPE_JSON)
        .header(HeaderValues.X_CONTENT_TYPE_OPTIONS_NOSNIFF)
        .keepAlive(false)
        .entity(Json.bytes(body))
        .build();
  }

  private static String word(int status) {
    return switch (status) {
      case 413 -> "PayloadTooLarge";
      case 414 -> "UriTooLong";
      case 431 -> "RequestHeaderFieldsTooLarge";
      case 505 -> "HttpVersionNotSupported";
      default -> status < 500 ? "BadRequest" : "InternalError";
    };
  }
}
