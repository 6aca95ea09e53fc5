package dev.lazuli.cli;

import dev.lazuli.base.Problem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lazuli quickstart`: from a table to a scored endpoint, in front of your eyes.
@Command(
    name = "quickstart",
    description = "Show the whole way: a table becomes a model behind an endpoint.",
    footer = {"", "Example:", "  lazuli quickstart --budget 20s --exit"})
final class QuickstartCommand implements Callable<Integer> {
  private final ServerStart starter;

  @Mixin private @Nullable Local local;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "Folder that holds everything (default: ~/.lazuli).")
  private @Nullable Path home;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "TCP port, 0 for any free one (default: 8700).",
      defaultValue = "8700")
  private int port;

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      converter = Budget.Reader.class,
      description = "Time for the search, such as 20s (default: 60s).",
      defaultValue = "60s")
  private @Nullable Budget budget;

  @Option(names = "--exit", description = "End when all is shown, the server with it.")
  private boolean exit;

  QuickstartCommand(ServerStart starter) {
    this.starter = starter;
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    if (local == null || budget == null) {
      throw new IllegalStateException("picocli fills this in");
    }
    Terminal terminal = Terminal.of(local.out());
    Path folder =
        home == null
            ? Path.of(System.getenv().getOrDefault("HOME", "."), ".lazuli")
            : home.toAbsolutePath().normalize();
    if (port != 0 && answers(port)) {
      terminal.line("Server     http://127.0.0.1:%d (it ran already)", port);
      quickstart(terminal, port, folder).run(budget);
      return 0;
    }
    ServerStart.Running server =
        starter.start(Map.of("home", folder.toString(), "port", Integer.toString(port)));
    try {
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(server::stop));
      terminal.line("Server     http://127.0.0.1:%d, home %s", server.port(), folder);
      quickstart(terminal, server.port(), folder).run(budget);
      if (!exit) {
        terminal.line("");
        terminal.line("The server runs at http://127.0.0.1:%d until Ctrl-C.", server.port());
        new CountDownLatch(1).await();
      }
    } finally {
      server.stop();
    }
    return 0;
  }

  private static Quickstart quickstart(Terminal terminal, int port, Path home) {
    return new Quickstart(remote(port), terminal, home);
  }

  private static boolean answers(int port) throws InterruptedException {
    try {
      return remote(port).fetch("/api/lazuli/version").statusCode() == 200;
    } catch (Problem e) {
      return false;
    }
  }

  private static Remote remote(int port) {
    return new Remote(
        URI.create("http://127.0.0.1:" + port),
        "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local"
            + "/providers/Microsoft.MachineLearningServices/workspaces/default");
  }
}
