package dev.lazuli.azureml;

import dev.lazuli.base.Json;
import dev.lazuli.http.Action;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import dev.lazuli.http.Routes;
import dev.lazuli.operations.Operation;
import dev.lazuli.operations.Operations;
import tools.jackson.databind.node.ObjectNode;

/// How clients of ARM follow what takes longer than a request: an answer with the headers
/// `Azure-AsyncOperation`, `Location` and `Retry-After`, and what stands at these addresses.
public final class OperationRoutes {
  private static final String PREFIX =
      "/subscriptions/{subscription}/providers/Microsoft.MachineLearningServices/locations/{location}";

  private final Operations operations;

  public OperationRoutes(Operations operations) {
    this.operations = operations;
  }

  /// The table of these routes.
  public Routes routes() {
    return Routes.anyCase(new ArmProtocol(), PREFIX)
        .addQuiet("GET /operationsStatus/{operation}", Action.OPERATIONS_READ, this::status)
        .addQuiet("GET /operationResults/{operation}", Action.OPERATIONS_READ, this::result);
  }

  /// An answer with the addresses at which its operation is followed.
  static Response followed(Response answer, Request request, Operation operation) {
    String base =
        "%s/subscriptions/%s/providers/Microsoft.MachineLearningServices/locations/local"
            .formatted(request.origin(), request.path("subscription"));
    return answer
        .with("Azure-AsyncOperation", base + "/operationsStatus/" + operation.id())
        .with("Location", base + "/operationResults/" + operation.id())
        .with("Retry-After", "1")
        .with("x-ms-async-operation-timeout", "PT1H");
  }

  private Response status(Request request) {
    Operation operation = operations.require(request.path("operation"));
    ObjectNode body = Json.object();
    body.put("id", request.rawPath());
    body.put("name", operation.id());
    body.put("startTime", operation.started().toString());
    switch (operation.state()) {
      case Operation.State.InProgress _ -> body.put("status", "InProgress");
      case Operation.State.Succeeded(var ended) ->
          body.put("status", "Succeeded").put("endTime", ended.toString());
      case Operation.State.Failed(var ended, String code, String message) -> {
        body.put("status", "Failed").put("endTime", ended.toString());
        body.putObject("error").put("code", code).put("message", message).putArray("details");
      }
    }
    return Response.ok(body).with("Retry-After", "1");
  }

  private Response result(Request request) {
    Operation operation = operations.require(request.path("operation"));
    return switch (operation.state()) {
      case Operation.State.InProgress _ -> followed(Response.empty(202), request, operation);
      case Operation.State.Succeeded _, Operation.State.Failed _ -> status(request);
    };
  }
}
