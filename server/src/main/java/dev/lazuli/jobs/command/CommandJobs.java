package dev.lazuli.jobs.command;

import dev.lazuli.assets.Assets;
import dev.lazuli.base.Limits;
import dev.lazuli.data.Data;
import dev.lazuli.environments.Environments;
import dev.lazuli.identity.Workspace;
import dev.lazuli.identity.Workspaces;
import dev.lazuli.jobs.Job;
import dev.lazuli.models.ModelFiles;
import dev.lazuli.registry.Registry;
import dev.lazuli.store.BlobStore;
import dev.lazuli.tracking.Tracking;
import java.util.Optional;
import java.util.function.BiFunction;

/// Puts command jobs together of the features that they need.
///
/// @param jobs finds a job by its name
public record CommandJobs(
    Assets assets,
    Environments environments,
    BlobStore blobs,
    Workspaces workspaces,
    Tracking tracking,
    Data data,
    Registry registry,
    ModelFiles models,
    Limits limits,
    UrlMap urls,
    BiFunction<Workspace, String, Optional<Job>> jobs) {

  /// What command jobs are to the server.
  public CommandWork work() {
    return new CommandWork(
        assets,
        environments,
        new InputFiles(data, models, blobs, urls, jobs),
        new OutputFiles(blobs, tracking, data, registry, limits),
        new ProcessVariables(tracking, workspaces));
  }
}
