package dev.lazuli.cli;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.schema.Codecs;
import dev.lazuli.schema.Document;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `lazuli datastore`.
@Command(name = "datastore", description = "Datastores: names for places where files lie.")
final class DatastoreCommands {
  private static final List<String> COLUMNS = List.of("name", "type", "account_name");

  /// The words of YAML for the types, and the wire's.
  private static final Map<String, String> TYPES =
      Map.of(
          "azure_blob", "AzureBlob",
          "azure_file", "AzureFile",
          "azure_data_lake_gen1", "AzureDataLakeGen1",
          "azure_data_lake_gen2", "AzureDataLakeGen2");

  private static final Map<String, String> FIELDS =
      Map.of(
          "account_name", "accountName",
          "container_name", "containerName",
          "file_share_name", "fileShareName",
          "filesystem", "filesystem",
          "store_name", "storeName",
          "endpoint", "endpoint",
          "protocol", "protocol",
          "description", "description");

  private static final Map<String, String> SECRETS =
      Map.of(
          "account_key", "key",
          "sas_token", "sasToken",
          "client_secret", "clientSecret");

  private static final Map<String, String> CREDENTIALS =
      Map.of(
          "tenant_id", "tenantId",
          "client_id", "clientId",
          "authority_url", "authorityUrl",
          "resource_url", "resourceUrl");

  private static final Set<String> OTHERS =
      Set.of("$schema", "name", "type", "credentials", "tags", "properties");

  /// Its name.
  static final class Named {
    @Option(
        names = {"-n", "--name"},
        required = true,
        paramLabel = "NAME",
        description = "Its name.")
    private String name = "";
  }

  @Command(
      name = "create",
      description = "Make a datastore from a YAML file; its secrets are kept sealed, not shown.",
      footer = {"", "Example:", "  lazuli datastore create --file blob.yml"})
  int create(@Mixin Common common, @Mixin DocumentOptions options) throws InterruptedException {
    Document document = options.document();
    String name = document.text("name");
    if (name.isEmpty()) {
      throw common.misuse("the name is missing: give --name, or a YAML file with 'name'");
    }
    ObjectNode body = Json.object();
    body.set("properties", properties(document));
    common.show(printed(common.remote().put("/datastores/" + Remote.segment(name), body)), COLUMNS);
    return 0;
  }

  @Command(
      name = "list",
      description = "List the datastores of a workspace.",
      footer = {"", "Example:", "  lazuli datastore list -o table"})
  int list(@Mixin Common common) throws InterruptedException {
    ArrayNode found = Json.array();
    common.remote().list("/datastores").forEach(one -> found.add(printed(one)));
    common.show(found, COLUMNS);
    return 0;
  }

  @Command(
      name = "show",
      description = "Show a datastore, without its secrets.",
      footer = {"", "Example:", "  lazuli datastore show --name workspaceblobstore"})
  int show(@Mixin Common common, @Mixin Named which) throws InterruptedException {
    common.show(printed(common.remote().get("/datastores/" + Remote.segment(which.name))), COLUMNS);
    return 0;
  }

  @Command(
      name = "delete",
      description = "Forget a datastore; what lies in it stays.",
      footer = {"", "Example:", "  lazuli datastore delete --name lake"})
  int delete(@Mixin Common common, @Mixin Named which) throws InterruptedException {
    common.remote().delete("/datastores/" + Remote.segment(which.name));
    return 0;
  }

  private static ObjectNode properties(Document document) {
    ObjectNode properties = Json.object();
    String type = document.text("type");
    if (!TYPES.containsKey(type)) {
      throw new Problem.Invalid(
          "type", type, "one of " + String.join(", ", TYPES.keySet().stream().sorted().toList()));
    }
    properties.put("datastoreType", TYPES.get(type));
    for (var member : values(document).properties()) {
      String key = member.getKey();
      if (FIELDS.containsKey(key)) {
        properties.set(FIELDS.get(key), member.getValue());
      } else if (key.equals("tags") || key.equals("properties")) {
        properties.set(key, member.getValue());
      } else if (!OTHERS.contains(key)) {
        throw new Problem.Invalid(
            key,
            "unknown key '%s'; known: %s"
                .formatted(key, String.join(", ", FIELDS.keySet().stream().sorted().toList())));
      }
    }
    properties.set("credentials", credentials(values(document).path("credentials")));
    return properties;
  }

  private static ObjectNode values(Document document) {
    return (ObjectNode) document.as(Codecs.any());
  }

  private static ObjectNode credentials(JsonNode given) {
    ObjectNode credentials = Json.object();
    ObjectNode secrets = Json.object();
    String type = "None";
    for (var member : given.properties()) {
      String key = member.getKey();
      if (SECRETS.containsKey(key)) {
        secrets.set(SECRETS.get(key), member.getValue());
        type =
            switch (key) {
              case "account_key" -> "AccountKey";
              case "sas_token" -> "Sas";
              default -> "ServicePrincipal";
            };
      } else if (CREDENTIALS.containsKey(key)) {
        credentials.set(CREDENTIALS.get(key), member.getValue());
      } else {
        throw new Problem.Invalid(
            "credentials",
            "unknown key 'credentials.%s'; known: account_key, sas_token, or tenant_id, client_id"
                    .formatted(key)
                + " and client_secret");
      }
    }
    credentials.put("credentialsType", type);
    if (!type.equals("None")) {
      credentials.set("secrets", secrets.put("secretsType", type));
    }
    return credentials;
  }

  private static ObjectNode printed(JsonNode arm) {
    ObjectNode entity = Entities.container(arm);
    String wire = arm.path("properties").path("datastoreType").asString("");
    TYPES.forEach((yaml, word) -> {
      if (word.equals(wire)) {
        entity.put("type", yaml);
      }
    });
    entity.remove("datastore_type");
    return entity;
  }
}
