package dev.lazuli.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path folder;

  @Test
  void aChildGetsACleanEnvironmentAndWhatItIsGiven() throws IOException, InterruptedException {
    ChildProcess child = start("env", Map.of("GIVEN", "yes"));

    assertThat(child.await(PATIENCE)).isTrue();
    assertThat(child.exitCode()).hasValue(0);
    List<String> names =
        Files.readAllLines(log()).stream().map(line -> line.replaceFirst("=.*", "")).toList();
    assertThat(names).contains("GIVEN", "PATH");
    assertThat(names).allMatch(name -> !name.startsWith("MAVEN") && !name.startsWith("LAZULI"));
  }

  @Test
  void toKillAChildEndsWhatItHasStarted() throws IOException, InterruptedException {
    ChildProcess child = start("sleep 600 & echo $!; wait", Map.of());
    ProcessHandle grandchild = ProcessHandle.of(firstNumber()).orElseThrow();

    child.kill();

    assertThat(child.await(PATIENCE)).isTrue();
    grandchild.onExit().join();
    assertThat(grandchild.isAlive()).isFalse();
  }

  @Test
  void whatAChildHasLeftRunningIsEndedAfterIt() throws IOException, InterruptedException {
    ChildProcess child = start("sleep 600 & echo $!", Map.of());
    ProcessHandle left = ProcessHandle.of(firstNumber()).orElseThrow();
    assertThat(child.await(PATIENCE)).isTrue();

    ChildProcess.killRest(child.mark());

    left.onExit().join();
    assertThat(left.isAlive()).isFalse();
  }

  @Test
  void aChildIsFoundByItsMarkWhileItRuns() throws IOException, InterruptedException {
    ChildProcess child = start("echo 1; exec sleep 600", Map.of());
    firstNumber();

    assertThat(ChildProcess.find(child.mark())).isPresent();
    assertThat(ChildProcess.find(new ChildProcess.Mark(child.mark().pid(), 1_000))).isEmpty();
    assertThat(child.residentBytes()).isPositive();
    child.terminate();
    assertThat(child.await(PATIENCE)).isTrue();
    assertThat(ChildProcess.find(child.mark())).isEmpty();
  }

  private ChildProcess start(String script, Map<String, String> environment) throws IOException {
    return ChildProcess.start(
        new ChildProcess.Plan(List.of("sh", "-c", script), folder, environment, log()));
  }

  private Path log() {
    return folder.resolve("log.txt");
  }

  /// The number that the child prints first.
  private long firstNumber() throws IOException {
    while (true) {
      String text = Files.exists(log()) ? Files.readString(log()) : "";
      if (text.endsWith("\n")) {
        return Long.parseLong(text.lines().findFirst().orElseThrow());
      }
      Thread.onSpinWait();
    }
  }
}
