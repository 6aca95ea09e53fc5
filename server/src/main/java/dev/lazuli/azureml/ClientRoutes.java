package dev.lazuli.azureml;

import dev.lazuli.artifacts.StorageAccount;
import dev.lazuli.base.Caller;
import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.http.Action;
import dev.lazuli.http.PlainProtocol;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import dev.lazuli.http.Routes;
import dev.lazuli.identity.Workspace;
import dev.lazuli.identity.Workspaces;
import dev.lazuli.signon.AccessTokens;
import dev.lazuli.signon.ServicePrincipal;
import dev.lazuli.signon.ServicePrincipals;
import dev.lazuli.tls.Certificates;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What clients of Azure are told so that they find and trust this server: variables, certificates,
/// and principals to sign on as.
public final class ClientRoutes {
  private final Parts parts;

  public ClientRoutes(Parts parts) {
    this.parts = parts;
  }

  /// What these routes stand on.
  ///
  /// @param httpsPort known once the server listens
  /// @param renewed told of a renewed certificate, so that the listener shows it
  public record Parts(
      Workspaces workspaces,
      ServicePrincipals principals,
      StorageAccount account,
      Certificates certificates,
      IntSupplier httpsPort,
      Consumer<Certificates> renewed) {}

  /// The table of these routes.
  public Routes routes() {
    return Routes.exact(new PlainProtocol(), "/api/lazuli")
        .add("GET /environment", Action.SIGN_ON_WRITE, this::environment)
        .add("GET /certificates", Action.CERTIFICATES_READ, this::certificates)
        .add("POST /certificates/renew", Action.CERTIFICATES_WRITE, this::renew)
        .add("GET /service-principals", Action.SIGN_ON_READ, this::principals)
        .add("POST /service-principals", Action.SIGN_ON_WRITE, this::create)
        .add("GET /service-principals/{id}", Action.SIGN_ON_READ, this::show)
        .add("DELETE /service-principals/{id}", Action.SIGN_ON_WRITE, this::delete)
        .add("POST /service-principals/{id}/reset", Action.SIGN_ON_WRITE, this::reset);
  }

  /// The variables that make an unchanged script work; they hold the owner's secret, so only the
  /// owner is given them.
  private Response environment(Request request) {
    if (!(request.caller() instanceof Caller.Local)) {
      throw new Problem.Forbidden("only the owner of this server is given the owner's secret");
    }
    Workspace workspace = workspace(request);
    String origin = "https://localhost:" + parts.httpsPort().getAsInt();
    ServicePrincipals.Made owner = parts.principals().owner();
    ObjectNode variables = Json.object();
    variables.put("ARM_CLOUD_METADATA_URL", origin + "/metadata/endpoints?api-version=2019-05-01");
    variables.put("REQUESTS_CA_BUNDLE", parts.certificates().bundleFile().toString());
    variables.put("SSL_CERT_FILE", parts.certificates().bundleFile().toString());
    variables.put("NODE_EXTRA_CA_CERTS", parts.certificates().authorityFile().toString());
    variables.put("AZURE_AUTHORITY_HOST", origin);
    variables.put("AZURE_TENANT_ID", "adfs");
    variables.put("AZURE_CLIENT_ID", owner.principal().appId());
    variables.put("AZURE_CLIENT_SECRET", owner.secret());
    variables.put("AZURE_SUBSCRIPTION_ID", workspace.subscription());
    variables.put("AZUREML_ARM_SUBSCRIPTION", workspace.subscription());
    variables.put("AZUREML_ARM_RESOURCEGROUP", workspace.resourceGroup());
    variables.put("AZUREML_ARM_WORKSPACE_NAME", workspace.name());
    variables.put("MLFLOW_TRACKING_URI", origin + "/mlflow/v1.0" + workspace.armId());
    variables.put("AZURE_STORAGE_CONNECTION_STRING", parts.account().connectionString(origin));
    return Response.ok(variables).with("Cache-Control", "no-store");
  }

  private Workspace workspace(Request request) {
    Workspace standard = parts.workspaces().standard();
    return parts
        .workspaces()
        .require(
            request.query("subscription").orElse(standard.subscription()),
            request.query("resource_group").orElse(standard.resourceGroup()),
            request.query("workspace").orElse(standard.name()));
  }

  private Response certificates(Request request) {
    Certificates certificates = parts.certificates();
    ObjectNode answer = Json.object();
    answer.put("authority_file", certificates.authorityFile().toString());
    answer.put("bundle_file", certificates.bundleFile().toString());
    answer.put("authority_expires", certificates.authority().getNotAfter().toInstant().toString());
    answer.put("server_expires", certificates.server().notAfter().toString());
    answer.put("authority", certificates.authorityText());
    return Response.ok(answer);
  }

  private Response renew(Request request) {
    JsonNode body = request.json();
    parts.certificates().renew(body.path("authority").asBoolean(false));
    parts.renewed().accept(parts.certificates());
    return certificates(request);
  }

  private Response principals(Request request) {
    return Response.ok(
        Arm.page(
            parts.principals().list().stream().map(ClientRoutes::shape).toList(),
            Optional.empty()));
  }

  private Response create(Request request) {
    JsonNode body = request.json();
    return made(
        201,
        parts
            .principals()
            .create(request.caller(), body.path("displayName").asString(""), years(body)));
  }

  private Response show(Request request) {
    return Response.ok(shape(parts.principals().require(request.path("id"))));
  }

  private Response reset(Request request) {
    JsonNode body = request.json();
    return made(
        200,
        parts
            .principals()
            .resetSecret(request.path("id"), years(body), body.path("append").asBoolean(false)));
  }

  private Response delete(Request request) {
    parts.principals().delete(request.path("id"));
    return Response.empty(204);
  }

  private static int years(JsonNode body) {
    return body.path("years").asInt(1);
  }

  private static Response made(int status, ServicePrincipals.Made made) {
    ObjectNode answer = shape(made.principal());
    answer.put("password", made.secret());
    return Response.json(status, answer).with("Cache-Control", "no-store");
  }

  private static ObjectNode shape(ServicePrincipal principal) {
    ObjectNode shape = Json.object();
    shape.put("appId", principal.appId());
    shape.put("id", principal.objectId());
    shape.put("displayName", principal.displayName());
    shape.put("createdDateTime", principal.created().toString());
    shape.put("createdBy", principal.createdBy());
    shape.put("appOwnerOrganizationId", AccessTokens.TENANT);
    shape.put("servicePrincipalType", "Application");
    shape.set("servicePrincipalNames", Json.tree(List.of(principal.appId())));
    return shape;
  }
}
