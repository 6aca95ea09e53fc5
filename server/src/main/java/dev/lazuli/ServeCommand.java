package dev.lazuli;

import dev.lazuli.base.Config;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// `lazuli serve`: runs the server until it is told to stop.
@CommandLine.Command(
    name = "serve",
    description = "Start the server and keep it running until Ctrl-C.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  lazuli serve --home ~/.lazuli --port 8700"})
final class ServeCommand implements Callable<Integer> {
  @Option(names = "--home", description = "Folder that holds everything (default: ~/.lazuli).")
  private @Nullable Path home;

  @Option(names = "--port", description = "TCP port, 0 for any free one (default: 8700).")
  private @Nullable Integer port;

  @Option(
      names = "--https-port",
      description = "TCP port for HTTPS, 0 for any free one (default: --port and 43, so 8743).")
  private @Nullable Integer httpsPort;

  @Option(names = "--host", description = "Loopback address to listen on (default: 127.0.0.1).")
  private @Nullable String host;

  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec command;

  @Override
  public Integer call() throws InterruptedException {
    Main.quietLibraries();
    Map<String, String> flags = new HashMap<>();
    if (home != null) {
      flags.put("home", home.toString());
    }
    if (port != null) {
      flags.put("port", port.toString());
    }
    if (httpsPort != null) {
      flags.put("https_port", httpsPort.toString());
    }
    if (host != null) {
      flags.put("host", host);
    }
    Config config = Config.load(flags, System.getenv());
    Server server = Server.start(config, Clock.systemUTC(), new SecureRandom());
    CountDownLatch stopped = new CountDownLatch(1);
    Thread stop =
        Thread.ofPlatform()
            .unstarted(() -> {
              server.close();
              stopped.countDown();
            });
    Runtime.getRuntime().addShutdownHook(stop);
    say(
        "Lazuli %s listens on http://%s:%d and https://localhost:%d, home %s"
            .formatted(
                Version.text(), config.host(), server.port(), server.httpsPort(), config.home()));
    stopped.await();
    return 0;
  }

  private void say(String line) {
    if (command != null) {
      command.commandLine().getOut().println(line);
      command.commandLine().getOut().flush();
    }
  }
}
