package dev.lazuli.jobs.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs a command as several processes that know of each other.
///
/// Each prints into a log of its own; the job's own log is that of the first. The first that fails
/// ends all, and its exit code is the job's.
final class Processes {
  private static final int PORT_FIRST = 20_000;
  private static final int PORTS = 20_000;

  private Processes() {}

  /// The command that starts them all.
  ///
  /// @param root the job's folder
  static List<String> several(Path root, String command, Distribution distribution, int count) {
    Path script = root.resolve("processes.sh");
    try {
      Files.writeString(root.resolve("command.sh"), command + "\n");
      Files.writeString(script, script(root, distribution, count));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of("/bin/bash", script.toString());
  }

  private static String script(Path root, Distribution distribution, int count) {
    int port = PORT_FIRST + Math.floorMod(root.hashCode(), PORTS);
    StringBuilder script = new StringBuilder("export MASTER_ADDR=127.0.0.1 MASTER_PORT=");
    script.append(port).append(" NODE_RANK=0 WORLD_SIZE=").append(count).append('\n');
    for (int rank = 0; rank < count; rank++) {
      script.append(variables(distribution, rank, count, port));
      script.append("bash '").append(root).append("/command.sh'");
      if (rank > 0) {
        script.append(" > '%s/user_logs/std_log_process_%02d.txt' 2>&1".formatted(root, rank));
      }
      script.append(" &\n");
    }
    return script
        .append(
            """
            failed=0
            for _ in $(jobs -p); do
              wait -n
              code=$?
              if [ $code != 0 ] && [ $failed = 0 ]; then
                failed=$code
                kill $(jobs -p) 2>/dev/null
              fi
            done
            exit $failed
            """)
        .toString();
  }

  private static String variables(Distribution distribution, int rank, int count, int port) {
    StringBuilder set = new StringBuilder();
    set.append("export AZUREML_PROCESS_NAME=rank_").append(rank).append('\n');
    switch (distribution.type()) {
      case "Mpi" ->
          set.append(
              "export OMPI_COMM_WORLD_RANK=%d OMPI_COMM_WORLD_SIZE=%d OMPI_COMM_WORLD_LOCAL_RANK=%d OMPI_COMM_WORLD_LOCAL_SIZE=%d\n"
                  .formatted(rank, count, rank, count));
      case "TensorFlow" -> {
        List<String> hosts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          hosts.add("\"127.0.0.1:%d\"".formatted(port + i));
        }
        set.append(
            "export TF_CONFIG='{\"cluster\":{\"worker\":[%s]},\"task\":{\"type\":\"worker\",\"index\":%d}}'\n"
                .formatted(String.join(",", hosts), rank));
      }
      default ->
          set.append(
              "export RANK=%d LOCAL_RANK=%d LOCAL_WORLD_SIZE=%d\n".formatted(rank, rank, count));
    }
    return set.toString();
  }
}
