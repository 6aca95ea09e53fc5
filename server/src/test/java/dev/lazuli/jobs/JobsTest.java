package dev.lazuli.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.base.Problem;
import dev.lazuli.base.Sha256;
import dev.lazuli.compute.Handle;
import dev.lazuli.store.Databases;
import dev.lazuli.tracking.ArtifactUri;
import dev.lazuli.tracking.Run;
import dev.lazuli.tracking.RunStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JobsTest {
  private static final String DONE =
      "echo hello; printf '{\"attempt\":1,\"result\":\"done\",\"properties\":{\"best\":\"x_1\"}}'"
          + " > outcome-1.json";
  private static final String ENDLESS = "echo started; exec sleep 600";
  private static final String UNTIL_TOLD = "while [ ! -e go ]; do sleep 0.02; done; " + DONE;

  @TempDir private Path home;

  @ParameterizedTest
  @EnumSource
  void aJobAndItsRunEndTogether(Databases kind) throws IOException {
    try (TestJobs jobs = TestJobs.running(kind, home, DONE)) {
      jobs.submit("job1");

      Job ended = jobs.await("job1", JobStatus.COMPLETED);

      Run run = jobs.tracking.require(jobs.workspace, "job1");
      assertThat(run.status()).isEqualTo(RunStatus.FINISHED);
      assertThat(run.endMs()).hasValue(ended.state().since().toEpochMilli());
      assertThat(ended.labels().properties()).containsEntry("best", "x_1");
      assertThat(ended.times().findStarted()).isPresent();
      assertThat(log(jobs, run)).isEqualTo("hello\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRunningJobIsCanceled(Databases kind) {
    try (TestJobs jobs = TestJobs.running(kind, home, ENDLESS)) {
      jobs.submit("job1");
      Job running = jobs.await("job1", JobStatus.RUNNING);

      jobs.jobs().cancel(jobs.workspace, "job1");

      jobs.await("job1", JobStatus.CANCELED);
      assertThat(jobs.process(running)).isEmpty();
      assertThat(jobs.tracking.require(jobs.workspace, "job1").status())
          .isEqualTo(RunStatus.KILLED);
    }
  }

  @Test
  void aProcessThatDoesNotListenIsKilled() {
    String deaf = "trap '' TERM; echo started; while :; do sleep 0.1; done";
    try (TestJobs jobs = TestJobs.running(Databases.SQLITE, home, deaf)) {
      jobs.submit("job1");
      Job running = jobs.await("job1", JobStatus.RUNNING);

      jobs.jobs().cancel(jobs.workspace, "job1");

      jobs.await("job1", JobStatus.CANCELED);
      assertThat(jobs.process(running)).isEmpty();
    }
  }

  @Test
  void aWaitingJobIsCanceledWithoutAProcess() {
    try (TestJobs jobs = new TestJobs(Databases.SQLITE, home, DONE, 10)) {
      jobs.submit("job1");

      Job ended = jobs.jobs().cancel(jobs.workspace, "job1");

      assertThat(ended.status()).isEqualTo(JobStatus.CANCELED);
      assertThat(jobs.tracking.require(jobs.workspace, "job1").status())
          .isEqualTo(RunStatus.KILLED);
    }
  }

  @Test
  void theSameJobAgainIsTheSameJob() {
    try (TestJobs jobs = new TestJobs(Databases.SQLITE, home, DONE, 10)) {
      jobs.submit("job1");

      Jobs.Submitted again = jobs.jobs().submit(jobs.workspace, TestJobs.draft("job1", "do it"));

      assertThat(again.isNew()).isFalse();
      assertThatThrownBy(
              () -> jobs.jobs().submit(jobs.workspace, TestJobs.draft("job1", "something else")))
          .isInstanceOf(Problem.Conflict.class)
          .hasMessage("job 'job1' exists and does something else: give the new one another name");
    }
  }

  @Test
  void aJobWithOtherSettingsIsAnotherJob() {
    try (TestJobs jobs = new TestJobs(Databases.SQLITE, home, DONE, 10)) {
      JobDraft draft = TestJobs.draft("job1", "do it");
      jobs.submit("job1");

      assertThat(jobs.jobs().submit(jobs.workspace, with(draft, "owner", "me")).isNew()).isFalse();
      assertThatThrownBy(() -> jobs.jobs().submit(jobs.workspace, with(draft, "seed", "3")))
          .isInstanceOf(Problem.Conflict.class)
          .hasMessage("job 'job1' exists and does something else: give the new one another name");
    }
  }

  private static JobDraft with(JobDraft draft, String property, String value) {
    return new JobDraft(
        draft.name(), draft.labels().withProperties(Map.of(property, value)), draft.spec());
  }

  @Test
  void aTypeThatCannotRunIsRefusedByName() {
    try (TestJobs jobs = new TestJobs(Databases.SQLITE, home, DONE, 10)) {
      JobDraft pipeline =
          new JobDraft(
              new JobName("job1"),
              new JobLabels("e", "d", "", Map.of(), Map.of(), false),
              new TestSpec("Pipeline", ""));

      assertThatThrownBy(() -> jobs.jobs().submit(jobs.workspace, pipeline))
          .isInstanceOf(Problem.Unsupported.class)
          .hasMessage("jobs of type 'pipeline' cannot run here yet; this version runs: script");
    }
  }

  @Test
  void tooManyWaitingJobsAreRefused() {
    try (TestJobs jobs = new TestJobs(Databases.SQLITE, home, DONE, 2)) {
      jobs.submit("job1");
      jobs.submit("job2");

      assertThatThrownBy(() -> jobs.submit("job3"))
          .isInstanceOf(Problem.LimitReached.class)
          .hasMessage("2 jobs wait already, the most that may: try again later, or cancel some");
      assertThat(jobs.tracking.find(jobs.workspace, "job3")).isEmpty();
    }
  }

  @Test
  void noMoreJobsRunAtOnceThanMay() {
    try (TestJobs jobs = TestJobs.running(Databases.SQLITE, home, UNTIL_TOLD)) {
      List.of("a", "b", "c").forEach(jobs::submit);

      jobs.await("a", JobStatus.RUNNING);
      jobs.await("b", JobStatus.RUNNING);

      assertThat(jobs.job("c").status()).isEqualTo(JobStatus.QUEUED);
      go(jobs, "a");
      jobs.await("c", JobStatus.RUNNING);
      go(jobs, "b");
      go(jobs, "c");
      jobs.await("c", JobStatus.COMPLETED);
      jobs.await("b", JobStatus.COMPLETED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anotherServerTakesOverTheProcess(Databases kind) {
    try (TestJobs jobs = TestJobs.running(kind, home, UNTIL_TOLD)) {
      jobs.submit("job1");
      Handle before = jobs.await("job1", JobStatus.RUNNING).state().handle();

      jobs.restart(DONE);

      assertThat(jobs.job("job1").state().handle()).isEqualTo(before);
      go(jobs, "job1");
      Job ended = jobs.await("job1", JobStatus.COMPLETED);
      assertThat(ended.tries()).isEqualTo(1);
    }
  }

  @Test
  void aJobWhoseProcessDiedWhileTheServerWasAwayFailsWithThatReason() {
    try (TestJobs jobs = TestJobs.running(Databases.SQLITE, home, ENDLESS)) {
      jobs.submit("job1");
      ProcessHandle process = jobs.process(jobs.await("job1", JobStatus.RUNNING)).orElseThrow();
      jobs.stop();
      process.destroyForcibly();
      process.onExit().join();

      jobs.restart(DONE);

      Job ended = jobs.await("job1", JobStatus.FAILED);
      assertThat(ended.state())
          .isInstanceOfSatisfying(
              JobState.Failed.class,
              failed -> assertThat(failed.reason()).startsWith("the server stopped"));
    }
  }

  @Test
  void aJobThatHadNoProcessYetWaitsAgain() {
    try (TestJobs jobs = new TestJobs(Databases.SQLITE, home, DONE, 10)) {
      jobs.restart(DONE); // makes the id of the runner
      jobs.stop();
      Job waiting = jobs.submit("job1");
      String runner = read(home.resolve("jobs").resolve("runner"));
      assertThat(claim(jobs, waiting, runner, "token")).isTrue();

      jobs.restart(DONE.replace("1", "2"));

      Job ended = jobs.await("job1", JobStatus.COMPLETED);
      assertThat(ended.tries()).isEqualTo(2);
    }
  }

  @Test
  void anOlderAttemptHasNoSay() {
    try (TestJobs jobs = new TestJobs(Databases.SQLITE, home, DONE, 10)) {
      Job waiting = jobs.submit("job1");
      assertThat(claim(jobs, waiting, "runner", "old")).isTrue();
      Job old = jobs.job("job1");
      move(jobs, old, new JobState.Queued(Instant.EPOCH));
      assertThat(claim(jobs, jobs.job("job1"), "runner", "new")).isTrue();

      assertThatThrownBy(() -> jobs.jobs().requireByToken("job1", "old"))
          .isInstanceOf(Problem.Unauthenticated.class)
          .hasMessage("the token is not that of the newest attempt of job 'job1'");
      assertThatThrownBy(
              () -> move(jobs, old, new JobState.Failed(Instant.EPOCH, "SystemError", "late")))
          .isInstanceOf(Problem.Conflict.class)
          .hasMessage("job 'job1' was changed at the same time");
      assertThat(jobs.jobs().requireByToken("job1", "new").tries()).isEqualTo(2);
    }
  }

  @Test
  void twoRunnersNeverTakeTheSameJob() {
    try (TestJobs jobs = new TestJobs(Databases.SQLITE, home, DONE, 10)) {
      Job waiting = jobs.submit("job1");

      boolean first = claim(jobs, waiting, "runner 1", "a");
      boolean second = claim(jobs, waiting, "runner 2", "b");

      assertThat(List.of(first, second)).containsExactly(true, false);
    }
  }

  @Test
  void aReportSentTwiceIsOneReport() {
    try (TestJobs jobs = new TestJobs(Databases.SQLITE, home, DONE, 10)) {
      Job job = jobs.submit("job1");
      RunReport trial =
          new RunReport(
              "job1_0",
              "job1_0",
              "FINISHED",
              1_000,
              2_000,
              Map.of("leaves", "63"),
              List.of(new RunReport.Point("accuracy", 0.9, 2_000, 0)),
              Map.of("algorithm", "LightGBM"));

      jobs.jobs().report(job, RunReport.json(List.of(trial)));
      jobs.jobs().report(job, RunReport.json(List.of(trial)));

      var data = jobs.tracking.data(jobs.workspace, "job1_0");
      assertThat(data.run().status()).isEqualTo(RunStatus.FINISHED);
      assertThat(data.run().startMs()).isEqualTo(1_000);
      assertThat(data.tag("mlflow.parentRunId")).contains("job1");
      assertThat(jobs.tracking.history(jobs.workspace, "job1_0", "accuracy", 0, 10)).hasSize(1);
    }
  }

  @Test
  void aJobSpeaksOnlyOfItsOwnRuns() {
    try (TestJobs jobs = new TestJobs(Databases.SQLITE, home, DONE, 10)) {
      Job job = jobs.submit("job1");
      RunReport other = RunReport.ofTags("job2", Map.of("a", "b"));

      assertThatThrownBy(() -> jobs.jobs().report(job, RunReport.json(List.of(other))))
          .isInstanceOf(Problem.Invalid.class)
          .hasMessageStartingWith("run_id 'job2' is not valid");
    }
  }

  @Test
  void anEndedJobCanBeRemovedAndARunningOneCannot() {
    try (TestJobs jobs = TestJobs.running(Databases.SQLITE, home, UNTIL_TOLD)) {
      jobs.submit("job1");
      jobs.await("job1", JobStatus.RUNNING);

      assertThatThrownBy(() -> jobs.jobs().delete(jobs.workspace, "job1"))
          .isInstanceOf(Problem.Conflict.class)
          .hasMessage("job 'job1' is Running: cancel it first");
      go(jobs, "job1");
      jobs.await("job1", JobStatus.COMPLETED);
      jobs.jobs().delete(jobs.workspace, "job1");
      assertThat(jobs.jobs().find(jobs.workspace, "job1")).isEmpty();
      assertThat(jobs.folder("job1")).doesNotExist();
    }
  }

  private static boolean claim(TestJobs jobs, Job job, String runner, String token) {
    return jobs.store.claim(
        job,
        new Attempt(job.tries() + 1, runner),
        Sha256.hex(token),
        Instant.now(),
        Instant.now().plusSeconds(60));
  }

  private static void move(TestJobs jobs, Job job, JobState next) {
    jobs.database.change(transaction -> jobs.store.move(transaction, job, next));
  }

  private static void go(TestJobs jobs, String name) {
    try {
      Files.createFile(jobs.folder(name).resolve("go"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String log(TestJobs jobs, Run run) throws IOException {
    var name = ArtifactUri.blob(jobs.workspace, run.artifactUri(), "user_logs/std_log.txt");
    long size = jobs.blobs.stat(name).orElseThrow().size();
    try (var content = jobs.blobs.open(name, 0, size)) {
      return new String(content.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
