package dev.lazuli.jobs;

import dev.lazuli.base.Caller;
import dev.lazuli.base.Problem;
import dev.lazuli.http.Action;
import dev.lazuli.http.PlainProtocol;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import dev.lazuli.http.Routes;
import java.io.IOException;
import java.io.InputStream;

/// Where the processes of jobs report to; each shows the token of its attempt.
public final class JobReportRoutes {
  private static final String BEARER = "Bearer ";

  private final Jobs jobs;

  public JobReportRoutes(Jobs jobs) {
    this.jobs = jobs;
  }

  /// The table of these routes.
  public Routes routes() {
    return Routes.exact(new PlainProtocol(), "/api/lazuli/jobs/{name}")
        .addQuiet("POST /report", Action.JOBS_REPORT, this::report)
        .addQuiet("PUT /artifacts/{path...}", Action.JOBS_REPORT, this::putArtifact);
  }

  private Response report(Request request) {
    jobs.report(caller(request), request.json());
    return Response.empty(204);
  }

  private Response putArtifact(Request request) throws IOException {
    Job job = caller(request);
    try (InputStream content = request.stream()) {
      jobs.putArtifact(job, request.path("path"), content);
    }
    return Response.empty(204);
  }

  /// Says which job calls, by the token of its newest attempt.
  ///
  /// @throws Problem.Unauthenticated when the request shows no such token
  public Caller admit(Request request, Action action) {
    String header = request.header("Authorization").orElse("");
    if (!header.startsWith(BEARER)) {
      throw new Problem.Unauthenticated("the token of the job is missing");
    }
    Job job = jobs.requireByToken(request.path("name"), header.substring(BEARER.length()));
    return new Caller.Job(job.ownerId(), job.name(), job.tries());
  }

  private Job caller(Request request) {
    return jobs.requireCaller(request.caller());
  }
}
