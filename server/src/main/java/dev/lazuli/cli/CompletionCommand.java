package dev.lazuli.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/// `lazuli completion`: a script that lets a shell complete commands and options.
@Command(
    name = "completion",
    description = "Print a script that lets your shell complete commands and options.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  source <(lazuli completion bash)"})
final class CompletionCommand implements Callable<Integer> {
  /// The shells that we know.
  enum Shell {
    BASH,
    ZSH
  }

  @CommandLine.Spec private @Nullable CommandSpec command;

  @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
  private @Nullable Shell shell;

  @Override
  public Integer call() {
    if (command == null) {
      throw new IllegalStateException("picocli fills this in");
    }
    String script = AutoComplete.bash("lazuli", command.root().commandLine());
    if (shell == Shell.ZSH) {
      command.commandLine().getOut().println("autoload -U +X bashcompinit && bashcompinit");
    }
    command.commandLine().getOut().println(script);
    command.commandLine().getOut().flush();
    return 0;
  }
}
