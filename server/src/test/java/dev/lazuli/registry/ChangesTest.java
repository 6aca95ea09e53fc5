package dev.lazuli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.base.Author;
import dev.lazuli.base.Caller;
import dev.lazuli.store.Databases;
import dev.lazuli.store.Event;
import dev.lazuli.store.Events;
import dev.lazuli.tracking.LogBatch;
import dev.lazuli.tracking.Param;
import dev.lazuli.tracking.RunStatus;
import dev.lazuli.tracking.Tag;
import dev.lazuli.tracking.TrackingFixture;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the events tell of tracking and of the registry.
class ChangesTest {
  @TempDir private Path home;

  @ParameterizedTest
  @EnumSource(Databases.class)
  void everyChangeOfExperimentsRunsAndModelsIsTold(Databases kind) {
    try (TrackingFixture fixture = new TrackingFixture(kind, home)) {
      Events events = new Events(fixture.database());
      long before = events.now();

      ScopedValue.where(Caller.CURRENT, new Caller.Person("7", "ada"))
          .run(() -> changeAll(fixture));
      List<Event> told = events.after(before, new Event.Filter(0, List.of()), 100).events();

      assertThat(told.stream().map(event -> event.kind() + " " + event.subject()))
          .containsExactly(
              "experiment.created experiments/1",
              "run.created runs/r1",
              "run.logged runs/r1",
              "run.updated runs/r1",
              "run.deleted runs/r1",
              "run.restored runs/r1",
              "experiment.updated experiments/1",
              "experiment.deleted experiments/1",
              "experiment.restored experiments/1",
              "model.created models/m",
              "model.updated models/m",
              "model.renamed models/n",
              "model.deleted models/n");
      assertThat(told).allMatch(event -> event.caller().equals(new Author("User", "ada")));
      assertThat(told).allMatch(event -> event.owner() == fixture.workspace().id());
    }
  }

  private static void changeAll(TrackingFixture fixture) {
    var workspace = fixture.workspace();
    String experiment = fixture.experiments().create(workspace, "e", "", List.of()).id();
    fixture.start("r1");
    fixture.tracking().log(workspace, "r1", LogBatch.ofParams(List.of(new Param("a", "1"))));
    fixture.tracking().endRun(workspace, "r1", RunStatus.FINISHED);
    fixture.tracking().deleteRun(workspace, "r1");
    fixture.tracking().restoreRun(workspace, "r1");
    fixture.experiments().setTag(workspace, experiment, new Tag("a", "b"));
    fixture.experiments().delete(workspace, experiment);
    fixture.experiments().restore(workspace, experiment);
    Registry registry =
        new Registry(fixture.database(), fixture.tracking(), fixture.models(), fixture.clock());
    registry.create(workspace, "m", "", List.of());
    registry.setTag(workspace, "m", new Tag("a", "b"));
    registry.rename(workspace, "m", "n");
    registry.delete(workspace, "n");
  }
}
