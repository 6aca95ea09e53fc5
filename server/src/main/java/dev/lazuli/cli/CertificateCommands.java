package dev.lazuli.cli;

import dev.lazuli.base.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `lazuli certs`.
@Command(name = "certs", description = "The certificates that HTTPS clients trust.")
final class CertificateCommands {
  private static final List<String> COLUMNS =
      List.of("authority_file", "bundle_file", "authority_expires", "server_expires");

  @Command(
      name = "show",
      description = "Show where they lie and when they end.",
      footer = {"", "Example:", "  lazuli certs show"})
  int show(@Mixin Common common) throws InterruptedException {
    print(common, fetch(common));
    return 0;
  }

  @Command(
      name = "export",
      description = "Write the private authority as a PEM file, for clients elsewhere.",
      footer = {"", "Example:", "  lazuli certs export --out lazuli-ca.pem"})
  int export(
      @Option(names = "--out", paramLabel = "FILE", description = "Where to (default: printed).")
          @Nullable Path out,
      @Mixin Common common)
      throws InterruptedException, IOException {
    String text = fetch(common).path("authority").asString("");
    if (out == null) {
      common.out().print(text);
      common.out().flush();
    } else {
      Files.writeString(out, text);
      common.err().println("wrote " + out);
    }
    return 0;
  }

  @Command(
      name = "renew",
      description = "Make the server's certificate anew, at once.",
      footer = {"", "Example:", "  lazuli certs renew"})
  int renew(
      @Option(
              names = "--authority",
              description = "The authority too; clients must then be given it again.")
          boolean authority,
      @Mixin Common common)
      throws InterruptedException {
    ObjectNode body = Json.object().put("authority", authority);
    print(common, common.remote().postOwn("/api/lazuli/certificates/renew", body));
    return 0;
  }

  private static JsonNode fetch(Common common) throws InterruptedException {
    return Json.parse(common.remote().fetch("/api/lazuli/certificates").body());
  }

  private static void print(Common common, JsonNode certificates) {
    ObjectNode shown = (ObjectNode) certificates;
    shown.remove("authority");
    common.show(shown, COLUMNS);
  }
}
