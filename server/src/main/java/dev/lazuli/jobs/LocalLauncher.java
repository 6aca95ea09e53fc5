package dev.lazuli.jobs;

import dev.lazuli.base.OwnProgram;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Starts the processes of jobs on this machine, with the Java and the classes of the server.
public final class LocalLauncher implements Launcher {
  /// The sub-command that does a job; it takes the folder of the job.
  public static final String COMMAND = "run-job";

  /// Ctrl-C in a terminal reaches all that was started from it: a job must outlive its server.
  private static final List<String> DEAF_TO_THE_TERMINAL =
      List.of("sh", "-c", "trap '' INT HUP; exec \"$0\" \"$@\"");

  private final String mainClass;
  private final int memoryPercent;

  /// A launcher.
  ///
  /// @param mainClass of the `lazuli` command
  /// @param jobsAtOnce jobs that share the memory of this machine with the server
  public LocalLauncher(String mainClass, int jobsAtOnce) {
    this.mainClass = mainClass;
    this.memoryPercent = Math.max(5, 75 / Math.max(1, jobsAtOnce));
  }

  @Override
  public Process start(Job job, JobFolder folder) throws IOException {
    List<String> command = new ArrayList<>();
    if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows")) {
      command.addAll(DEAF_TO_THE_TERMINAL);
    }
    command.addAll(
        OwnProgram.command(
            mainClass,
            List.of("-XX:MaxRAMPercentage=" + memoryPercent),
            List.of(COMMAND, folder.path().toString())));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(folder.path().toFile());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.log().toFile()));
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("LAZULI_"));
    environment.put("AZUREML_RUN_ID", job.name());
    environment.put("MLFLOW_RUN_ID", job.name());
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }
}
