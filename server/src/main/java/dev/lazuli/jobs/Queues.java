package dev.lazuli.jobs;

import dev.lazuli.identity.Workspace;

/// Tells the queue that a job waits in, and how many jobs of a queue run at once.
public interface Queues {
  /// The name of the queue that a spec asks for.
  ///
  /// @param asked name or ARM id of a compute; empty when the job names none
  /// @throws dev.lazuli.base.Problem when no job may wait there
  String queue(Workspace workspace, String asked);

  /// How many jobs of a queue may run at once.
  int slots(Workspace workspace, String queue);

  /// One queue per name, each with as many slots as the machine has.
  static Queues byName(int slots) {
    return new Queues() {
      @Override
      public String queue(Workspace workspace, String asked) {
        String name = asked.substring(asked.lastIndexOf('/') + 1).replaceFirst("^azureml:", "");
        return name.isEmpty() ? LOCAL : name;
      }

      @Override
      public int slots(Workspace workspace, String queue) {
        return slots;
      }
    };
  }

  /// The queue of jobs that name no compute.
  String LOCAL = "local";
}
