package dev.lazuli.jobs;

import java.io.IOException;

/// Where the processes of jobs are started: on this machine now, on others later.
@FunctionalInterface
public interface Launcher {
  /// Starts the process of a job; it finds all that it needs in its folder and prints into its log.
  Process start(Job job, JobFolder folder) throws IOException;
}
