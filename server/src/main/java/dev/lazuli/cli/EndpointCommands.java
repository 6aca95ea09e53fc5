package dev.lazuli.cli;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.cli.Shape.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `lazuli online-endpoint`.
@Command(
    name = "online-endpoint",
    description = "Online endpoints: addresses that answer with predictions.")
final class EndpointCommands {
  private static final List<String> COLUMNS =
      List.of("name", "auth_mode", "provisioning_state", "traffic", "scoring_uri");
  private static final List<String> MODES = List.of("key", "aml_token", "aad_token");
  private static final Shape SHAPE =
      new Shape.Keys(
          Map.of(
              "$schema",
              Value.TEXT,
              "name",
              Value.TEXT,
              "description",
              Value.TEXT,
              "tags",
              Shape.texts(),
              "properties",
              Shape.texts(),
              "auth_mode",
              new Shape.Word(MODES),
              "traffic",
              new Shape.MapOf(Value.WHOLE),
              "mirror_traffic",
              new Shape.MapOf(Value.WHOLE),
              "identity",
              Value.ANY,
              "public_network_access",
              Value.TEXT),
          List.of());

  @Command(
      name = "create",
      description = "Make an endpoint.",
      footer = {"", "Example:", "  lazuli online-endpoint create --name diamonds"})
  int create(
      @Mixin Common common,
      @Mixin DocumentOptions document,
      @Option(names = "--auth-mode", paramLabel = "MODE", description = "key (the default).")
          @Nullable String authMode)
      throws InterruptedException {
    Given given = document.given().with("auth_mode", authMode).checked(SHAPE);
    String wanted = given.text("name");
    if (wanted.isEmpty()) {
      throw common.misuse("the name is missing: give --name, or a YAML file with 'name'");
    }
    Endpoints endpoints = new Endpoints(common.remote());
    if (endpoints.find(wanted).isPresent()) {
      throw new Problem.Conflict(
          "endpoint '%s' exists already: change it with 'lazuli online-endpoint update'"
              .formatted(wanted));
    }
    ObjectNode properties = Json.object();
    properties.put("authMode", mode(given.text("auth_mode")));
    given.copy(properties, "description", "properties", "traffic", "mirror_traffic");
    common.show(endpoints.put(wanted, properties, given.value("tags")), COLUMNS);
    return 0;
  }

  @Command(
      name = "show",
      description = "Show an endpoint.",
      footer = {
        "",
        "Example:",
        "  lazuli online-endpoint show --name diamonds --query scoring_uri -o tsv"
      })
  int show(@Mixin Common common, @Mixin Name name) throws InterruptedException {
    common.show(new Endpoints(common.remote()).require(name.value()), COLUMNS);
    return 0;
  }

  @Command(
      name = "list",
      description = "List the endpoints.",
      footer = {"", "Example:", "  lazuli online-endpoint list -o table"})
  int list(@Mixin Common common) throws InterruptedException {
    ArrayNode entities = Json.array();
    common
        .remote()
        .list("/onlineEndpoints")
        .forEach(endpoint -> entities.add(Entities.endpoint(endpoint)));
    common.show(entities, COLUMNS);
    return 0;
  }

  @Command(
      name = "update",
      description = "Share out an endpoint's traffic among its deployments.",
      footer = {
        "",
        "Example:",
        "  lazuli online-endpoint update --name diamonds --traffic \"blue=90 green=10\""
      })
  int update(
      @Mixin Common common,
      @Mixin Name name,
      @Option(
              names = {"-r", "--traffic"},
              required = true,
              arity = "1..*",
              split = "[\\s,]+",
              paramLabel = "DEPLOYMENT=PERCENT",
              description = "Whole percents that add up to 100, or 0 for no traffic.")
          List<String> shares)
      throws InterruptedException {
    ObjectNode traffic = Json.object();
    for (String share : shares) {
      if (!share.matches("[^=]+=\\d{1,3}")) {
        throw common.misuse(
            "--traffic '%s' is not valid: expected DEPLOYMENT=PERCENT".formatted(share));
      }
      int equals = share.indexOf('=');
      traffic.put(share.substring(0, equals), Integer.parseInt(share.substring(equals + 1)));
    }
    common.show(new Endpoints(common.remote()).route(name.value(), traffic), COLUMNS);
    return 0;
  }

  @Command(
      name = "delete",
      description = "Remove an endpoint and its deployments.",
      footer = {"", "Example:", "  lazuli online-endpoint delete --name diamonds --yes"})
  int delete(
      @Mixin Common common,
      @Mixin Name name,
      @Option(
              names = {"-y", "--yes"},
              description = "Do not ask.")
          boolean yes)
      throws InterruptedException {
    Questions.confirm(common, yes, "Remove the endpoint '%s'?".formatted(name.value()));
    Remote remote = common.remote();
    remote.get(Endpoints.path(name.value()));
    remote.delete(Endpoints.path(name.value()));
    return 0;
  }

  @Command(
      name = "invoke",
      description = "Send a request to an endpoint and print its answer.",
      footer = {
        "",
        "Example:",
        "  lazuli online-endpoint invoke --name diamonds --request-file row.json"
      })
  int invoke(
      @Mixin Common common,
      @Mixin Name name,
      @Option(
              names = {"-r", "--request-file"},
              required = true,
              paramLabel = "FILE",
              description = "JSON file with the rows.")
          Path file,
      @Option(
              names = {"-d", "--deployment-name"},
              paramLabel = "NAME",
              description = "Ask this deployment, whatever the traffic.",
              defaultValue = "")
          String deployment)
      throws InterruptedException {
    byte[] body;
    try {
      body = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new Problem.NotFound("no file '%s'".formatted(file));
    } catch (IOException e) {
      throw new Problem.Invalid("file", "cannot read '%s': %s".formatted(file, e.getMessage()));
    }
    Endpoints endpoints = new Endpoints(common.remote());
    byte[] answer = endpoints.score(endpoints.require(name.value()), body, deployment);
    common.out().println(new String(answer, StandardCharsets.UTF_8));
    common.out().flush();
    return 0;
  }

  @Command(
      name = "get-credentials",
      description = "Show the keys of an endpoint.",
      footer = {
        "",
        "Example:",
        "  lazuli online-endpoint get-credentials --name diamonds --query primaryKey -o tsv"
      })
  int credentials(@Mixin Common common, @Mixin Name name) throws InterruptedException {
    JsonNode keys = new Endpoints(common.remote()).keys(name.value());
    common.show(keys, List.of());
    return 0;
  }

  @Command(
      name = "regenerate-keys",
      description = "Make one of the keys of an endpoint anew; the old one is refused at once.",
      footer = {
        "",
        "Example:",
        "  lazuli online-endpoint regenerate-keys --name diamonds --key-type secondary"
      })
  int regenerate(
      @Mixin Common common,
      @Mixin Name name,
      @Option(
              names = "--key-type",
              paramLabel = "TYPE",
              description = "primary (the default) or secondary.",
              defaultValue = "primary")
          String type)
      throws InterruptedException {
    common
        .remote()
        .post(Endpoints.path(name.value()) + "/regenerateKeys", Json.object().put("keyType", type));
    return 0;
  }

  private static String mode(String word) {
    return switch (Words.find(MODES, word.isEmpty() ? "key" : word)) {
      case "aml_token" -> "AMLToken";
      case "aad_token" -> "AADToken";
      default -> "Key";
    };
  }
}
