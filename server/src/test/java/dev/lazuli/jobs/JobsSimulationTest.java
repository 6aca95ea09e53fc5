package dev.lazuli.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.base.Json;
import dev.lazuli.store.Databases;
import dev.lazuli.tracking.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Jobs under random submits, cancels, killed processes and restarted servers: whatever happens,
/// every job ends, by the rules, and its run ends with it.
class JobsSimulationTest {
  private static final int STEPS = 40;

  /// Ends well when it is told to.
  private static final String SCRIPT =
      """
      n=$(sed 's/.*"attempt":\\([0-9]*\\).*/\\1/' order.json)
      while [ ! -e go ]; do sleep 0.02; done
      printf '{"attempt":%s,"result":"done"}' $n > new && mv new outcome-$n.json
      """;

  @TempDir private Path home;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyJobEndsByTheRulesWhateverHappens(long seed) throws IOException {
    Random draw = new Random(seed);
    List<String> names = new ArrayList<>();
    try (TestJobs jobs = TestJobs.running(Databases.SQLITE, home, SCRIPT)) {
      for (int step = 0; step < STEPS; step++) {
        switch (draw.nextInt(8)) {
          case 0, 1, 2 -> {
            if (names.size() < 9) {
              names.add("job" + names.size());
              jobs.submit(names.getLast());
            }
          }
          case 3, 4 -> go(jobs, any(names, draw));
          case 5 -> any(names, draw).forEach(name -> jobs.jobs().cancel(jobs.workspace, name));
          case 6 -> kill(jobs, any(names, draw));
          default -> jobs.restart(SCRIPT);
        }
      }
      names.forEach(name -> endAnyhow(jobs, names, name));

      Map<String, List<JobStatus>> histories = histories(jobs);
      for (String name : names) {
        Job job = jobs.job(name);
        List<JobStatus> history = histories.getOrDefault(name, List.of());
        assertThat(history).as("seed %d, %s", seed, name).first().isEqualTo(JobStatus.QUEUED);
        assertThat(history).last().isEqualTo(job.status());
        for (int i = 1; i < history.size(); i++) {
          assertThat(history.get(i - 1).mayBecome(history.get(i)))
              .as("seed %d, %s: %s", seed, name, history)
              .isTrue();
        }
        assertThat(jobs.tracking.require(jobs.workspace, name).status())
            .as("seed %d, %s: %s", seed, name, history)
            .isEqualTo(runStatus(job.status()));
        assertThat(jobs.process(job)).isEmpty();
      }
    }
  }

  /// Lets all jobs end, since each may hold the place that another waits for.
  private static void endAnyhow(TestJobs jobs, List<String> names, String name) {
    jobs.await(
        () -> {
          go(jobs, names);
          return jobs.job(name).status().hasEnded();
        },
        () -> jobs.job(name).state().toString());
  }

  private static List<String> any(List<String> names, Random draw) {
    return names.isEmpty() ? List.of() : List.of(names.get(draw.nextInt(names.size())));
  }

  private static void go(TestJobs jobs, List<String> names) {
    for (String name : names) {
      try {
        if (Files.isDirectory(jobs.folder(name))) {
          Files.writeString(jobs.folder(name).resolve("go"), "");
        }
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static void kill(TestJobs jobs, List<String> names) {
    for (String name : names) {
      jobs.process(jobs.job(name)).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  private static Map<String, List<JobStatus>> histories(TestJobs jobs) {
    Map<String, List<JobStatus>> histories = new LinkedHashMap<>();
    jobs.database.read(transaction -> {
      transaction
          .sql()
          .select(DSL.field("subject", String.class), DSL.field("content", String.class))
          .from(DSL.table("events"))
          .where(DSL.field("kind", String.class).eq("job.status"))
          .orderBy(DSL.field("id"))
          .forEach(row ->
              histories
                  .computeIfAbsent(row.value1().substring("jobs/".length()), _ -> new ArrayList<>())
                  .add(JobStatus.of(Json.parse(row.value2()).path("status").asString())));
      return true;
    });
    return histories;
  }

  private static RunStatus runStatus(JobStatus status) {
    return switch (status) {
      case COMPLETED -> RunStatus.FINISHED;
      case FAILED -> RunStatus.FAILED;
      default -> RunStatus.KILLED;
    };
  }
}
