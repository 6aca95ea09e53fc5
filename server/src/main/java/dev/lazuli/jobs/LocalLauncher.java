package dev.lazuli.jobs;

import java.io.IOException;
import java.nio.file.Path;
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
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.add("-XX:MaxRAMPercentage=" + memoryPercent);
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(classPath());
    command.add(mainClass);
    command.add(COMMAND);
    command.add(folder.path().toString());
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

  /// The class path of this process, which may name files relative to its working directory.
  private static String classPath() {
    String separator = System.getProperty("path.separator");
    List<String> entries = new ArrayList<>();
    for (String entry : List.of(System.getProperty("java.class.path").split(separator, -1))) {
      entries.add(Path.of(entry).toAbsolutePath().toString());
    }
    return String.join(separator, entries);
  }
}
