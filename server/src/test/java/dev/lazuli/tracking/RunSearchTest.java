package dev.lazuli.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.base.Problem;
import dev.lazuli.store.Databases;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunSearchTest {
  @TempDir private Path home;

  /// Runs a to f, started in this order; metric m: a 1, b 3, c NaN, d none, e 2, f none.
  private TrackingFixture filled(Databases kind) {
    TrackingFixture at = new TrackingFixture(kind, home);
    for (int i = 0; i < 6; i++) {
      String id = String.valueOf((char) ('a' + i));
      at.tracking()
          .startRun(
              at.workspace(),
              new NewRun(
                  "0",
                  id,
                  "name-" + id,
                  "u",
                  1_000 + i,
                  List.of(new Tag("even", "" + (i % 2 == 0)))));
      at.tracking()
          .log(
              at.workspace(),
              id,
              LogBatch.ofParams(
                  List.of(new Param("p", "Value_" + i), new Param("x y:z", "*[" + i))));
    }
    at.log("a", "m", 1, 1, 1);
    at.log("b", "m", 3, 1, 1);
    at.log("c", "m", Double.NaN, 1, 1);
    at.log("e", "m", 2, 1, 1);
    at.tracking().log(at.workspace(), "f", LogBatch.ofTags(List.of(new Tag("only f", "it's"))));
    return at;
  }

  private static List<String> all(TrackingFixture at, String filter) {
    return at.found(RunQuery.of("0", 100).withFilter(filter));
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void withoutAnOrderTheLatestStartComesFirst(Databases kind) {
    try (TrackingFixture at = filled(kind)) {
      assertThat(all(at, "")).containsExactly("f", "e", "d", "c", "b", "a");
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void anOrderByAMetricPutsNanAndMissingLastInBothDirections(Databases kind) {
    try (TrackingFixture at = filled(kind)) {
      assertThat(at.found(RunQuery.of("0", 100).withOrder("metrics.m ASC")))
          .containsExactly("a", "e", "b", "c", "f", "d");
      assertThat(at.found(RunQuery.of("0", 100).withOrder("metrics.m DESC")))
          .containsExactly("b", "e", "a", "c", "f", "d");
      assertThat(at.found(RunQuery.of("0", 100).withOrder("metrics.m", "start_time ASC")))
          .containsExactly("a", "e", "b", "c", "d", "f");
      assertThat(at.found(RunQuery.of("0", 100).withOrder("metrics.unknown", "start_time")))
          .containsExactly("a", "b", "c", "d", "e", "f");
      assertThat(at.found(RunQuery.of("0", 100).withOrder("params.p DESC")))
          .containsExactly("f", "e", "d", "c", "b", "a");
      assertThat(at.found(RunQuery.of("0", 100).withOrder("tags.`only f`", "metrics.m")))
          .containsExactly("f", "a", "e", "b", "c", "d");
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void runsThatGoOnComeAfterTheEndedInBothDirections(Databases kind) {
    try (TrackingFixture at = filled(kind)) {
      at.tracking().updateRun(at.workspace(), "b", RunChange.ended(RunStatus.FINISHED, 5));
      at.tracking().updateRun(at.workspace(), "d", RunChange.ended(RunStatus.FAILED, 7));

      assertThat(at.found(RunQuery.of("0", 3).withOrder("end_time ASC")))
          .containsExactly("b", "d", "f");
      assertThat(at.found(RunQuery.of("0", 3).withOrder("attributes.end_time DESC")))
          .containsExactly("d", "b", "f");
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void pagesOfAnySizeTogetherAreTheWhole(Databases kind) {
    try (TrackingFixture at = filled(kind)) {
      for (int size = 1; size <= 6; size++) {
        List<String> together = new ArrayList<>();
        long offset = 0;
        while (offset >= 0) {
          Page<RunData> page =
              at.tracking()
                  .search(
                      at.workspace(),
                      new RunQuery(
                          List.of("0"), "", View.ACTIVE, List.of("metrics.m"), offset, size));
          page.items().forEach(data -> together.add(data.run().id()));
          offset = page.next();
        }

        assertThat(together).as("pages of %d", size).containsExactly("a", "e", "b", "c", "f", "d");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void filtersHoldAsMlflowSaysTheyDo(Databases kind) {
    try (TrackingFixture at = filled(kind)) {
      assertThat(all(at, "metrics.m > 1")).containsExactly("e", "b");
      assertThat(all(at, "metric.m != 1 and attributes.start_time >= 1002"))
          .containsExactly("e", "c");
      assertThat(all(at, "metrics.nobody > 1")).isEmpty();
      assertThat(all(at, "params.p = 'Value_3'")).containsExactly("d");
      assertThat(all(at, "params.p LIKE 'value%'")).isEmpty();
      assertThat(all(at, "params.p ilike 'value%' AND tags.even = 'true'"))
          .containsExactly("e", "c", "a");
      assertThat(all(at, "params.`x y:z` LIKE '*[_'")).hasSize(6);
      assertThat(all(at, "params.\"x y:z\" = '*[2'")).containsExactly("c");
      assertThat(all(at, "tags.`only f` = 'it''s'")).containsExactly("f");
      assertThat(all(at, "tags.`only f` != 'x'")).containsExactly("f");
      assertThat(all(at, "tags.`only f` IS NULL")).hasSize(5);
      assertThat(all(at, "tags.`only f` is not null")).containsExactly("f");
      assertThat(all(at, "run_id IN ('a', 'f')")).containsExactly("f", "a");
      assertThat(all(at, "run_id NOT IN ('a','b','c')")).containsExactly("f", "e", "d");
      assertThat(all(at, "attributes.`run name` = 'name-b'")).containsExactly("b");
      assertThat(all(at, "status = 'RUNNING' and created < 1001")).containsExactly("a");
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aDeletedRunIsSeenOnlyWhenAskedFor(Databases kind) {
    try (TrackingFixture at = filled(kind)) {
      at.tracking().deleteRun(at.workspace(), "c");

      assertThat(all(at, "")).doesNotContain("c");
      assertThat(
              at.found(new RunQuery(List.of("0"), "", View.DELETED, List.of("metrics.m"), 0, 10)))
          .containsExactly("c");
      assertThat(at.found(new RunQuery(List.of("0"), "", View.ALL, List.of(), 0, 10))).hasSize(6);
      assertThat(at.found(new RunQuery(List.of(), "", View.ALL, List.of(), 0, 10))).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void whatIsNotInTheGrammarIsRefused(Databases kind) {
    try (TrackingFixture at = filled(kind)) {
      for (String bad :
          List.of(
              "metrics.m > 'a'",
              "metrics.m LIKE 'a'",
              "params.p = 5",
              "params.p > 'a'",
              "params.p = 'a' OR params.p = 'b'",
              "(params.p = 'a')",
              "params.p = 'a';",
              "params.p = 'a' AND",
              "params.p",
              "bogus = 'a'",
              "wrong.p = 'a'",
              "run_name IN ('a')",
              "start_time = 'a'",
              "metrics.m IS NULL",
              "params.p BETWEEN 'a' AND 'b'",
              "params.p = 'a",
              "a' or 1=1 --")) {
        assertThatThrownBy(() -> all(at, bad)).as(bad).isInstanceOf(Problem.Invalid.class);
      }
      assertThatThrownBy(() -> at.found(RunQuery.of("0", 5).withOrder("bogus DESC")))
          .isInstanceOf(Problem.Invalid.class);
      assertThatThrownBy(() -> at.found(RunQuery.of("abc", 5)))
          .hasMessage("Invalid experiment ID 'abc'. Experiment ID must be a valid integer.");
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void experimentsAreFoundByNameTagAndTime(Databases kind) {
    try (TrackingFixture at = new TrackingFixture(kind, home)) {
      at.experiments().create(at.workspace(), "Alpha", "", List.of(new Tag("team", "x")));
      at.experiments().create(at.workspace(), "beta", "", List.of());

      assertThat(names(at, "name LIKE 'A%'")).containsExactly("Alpha");
      assertThat(names(at, "name ILIKE 'a%' and tags.team = 'x'")).containsExactly("Alpha");
      assertThat(names(at, "experiment_id IN ('0', '2')")).containsExactly("beta", "Default");
      assertThat(names(at, "creation_time > 5")).containsExactly("beta", "Alpha", "Default");
    }
  }

  private static List<String> names(TrackingFixture at, String filter) {
    return at
        .experiments()
        .search(at.workspace(), View.ACTIVE, filter, List.of(), 0, 10)
        .items()
        .stream()
        .map(Experiment::name)
        .toList();
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void loggedModelsAreFoundByMetricOfADataset(Databases kind) {
    try (TrackingFixture at = new TrackingFixture(kind, home)) {
      String run = at.start("r");
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        LoggedModel model =
            at.models()
                .create(
                    at.workspace(),
                    new NewModel(
                        "0", "m" + i, "", run, List.of(new Param("p", "" + i)), List.of()));
        ids.add(model.id());
        at.tracking()
            .log(
                at.workspace(),
                run,
                new LogBatch(
                    new MetricBatch().add("rmse", i, 1, 1),
                    List.of(),
                    List.of(),
                    List.of(
                        new LogBatch.ModelMetric(0, model.id(), i == 0 ? "test" : "train", "d"))));
      }
      at.models().finish(at.workspace(), ids.get(2), LoggedModel.Status.READY);

      assertThat(models(at, "metrics.rmse >= 1", List.of())).containsExactlyInAnyOrder("m1", "m2");
      assertThat(models(at, "metrics.rmse >= 0", List.of(new ModelQuery.DatasetName("test", ""))))
          .containsExactly("m0");
      assertThat(models(at, "status = 'READY'", List.of())).containsExactly("m2");
      assertThat(models(at, "params.p = '1' and name = 'm1'", List.of())).containsExactly("m1");
      assertThatThrownBy(() -> models(at, "bogus = 'x'", List.of()))
          .isInstanceOf(Problem.Invalid.class);
    }
  }

  private static List<String> models(
      TrackingFixture at, String filter, List<ModelQuery.DatasetName> datasets) {
    ModelQuery.Order order =
        new ModelQuery.Order("metrics.rmse", false, new ModelQuery.DatasetName("", ""));
    return at
        .models()
        .search(
            at.workspace(), new ModelQuery(List.of("0"), filter, datasets, List.of(order), 0, 10))
        .items()
        .stream()
        .map(LoggedModel::name)
        .toList();
  }
}
