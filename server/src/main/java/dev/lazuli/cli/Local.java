package dev.lazuli.cli;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/// The options of commands that need no server.
final class Local {
  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and end.")
  private boolean unusedHelp;

  /// Where results go.
  PrintWriter out() {
    return line().getOut();
  }

  /// Where errors go.
  PrintWriter err() {
    return line().getErr();
  }

  private CommandLine line() {
    if (command == null) {
      throw new IllegalStateException("picocli fills this in");
    }
    return command.commandLine();
  }
}
