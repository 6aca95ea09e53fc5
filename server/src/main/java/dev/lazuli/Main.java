package dev.lazuli;

import dev.lazuli.base.Config;
import dev.lazuli.cli.Cli;
import dev.lazuli.cli.ServerStart;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;

/// The `lazuli` command.
@CommandLine.Command(
    name = "lazuli",
    description = "An Azure Machine Learning workspace that you run yourself.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Versions.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ServeCommand.class,
      FsckCommand.class,
      RunJobCommand.class,
      WarmUpCommand.class,
      DataWorkerCommand.class
    })
public final class Main {
  private Main() {}

  /// Runs a command and ends with its exit code.
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /// Keeps libraries that log by java.util.logging quiet; warnings still come through.
  static void quietLibraries() {
    Logger.getLogger("").setLevel(Level.WARNING);
  }

  static CommandLine commandLine() {
    return Cli.addTo(new CommandLine(new Main()), Main::start);
  }

  /// A server inside this process, which keeps its log to errors: the terminal is for people.
  private static ServerStart.Running start(Map<String, String> flags) {
    quietLibraries();
    if (System.getenv("LAZULI_LOG_LEVEL") == null) {
      System.setProperty("LAZULI_LOG_LEVEL", "ERROR");
    }
    Server server =
        Server.start(Config.load(flags, System.getenv()), Clock.systemUTC(), new SecureRandom());
    return new ServerStart.Running() {
      @Override
      public int port() {
        return server.port();
      }

      @Override
      public void stop() {
        server.close();
      }
    };
  }

  /// What `--version` prints.
  static final class Versions implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"lazuli " + Version.text()};
    }
  }
}
