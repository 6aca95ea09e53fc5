package dev.lazuli.tracking;

import dev.lazuli.base.Ids;
import dev.lazuli.identity.Workspace;
import dev.lazuli.identity.Workspaces;
import dev.lazuli.store.Database;
import dev.lazuli.store.Databases;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;

/// Tracking over an empty store, with a fixed clock and seeded ids.
public final class TrackingFixture implements AutoCloseable {
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochMilli(1_700_000_000_000L), ZoneOffset.UTC);

  private final Database database;
  private final Workspace workspace;
  private final Experiments experiments;
  private final Tracking tracking;
  private final LoggedModels models;

  /// Opens an empty store of that kind.
  public TrackingFixture(Databases kind, Path home) {
    this.database = kind.open(home);
    Ids ids = new Ids(new Random(11));
    this.workspace = Workspaces.open(database, CLOCK, ids).standard();
    this.experiments = new Experiments(database, CLOCK);
    experiments.prepare(workspace);
    this.tracking = new Tracking(database, experiments, CLOCK, ids);
    this.models = new LoggedModels(database, experiments, CLOCK, ids);
  }

  public Database database() {
    return database;
  }

  public Clock clock() {
    return CLOCK;
  }

  public Workspace workspace() {
    return workspace;
  }

  public Experiments experiments() {
    return experiments;
  }

  public Tracking tracking() {
    return tracking;
  }

  public LoggedModels models() {
    return models;
  }

  /// Starts a run of the experiment `Default`.
  public String start(String id) {
    return tracking.startRun(workspace, NewRun.in("0").withId(id)).run().id();
  }

  /// Logs one point.
  public void log(String run, String key, double value, long time, long step) {
    tracking.log(workspace, run, LogBatch.of(new MetricBatch().add(key, value, time, step)));
  }

  /// The ids of the runs that a query finds.
  public List<String> found(RunQuery query) {
    return tracking.search(workspace, query).items().stream().map(data -> data.run().id()).toList();
  }

  @Override
  public void close() {
    database.close();
  }
}
