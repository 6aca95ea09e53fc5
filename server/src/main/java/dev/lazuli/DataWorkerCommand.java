package dev.lazuli;

import dev.lazuli.data.WorkerTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/// `lazuli data-worker`: reads one table for the server, in a process of its own.
@CommandLine.Command(
    name = "data-worker",
    hidden = true,
    description = "Read the table that a request file names, and tell about it in a result file.")
final class DataWorkerCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "REQUEST", description = "File with the task.")
  private @Nullable Path request;

  @Parameters(index = "1", paramLabel = "RESULT", description = "File for the outcome.")
  private @Nullable Path result;

  @Override
  public Integer call() throws IOException {
    Main.quietLibraries();
    if (request != null && result != null) {
      WorkerTask.run(request, result);
    }
    return 0;
  }
}
