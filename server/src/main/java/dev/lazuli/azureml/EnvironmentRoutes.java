package dev.lazuli.azureml;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.environments.Environments;
import dev.lazuli.environments.Requirements;
import dev.lazuli.http.Action;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import dev.lazuli.http.Routes;
import dev.lazuli.identity.WorkspaceScope;
import dev.lazuli.identity.Workspaces;
import java.time.Duration;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What environments hold, and those that are built on this machine.
public final class EnvironmentRoutes {
  private static final int DAYS_MAX = 36_500;

  private final Environments environments;
  private final WorkspaceScope scope;

  public EnvironmentRoutes(Environments environments, WorkspaceScope scope) {
    this.environments = environments;
    this.scope = scope;
  }

  /// The table of these routes.
  public Routes routes() {
    return Routes.anyCase(new ArmProtocol(), Workspaces.ARM_PREFIX)
        .add("GET /environmentRequirements", Action.ENVIRONMENTS_READ, this::requirements)
        .add("GET /environmentBuilds", Action.ENVIRONMENTS_READ, _ -> builds())
        .add("POST /environmentBuilds/prune", Action.ENVIRONMENTS_WRITE, this::prune);
  }

  private Response requirements(Request request) {
    String reference = request.query("environment").orElse("");
    Requirements found = environments.requirements(scope.of(request), reference);
    ObjectNode answer = Json.object().put("environment", reference).put("python", found.python());
    answer.set("packages", Json.tree(found.packages()));
    answer.set("notes", Json.tree(found.notes()));
    return Response.ok(answer);
  }

  private Response builds() {
    ObjectNode answer = Json.object();
    ArrayNode builds = answer.putArray("value");
    for (Environments.Built built : environments.built()) {
      builds
          .addObject()
          .put("key", built.key())
          .put("python", built.python())
          .put("usedAt", built.used().toString())
          .put("bytes", built.bytes())
          .set("packages", Json.tree(built.packages()));
    }
    return Response.ok(answer);
  }

  private Response prune(Request request) {
    String days = request.json().path("unusedDays").asString("");
    if (!days.matches("\\d{1,5}") || Integer.parseInt(days) > DAYS_MAX) {
      throw new Problem.Invalid("unusedDays", days, "a whole number from 0 to " + DAYS_MAX);
    }
    ObjectNode answer = Json.object();
    answer.set("removed", Json.tree(environments.prune(Duration.ofDays(Integer.parseInt(days)))));
    return Response.ok(answer);
  }
}
