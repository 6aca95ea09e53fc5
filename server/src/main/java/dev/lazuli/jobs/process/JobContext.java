package dev.lazuli.jobs.process;

import dev.lazuli.base.Json;
import dev.lazuli.jobs.JobFolder;
import dev.lazuli.ml.StopSignal;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import tools.jackson.databind.node.ObjectNode;

/// What the process of a job works with.
public final class JobContext {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

  private final String job;
  private final ObjectNode work;
  private final JobFolder folder;
  private final StopSignal stop;
  private final ServerLink link;
  private final Clock clock;
  private final PrintStream log;

  JobContext(Order order, JobFolder folder, StopSignal stop, ServerLink link, Surroundings around) {
    this.job = order.job();
    this.work = order.work();
    this.folder = folder;
    this.stop = stop;
    this.link = link;
    this.clock = around.clock();
    this.log = around.log();
  }

  /// What comes from outside the process.
  ///
  /// @param log where lines for people go
  public record Surroundings(Clock clock, PrintStream log) {}

  /// What the server asked for.
  ///
  /// @param token shown with each request
  record Order(String job, String type, int attempt, String token, ObjectNode work) {}

  /// The name of the job, and the id of its run.
  public String job() {
    return job;
  }

  /// What the job's type has made ready for it.
  public ObjectNode work() {
    return work;
  }

  /// The folder that it works in.
  public Path folder() {
    return folder.path();
  }

  /// Tells when to stop.
  public StopSignal stop() {
    return stop;
  }

  /// The way to the server.
  public ServerLink server() {
    return link;
  }

  /// The clock.
  public Clock clock() {
    return clock;
  }

  /// Writes a line for people into the job's log.
  public void say(String line) {
    log.println(TIME.format(clock.instant()) + " " + line);
  }

  /// Tells how far the work is, for whoever looks.
  public void progress(ObjectNode progress) {
    folder.write(folder.progress(), Json.bytes(progress));
  }
}
