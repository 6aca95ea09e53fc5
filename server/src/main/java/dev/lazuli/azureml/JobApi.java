package dev.lazuli.azureml;

import dev.lazuli.http.Action;
import dev.lazuli.http.Guard;
import dev.lazuli.http.Router;
import dev.lazuli.identity.WorkspaceScope;
import dev.lazuli.jobs.JobReportRoutes;
import dev.lazuli.jobs.Jobs;
import dev.lazuli.tracking.Tracking;
import java.util.Map;

/// All routes that have to do with jobs: ARM's, the run history's, and those of their processes.
public final class JobApi {
  private final JobRoutes jobs;
  private final HistoryRoutes history;
  private final JobReportRoutes reports;

  public JobApi(Jobs jobs, Tracking tracking, WorkspaceScope scope) {
    this.jobs = new JobRoutes(jobs, scope);
    this.history = new HistoryRoutes(jobs, tracking, scope);
    this.reports = new JobReportRoutes(jobs);
  }

  /// Adds them.
  public void addTo(Router router) {
    router.add(jobs.routes());
    router.add(history.routes());
    router.add(history.logRoutes());
    router.add(reports.routes());
  }

  /// Who guards the actions that have keys of their own.
  public Map<Action, Guard> guards() {
    return Map.of(Action.JOBS_REPORT, reports::admit, Action.JOB_LOGS_READ, history::admit);
  }
}
