package dev.lazuli.azureml;

import dev.lazuli.http.Router;
import dev.lazuli.identity.WorkspaceScope;
import dev.lazuli.jobs.JobReportRoutes;
import dev.lazuli.jobs.Jobs;
import dev.lazuli.tracking.Tracking;

/// All routes that have to do with jobs: ARM's, the run history's, and those of their processes.
public final class JobApi {
  private final Jobs jobs;
  private final Tracking tracking;
  private final WorkspaceScope scope;

  public JobApi(Jobs jobs, Tracking tracking, WorkspaceScope scope) {
    this.jobs = jobs;
    this.tracking = tracking;
    this.scope = scope;
  }

  /// Adds them.
  public void addTo(Router router) {
    HistoryRoutes history = new HistoryRoutes(jobs, tracking, scope);
    router.add(new JobRoutes(jobs, scope).routes());
    router.add(history.routes());
    router.add(history.logRoutes());
    router.add(new JobReportRoutes(jobs).routes());
  }
}
