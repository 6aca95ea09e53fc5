package dev.lazuli.http;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import tools.jackson.databind.node.ObjectNode;

/// Errors as `{"error": {"code", "message", "requestId"}}`: for the routes of our own.
public final class PlainProtocol implements Protocol {
  @Override
  public Response problem(Problem problem, String requestId) {
    return error(status(problem), code(problem), problem.text(), requestId);
  }

  @Override
  public Response bug(String requestId) {
    return error(500, "InternalError", "internal error; see the server log", requestId);
  }

  /// An error in this form.
  public static Response error(int status, String code, String message, String requestId) {
    ObjectNode body = Json.object();
    body.putObject("error").put("code", code).put("message", message).put("requestId", requestId);
    return Response.json(status, body);
  }

  /// The HTTP status that fits a problem.
  public static int status(Problem problem) {
    return switch (problem) {
      case Problem.NotFound _ -> 404;
      case Problem.Invalid _ -> 400;
      case Problem.Conflict conflict ->
          conflict.why() == Problem.Conflict.Why.CHANGED_MEANWHILE ? 412 : 409;
      case Problem.Unauthenticated _ -> 401;
      case Problem.Forbidden _ -> 403;
      case Problem.LimitReached _ -> 429;
      case Problem.TooLarge _ -> 413;
      case Problem.Unavailable _ -> 503;
      case Problem.StorageFull _ -> 507;
      case Problem.Unsupported _ -> 501;
    };
  }

  /// The word for what is in the way.
  public static String word(Problem.Conflict conflict) {
    return switch (conflict.why()) {
      case ALREADY_EXISTS -> "AlreadyExists";
      case WRONG_STATE -> "Conflict";
      case CHANGED_MEANWHILE -> "PreconditionFailed";
    };
  }

  /// The word that names a problem's kind.
  public static String code(Problem problem) {
    return switch (problem) {
      case Problem.NotFound _ -> "NotFound";
      case Problem.Invalid _ -> "InvalidParameter";
      case Problem.Conflict conflict -> word(conflict);
      case Problem.Unauthenticated _ -> "Unauthenticated";
      case Problem.Forbidden _ -> "Forbidden";
      case Problem.LimitReached _ -> "TooManyRequests";
      case Problem.TooLarge _ -> "PayloadTooLarge";
      case Problem.Unavailable _ -> "ServiceUnavailable";
      case Problem.StorageFull _ -> "InsufficientStorage";
      case Problem.Unsupported _ -> "NotImplemented";
    };
  }
}
