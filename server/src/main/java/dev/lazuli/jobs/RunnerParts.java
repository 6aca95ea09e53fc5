package dev.lazuli.jobs;

import dev.lazuli.base.Ids;
import dev.lazuli.compute.Compute;
import dev.lazuli.identity.Workspaces;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// What a runner works with.
///
/// @param runner id of this runner, the same after a restart
/// @param server where the processes reach this server
/// @param ownProgram the command that does the job of a folder by this program
record RunnerParts(
    String runner,
    URI server,
    Workspaces workspaces,
    JobStore jobs,
    JobMoves moves,
    Map<String, JobWork> works,
    Map<String, JobController> controllers,
    Submission submission,
    Compute compute,
    Queues queues,
    Function<Path, List<String>> ownProgram,
    RunnerSettings settings,
    Function<Job, JobFolder> folders,
    Clock clock,
    Ids ids) {}
