package dev.lazuli.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.base.Json;
import dev.lazuli.identity.Workspace;
import dev.lazuli.jobs.spec.JobSpec;
import dev.lazuli.jobs.spec.SpecKind;
import dev.lazuli.store.Databases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ControllerTest {
  private static final String DONE =
      "while [ ! -e go ]; do sleep 0.02; done;"
          + " printf '{\"attempt\":1,\"result\":\"done\"}' > outcome-1.json";

  @TempDir private Path home;

  /// Starts one child after the other.
  private record Chain(int length) implements JobController {
    @Override
    public SpecKind<?> kind() {
      return TestSpec.kind("Chain");
    }

    @Override
    public void check(Workspace workspace, JobLabels labels, JobSpec spec) {
      // every chain may run
    }

    @Override
    public Decision decide(Workspace workspace, Job job, List<Job> children) {
      long done = children.stream().filter(c -> c.status() == JobStatus.COMPLETED).count();
      boolean failed = children.stream().anyMatch(c -> c.status() == JobStatus.FAILED);
      Instant now = job.state().since();
      Optional<JobState> end =
          failed
              ? Optional.of(new JobState.Failed(now, "UserError", "a link broke"))
              : done == length ? Optional.of(new JobState.Completed(now)) : Optional.empty();
      List<JobDraft> start = new ArrayList<>();
      if (end.isEmpty() && done == children.size()) {
        String name = job.name() + "_" + done;
        start.add(
            new JobDraft(
                new JobName(name),
                job.name(),
                new JobLabels("experiment", name, "", Map.of(), Map.of(), false),
                new TestSpec("Script", "link " + done)));
      }
      return new Decision(start, List.of(), Map.of("links", "" + done), Json.object(), end);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aJobWithoutAProcessHoldsNoSlotAndEndsWithItsChildren(Databases kind) throws IOException {
    try (TestJobs jobs = running(kind, 2)) {
      for (String name : List.of("a", "b", "c")) { // more than there are slots
        jobs.submit(name, "Chain");
      }
      for (String child : List.of("a_0", "b_0", "c_0", "a_1", "b_1", "c_1")) {
        go(jobs, child);
      }

      Job ended = jobs.await("a", JobStatus.COMPLETED);

      jobs.await("b", JobStatus.COMPLETED);
      jobs.await("c", JobStatus.COMPLETED);
      assertThat(ended.labels().properties()).containsEntry("links", "2");
      assertThat(jobs.jobs().children(jobs.workspace, "a"))
          .extracting(Job::name)
          .containsExactly("a_0", "a_1");
      assertThat(jobs.tracking.data(jobs.workspace, "a_0").tag("mlflow.parentRunId")).contains("a");
    }
  }

  @Test
  void toCancelAParentStopsItsChildren() {
    try (TestJobs jobs = running(Databases.SQLITE, 1)) {
      jobs.submit("a", "Chain");
      Job child = jobs.await("a_0", JobStatus.RUNNING);

      jobs.jobs().cancel(jobs.workspace, "a");

      jobs.await("a", JobStatus.CANCELED);
      assertThat(jobs.job("a_0").status()).isEqualTo(JobStatus.CANCELED);
      assertThat(jobs.process(child)).isEmpty();
    }
  }

  @Test
  void anotherServerGoesOnWithAParent() throws IOException {
    try (TestJobs jobs = running(Databases.SQLITE, 2)) {
      jobs.submit("a", "Chain");
      jobs.await("a_0", JobStatus.RUNNING);

      jobs.restart(DONE);
      go(jobs, "a_0");
      go(jobs, "a_1");

      assertThat(jobs.await("a", JobStatus.COMPLETED).tries()).isEqualTo(1);
    }
  }

  private TestJobs running(Databases kind, int length) {
    TestJobs jobs = new TestJobs(kind, home, DONE, 10, List.of(new Chain(length)));
    jobs.restart(DONE);
    return jobs;
  }

  private static void go(TestJobs jobs, String name) throws IOException {
    Files.createDirectories(jobs.folder(name));
    Files.writeString(jobs.folder(name).resolve("go"), "");
  }
}
