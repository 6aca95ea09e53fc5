package dev.lazuli.blobapi;

import dev.lazuli.base.Problem;
import dev.lazuli.http.PlainProtocol;
import dev.lazuli.http.Protocol;
import dev.lazuli.http.Response;

/// Errors as the Blob service words them: XML, and the code in a header too.
final class StorageProtocol implements Protocol {
  @Override
  public Response problem(Problem problem, String requestId) {
    return error(PlainProtocol.status(problem), code(problem), problem.text(), requestId);
  }

  @Override
  public Response bug(String requestId) {
    return error(500, "InternalError", "Internal error.", requestId);
  }

  static Response failure(StorageFailure failure, String requestId) {
    return error(failure.status(), failure.code(), String.valueOf(failure.getMessage()), requestId);
  }

  private static String code(Problem problem) {
    return switch (problem) {
      case Problem.NotFound _ -> "ResourceNotFound";
      case Problem.Invalid invalid ->
          invalid.field().equals("container") ? "InvalidResourceName" : "InvalidUri";
      case Problem.Unauthenticated _ -> "InvalidAuthenticationInfo";
      case Problem.Forbidden _ -> "AuthorizationFailure";
      case Problem.LimitReached _, Problem.Unavailable _ -> "ServerBusy";
      case Problem.TooLarge _ -> "RequestBodyTooLarge";
      case Problem.StorageFull _ -> "InsufficientAccountPermissions";
      case Problem.Unsupported _ -> "FeatureNotSupported";
      default -> "ResourceTypeMismatch";
    };
  }

  private static Response error(int status, String code, String message, String requestId) {
    if (status == 304) {
      return Response.empty(304).with("x-ms-error-code", code);
    }
    return new Xml()
        .open("Error")
        .add("Code", code)
        .add("Message", message + "\nRequestId:" + requestId)
        .close("Error")
        .answer(status)
        .with("x-ms-error-code", code);
  }
}
