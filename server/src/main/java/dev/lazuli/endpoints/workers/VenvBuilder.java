package dev.lazuli.endpoints.workers;

import dev.lazuli.base.ChildProcess;
import dev.lazuli.base.Problem;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Python environments made by `uv`, named by what they hold, so that each is made once.
public final class VenvBuilder implements EnvironmentBuilder {
  private static final Duration BUILD_MAX = Duration.ofMinutes(30);
  private static final List<String> SEED = List.of("pip", "wheel", "setuptools<81");

  private final Path folder;
  private final ConcurrentMap<String, ReentrantLock> building = new ConcurrentHashMap<>();

  /// @param folder for the environments and for uv's cache
  public VenvBuilder(Path folder) {
    this.folder = folder;
  }

  @Override
  public Path python(PythonSpec spec, Consumer<String> told) throws InterruptedException {
    String base = interpreter(spec.python(), told);
    String key = key(base, spec);
    Path environment = folder.resolve(key);
    Path python = environment.resolve("bin").resolve("python");
    ReentrantLock lock = building.computeIfAbsent(key, _ -> new ReentrantLock());
    lock.lockInterruptibly();
    try {
      if (!Files.exists(python)) {
        told.accept(
            "making a Python environment of %d requirements".formatted(spec.requirements().size()));
        long start = System.nanoTime();
        build(base, spec, environment);
        told.accept(
            "the environment is ready after %d ms"
                .formatted((System.nanoTime() - start) / 1_000_000));
      }
      return python;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.unlock();
    }
  }

  private void build(String base, PythonSpec spec, Path environment)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    String uv = uv();
    Path made = Files.createTempDirectory(folder, "building-");
    Path venv = made.resolve("venv");
    Path requirements = made.resolve("requirements.txt");
    Files.write(requirements, spec.requirements());
    try {
      run(made, List.of(uv, "venv", "-q", "--relocatable", "-p", base, venv.toString()));
      List<String> install =
          List.of(
              uv,
              "pip",
              "install",
              "-q",
              "-p",
              venv.resolve("bin").resolve("python").toString(),
              "-r",
              requirements.toString());
      run(made, Stream.concat(install.stream(), SEED.stream()).toList());
      Files.move(venv, environment);
    } finally {
      WorkerPool.delete(made);
    }
  }

  /// The uv on the path, else one of our own.
  private String uv() throws IOException, InterruptedException {
    Optional<Path> found = onPath("uv");
    if (found.isPresent()) {
      return found.get().toString();
    }
    Path tools = folder.resolve("tools");
    Path uv = tools.resolve("bin").resolve("uv");
    if (!Files.exists(uv)) {
      Path log = Files.createDirectories(folder.resolve("tools-log"));
      run(log, List.of(interpreter("", _ -> {}), "-m", "venv", tools.toString()));
      run(log, List.of(tools.resolve("bin").resolve("pip").toString(), "install", "-q", "uv"));
    }
    return uv.toString();
  }

  /// The interpreter of the version that is wished for, else the one there is.
  static String interpreter(String wished, Consumer<String> told) {
    String[] parts = wished.split("\\.", -1);
    String minor = parts.length > 1 ? parts[0] + "." + parts[1] : "";
    Optional<String> exact =
        minor.isEmpty() ? Optional.empty() : onPath("python" + minor).flatMap(VenvBuilder::itself);
    if (exact.isPresent()) {
      return exact.get();
    }
    String python =
        onPath("python3")
            .flatMap(VenvBuilder::itself)
            .or(() -> onPath("python").flatMap(VenvBuilder::itself))
            .orElseThrow(
                () -> new Problem.Unavailable("there is no python3 on this machine's PATH"));
    if (!minor.isEmpty()) {
      told.accept("Python %s is not on this machine: using %s".formatted(minor, python));
    }
    return python;
  }

  /// The interpreter that a program on the path starts, if it starts one: it may be a script that
  /// chooses among several.
  private static Optional<String> itself(Path program) {
    try {
      Process asked =
          new ProcessBuilder(program.toString(), "-c", "import sys; print(sys.executable)")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String told = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return asked.waitFor() == 0 ? Optional.of(told.strip()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static Optional<Path> onPath(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder).resolve(program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private void run(Path work, List<String> command) throws IOException, InterruptedException {
    Path log = Files.createTempFile(work, "log", ".txt");
    Map<String, String> environment = new HashMap<>();
    System.getenv()
        .forEach((name, value) -> {
          if (name.startsWith("UV_") || name.startsWith("PIP_")) {
            environment.put(name, value);
          }
        });
    environment.put("UV_CACHE_DIR", folder.resolve("cache").toString());
    environment.put("UV_PYTHON_DOWNLOADS", "never");
    environment.put("UV_NATIVE_TLS", "true");
    ChildProcess process =
        ChildProcess.start(new ChildProcess.Plan(command, work, environment, log));
    if (!process.await(BUILD_MAX)) {
      process.kill();
      throw new Problem.LimitReached(
          "the environment was not ready after %d minutes".formatted(BUILD_MAX.toMinutes()));
    }
    if (process.exitCode().orElse(1) != 0) {
      throw new Problem.Invalid(
          "environment", "the environment cannot be made: " + Files.readString(log).strip());
    }
  }

  private static String key(String base, PythonSpec spec) {
    String text = base + "\n" + String.join("\n", spec.requirements().stream().sorted().toList());
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
