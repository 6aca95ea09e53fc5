package dev.lazuli.jobs.command;

import static dev.lazuli.schema.Field.optional;

import dev.lazuli.base.Problem;
import dev.lazuli.schema.Codecs;
import dev.lazuli.schema.Description;
import java.util.List;

/// How the processes of a job are told of each other.
///
/// @param type `PyTorch`, `Mpi` or `TensorFlow`; empty for one process that knows of no others
/// @param processes per instance; 0 when nothing is said: one
/// @param workers of TensorFlow; 0 when nothing is said
public record Distribution(String type, int processes, int workers) {
  /// One process.
  public static final Distribution NONE = new Distribution("", 0, 0);

  private static final int MOST = 64;

  /// How it is written.
  public static final Description<Distribution> DESCRIPTION =
      Description.of(
          "distribution",
          "How the processes of a job are told of each other.",
          fields -> {
            var type =
                fields.add(
                    optional(
                            "type",
                            Codecs.word(List.of("PyTorch", "Mpi", "TensorFlow")),
                            "",
                            Distribution::type)
                        .wire("distributionType")
                        .meaning("The framework whose variables are set."));
            var processes =
                fields.add(
                    optional(
                            "process_count_per_instance",
                            Codecs.whole(1, MOST),
                            0,
                            Distribution::processes)
                        .meaning("Processes per instance."));
            var workers =
                fields.add(
                    optional("worker_count", Codecs.whole(1, MOST), 0, Distribution::workers)
                        .meaning("Workers of TensorFlow."));
            fields.refuse(
                "parameter_server_count", "is not done here: TensorFlow 2 trains without them");
            return given ->
                new Distribution(given.get(type), given.get(processes), given.get(workers));
          });

  /// How many processes there are in all.
  ///
  /// @throws Problem.LimitReached when there are too many for one machine
  int count(int instances) {
    int each = workers > 0 ? workers : Math.max(1, processes) * Math.max(1, instances);
    if (each > MOST) {
      throw new Problem.LimitReached(
          "%d processes are too many for this machine: at most %d".formatted(each, MOST));
    }
    return each;
  }
}
