package dev.lazuli.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A process that this program starts, with all that it starts in turn.
///
/// It leads a process group of its own where the system has `setsid`, so that Ctrl-C in a terminal
/// does not reach it and a signal reaches its children too; elsewhere its descendants are looked
/// up. It gets a clean environment: what is on a short list of harmless names, and what it is
/// given.
public final class ChildProcess {
  /// Variables that a child may inherit; the rest, secrets among them, stays here.
  private static final Set<String> INHERITED =
      Set.of(
          "PATH",
          "HOME",
          "USER",
          "LOGNAME",
          "SHELL",
          "LANG",
          "LC_ALL",
          "LC_CTYPE",
          "TZ",
          "TMPDIR",
          "SSL_CERT_FILE",
          "SSL_CERT_DIR",
          "HTTP_PROXY",
          "HTTPS_PROXY",
          "NO_PROXY",
          "http_proxy",
          "https_proxy",
          "no_proxy",
          "CUDA_VISIBLE_DEVICES",
          "JAVA_HOME",
          "SystemRoot",
          "TEMP");

  private static final Optional<Path> SETSID =
      Stream.of("/usr/bin/setsid", "/bin/setsid")
          .map(Path::of)
          .filter(Files::isExecutable)
          .findFirst();

  /// Without a group of its own a child must not hear what the terminal says.
  private static final List<String> DEAF_TO_THE_TERMINAL =
      List.of("sh", "-c", "trap '' INT HUP; exec \"$0\" \"$@\"");

  private static final Path PROC = Path.of("/proc");
  private static final int GROUP = 2; // fields of /proc/N/stat after the name of the program
  private static final int RESIDENT_PAGES = 21;
  private static final long PAGE = 4_096;

  private final Mark mark;
  private final ProcessHandle handle;
  private final @Nullable Process process;

  private ChildProcess(Mark mark, ProcessHandle handle, @Nullable Process process) {
    this.mark = mark;
    this.handle = handle;
    this.process = process;
  }

  /// What to start.
  ///
  /// @param folder that it works in
  /// @param environment added to the clean one
  /// @param log that its output is appended to
  public record Plan(
      List<String> command, Path folder, Map<String, String> environment, Path log) {}

  /// Which process it is: its number alone could be another's by now.
  ///
  /// @param startedMs when it started, in milliseconds; 0 when the system does not tell
  public record Mark(long pid, long startedMs) {
    /// Two virtual machines may disagree by a second on when this machine was booted, from which
    /// start times are counted.
    private static final long SLACK_MS = 2_000;

    static Mark of(ProcessHandle process) {
      return new Mark(
          process.pid(), process.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
    }

    private boolean isSame(ProcessHandle process) {
      return Math.abs(of(process).startedMs - startedMs) <= SLACK_MS;
    }
  }

  /// Starts a process.
  ///
  /// @throws IOException when its program cannot be started
  public static ChildProcess start(Plan plan) throws IOException {
    List<String> command = new ArrayList<>();
    if (SETSID.isPresent()) {
      command.add(SETSID.get().toString());
    } else if (Files.isExecutable(Path.of("/bin/sh"))) {
      command.addAll(DEAF_TO_THE_TERMINAL);
    }
    command.addAll(plan.command());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(plan.folder().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(plan.log().toFile()));
    builder.environment().keySet().retainAll(INHERITED);
    builder.environment().putAll(plan.environment());
    Process process = builder.start();
    process.getOutputStream().close();
    return new ChildProcess(Mark.of(process.toHandle()), process.toHandle(), process);
  }

  /// The process of that mark, if it still runs and is the same one.
  public static Optional<ChildProcess> find(Mark mark) {
    return ProcessHandle.of(mark.pid())
        .filter(ProcessHandle::isAlive)
        .filter(mark::isSame)
        .map(found -> new ChildProcess(mark, found, null));
  }

  /// The part of this program's environment that children get.
  public static Map<String, String> inherited() {
    Map<String, String> environment = new TreeMap<>(System.getenv());
    environment.keySet().retainAll(INHERITED);
    return environment;
  }

  /// Which process it is.
  public Mark mark() {
    return mark;
  }

  /// Whether it runs.
  public boolean isAlive() {
    return handle.isAlive();
  }

  /// Calls `then` once, when it has ended.
  public void whenGone(Runnable then) {
    var _ = handle.onExit().thenRun(then);
  }

  /// Waits for its end; false when it has not ended by then.
  public boolean await(Duration atMost) throws InterruptedException {
    if (process != null) {
      return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }
    try {
      handle.onExit().get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the end of a process cannot fail", e);
    }
  }

  /// How it ended, when it was started here and has ended.
  public OptionalInt exitCode() {
    return process == null || process.isAlive()
        ? OptionalInt.empty()
        : OptionalInt.of(process.exitValue());
  }

  /// Asks it, and all that it has started, to end.
  public void terminate() {
    signal(mark, handle, "TERM");
  }

  /// Ends it, and all that it has started, at once.
  public void kill() {
    signal(mark, handle, "KILL");
    handle.destroyForcibly();
  }

  /// Ends what a process that has ended has left running.
  public static void killRest(Mark mark) {
    boolean isTaken =
        ProcessHandle.of(mark.pid())
            .filter(ProcessHandle::isAlive)
            .filter(other -> !mark.isSame(other))
            .isPresent();
    if (!isTaken && SETSID.isPresent()) {
      signalGroup(mark, "KILL");
    }
  }

  /// The memory that it and its group hold, in bytes; 0 where the system does not tell.
  public long residentBytes() {
    long pages = 0;
    try (Stream<Path> all = Files.list(PROC)) {
      for (Path each : all.filter(path -> isNumber(path)).toList()) {
        pages += residentPages(each);
      }
    } catch (IOException e) {
      return 0;
    }
    return pages * PAGE;
  }

  private static boolean isNumber(Path path) {
    return Character.isDigit(path.getFileName().toString().charAt(0));
  }

  private long residentPages(Path process) {
    try {
      String stat = Files.readString(process.resolve("stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return Long.parseLong(fields[GROUP]) == mark.pid()
          ? Long.parseLong(fields[RESIDENT_PAGES])
          : 0;
    } catch (IOException e) {
      return 0; // it has ended meanwhile
    }
  }

  private static void signal(Mark mark, ProcessHandle handle, String name) {
    if (SETSID.isPresent()) {
      signalGroup(mark, name);
      return;
    }
    List<ProcessHandle> all = new ArrayList<>(handle.descendants().toList());
    all.add(handle);
    for (ProcessHandle each : all) {
      if (name.equals("KILL")) {
        each.destroyForcibly();
      } else {
        each.destroy();
      }
    }
  }

  private static void signalGroup(Mark mark, String name) {
    try {
      new ProcessBuilder("/bin/sh", "-c", "kill -%s -%d".formatted(name, mark.pid()))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new IllegalStateException("no shell to send a signal with", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
