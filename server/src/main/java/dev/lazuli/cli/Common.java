package dev.lazuli.cli;

import dev.lazuli.base.Problem;
import java.io.PrintWriter;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// The options that every command takes: which workspace, and how to print.
final class Common {
  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @ArgGroup(validate = false, heading = "%nEverywhere:%n")
  private final Everywhere everywhere = new Everywhere();

  /// Options as `az` names them.
  static final class Everywhere {
    @Option(
        names = {"-o", "--output"},
        paramLabel = "FORMAT",
        description = "json, jsonc, yaml, table, tsv or none (default: json).")
    private Printer.Format output = Printer.Format.JSON;

    @Option(
        names = "--query",
        paramLabel = "JMESPATH",
        description = "What to print of the result.")
    private String query = "";

    @Option(
        names = {"-w", "--workspace-name"},
        paramLabel = "NAME",
        description = "Workspace (default: default).")
    private String workspace = "default";

    @Option(
        names = {"-g", "--resource-group"},
        paramLabel = "NAME",
        description = "Resource group (default: local).")
    private String resourceGroup = "local";

    @Option(
        names = "--subscription",
        paramLabel = "ID",
        description = "Subscription (default: all zeros).")
    private String subscription = "00000000-0000-0000-0000-000000000000";

    @Option(
        names = "--server",
        paramLabel = "URL",
        description = "The server (default: LAZULI_SERVER, else http://127.0.0.1:8700).")
    private String server = "";

    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Show this help and end.")
    private boolean unusedHelp;
  }

  /// The workspace that the command works on.
  ///
  /// @throws Problem.Invalid when the address is none
  Remote remote() {
    return remote("");
  }

  /// The workspace of that name, or the one that the options name.
  ///
  /// @param name empty for the one of the options
  Remote remote(String name) {
    String address =
        everywhere.server.isEmpty()
            ? System.getenv().getOrDefault("LAZULI_SERVER", "http://127.0.0.1:8700")
            : everywhere.server;
    return new Remote(
        address(address),
        "/subscriptions/%s/resourceGroups/%s/providers/Microsoft.MachineLearningServices/workspaces/%s"
            .formatted(
                Remote.segment(everywhere.subscription),
                Remote.segment(everywhere.resourceGroup),
                Remote.segment(name.isEmpty() ? everywhere.workspace : name)));
  }

  /// Prints a result.
  ///
  /// @param columns paths of the columns of a table, such as `creation_context.created_at`
  void show(JsonNode result, List<String> columns) {
    Printer.print(out(), result, everywhere.output, everywhere.query, columns);
  }

  /// Whether the result is printed as a table of all that it holds.
  boolean isTable() {
    return everywhere.output == Printer.Format.TABLE && everywhere.query.isEmpty();
  }

  /// Where results go.
  PrintWriter out() {
    return command().commandLine().getOut();
  }

  /// Where remarks and errors go.
  PrintWriter err() {
    return command().commandLine().getErr();
  }

  /// A mistake in the words of the command itself, which ends with exit code 2.
  CommandLine.ParameterException misuse(String message) {
    return new CommandLine.ParameterException(command().commandLine(), message);
  }

  private CommandSpec command() {
    if (command == null) {
      throw new IllegalStateException("picocli fills this in");
    }
    return command;
  }

  private static URI address(String text) {
    String trimmed = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    if (!trimmed.matches("https?://[^/\\s]+")) {
      throw new Problem.Invalid("server", text, "a URL such as http://127.0.0.1:8700");
    }
    return URI.create(trimmed);
  }
}
