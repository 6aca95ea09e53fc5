package dev.lazuli.mlflow;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.http.Protocol;
import dev.lazuli.http.Response;
import tools.jackson.databind.node.ObjectNode;

/// Errors as MLflow's clients expect them: `error_code`, `message`, `sqlstate`, `error_class`.
final class MlflowProtocol implements Protocol {
  private static final String USER = "KAM00";
  private static final String SYSTEM = "XXM00";

  /// The words of an error.
  ///
  /// @param state SQL state; empty for none
  /// @param kind error class; empty for none
  private record Words(int status, String code, String state, String kind) {}

  @Override
  public Response problem(Problem problem, String requestId) {
    return answer(words(problem), problem.text());
  }

  @Override
  public Response bug(String requestId) {
    return answer(
        new Words(500, "INTERNAL_ERROR", SYSTEM, "CLIENT_INTERNAL_ERROR"),
        "Internal error; the server's log has it under request id " + requestId);
  }

  /// An error that only the protocol has.
  static Response answer(int status, String code, String message) {
    return answer(new Words(status, code, "", ""), message);
  }

  private static Response answer(Words words, String message) {
    ObjectNode body = Json.object().put("error_code", words.code()).put("message", message);
    if (!words.state().isEmpty()) {
      body.put("sqlstate", words.state()).put("error_class", words.kind());
    }
    return Response.json(words.status(), body);
  }

  private static Words words(Problem.Conflict conflict) {
    return switch (conflict.why()) {
      case ALREADY_EXISTS ->
          new Words(400, "RESOURCE_ALREADY_EXISTS", USER, "RESOURCE_ALREADY_EXISTS");
      case WRONG_STATE, CHANGED_MEANWHILE ->
          new Words(409, "RESOURCE_CONFLICT", USER, "RESOURCE_CONFLICT");
    };
  }

  private static Words words(Problem problem) {
    return switch (problem) {
      case Problem.NotFound _ ->
          new Words(404, "RESOURCE_DOES_NOT_EXIST", USER, "RESOURCE_NOT_FOUND");
      case Problem.Invalid _ ->
          new Words(400, "INVALID_PARAMETER_VALUE", USER, "INVALID_PARAMETER_VALUE");
      case Problem.Conflict conflict -> words(conflict);
      case Problem.Unauthenticated _ -> new Words(401, "UNAUTHENTICATED", "", "");
      case Problem.Forbidden _ -> new Words(403, "PERMISSION_DENIED", USER, "PERMISSION_DENIED");
      case Problem.LimitReached _ -> new Words(429, "REQUEST_LIMIT_EXCEEDED", "", "");
      case Problem.TooLarge _ -> new Words(413, "BAD_REQUEST", USER, "INVALID_PARAMETER_VALUE");
      case Problem.Unavailable _ ->
          new Words(503, "TEMPORARILY_UNAVAILABLE", SYSTEM, "CLIENT_INTERNAL_ERROR");
      case Problem.StorageFull _ -> new Words(507, "RESOURCE_EXHAUSTED", "", "");
      case Problem.Unsupported _ -> new Words(501, "NOT_IMPLEMENTED", "", "");
    };
  }
}
