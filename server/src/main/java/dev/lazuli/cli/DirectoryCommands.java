package dev.lazuli.cli;

import dev.lazuli.base.Json;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `lazuli ad`, whose one group is `sp`.
@Command(
    name = "ad",
    description = "Who may sign on.",
    subcommands = DirectoryCommands.ServicePrincipalCommands.class)
final class DirectoryCommands {
  private static final String PATH = "/api/lazuli/service-principals";
  private static final List<String> COLUMNS = List.of("displayName", "appId", "id");

  /// `lazuli ad sp`.
  @Command(
      name = "sp",
      description = "Service principals: programs that sign on by themselves.",
      subcommands = CredentialCommands.class)
  static final class ServicePrincipalCommands {
    @Command(
        name = "create-for-rbac",
        description = "Make a service principal; its password is shown just this once.",
        footer = {
          "",
          "Example:",
          "  lazuli ad sp create-for-rbac --name my-pipeline --sdk-auth > sp.json"
        })
    int create(
        @Option(
                names = {"-n", "--name", "--display-name"},
                paramLabel = "NAME",
                description = "What people call it (default: azure-cli).",
                defaultValue = "azure-cli")
            String name,
        @Option(
                names = "--years",
                paramLabel = "N",
                description = "How long its password is good for (default: 1).",
                defaultValue = "1")
            int years,
        @Option(
                names = {"--sdk-auth", "--json-auth"},
                description = "Print what GitHub's azure/login and the SDKs read.")
            boolean sdkAuth,
        @Mixin Common common)
        throws InterruptedException {
      JsonNode made =
          common.remote().postOwn(PATH, Json.object().put("displayName", name).put("years", years));
      common.show(sdkAuth ? sdkAuth(common, made) : credential(made), COLUMNS);
      return 0;
    }

    @Command(
        name = "show",
        description = "Show a service principal.",
        footer = {"", "Example:", "  lazuli ad sp show --id 11111111-2222-4333-8444-555555555555"})
    int show(@Mixin Id id, @Mixin Common common) throws InterruptedException {
      common.show(Json.parse(common.remote().fetch(id.path()).body()), COLUMNS);
      return 0;
    }

    @Command(
        name = "list",
        description = "List the service principals.",
        footer = {"", "Example:", "  lazuli ad sp list -o table"})
    int list(@Mixin Common common) throws InterruptedException {
      ArrayNode found = Json.array();
      Json.parse(common.remote().fetch(PATH).body()).path("value").forEach(found::add);
      common.show(found, COLUMNS);
      return 0;
    }

    @Command(
        name = "delete",
        description = "Remove a service principal; its tokens stop at once.",
        footer = {
          "",
          "Example:",
          "  lazuli ad sp delete --id 11111111-2222-4333-8444-555555555555"
        })
    int delete(@Mixin Id id, @Mixin Common common) throws InterruptedException {
      common.remote().deleteOwn(id.path());
      return 0;
    }
  }

  /// `lazuli ad sp credential`.
  @Command(name = "credential", description = "Passwords of service principals.")
  static final class CredentialCommands {
    @Command(
        name = "reset",
        description = "Make a new password; those before stop working at once.",
        footer = {
          "",
          "Example:",
          "  lazuli ad sp credential reset --id 11111111-2222-4333-8444-555555555555"
        })
    int reset(
        @Mixin Id id,
        @Option(
                names = "--years",
                paramLabel = "N",
                description = "How long it is good for (default: 1).",
                defaultValue = "1")
            int years,
        @Option(names = "--append", description = "Let those before go on working.") boolean append,
        @Mixin Common common)
        throws InterruptedException {
      ObjectNode body = Json.object().put("years", years).put("append", append);
      common.show(credential(common.remote().postOwn(id.path() + "/reset", body)), COLUMNS);
      return 0;
    }
  }

  /// Which principal.
  static final class Id {
    @Option(
        names = "--id",
        required = true,
        paramLabel = "ID",
        description = "Its application or object id.")
    private String id = "";

    String path() {
      return PATH + "/" + Remote.segment(id);
    }
  }

  private static ObjectNode credential(JsonNode made) {
    return Json.object()
        .put("appId", made.path("appId").asString(""))
        .put("displayName", made.path("displayName").asString(""))
        .put("password", made.path("password").asString(""))
        .put("tenant", made.path("appOwnerOrganizationId").asString(""));
  }

  private static ObjectNode sdkAuth(Common common, JsonNode made) throws InterruptedException {
    String origin =
        Json.parse(common.remote().fetch("/api/lazuli/environment").body())
            .path("AZURE_AUTHORITY_HOST")
            .asString("");
    return Json.object()
        .put("clientId", made.path("appId").asString(""))
        .put("clientSecret", made.path("password").asString(""))
        .put("subscriptionId", common.remote().workspace().split("/", -1)[2])
        .put("tenantId", made.path("appOwnerOrganizationId").asString(""))
        .put("activeDirectoryEndpointUrl", origin)
        .put("resourceManagerEndpointUrl", origin + "/")
        .put("activeDirectoryGraphResourceId", origin + "/graph")
        .put("managementEndpointUrl", origin + "/");
  }
}
