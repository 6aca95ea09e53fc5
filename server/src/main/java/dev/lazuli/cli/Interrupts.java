package dev.lazuli.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What a signal to end does while a command works: the first Ctrl-C lets it come to an end of its
/// own, the second one, and any other signal, ends the process at once.
///
/// The JVM turns a signal into its shutdown, which waits for this; its exit code then is the
/// signal's, 130 for Ctrl-C.
final class Interrupts implements AutoCloseable {
  /// What a command returns that was ended by Ctrl-C.
  static final int EXIT_CODE = 130;

  private static final long LOOK_MILLIS = 50;

  /// The JVM runs each Ctrl-C that it gets on a thread of this name.
  private static final String HANDLER = "SIGINT handler";

  private final CountDownLatch done = new CountDownLatch(1);

  private Interrupts() {}

  /// From now on until the result is closed, the first Ctrl-C does `end`.
  static Interrupts doing(Runnable end) {
    Interrupts interrupts = new Interrupts();
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform().name("interrupts").unstarted(() -> interrupts.shutDown(end)));
    return interrupts;
  }

  /// The work has ended, and so may the process.
  @Override
  public void close() {
    done.countDown();
  }

  private void shutDown(Runnable end) {
    if (done.getCount() == 0) {
      return;
    }
    if (signals() == 1) {
      end.run();
      awaitWork();
    }
  }

  private void awaitWork() {
    try {
      while (!done.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        if (signals() > 1) {
          return;
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// How often Ctrl-C was pressed.
  private static long signals() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(HANDLER))
        .count();
  }
}
