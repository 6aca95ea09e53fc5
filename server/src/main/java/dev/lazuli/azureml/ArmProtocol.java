package dev.lazuli.azureml;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.http.PlainProtocol;
import dev.lazuli.http.Protocol;
import dev.lazuli.http.Response;
import tools.jackson.databind.node.ObjectNode;

/// Errors as ARM words them: `{"error": {"code", "message", "target", "details",
/// "additionalInfo"}}`.
public final class ArmProtocol implements Protocol {
  @Override
  public Response problem(Problem problem, String requestId) {
    return error(PlainProtocol.status(problem), code(problem), problem.text(), target(problem));
  }

  @Override
  public Response bug(String requestId) {
    return error(
        500,
        "InternalServerError",
        "internal error; the server log tells more under request id " + requestId,
        "");
  }

  /// The ARM word for a problem's kind.
  public static String code(Problem problem) {
    return switch (problem) {
      case Problem.NotFound _ -> "NotFound";
      case Problem.Invalid _ -> "UserError";
      case Problem.Conflict conflict ->
          conflict.why() == Problem.Conflict.Why.CHANGED_MEANWHILE
              ? "PreconditionFailed"
              : "Conflict";
      case Problem.Unauthenticated _ -> "AuthenticationFailed";
      case Problem.Forbidden _ -> "AuthorizationFailed";
      case Problem.LimitReached _ -> "TooManyRequests";
      case Problem.TooLarge _ -> "RequestEntityTooLarge";
      case Problem.Unavailable _ -> "ServiceUnavailable";
      case Problem.StorageFull _ -> "InsufficientStorage";
      case Problem.Unsupported _ -> "NotSupported";
    };
  }

  private static String target(Problem problem) {
    return problem instanceof Problem.Invalid invalid ? invalid.field() : "";
  }

  private static Response error(int status, String code, String message, String target) {
    ObjectNode body = Json.object();
    ObjectNode error = body.putObject("error").put("code", code).put("message", message);
    if (!target.isEmpty()) {
      error.put("target", target);
    }
    error.putArray("details");
    error.putArray("additionalInfo");
    return Response.json(status, body);
  }
}
