package dev.lazuli;

import dev.lazuli.automl.AutoMlJob;
import dev.lazuli.automl.AutoMlProcess;
import dev.lazuli.base.OwnProgram;
import dev.lazuli.batch.BatchJob;
import dev.lazuli.batch.BatchProcess;
import dev.lazuli.jobs.process.JobContext;
import dev.lazuli.jobs.process.JobProcess;
import dev.lazuli.jobs.process.ProcessWork;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// `lazuli run-job`: the process of one job; only the server calls it.
@CommandLine.Command(
    name = RunJobCommand.NAME,
    hidden = true,
    description = "Do the job that lies in a folder; started by the server only.")
final class RunJobCommand implements Callable<Integer> {
  static final String NAME = "run-job";

  @CommandLine.Parameters(index = "0", description = "The folder of the job.")
  private @Nullable Path folder;

  /// The command that does the job of a folder.
  ///
  /// @param jobsAtOnce jobs that share the memory of this machine with the server
  static List<String> command(Path folder, int jobsAtOnce) {
    int memoryPercent = Math.max(5, 75 / Math.max(1, jobsAtOnce));
    return OwnProgram.command(
        Main.class.getName(),
        List.of("-XX:MaxRAMPercentage=" + memoryPercent),
        List.of(NAME, folder.toString()));
  }

  @Override
  public Integer call() throws InterruptedException {
    Main.quietLibraries();
    PrintStream log = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    JobProcess process =
        new JobProcess(
            folder == null ? Path.of("") : folder,
            works(),
            new JobContext.Surroundings(Clock.systemUTC(), log));
    Runtime.getRuntime().addShutdownHook(new Thread(process::stopAndWait, "stop"));
    return process.run();
  }

  private static Map<String, ProcessWork> works() {
    return Map.of(AutoMlJob.TYPE, new AutoMlProcess(), BatchJob.TYPE, new BatchProcess());
  }
}
