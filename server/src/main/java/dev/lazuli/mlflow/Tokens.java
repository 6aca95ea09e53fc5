package dev.lazuli.mlflow;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.tracking.Page;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Page tokens: base64 of `{"offset": N}`.
final class Tokens {
  private static final Pattern OTHER = Pattern.compile("[^A-Za-z0-9+/=]");

  private Tokens() {}

  /// The offset in a token; 0 for none.
  ///
  /// @throws Problem.Invalid when it is not one of ours
  static long offset(String token) {
    if (token.isEmpty()) {
      return 0;
    }
    JsonNode parsed = parsed(token);
    JsonNode offset = parsed.path("offset");
    if (!offset.isIntegralNumber() || offset.asLong() < 0) {
      throw new Problem.Invalid(
          "page_token", "Invalid page token, parsed value=%s".formatted(Json.text(parsed)));
    }
    return offset.asLong();
  }

  /// The offset in a token that belongs to a query; 0 for none.
  ///
  /// @throws Problem.Invalid when it is not one of ours, or belongs to another query
  static long offset(String token, String query) {
    long offset = offset(token);
    if (!token.isEmpty() && !parsed(token).path("query").asString("").equals(query)) {
      throw new Problem.Invalid(
          "page_token",
          "Invalid page token: it belongs to a search with another filter, order or experiments.");
    }
    return offset;
  }

  private static JsonNode parsed(String token) {
    String letters = OTHER.matcher(token).replaceAll("");
    byte[] decoded;
    try {
      decoded = Base64.getDecoder().decode(letters);
    } catch (IllegalArgumentException e) {
      throw new Problem.Invalid("page_token", "Invalid page token, could not base64-decode");
    }
    try {
      return Json.parse(decoded);
    } catch (Problem.Invalid notJson) {
      throw new Problem.Invalid(
          "page_token",
          "Invalid page token, decoded value=b'%s'"
              .formatted(new String(decoded, StandardCharsets.UTF_8)));
    }
  }

  /// Adds the token of the next page, if there is one.
  static ObjectNode addTo(ObjectNode answer, Page<?> page) {
    page.nextOffset()
        .ifPresent(offset -> answer.put("next_page_token", token("{\"offset\": " + offset + "}")));
    return answer;
  }

  /// Adds the token of the next page of a query, if there is one.
  static ObjectNode addTo(ObjectNode answer, Page<?> page, String query) {
    page.nextOffset()
        .ifPresent(offset ->
            answer.put(
                "next_page_token",
                token(Json.text(Json.object().put("offset", offset).put("query", query)))));
    return answer;
  }

  private static String token(String json) {
    return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
