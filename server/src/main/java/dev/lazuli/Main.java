package dev.lazuli;

import dev.lazuli.base.Problem;
import picocli.CommandLine;

/// The `lazuli` command.
@CommandLine.Command(
    name = "lazuli",
    description = "An Azure Machine Learning workspace that you run yourself.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ServeCommand.class})
public final class Main {
  private Main() {}

  /// Runs a command and ends with its exit code.
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler((failure, command, _) -> {
          if (failure instanceof Problem problem) {
            command.getErr().println("error: " + problem.text());
            return 1;
          }
          throw failure;
        });
  }
}
