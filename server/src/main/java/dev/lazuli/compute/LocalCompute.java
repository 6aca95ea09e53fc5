package dev.lazuli.compute;

import dev.lazuli.base.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/// This machine: assignments are process groups of it.
///
/// A shell stands between, which notes its number before and the exit code after: so both are known
/// also when the server was away. It passes a request to end on, and waits for the end.
public final class LocalCompute implements Compute {
  private static final String SHELL =
      """
      echo $$ > "$0.pid.new" && mv "$0.pid.new" "$0.pid" || exit 125
      trap : TERM
      "$@"
      code=$?
      echo $code > "$0.exit.new" && mv "$0.exit.new" "$0.exit"
      exit $code
      """;

  private static final long LOOK_MS = 200;
  private static final long NOTE_SLACK_MS = 5_000;

  private final Map<Handle, ChildProcess> started = new ConcurrentHashMap<>();

  /// What a handle of this machine says.
  ///
  /// @param note where the shell writes: a path without its ending
  private record Place(ChildProcess.Mark mark, Path note) {
    static Place of(Handle handle) {
      String[] parts = handle.text().split(":", 3);
      return new Place(
          new ChildProcess.Mark(Long.parseLong(parts[0]), Long.parseLong(parts[1])),
          Path.of(parts[2]));
    }

    Handle handle() {
      return new Handle("%d:%d:%s".formatted(mark.pid(), mark.startedMs(), note));
    }

    Path file(String ending) {
      return note.resolveSibling(note.getFileName() + ending);
    }
  }

  @Override
  public Handle start(Assignment assignment) throws IOException {
    Path note = note(assignment);
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", SHELL, note.toString()));
    command.addAll(assignment.command());
    ChildProcess child =
        ChildProcess.start(
            new ChildProcess.Plan(
                command, assignment.folder(), assignment.environment(), assignment.log()));
    Handle handle = new Place(child.mark(), note).handle();
    started.put(handle, child);
    child.whenGone(() -> started.remove(handle, child));
    if (assignment.memoryMax() != Long.MAX_VALUE) {
      Thread.ofVirtual()
          .name("memory-" + child.mark().pid())
          .start(() -> watchMemory(child, note, assignment.memoryMax()));
    }
    return handle;
  }

  @Override
  public Optional<Handle> find(Assignment assignment) {
    Path note = note(assignment);
    Path file = note.resolveSibling(note.getFileName() + ".pid");
    try {
      long pid = Long.parseLong(Files.readString(file).strip());
      FileTime noted = Files.getLastModifiedTime(file);
      return ProcessHandle.of(pid)
          .filter(ProcessHandle::isAlive)
          .flatMap(process -> process.info().startInstant())
          .filter(at -> Math.abs(at.toEpochMilli() - noted.toMillis()) <= NOTE_SLACK_MS)
          .map(at -> new Place(new ChildProcess.Mark(pid, at.toEpochMilli()), note).handle());
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  @Override
  public Sighting look(Handle handle) {
    Place place = Place.of(handle);
    return process(handle)
        .<Sighting>map(_ -> new Sighting.Running())
        .orElseGet(() ->
            new Sighting.Gone(
                read(place.file(".exit"))
                    .filter(text -> text.matches("\\d+"))
                    .map(text -> OptionalInt.of(Integer.parseInt(text)))
                    .orElse(OptionalInt.empty()),
                read(place.file(".ended")).orElse("")));
  }

  @Override
  public void whenGone(Handle handle, Runnable then) {
    process(handle).ifPresentOrElse(process -> process.whenGone(then), then);
  }

  @Override
  public void stop(Handle handle, Force force) {
    Optional<ChildProcess> process = process(handle);
    switch (force) {
      case ASK -> process.ifPresent(ChildProcess::terminate);
      case KILL ->
          process.ifPresentOrElse(
              ChildProcess::kill, () -> ChildProcess.killRest(Place.of(handle).mark()));
    }
  }

  private Optional<ChildProcess> process(Handle handle) {
    return Optional.ofNullable(started.get(handle))
        .filter(ChildProcess::isAlive)
        .or(() -> ChildProcess.find(Place.of(handle).mark()));
  }

  /// Ends a process whose group holds more memory than it may, and notes why.
  private static void watchMemory(ChildProcess child, Path note, long memoryMax) {
    try {
      while (!child.await(Duration.ofMillis(LOOK_MS))) {
        long held = child.residentBytes();
        if (held > memoryMax) {
          Files.writeString(
              note.resolveSibling(note.getFileName() + ".ended"),
              "OOMKilled: it held %d MB, its limit is %d MB"
                  .formatted(held >> 20, memoryMax >> 20));
          child.kill();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      child.kill(); // its folder is gone
    }
  }

  private static Path note(Assignment assignment) {
    return assignment.desk().toAbsolutePath().resolve("attempt-" + assignment.attempt());
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
