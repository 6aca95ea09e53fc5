package dev.lazuli;

import dev.lazuli.base.Config;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;

/// `lazuli warm-up`: the training run of the ahead-of-time cache that the launcher makes.
///
/// It starts a server in a folder of its own, sends it the commands that people send first, and
/// ends; the JVM notes the classes that this needed.
@CommandLine.Command(
    name = "warm-up",
    hidden = true,
    description = "Run what the ahead-of-time cache shall hold, and end.")
final class WarmUpCommand implements Callable<Integer> {
  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("--help"),
          List.of("workspace", "show", "--server", "SERVER"),
          List.of("job", "list", "-o", "table", "--server", "SERVER"),
          List.of("data", "list", "-o", "yaml", "--query", "[0]", "--server", "SERVER"),
          List.of("model", "list", "--server", "SERVER"),
          List.of("online-endpoint", "list", "--server", "SERVER"));

  @Override
  public Integer call() throws IOException {
    Main.quietLibraries();
    Path home = Files.createTempDirectory("lazuli-warm-up");
    try {
      Config config = Config.load(Map.of("home", home.toString(), "port", "0"), Map.of());
      try (Server server = Server.start(config, Clock.systemUTC(), new SecureRandom())) {
        COMMANDS.forEach(command -> run(command, server.port()));
      }
    } finally {
      delete(home);
    }
    return 0;
  }

  private static void run(List<String> command, int port) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Main.commandLine()
        .setOut(nowhere)
        .setErr(nowhere)
        .execute(
            command.stream()
                .map(word -> word.equals("SERVER") ? "http://127.0.0.1:" + port : word)
                .toArray(String[]::new));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
