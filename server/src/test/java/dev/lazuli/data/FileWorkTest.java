package dev.lazuli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.base.Problem;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class FileWorkTest {
  @Test
  void workThatHangsIsGivenUpAndTheNextOneRuns() {
    FileWork work = new FileWork(Duration.ofMillis(200), 2);
    CountDownLatch never = new CountDownLatch(1);

    assertThatThrownBy(() -> work.run("/mnt/hung", () -> hanging(never)))
        .isInstanceOf(Problem.LimitReached.class)
        .hasMessageContaining("reading '/mnt/hung' took longer than");
    assertThat(work.run("/data/a.csv", () -> 7)).isEqualTo(7);
    never.countDown();
  }

  @Test
  void whatTheWorkThrowsComesOut() {
    FileWork work = new FileWork(Duration.ofSeconds(10), 1);

    assertThatThrownBy(() ->
            work.run(
                "x",
                () -> {
                  throw new Problem.NotFound("there is none");
                }))
        .isInstanceOf(Problem.NotFound.class);
  }

  /// Waits whatever interrupts it, as a read from a dead disk does.
  private static boolean hanging(CountDownLatch never) {
    while (true) {
      try {
        never.await();
        return true;
      } catch (InterruptedException e) {
        Thread.onSpinWait();
      }
    }
  }
}
