package dev.lazuli.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndingTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @Test
  void aJobThatWasToldToStopIsCanceledWhateverItLeft() {
    Ending.Evidence evidence =
        new Ending.Evidence(
            true, said(new Outcome.Result.Done()), new Ending.Exit.Code(143), List.of());

    assertThat(Ending.of(evidence, NOW)).isEqualTo(new JobState.Canceled(NOW));
  }

  @Test
  void anOutcomeCountsAlsoWhenNobodySawTheProcessEnd() {
    Ending.Evidence evidence =
        new Ending.Evidence(
            false, said(new Outcome.Result.Done()), new Ending.Exit.Unseen(), List.of());

    assertThat(Ending.of(evidence, NOW)).isEqualTo(new JobState.Completed(NOW));
  }

  @Test
  void aProcessThatEndsWithoutAWordFailsWithItsExitCodeAndLastLines() {
    Ending.Evidence evidence =
        new Ending.Evidence(
            false,
            new Ending.FoundOutcome.Nothing(),
            new Ending.Exit.Code(2),
            List.of("loading", "boom"));

    assertThat(Ending.of(evidence, NOW))
        .isEqualTo(
            new JobState.Failed(
                NOW,
                "SystemError",
                "the job's process ended with exit code 2 and without a result; the last lines of"
                    + " its log: loading | boom"));
  }

  @Test
  void aProcessThatWasKilledMostLikelyRanOutOfMemory() {
    Ending.Evidence evidence =
        new Ending.Evidence(
            false, new Ending.FoundOutcome.Nothing(), new Ending.Exit.Code(137), List.of());

    assertThat(Ending.of(evidence, NOW))
        .isEqualTo(
            new JobState.Failed(
                NOW,
                "SystemError",
                "the job's process ended with exit code 137: most likely it ran out of memory"));
  }

  private static Ending.FoundOutcome said(Outcome.Result result) {
    return new Ending.FoundOutcome.Said(new Outcome(1, result, Map.of()));
  }
}
