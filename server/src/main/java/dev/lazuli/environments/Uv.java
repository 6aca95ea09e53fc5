package dev.lazuli.environments;

import dev.lazuli.base.ChildProcess;
import dev.lazuli.base.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The program that resolves and installs packages: `uv`, the user's or one of our own.
///
/// Its settings for package indexes are the user's: those of `uv` and those of `pip`.
final class Uv {
  private static final Duration TIME_MAX = Duration.ofMinutes(60);

  private final Path home;
  private final Map<String, String> surroundings;
  private final ReentrantLock installing = new ReentrantLock();

  /// @param home folder for its cache, and for `uv` itself when this machine has none
  /// @param surroundings the environment of the server
  Uv(Path home, Map<String, String> surroundings) {
    this.home = home;
    this.surroundings = surroundings;
  }

  /// What a run of it has said.
  record Said(int exitCode, String text) {
    boolean isGood() {
      return exitCode == 0;
    }
  }

  /// Runs it.
  ///
  /// @param python with which it is installed when it is not there
  /// @throws Problem.Unavailable when it cannot be had
  Said run(Path python, Path folder, List<String> arguments) throws InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(program(python).toString());
    command.addAll(arguments);
    return execute(command, folder);
  }

  private Path program(Path python) throws InterruptedException {
    for (String each : surroundings.getOrDefault("PATH", "").split(":", -1)) {
      Path candidate = Path.of(each.isEmpty() ? "." : each, "uv");
      if (!each.isEmpty() && !each.endsWith("/shims") && Files.isExecutable(candidate)) {
        return candidate;
      }
    }
    Path own = home.resolve("tools").resolve("bin").resolve("uv");
    if (Files.isExecutable(own)) {
      return own;
    }
    installing.lockInterruptibly();
    try {
      if (!Files.isExecutable(own)) {
        install(python);
      }
      return own;
    } finally {
      installing.unlock();
    }
  }

  private void install(Path python) throws InterruptedException {
    Path tools = home.resolve("tools");
    Said made = execute(List.of(python.toString(), "-m", "venv", tools.toString()), home);
    Said got =
        made.isGood()
            ? execute(
                List.of(tools.resolve("bin/python").toString(), "-m", "pip", "install", "-q", "uv"),
                home)
            : made;
    if (!got.isGood()) {
      throw new Problem.Unavailable(
          "environments need the program 'uv', which is not on the PATH and could not be"
              + " installed: "
              + got.text().strip());
    }
  }

  private Said execute(List<String> command, Path folder) throws InterruptedException {
    Path log = null;
    try {
      Files.createDirectories(folder);
      log = Files.createTempFile(folder, "uv-", ".log");
      ChildProcess child =
          ChildProcess.start(new ChildProcess.Plan(command, folder, environment(), log));
      try {
        if (!child.await(TIME_MAX)) {
          throw new Problem.LimitReached(
              "building the environment took longer than %d minutes"
                  .formatted(TIME_MAX.toMinutes()));
        }
      } finally {
        if (child.isAlive()) {
          child.kill();
        }
      }
      return new Said(child.exitCode().orElse(-1), Files.readString(log));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      delete(log);
    }
  }

  private static void delete(@Nullable Path log) {
    try {
      if (log != null) {
        Files.deleteIfExists(log);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>();
    surroundings.forEach((name, value) -> {
      if (Stream.of("UV_", "PIP_").anyMatch(name::startsWith)) {
        environment.put(name, value);
      }
    });
    take(environment, "PIP_INDEX_URL", "UV_DEFAULT_INDEX");
    take(environment, "PIP_EXTRA_INDEX_URL", "UV_INDEX");
    take(environment, "PIP_FIND_LINKS", "UV_FIND_LINKS");
    take(environment, "PIP_CERT", "SSL_CERT_FILE");
    environment.put("UV_CACHE_DIR", home.resolve("cache").toString());
    environment.put("UV_PYTHON_DOWNLOADS", "never");
    environment.put("UV_NO_CONFIG", "1");
    environment.put("UV_NO_PROGRESS", "1");
    return environment;
  }

  private static void take(Map<String, String> environment, String from, String to) {
    String value = environment.get(from);
    if (value != null) {
      environment.putIfAbsent(to, value);
    }
  }
}
