package dev.lazuli.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.base.Fanout;
import dev.lazuli.base.Problem;
import dev.lazuli.store.Databases;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrackingTest {
  @TempDir private Path home;

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aRunMayHaveTheNameOfItsJobAsId(Databases kind) {
    try (TrackingFixture at = new TrackingFixture(kind, home)) {
      RunData made =
          at.tracking()
              .startRun(at.workspace(), NewRun.in("0").withId("brave_otter_x7").withName("train"));

      assertThat(made.run().id()).isEqualTo("brave_otter_x7");
      assertThat(made.run().status()).isEqualTo(RunStatus.RUNNING);
      assertThat(made.run().artifactUri())
          .isEqualTo("mlflow-artifacts:/ExperimentRun/dcid.brave_otter_x7");
      assertThat(made.tag("mlflow.runName")).contains("train");
      assertThatThrownBy(() -> at.start("brave_otter_x7")).isInstanceOf(Problem.Conflict.class);
      assertThatThrownBy(() -> at.start("../x")).isInstanceOf(Problem.Invalid.class);
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void theLatestMetricHasTheGreatestStepThenTimeThenValueAndANumberBeatsNan(Databases kind) {
    try (TrackingFixture at = new TrackingFixture(kind, home)) {
      String run = at.start("r");
      at.log(run, "m", 5, 100, 2);
      at.log(run, "m", 9, 900, 1);
      at.log(run, "m", 4, 100, 2);
      at.log(run, "n", Double.NaN, 1, 1);
      at.log(run, "n", -3, 1, 1);
      at.log(run, "n", Double.NaN, 1, 1);
      at.log(run, "late", Double.NaN, 2, 2);
      at.log(run, "late", 1, 1, 2);

      RunData data = at.tracking().data(at.workspace(), run);

      assertThat(data.metric("m").orElseThrow()).isEqualTo(new Metric("m", 5, 100, 2));
      assertThat(data.metric("n").orElseThrow().value()).isEqualTo(-3);
      assertThat(data.metric("late").orElseThrow().value()).isNaN();
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aHistoryHoldsEveryPointOnceByTimeThenStepThenValue(Databases kind) {
    try (TrackingFixture at = new TrackingFixture(kind, home)) {
      String run = at.start("r");
      at.log(run, "m", 1, 20, 0);
      at.log(run, "m", Double.POSITIVE_INFINITY, 10, 5);
      at.log(run, "m", 1, 20, 0);
      at.log(run, "m", -1, 20, -4);
      at.log(run, "other", 8, 0, 0);

      List<Metric> history = at.tracking().history(at.workspace(), run, "m", 0, 100);

      assertThat(history)
          .containsExactly(
              new Metric("m", Double.MAX_VALUE, 10, 5),
              new Metric("m", -1, 20, -4),
              new Metric("m", 1, 20, 0));
      assertThat(at.tracking().history(at.workspace(), "no", "m", 0, 9)).isEmpty();
      assertThat(at.tracking().history(at.workspace(), run, "no", 0, 9)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aBatchThatIsRefusedLeavesNothingBehind(Databases kind) {
    try (TrackingFixture at = new TrackingFixture(kind, home)) {
      String run = at.start("r");
      at.tracking().log(at.workspace(), run, LogBatch.ofParams(List.of(new Param("depth", "3"))));
      LogBatch conflicting =
          new LogBatch(
              new MetricBatch().add("m", 1, 1, 1),
              List.of(new Param("fresh", "1"), new Param("depth", "5")),
              List.of(new Tag("t", "v")));

      assertThatThrownBy(() -> at.tracking().log(at.workspace(), run, conflicting))
          .isInstanceOf(Problem.Invalid.class)
          .hasMessageContaining("{'key': 'depth', 'old_value': '3', 'new_value': '5'}");

      RunData data = at.tracking().data(at.workspace(), run);
      assertThat(data.metrics()).isEmpty();
      assertThat(data.params()).containsExactly(new Param("depth", "3"));
      assertThat(data.tag("t")).isEmpty();
      at.tracking().log(at.workspace(), run, LogBatch.ofParams(List.of(new Param("depth", "3"))));
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aDeletedRunCanBeReadButNotWritten(Databases kind) {
    try (TrackingFixture at = new TrackingFixture(kind, home)) {
      String run = at.start("r");
      at.tracking().deleteRun(at.workspace(), run);

      assertThat(at.tracking().data(at.workspace(), run).run().deleted()).isTrue();
      assertThatThrownBy(() -> at.log(run, "m", 1, 1, 1))
          .hasMessage("The run r must be in the 'active' state. Current state is deleted.");
      at.tracking().restoreRun(at.workspace(), run);
      at.tracking().restoreRun(at.workspace(), run);
      at.log(run, "m", 1, 1, 1);
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void longValuesAreCutAndBadKeysRefused(Databases kind) {
    try (TrackingFixture at = new TrackingFixture(kind, home)) {
      String run = at.start("r");
      at.tracking()
          .log(
              at.workspace(),
              run,
              new LogBatch(
                  new MetricBatch(),
                  List.of(new Param("p", "x".repeat(7_000))),
                  List.of(new Tag("größe/a b.c-d:e", "y".repeat(9_000)))));

      RunData data = at.tracking().data(at.workspace(), run);
      assertThat(data.params().getFirst().value()).hasSize(6_000);
      assertThat(data.tag("größe/a b.c-d:e").orElseThrow()).hasSize(8_000);
      for (String bad : List.of("/a", "a//b", "../a", "a/../b", ".", "a\nb", "k".repeat(251))) {
        assertThatThrownBy(() -> at.log(run, bad, 1, 1, 1))
            .as(bad)
            .isInstanceOf(Problem.Invalid.class);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aDeletedExperimentTakesItsRunsAlongAndKeepsItsName(Databases kind) {
    try (TrackingFixture at = new TrackingFixture(kind, home)) {
      Experiment made = at.experiments().create(at.workspace(), "e", "", List.of());
      at.tracking().startRun(at.workspace(), NewRun.in(made.id()).withId("r"));

      at.experiments().delete(at.workspace(), made.id());

      assertThat(made.id()).isEqualTo("1");
      assertThat(at.tracking().require(at.workspace(), "r").deleted()).isTrue();
      assertThatThrownBy(() -> at.experiments().create(at.workspace(), "e", "", List.of()))
          .isInstanceOf(Problem.Conflict.class);
      assertThatThrownBy(() -> at.experiments().delete(at.workspace(), made.id()))
          .isInstanceOf(Problem.NotFound.class);
      assertThatThrownBy(() -> at.tracking().startRun(at.workspace(), NewRun.in(made.id())))
          .hasMessageContaining("must be in the 'active' state");
      at.experiments().restore(at.workspace(), made.id());
      assertThat(at.tracking().require(at.workspace(), "r").deleted()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void manyWritersLoseNothing(Databases kind) throws InterruptedException {
    try (TrackingFixture at = new TrackingFixture(kind, home)) {
      String run = at.start("r");
      List<Callable<Boolean>> writers = new ArrayList<>();
      for (int writer = 0; writer < 20; writer++) {
        int number = writer;
        writers.add(() -> {
          MetricBatch batch = new MetricBatch();
          for (int i = 0; i < 50; i++) {
            batch.add("k" + i % 7, number, i, i);
          }
          at.tracking().log(at.workspace(), run, LogBatch.of(batch));
          return true;
        });
      }

      Fanout.all(writers, 8);

      long points = 0;
      for (int key = 0; key < 7; key++) {
        points += at.tracking().history(at.workspace(), run, "k" + key, 0, 10_000).size();
      }
      assertThat(points).isEqualTo(1_000);
      assertThat(at.tracking().data(at.workspace(), run).metric("k0").orElseThrow())
          .isEqualTo(new Metric("k0", 19, 49, 49));
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void anEndedRunShowsItsStatusAndNewNameEverywhere(Databases kind) {
    try (TrackingFixture at = new TrackingFixture(kind, home)) {
      String run = at.start("r");

      at.tracking().endRun(at.workspace(), run, RunStatus.FAILED);
      at.tracking()
          .log(at.workspace(), run, LogBatch.ofTags(List.of(new Tag("mlflow.runName", "new"))));

      RunData data = at.tracking().data(at.workspace(), run);
      assertThat(data.run().status()).isEqualTo(RunStatus.FAILED);
      assertThat(data.run().endMs()).hasValue(at.clock().millis());
      assertThat(data.run().name()).isEqualTo("new");
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void inputsAndOutputsStandWithTheirRun(Databases kind) {
    try (TrackingFixture at = new TrackingFixture(kind, home)) {
      String run = at.start("r");
      LoggedModel model =
          at.models().create(at.workspace(), new NewModel("0", "m", "", run, List.of(), List.of()));
      DatasetInput input =
          new DatasetInput(
              "d", "abc", "local", "{}", "", "", List.of(new Tag(DatasetInput.CONTEXT, "train")));

      at.tracking().logInputs(at.workspace(), run, List.of(input, input), List.of());
      at.tracking().logOutputs(at.workspace(), run, List.of(new RunData.ModelLink(model.id(), 3)));

      RunData data = at.tracking().data(at.workspace(), run);
      assertThat(data.datasets()).containsExactly(input);
      assertThat(data.modelOutputs()).containsExactly(new RunData.ModelLink(model.id(), 3));
      assertThat(at.found(RunQuery.of("0", 10).withFilter("dataset.context = 'train'")))
          .containsExactly("r");
    }
  }
}
