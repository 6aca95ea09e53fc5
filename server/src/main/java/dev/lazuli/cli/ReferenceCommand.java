package dev.lazuli.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/// `lazuli reference`: the page `docs/reference/cli.md`, made from the commands themselves.
@Command(
    name = "reference",
    hidden = true,
    description = "Print the reference page of all commands.",
    mixinStandardHelpOptions = true)
final class ReferenceCommand implements Callable<Integer> {
  private static final int WIDTH = 100;

  @CommandLine.Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() {
    if (command == null) {
      throw new IllegalStateException("picocli fills this in");
    }
    PrintWriter out = command.commandLine().getOut();
    out.println("# Commands");
    out.println();
    out.println("Made by `./lazuli reference > docs/reference/cli.md`; don't edit it by hand.");
    print(command.root().commandLine(), out);
    out.flush();
    return 0;
  }

  private static void print(CommandLine line, PrintWriter out) {
    CommandSpec spec = line.getCommandSpec();
    if (spec.usageMessage().hidden()) {
      return;
    }
    if (line.getSubcommands().isEmpty()) {
      spec.usageMessage().autoWidth(false).width(WIDTH);
      out.println();
      out.println("## " + spec.qualifiedName());
      out.println();
      out.println("```");
      out.println(line.getUsageMessage(Ansi.OFF).stripTrailing());
      out.println("```");
    }
    line.getSubcommands().values().forEach(sub -> print(sub, out));
  }
}
