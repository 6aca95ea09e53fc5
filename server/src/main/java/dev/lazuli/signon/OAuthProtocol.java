package dev.lazuli.signon;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.http.PlainProtocol;
import dev.lazuli.http.Protocol;
import dev.lazuli.http.Response;
import tools.jackson.databind.node.ObjectNode;

/// Errors as [OAuth 2.0](https://www.rfc-editor.org/rfc/rfc6749#section-5.2) words them.
final class OAuthProtocol implements Protocol {
  @Override
  public Response problem(Problem problem, String requestId) {
    return switch (problem) {
      case Problem.Unauthenticated _ -> error(401, "invalid_client", problem.text(), requestId);
      case Problem.Unsupported _ -> error(400, "unsupported_grant_type", problem.text(), requestId);
      case Problem.Invalid _ -> error(400, "invalid_request", problem.text(), requestId);
      default -> error(PlainProtocol.status(problem), "server_error", problem.text(), requestId);
    };
  }

  @Override
  public Response bug(String requestId) {
    return error(500, "server_error", "internal error", requestId);
  }

  private static Response error(int status, String code, String text, String requestId) {
    ObjectNode body = Json.object().put("error", code).put("error_description", text);
    body.putArray("error_codes");
    body.put("trace_id", requestId).put("correlation_id", requestId);
    return Response.json(status, body).with("Cache-Control", "no-store");
  }
}
