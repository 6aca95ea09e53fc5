package dev.lazuli.jobs;

import dev.lazuli.identity.Workspace;
import java.net.URI;

/// A job whose turn it is.
///
/// @param folder the job's own, for what its process needs
/// @param token that the attempt shows to the server
/// @param server where the process reaches the server
public record Turn(Workspace workspace, Job job, JobFolder folder, String token, URI server) {}
