package dev.lazuli.tracking;

import dev.lazuli.base.Problem;
import dev.lazuli.identity.Workspace;
import dev.lazuli.store.Database;
import dev.lazuli.store.Events;
import dev.lazuli.store.Transaction;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The experiments of a workspace. The one named `Default` has id 0 and exists from the start.
public final class Experiments {
  /// The experiment that each workspace has from the start.
  static final String DEFAULT = "Default";

  private static final int NAME_MAX = 500;
  private static final int TAG_MAX = 20_000;
  private static final Pattern WEB =
      Pattern.compile("(https?|ftp|sftp)://.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private final Database database;
  private final Clock clock;
  private final ExperimentStore store = new ExperimentStore();
  private final RunStore runs = new RunStore();

  public Experiments(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /// Makes the `Default` experiment of a workspace if it has none.
  public void prepare(Workspace workspace) {
    database.change(transaction -> {
      if (store.find(transaction, workspace.id(), ExperimentStore.NUMBER.eq(0L)).isEmpty()) {
        store.insert(transaction, workspace.id(), DEFAULT, "", List.of(), clock.millis());
      }
    });
  }

  /// Makes an experiment.
  ///
  /// @param artifactLocation URI for its artifacts; empty for the server's own store
  /// @throws Problem.Conflict when its name is taken, also by a deleted one
  /// @throws Problem.Invalid when the name or the location cannot be used
  public Experiment create(
      Workspace workspace, String name, String artifactLocation, List<Tag> tags) {
    checkName(name);
    checkLocation(artifactLocation);
    List<Tag> words = tags.stream().map(tag -> Names.tag(tag.key(), tag.value(), TAG_MAX)).toList();
    return database.write(transaction -> {
      refuseTaken(transaction, workspace, name);
      return store.insert(
          transaction, workspace.id(), name, artifactLocation, words, clock.millis());
    });
  }

  /// The experiment of that name, made if there is none.
  ///
  /// @throws Problem.Invalid when the name cannot be used or the experiment is deleted
  public Experiment obtain(Workspace workspace, String name) {
    checkName(name);
    return database.write(transaction -> {
      Optional<Experiment> found =
          store.find(transaction, workspace.id(), ExperimentStore.NAME.eq(name));
      if (found.isPresent()) {
        return active(found.get());
      }
      return store.insert(transaction, workspace.id(), name, "", List.of(), clock.millis());
    });
  }

  /// The experiment of that id, deleted or not.
  ///
  /// @throws Problem.NotFound when there is none
  /// @throws Problem.Invalid when the id is not a number
  public Experiment require(Workspace workspace, String id) {
    return database.read(transaction -> require(transaction, workspace, id));
  }

  /// The experiment of that name, deleted or not.
  public Optional<Experiment> find(Workspace workspace, String name) {
    return database.read(
        transaction -> store.find(transaction, workspace.id(), ExperimentStore.NAME.eq(name)));
  }

  /// A page of experiments.
  ///
  /// @throws Problem.Invalid when the filter or an order cannot be read
  public Page<Experiment> search(
      Workspace workspace, View view, String filter, List<String> orderBy, long offset, int max) {
    return database.read(transaction ->
        Page.of(
            store.search(
                transaction,
                workspace.id(),
                view,
                ExperimentSearch.filter(transaction, filter),
                ExperimentSearch.order(orderBy),
                offset,
                max + 1),
            offset,
            max));
  }

  /// Gives an experiment another name.
  ///
  /// @throws Problem.Conflict when the name is taken
  /// @throws Problem.Invalid when it is deleted
  public void rename(Workspace workspace, String id, String name) {
    checkName(name);
    database.change(transaction -> {
      Experiment experiment = require(transaction, workspace, id);
      if (experiment.deleted()) {
        throw new Problem.Invalid("experiment_id", "Cannot rename a non-active experiment.");
      }
      if (!experiment.name().equals(name)) {
        refuseTaken(transaction, workspace, name);
      }
      store.rename(transaction, experiment.key(), name, clock.millis());
      event(transaction, workspace, "experiment.updated", id);
    });
  }

  /// Marks an experiment and its runs deleted; its name stays taken.
  ///
  /// @throws Problem.NotFound when there is none that is not deleted
  public void delete(Workspace workspace, String id) {
    setDeleted(workspace, id, true);
  }

  /// Brings a deleted experiment and its runs back.
  ///
  /// @throws Problem.NotFound when there is no such deleted experiment
  public void restore(Workspace workspace, String id) {
    setDeleted(workspace, id, false);
  }

  private void setDeleted(Workspace workspace, String id, boolean deleted) {
    database.change(transaction -> {
      Experiment experiment = require(transaction, workspace, id);
      if (experiment.deleted() == deleted) {
        throw noExperiment(id);
      }
      long now = clock.millis();
      store.setDeleted(transaction, experiment.key(), deleted, now);
      runs.setDeletedIn(transaction, experiment.key(), deleted, now);
      event(transaction, workspace, deleted ? "experiment.deleted" : "experiment.restored", id);
    });
  }

  /// Sets a tag.
  ///
  /// @throws Problem.Invalid when the experiment is deleted, or the tag too long
  public void setTag(Workspace workspace, String id, Tag tag) {
    Tag checked = Names.tag(tag.key(), tag.value(), TAG_MAX);
    database.change(transaction -> {
      Experiment experiment = active(require(transaction, workspace, id));
      store.tags.set(transaction, experiment.key(), List.of(checked));
      store.touch(transaction, experiment.key(), clock.millis());
      event(transaction, workspace, "experiment.updated", id);
    });
  }

  /// Removes a tag.
  ///
  /// @throws Problem.NotFound when there is none of that key
  public void deleteTag(Workspace workspace, String id, String key) {
    database.change(transaction -> {
      Experiment experiment = active(require(transaction, workspace, id));
      if (!store.tags.delete(transaction, experiment.key(), key)) {
        throw new Problem.NotFound(
            "No tag with name: %s in experiment with id %s".formatted(key, id));
      }
      store.touch(transaction, experiment.key(), clock.millis());
      event(transaction, workspace, "experiment.updated", id);
    });
  }

  Experiment require(Transaction transaction, Workspace workspace, String id) throws SQLException {
    return store
        .find(transaction, workspace.id(), ExperimentStore.NUMBER.eq(number(id)))
        .orElseThrow(() -> noExperiment(id));
  }

  /// The experiment of that id, which is not deleted, inside the caller's transaction.
  ///
  /// @throws Problem.NotFound when there is none
  /// @throws Problem.Invalid when it is deleted, or the id is no number
  public Experiment requireActive(Transaction transaction, Workspace workspace, String id)
      throws SQLException {
    return active(require(transaction, workspace, id));
  }

  /// The row numbers of the experiments with these ids that there are.
  ///
  /// @throws Problem.Invalid when an id is no number
  public List<Long> keys(Transaction transaction, Workspace workspace, List<String> ids) {
    return RunSearch.experiments(transaction, workspace, ids);
  }

  static Experiment active(Experiment experiment) {
    if (experiment.deleted()) {
      throw new Problem.Invalid(
          "experiment_id",
          "The experiment %s must be in the 'active' state. Current state is deleted."
              .formatted(experiment.id()));
    }
    return experiment;
  }

  private static void event(Transaction transaction, Workspace workspace, String kind, String id) {
    Events.append(transaction, workspace.id(), kind, "experiments/" + id, Map.of());
  }

  private void refuseTaken(Transaction transaction, Workspace workspace, String name)
      throws SQLException {
    if (store.find(transaction, workspace.id(), ExperimentStore.NAME.eq(name)).isPresent()) {
      throw Problem.Conflict.exists("Experiment(name=%s) already exists.".formatted(name));
    }
  }

  private static Problem.NotFound noExperiment(String id) {
    return new Problem.NotFound("No Experiment with id=%s exists".formatted(id));
  }

  static long number(String id) {
    try {
      return Long.parseLong(id);
    } catch (NumberFormatException e) {
      throw new Problem.Invalid(
          "experiment_id",
          "Invalid experiment ID '%s'. Experiment ID must be a valid integer.".formatted(id));
    }
  }

  private static void checkName(String name) {
    if (name.isBlank()) {
      throw new Problem.Invalid("name", "Invalid experiment name: '%s'".formatted(name));
    }
    Names.checkLength("name", name, NAME_MAX);
  }

  private static void checkLocation(String location) {
    if (location.indexOf('#') >= 0 || location.indexOf(';') >= 0) {
      throw new Problem.Invalid(
          "artifact_location", "'artifact_location' URL can't include fragments or params.");
    }
    if (WEB.matcher(location).matches()) {
      throw new Problem.Invalid(
          "artifact_location",
          "'artifact_location' cannot be a web address: '%s'".formatted(location));
    }
    ArtifactUri.checkLocation(location);
  }
}
