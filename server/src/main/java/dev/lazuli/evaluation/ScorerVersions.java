package dev.lazuli.evaluation;

import dev.lazuli.base.Ids;
import dev.lazuli.base.Problem;
import dev.lazuli.identity.Workspace;
import dev.lazuli.store.Database;
import dev.lazuli.store.Events;
import dev.lazuli.store.Transaction;
import dev.lazuli.tracking.Experiment;
import dev.lazuli.tracking.Experiments;
import dev.lazuli.tracking.Names;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/// The scorers of experiments, in versions.
public final class ScorerVersions {
  private static final int NAME_MAX = 256;
  private static final int CONTENT_MAX = 1_000_000;
  private static final Field<Long> EXPERIMENT = DSL.field("experiment_key", Long.class);
  private static final Field<String> NAME = DSL.field("name", String.class);
  private static final Field<Long> VERSION = DSL.field("version", Long.class);
  private static final Field<String> SCORER_ID = DSL.field("scorer_id", String.class);
  private static final Field<String> CONTENT = DSL.field("content", String.class);
  private static final Field<Long> CREATED = DSL.field("created_ms", Long.class);

  private final Database database;
  private final Experiments experiments;
  private final Clock clock;
  private final Ids ids;

  public ScorerVersions(Database database, Experiments experiments, Clock clock, Ids ids) {
    this.database = database;
    this.experiments = experiments;
    this.clock = clock;
    this.ids = ids;
  }

  /// Keeps the next version of a scorer.
  ///
  /// @throws Problem.NotFound when there is no such experiment
  /// @throws Problem.Invalid when the name or the content is too long
  public Scorer register(Workspace workspace, String experimentId, String name, String content) {
    Names.checkLength("name", name, NAME_MAX);
    Names.checkLength("serialized_scorer", content, CONTENT_MAX);
    return database.write(transaction -> {
      Experiment experiment = experiments.requireActive(transaction, workspace, experimentId);
      List<Scorer> before = of(transaction, experiment, NAME.eq(name));
      Scorer made =
          new Scorer(
              before.isEmpty() ? ids.hex() : before.getLast().id(),
              experimentId,
              name,
              before.isEmpty() ? 1 : before.getLast().version() + 1,
              content,
              clock.millis());
      insert(transaction, workspace, experiment, made);
      Events.append(
          transaction,
          workspace.id(),
          "scorer.registered",
          "experiments/%s/scorers/%s".formatted(experimentId, name),
          Map.of("version", made.version()));
      return made;
    });
  }

  private static void insert(
      Transaction transaction, Workspace workspace, Experiment experiment, Scorer made)
      throws SQLException {
    try (PreparedStatement insert =
        transaction
            .connection()
            .prepareStatement(
                "INSERT INTO scorers (owner_id, experiment_key, scorer_id, name, version, content,"
                    + " created_ms) VALUES (?, ?, ?, ?, ?, ?, ?)")) {
      insert.setLong(1, workspace.id());
      insert.setLong(2, experiment.key());
      insert.setString(3, made.id());
      insert.setString(4, made.name());
      insert.setLong(5, made.version());
      insert.setString(6, made.content());
      insert.setLong(7, made.createdMs());
      insert.executeUpdate();
    }
  }

  /// The versions that fit, by name and version.
  private static List<Scorer> of(Transaction transaction, Experiment experiment, Condition which) {
    return transaction
        .sql()
        .select(SCORER_ID, NAME, VERSION, CONTENT, CREATED)
        .from(DSL.table("scorers"))
        .where(EXPERIMENT.eq(experiment.key()).and(which))
        .orderBy(NAME.asc(), VERSION.asc())
        .fetch(row ->
            new Scorer(
                row.value1(),
                experiment.id(),
                row.value2(),
                row.value3(),
                row.value4(),
                row.value5()));
  }

  /// The latest version of each scorer of an experiment, by name.
  ///
  /// @throws Problem.NotFound when there is no such experiment
  public List<Scorer> latest(Workspace workspace, String experimentId) {
    return database.read(transaction ->
        of(
            transaction,
            experiments.requireActive(transaction, workspace, experimentId),
            DSL.condition(
                "version = (SELECT MAX(o.version) FROM scorers o WHERE o.experiment_key ="
                    + " scorers.experiment_key AND o.name = scorers.name)")));
  }

  /// All versions of a scorer.
  ///
  /// @throws Problem.NotFound when there is none of that name
  public List<Scorer> versions(Workspace workspace, String experimentId, String name) {
    return database.read(transaction -> {
      Experiment experiment = experiments.requireActive(transaction, workspace, experimentId);
      List<Scorer> found = of(transaction, experiment, NAME.eq(name));
      if (found.isEmpty()) {
        throw notFound(name, experimentId);
      }
      return found;
    });
  }

  /// A version of a scorer.
  ///
  /// @param version 0 for the latest
  /// @throws Problem.NotFound when there is none
  public Scorer require(Workspace workspace, String experimentId, String name, long version) {
    List<Scorer> all = versions(workspace, experimentId, name);
    return version == 0
        ? all.getLast()
        : all.stream()
            .filter(one -> one.version() == version)
            .findFirst()
            .orElseThrow(() -> notFound(name, experimentId));
  }

  /// Removes a version of a scorer, or all of them.
  ///
  /// @param version 0 for all
  /// @throws Problem.NotFound when there is none
  public void delete(Workspace workspace, String experimentId, String name, long version) {
    database.change(transaction -> {
      Experiment experiment = experiments.requireActive(transaction, workspace, experimentId);
      Condition which = EXPERIMENT.eq(experiment.key()).and(NAME.eq(name));
      int deleted =
          transaction
              .sql()
              .deleteFrom(DSL.table("scorers"))
              .where(version == 0 ? which : which.and(VERSION.eq(version)))
              .execute();
      if (deleted == 0) {
        throw notFound(name, experimentId);
      }
      Events.append(
          transaction,
          workspace.id(),
          "scorer.deleted",
          "experiments/%s/scorers/%s".formatted(experimentId, name),
          Map.of());
    });
  }

  private static Problem.NotFound notFound(String name, String experimentId) {
    return new Problem.NotFound(
        "Scorer with name '%s' not found for experiment %s.".formatted(name, experimentId));
  }
}
