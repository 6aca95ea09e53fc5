package dev.lazuli.environments;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The Python environments of this machine, one per set of exact packages.
///
/// `specs` remembers what each set of requirements was resolved to; `ready` holds the environments
/// by the hash of that. One is built beside and renamed, so that a half-built one is never used.
final class Venvs {
  private final Path home;
  private final Interpreters interpreters;
  private final Uv uv;
  private final Clock clock;
  private final Map<String, ReentrantLock> building = new ConcurrentHashMap<>();

  Venvs(Path home, Map<String, String> surroundings, Clock clock) {
    this.home = home;
    this.interpreters = Interpreters.find(surroundings);
    this.uv = new Uv(home, surroundings);
    this.clock = clock;
  }

  /// The environment that has what is asked for; built when there is none yet.
  ///
  /// @param log hears what is done, line by line
  /// @throws Problem.Invalid naming the requirement that cannot be had
  Path obtain(Requirements wanted, Consumer<String> log) throws InterruptedException {
    Interpreters.Choice python = interpreters.choose(wanted.python());
    wanted.notes().forEach(log);
    if (!python.note().isEmpty()) {
      log.accept("Warning: " + python.note());
    }
    String asked = hash(python.path() + "\n" + String.join("\n", wanted.packages()));
    ReentrantLock lock = building.computeIfAbsent(asked, _ -> new ReentrantLock());
    lock.lockInterruptibly(); // ten jobs that ask for the same build it once
    try {
      Path spec = home.resolve("specs").resolve(asked + ".json");
      if (Files.exists(spec)) {
        Path known = ready(Json.parse(Files.readAllBytes(spec)).path("key").asString());
        if (Files.exists(known)) {
          Files.setLastModifiedTime(known, FileTime.from(clock.instant()));
          log.accept("The environment is ready: " + known.getFileName());
          return known;
        }
      }
      return build(wanted, python, spec, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.unlock();
    }
  }

  private Path build(
      Requirements wanted, Interpreters.Choice python, Path spec, Consumer<String> log)
      throws IOException, InterruptedException {
    Instant start = clock.instant();
    Files.createDirectories(home.resolve("building"));
    Path work = Files.createTempDirectory(home.resolve("building"), "venv-");
    try {
      log.accept("Resolving for Python %s:".formatted(python.version()));
      wanted.packages().forEach(one -> log.accept("  " + one));
      String lock = new Resolution(uv, python.path(), work, log).lock(wanted.packages());
      String key = hash(python.path() + "\n" + lock);
      Path ready = ready(key);
      if (!Files.exists(ready)) {
        log.accept("Installing %d packages".formatted(lock.lines().count()));
        install(python, work, log);
        Files.createDirectories(home.resolve("ready"));
        Files.writeString(work.resolve("venv").resolve("lock.txt"), lock);
        Files.move(work.resolve("venv"), ready, StandardCopyOption.ATOMIC_MOVE);
      }
      Files.createDirectories(home.resolve("specs"));
      Path beside = spec.resolveSibling(spec.getFileName() + ".new");
      Files.write(
          beside,
          Json.bytes(
              Map.of(
                  "key",
                  key,
                  "packages",
                  wanted.packages(),
                  "python",
                  python.version().toString())));
      Files.move(beside, spec, StandardCopyOption.ATOMIC_MOVE);
      log.accept(
          "Built %s in %.1f s"
              .formatted(key, Duration.between(start, clock.instant()).toMillis() / 1_000.0));
      return ready;
    } finally {
      delete(work);
    }
  }

  private void install(Interpreters.Choice python, Path work, Consumer<String> log)
      throws InterruptedException {
    must(
        uv.run(
            python.path(),
            work,
            List.of("venv", "-q", "--relocatable", "-p", python.path().toString(), "venv")),
        log);
    List<String> sync =
        new ArrayList<>(List.of("pip", "sync", "-q", "-p", "venv/bin/python", "lock.txt"));
    must(uv.run(python.path(), work, sync), log);
  }

  private static void must(Uv.Said said, Consumer<String> log) {
    if (!said.isGood()) {
      log.accept(said.text().strip());
      throw new Problem.Invalid(
          "environment",
          "the environment cannot be installed: " + said.text().replaceAll("\\s+", " ").strip());
    }
  }

  /// An environment that is there.
  record Built(String key, String python, List<String> packages, Instant used, long bytes) {}

  /// The environments that are there, the one used last first.
  List<Built> list() {
    List<Built> found = new ArrayList<>();
    for (Path spec : children(home.resolve("specs"))) {
      try {
        JsonNode said = Json.parse(Files.readAllBytes(spec));
        Path ready = ready(said.path("key").asString());
        if (Files.exists(ready)) {
          found.add(
              new Built(
                  said.path("key").asString(),
                  said.path("python").asString(),
                  said.path("packages").valueStream().map(JsonNode::asString).toList(),
                  Files.getLastModifiedTime(ready).toInstant(),
                  size(ready)));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    found.sort(Comparator.comparing(Built::used).reversed());
    return found;
  }

  /// Removes the environments that nobody has used since; returns their keys.
  List<String> prune(Instant unusedSince) {
    List<String> removed = new ArrayList<>();
    for (Built built : list()) {
      if (built.used().isBefore(unusedSince)) {
        delete(ready(built.key()));
        removed.add(built.key());
      }
    }
    return removed;
  }

  private Path ready(String key) {
    return home.resolve("ready").resolve(key);
  }

  private static long size(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      long bytes = 0;
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
      return bytes;
    }
  }

  private static List<Path> children(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + folder, e);
    }
  }

  private static String hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)))
          .substring(0, 32);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
