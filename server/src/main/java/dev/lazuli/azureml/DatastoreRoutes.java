package dev.lazuli.azureml;

import dev.lazuli.artifacts.Datastore;
import dev.lazuli.artifacts.DatastoreCatalog;
import dev.lazuli.artifacts.Datastores;
import dev.lazuli.artifacts.StorageAccount;
import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.http.Action;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import dev.lazuli.http.Routes;
import dev.lazuli.identity.Workspace;
import dev.lazuli.identity.WorkspaceScope;
import dev.lazuli.identity.Workspaces;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Datastores as ARM resources, and what their clients sign with.
public final class DatastoreRoutes {
  private static final Map<String, Datastore.Type> TYPES =
      List.of(Datastore.Type.values()).stream()
          .collect(Collectors.toMap(Datastore.Type::word, type -> type, (a, _) -> a, TreeMap::new));
  private static final Map<String, String> CREDENTIALS =
      List.of("None", "AccountKey", "Sas", "ServicePrincipal", "Certificate").stream()
          .collect(Collectors.toMap(word -> word, word -> word, (a, _) -> a, TreeMap::new));
  private static final Duration SAS_LIFE_MAX = Duration.ofDays(7);

  private final DatastoreCatalog catalog;
  private final StorageAccount account;
  private final WorkspaceScope scope;
  private final Clock clock;

  public DatastoreRoutes(
      DatastoreCatalog catalog, StorageAccount account, WorkspaceScope scope, Clock clock) {
    this.catalog = catalog;
    this.account = account;
    this.scope = scope;
    this.clock = clock;
  }

  /// The table of these routes.
  public Routes routes() {
    return Routes.anyCase(new ArmProtocol(), Workspaces.ARM_PREFIX)
        .add("GET /datastores", Action.DATASTORES_READ, this::list)
        .add("GET /datastores/{name}", Action.DATASTORES_READ, this::show)
        .add("PUT /datastores/{name}", Action.DATASTORES_WRITE, this::put)
        .add("DELETE /datastores/{name}", Action.DATASTORES_DELETE, this::delete)
        .add(
            "POST /datastores/{name}/listSecrets",
            Action.DATASTORES_LIST_SECRETS,
            this::listSecrets);
  }

  private Response list(Request request) {
    Workspace workspace = scope.of(request);
    boolean onlyDefault = request.query("isDefault").map(Boolean::parseBoolean).orElse(false);
    return Response.ok(
        Arm.page(
            catalog.list(workspace).stream()
                .filter(one -> !onlyDefault || one.name().equals(Datastores.BLOB_STORE))
                .map(one -> shape(request, workspace, one))
                .toList(),
            Optional.empty()));
  }

  private Response show(Request request) {
    Workspace workspace = scope.of(request);
    return Response.ok(shape(request, workspace, catalog.require(workspace, request.path("name"))));
  }

  private Response put(Request request) {
    Workspace workspace = scope.of(request);
    ObjectNode properties = Arm.properties(request.json());
    Datastore.Type type =
        Arm.word("datastoreType", properties.path("datastoreType").asString(""), TYPES);
    JsonNode credentials = properties.path("credentials");
    Map<String, String> secrets = new LinkedHashMap<>(texts(credentials.path("secrets")));
    secrets.remove("secretsType");
    String account =
        properties.path("accountName").asString(properties.path("storeName").asString(""));
    if (account.isEmpty()) {
      throw new Problem.Invalid("accountName", "", "the name of a storage account");
    }
    Datastore datastore =
        new Datastore(
            request.path("name"),
            type,
            account,
            type.containerField().isEmpty()
                ? ""
                : properties.path(type.containerField()).asString(""),
            properties.path("endpoint").asString("core.windows.net"),
            properties.path("protocol").asString("https"),
            Arm.word(
                "credentialsType",
                credentials.path("credentialsType").asString("None"),
                CREDENTIALS),
            properties.path("description").asString(""),
            texts(properties.path("tags")),
            texts(properties.path("properties")),
            request.caller().name(),
            clock.instant());
    boolean isNew =
        catalog.list(workspace).stream().noneMatch(one -> one.name().equals(datastore.name()));
    return Response.json(
        isNew ? 201 : 200, shape(request, workspace, catalog.put(workspace, datastore, secrets)));
  }

  private Response delete(Request request) {
    catalog.delete(scope.of(request), request.path("name"));
    return Response.empty(200);
  }

  /// A signature for the blobs of this server; secrets of other accounts are not shown again.
  private Response listSecrets(Request request) {
    Datastore datastore = catalog.require(scope.of(request), request.path("name"));
    if (!Datastores.names().contains(datastore.name()) && !datastore.isOwn()) {
      throw new Problem.Forbidden(
          "the secrets of datastore '%s' are kept and not shown".formatted(datastore.name()));
    }
    byte[] body = request.body();
    JsonNode asked = body.length == 0 ? Json.object() : Json.parse(body);
    if (!asked.path("expirableSecret").asBoolean(true)) {
      return Response.ok(Json.object().put("secretsType", "AccountKey").put("key", account.key()));
    }
    Duration life = Duration.ofHours(Math.max(1, asked.path("expireAfterHours").asLong(1)));
    Duration shorter = life.compareTo(SAS_LIFE_MAX) > 0 ? SAS_LIFE_MAX : life;
    return Response.ok(
        Json.object()
            .put("secretsType", "Sas")
            .put("sasToken", account.sas(clock.instant(), shorter)));
  }

  private static ObjectNode shape(Request request, Workspace workspace, Datastore datastore) {
    ObjectNode properties = Json.object();
    properties.put("datastoreType", datastore.type().word());
    properties.put(
        datastore.type() == Datastore.Type.AZURE_DATA_LAKE_GEN1 ? "storeName" : "accountName",
        account(request, datastore));
    if (!datastore.type().containerField().isEmpty()) {
      properties.put(datastore.type().containerField(), datastore.container());
    }
    properties.put("endpoint", datastore.endpoint());
    properties.put("protocol", datastore.protocol());
    properties.put("isDefault", datastore.name().equals(Datastores.BLOB_STORE));
    properties.putObject("credentials").put("credentialsType", datastore.credentialsType());
    properties.put("description", datastore.description());
    properties.set("tags", Json.tree(datastore.tags()));
    properties.set("properties", Json.tree(datastore.properties()));
    return Arm.resource(
        workspace,
        "datastores/" + datastore.name(),
        properties,
        datastore.created(),
        datastore.created());
  }

  /// Clients make a host name of the account's; over HTTPS it leads back here without any DNS.
  private static String account(Request request, Datastore datastore) {
    URI origin = URI.create(request.origin());
    return datastore.account().equals(StorageAccount.NAME) && origin.getScheme().equals("https")
        ? StorageAccount.nameInPath(origin.getAuthority())
        : datastore.account();
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asString("")));
    return texts;
  }
}
