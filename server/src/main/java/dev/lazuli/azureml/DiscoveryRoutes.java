package dev.lazuli.azureml;

import dev.lazuli.base.Json;
import dev.lazuli.http.Action;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import dev.lazuli.http.Routes;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Where the services beside ARM are: all of them here.
public final class DiscoveryRoutes {
  private static final List<String> SERVICES =
      List.of(
          "api",
          "catalog",
          "experimentation",
          "history",
          "hyperdrive",
          "labeling",
          "modelmanagement",
          "pipelines",
          "studio");

  private DiscoveryRoutes() {}

  /// The table of these routes.
  public static Routes routes() {
    return Routes.anyCase(new ArmProtocol(), "")
        .addQuiet("GET /discovery", Action.PUBLIC, DiscoveryRoutes::services)
        .addQuiet("GET /discovery/workspaces/{id}", Action.PUBLIC, DiscoveryRoutes::services);
  }

  private static Response services(Request request) {
    ObjectNode services = Json.object();
    SERVICES.forEach(name -> services.put(name, request.origin()));
    return Response.ok(services);
  }
}
