package dev.lazuli.mlflow;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.tracking.Page;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Page tokens: base64 of `{"offset": N}`.
final class Tokens {
  private Tokens() {}

  /// The offset in a token; 0 for none.
  ///
  /// @throws Problem.Invalid when it is not one of ours
  static long offset(String token) {
    if (token.isEmpty()) {
      return 0;
    }
    byte[] decoded;
    try {
      decoded = Base64.getDecoder().decode(token);
    } catch (IllegalArgumentException e) {
      throw new Problem.Invalid("page_token", "Invalid page token, could not base64-decode");
    }
    try {
      JsonNode offset = Json.parse(decoded).path("offset");
      if (offset.isIntegralNumber() && offset.asLong() >= 0) {
        return offset.asLong();
      }
    } catch (Problem.Invalid notJson) {
      throw new Problem.Invalid("page_token", "Invalid page token, decoded value is not JSON");
    }
    throw new Problem.Invalid("page_token", "Invalid page token, parsed value has no offset");
  }

  /// Adds the token of the next page, if there is one.
  static ObjectNode addTo(ObjectNode answer, Page<?> page) {
    page.nextOffset()
        .ifPresent(offset ->
            answer.put(
                "next_page_token",
                Base64.getEncoder()
                    .encodeToString(
                        "{\"offset\": %d}".formatted(offset).getBytes(StandardCharsets.UTF_8))));
    return answer;
  }
}
