package dev.lazuli.cli;

import dev.lazuli.base.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `lazuli env`: the variables that make an unchanged script of Azure's clients work.
@Command(
    name = "env",
    description = {
      "Print the environment variables with which unchanged Azure ML scripts reach this server.",
      "They hold the owner's secret: keep them to yourself."
    },
    footer = {
      "",
      "Example:",
      "  eval \"$(lazuli env)\"",
      "  lazuli env --shell powershell | Invoke-Expression",
      "  lazuli env --shell dotenv > .env"
    })
final class EnvironmentVariablesCommand implements Callable<Integer> {
  @Mixin private final Common common = new Common();

  @Option(
      names = "--shell",
      paramLabel = "NAME",
      description = "bash, powershell, fish, dotenv or github (default: bash).")
  private Shell shell = Shell.BASH;

  @Option(names = "--check", description = "Make one call of each kind and say what is wrong.")
  private boolean check;

  /// Whose words the variables are set in.
  enum Shell {
    BASH,
    POWERSHELL,
    FISH,
    DOTENV,
    GITHUB;

    String line(String name, String value) {
      return switch (this) {
        case BASH -> "export %s='%s'".formatted(name, value.replace("'", "'\\''"));
        case POWERSHELL -> "$env:%s = '%s'".formatted(name, value.replace("'", "''"));
        case FISH ->
            "set -gx %s '%s'".formatted(name, value.replace("\\", "\\\\").replace("'", "\\'"));
        case DOTENV, GITHUB -> "%s=%s".formatted(name, value);
      };
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    Remote remote = common.remote();
    JsonNode answer = Json.parse(remote.fetch(path(remote)).body());
    Map<String, String> variables = new LinkedHashMap<>();
    answer
        .properties()
        .forEach(entry -> variables.put(entry.getKey(), entry.getValue().asString()));
    if (check) {
      return new EnvironmentCheck(variables, common.out()).run() ? 0 : 1;
    }
    variables.forEach((name, value) -> common.out().println(shell.line(name, value)));
    common.out().flush();
    return 0;
  }

  /// The address of the variables of the workspace that the command names.
  private static String path(Remote remote) {
    String[] segments = remote.workspace().split("/", -1);
    return "/api/lazuli/environment?subscription=%s&resource_group=%s&workspace=%s"
        .formatted(segments[2], segments[4], segments[segments.length - 1]);
  }
}
