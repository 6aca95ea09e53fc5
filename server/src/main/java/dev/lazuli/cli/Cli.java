package dev.lazuli.cli;

import dev.lazuli.assets.AssetKind;
import dev.lazuli.base.Problem;
import dev.lazuli.ml.InvalidInput;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// All commands of `lazuli` that speak to a server or work on local files.
public final class Cli {
  /// The exit code of a bug of ours, that of `sysexits.h` for software errors.
  private static final int BUG = 70;

  private Cli() {}

  /// Adds the commands to `root` and sets how it reads words and tells errors.
  ///
  /// @param starter what quickstart starts its server with
  public static CommandLine addTo(CommandLine root, ServerStart starter) {
    root.addSubcommand(new QuickstartCommand(starter));
    for (Object group :
        List.of(
            new WorkspaceCommands(),
            new DatastoreCommands(),
            new DataCommands(),
            new JobCommands(),
            new ModelCommands(),
            new EndpointCommands(),
            new DeploymentCommands(),
            new BatchEndpointCommands(),
            new BatchDeploymentCommands(),
            new EnvironmentVariablesCommand(),
            new CertificateCommands(),
            new DirectoryCommands(),
            new AutoMlCommands(),
            new ScoreCommand())) {
      root.addSubcommand(group);
    }
    for (AssetKind kind : AssetKind.values()) {
      CommandLine group = AssetChanges.of(kind);
      if (kind == AssetKind.ENVIRONMENT) {
        EnvironmentCommands.all().forEach(group::addSubcommand);
      }
      root.addSubcommand(group);
    }
    root.addSubcommand(new CompletionCommand());
    root.addSubcommand(new ReferenceCommand());
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setAbbreviatedOptionsAllowed(false);
    root.setExecutionExceptionHandler((failure, command, _) -> told(failure, command));
    root.setParameterExceptionHandler((mistake, _) -> misused(mistake));
    for (CommandLine command : root.getSubcommands().values()) {
      command.setUsageHelpAutoWidth(true);
      if (!command.getSubcommands().isEmpty()) {
        command.getCommandSpec().addMixin("local", CommandSpec.forAnnotatedObject(new Local()));
        command.getCommandSpec().usageMessage().synopsisSubcommandLabel("COMMAND");
      }
    }
    return root;
  }

  /// Says what is wrong with the words given, and what was likely meant.
  private static int misused(ParameterException mistake) {
    CommandLine command = mistake.getCommandLine();
    CommandSpec spec = command.getCommandSpec();
    PrintWriter err = command.getErr();
    err.println("error: " + mistake.getMessage());
    if (!(mistake instanceof UnmatchedArgumentException) && !spec.subcommands().isEmpty()) {
      command.usage(err);
    } else {
      UnmatchedArgumentException.printSuggestions(mistake, err);
      err.println("See '%s --help'.".formatted(spec.qualifiedName()));
    }
    err.flush();
    return spec.exitCodeOnInvalidInput();
  }

  /// Says what went wrong in one line, also of bugs of ours, which have an exit code of their own.
  private static int told(Exception failure, CommandLine command) {
    if (failure instanceof InterruptedException) {
      return Interrupts.EXIT_CODE;
    }
    boolean isBug = false;
    String words =
        switch (failure) {
          case Problem problem -> problem.text();
          case InvalidInput input -> String.valueOf(input.getMessage());
          case FileSystemException file ->
              "cannot use '%s': %s".formatted(file.getFile(), reason(file));
          case IOException e -> String.valueOf(e.getMessage());
          case UncheckedIOException e -> String.valueOf(e.getMessage());
          case CommandLine.ExecutionException e when e.getCause() instanceof OutOfMemoryError ->
              "this does not fit into %d MB of memory: give more, such as LAZULI_JAVA_OPTS=-Xmx8g"
                  .formatted(Runtime.getRuntime().maxMemory() >> 20);
          default -> {
            isBug = true;
            yield bug(failure);
          }
        };
    command.getErr().println("error: " + words);
    command.getErr().flush();
    return isBug ? BUG : 1;
  }

  /// What a bug of ours is, and where it was met.
  private static String bug(Exception failure) {
    String place =
        Arrays.stream(failure.getStackTrace())
            .filter(frame -> frame.getClassName().startsWith("dev.lazuli."))
            .findFirst()
            .map(frame -> " at %s:%d".formatted(frame.getFileName(), frame.getLineNumber()))
            .orElse("");
    return "this is a bug of Lazuli, please report it: %s%s"
        .formatted(String.valueOf(failure).replaceAll("\\s+", " "), place);
  }

  private static String reason(FileSystemException failure) {
    if (failure.getReason() != null) {
      return failure.getReason();
    }
    return switch (failure) {
      case NoSuchFileException _ -> "there is no such file or folder";
      case AccessDeniedException _ -> "access denied";
      default -> failure.getClass().getSimpleName();
    };
  }
}
