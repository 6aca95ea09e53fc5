package dev.lazuli.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.compute.Handle;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobStatusTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Attempt ATTEMPT = new Attempt(1, "runner");
  private static final Handle PROCESS = new Handle("42");

  @Test
  void nothingFollowsAnEnd() {
    List<JobStatus> ends = Arrays.stream(JobStatus.values()).filter(JobStatus::hasEnded).toList();

    assertThat(ends).containsExactly(JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELED);
  }

  @Test
  void everyStatusButAnEndMayFail() {
    for (JobStatus status : JobStatus.values()) {
      assertThat(status.mayBecome(JobStatus.FAILED)).isEqualTo(!status.hasEnded());
    }
  }

  @Test
  void onlyAJobWithoutAProcessGoesBackToTheQueue() {
    List<JobStatus> back =
        Arrays.stream(JobStatus.values())
            .filter(status -> status.mayBecome(JobStatus.QUEUED))
            .toList();

    assertThat(back)
        .containsExactly(JobStatus.NOT_STARTED, JobStatus.PREPARING, JobStatus.STARTING);
  }

  @Test
  void aWaitingJobIsCanceledAtOnceAndARunningOneIsAsked() {
    JobState waiting = new JobState.Queued(NOW);
    JobState running = new JobState.Running(NOW, ATTEMPT, PROCESS);

    assertThat(waiting.cancelled(NOW)).isEqualTo(new JobState.Canceled(NOW));
    assertThat(running.cancelled(NOW))
        .isEqualTo(new JobState.CancelRequested(NOW, ATTEMPT, PROCESS));
  }

  @Test
  void toCancelAnEndedJobChangesNothing() {
    JobState ended = new JobState.Completed(NOW);

    assertThat(ended.cancelled(NOW.plusSeconds(1))).isSameAs(ended);
  }

  @Test
  void everyCancelFollowsTheRules() {
    List<JobState> states =
        List.of(
            new JobState.NotStarted(NOW),
            new JobState.Queued(NOW),
            new JobState.Preparing(NOW, ATTEMPT),
            new JobState.Starting(NOW, ATTEMPT),
            new JobState.Running(NOW, ATTEMPT, PROCESS),
            new JobState.NotResponding(NOW, ATTEMPT, PROCESS));

    for (JobState state : states) {
      assertThat(state.status().mayBecome(state.cancelled(NOW).status()))
          .as(state.status().word())
          .isTrue();
    }
  }
}
