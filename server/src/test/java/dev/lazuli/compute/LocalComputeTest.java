package dev.lazuli.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalComputeTest {
  @TempDir private Path folder;

  @Test
  void theExitCodeIsKnownAlsoToAnotherServer() throws IOException, InterruptedException {
    Handle handle = ended(new LocalCompute(), "exit 7", Long.MAX_VALUE);

    assertThat(new LocalCompute().look(handle)).isEqualTo(new Sighting.Gone(OptionalInt.of(7), ""));
  }

  @Test
  void anAssignmentWhoseHandleWasLostIsFoundByItsDesk() throws IOException, InterruptedException {
    LocalCompute compute = new LocalCompute();
    Assignment assignment = assignment("exec sleep 600", Long.MAX_VALUE);
    Handle handle = compute.start(assignment);
    while (new LocalCompute().find(assignment).isEmpty()) {
      Thread.onSpinWait(); // the shell has not noted its number yet
    }

    Handle found = new LocalCompute().find(assignment).orElseThrow();

    assertThat(new LocalCompute().look(found)).isEqualTo(new Sighting.Running());
    CountDownLatch gone = new CountDownLatch(1);
    compute.whenGone(handle, gone::countDown);
    new LocalCompute().stop(found, Compute.Force.KILL);
    gone.await();
    assertThat(compute.look(handle)).isInstanceOf(Sighting.Gone.class);
  }

  @Test
  void whoAsksAnAssignmentToEndLetsItCleanUp() throws IOException, InterruptedException {
    LocalCompute compute = new LocalCompute();
    Handle handle =
        compute.start(
            assignment("trap 'exit 9' TERM; touch ready; while :; do sleep 0.02; done", 1L << 40));
    while (!folder.resolve("ready").toFile().exists()) {
      Thread.onSpinWait();
    }
    CountDownLatch gone = new CountDownLatch(1);
    compute.whenGone(handle, gone::countDown);

    compute.stop(handle, Compute.Force.ASK);

    gone.await();
    assertThat(compute.look(handle)).isEqualTo(new Sighting.Gone(OptionalInt.of(9), ""));
  }

  @Test
  void anAssignmentThatHoldsTooMuchMemoryIsEndedWithThatReason()
      throws IOException, InterruptedException {
    Handle handle = ended(new LocalCompute(), "exec sleep 600", 1_000);

    assertThat(new LocalCompute().look(handle))
        .isInstanceOfSatisfying(
            Sighting.Gone.class,
            seen ->
                assertThat(seen.reason()).matches("OOMKilled: it held \\d+ MB, its limit is 0 MB"));
  }

  private Handle ended(LocalCompute compute, String script, long memoryMax)
      throws IOException, InterruptedException {
    Handle handle = compute.start(assignment(script, memoryMax));
    CountDownLatch gone = new CountDownLatch(1);
    compute.whenGone(handle, gone::countDown);
    gone.await();
    return handle;
  }

  private Assignment assignment(String script, long memoryMax) {
    return new Assignment(
        1,
        folder,
        folder,
        folder.resolve("log.txt"),
        List.of("sh", "-c", script),
        Map.of(),
        memoryMax);
  }
}
