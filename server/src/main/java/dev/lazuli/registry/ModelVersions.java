package dev.lazuli.registry;

import dev.lazuli.base.Problem;
import dev.lazuli.identity.OwnedRows;
import dev.lazuli.identity.Workspace;
import dev.lazuli.store.Database;
import dev.lazuli.store.Transaction;
import dev.lazuli.tracking.Names;
import dev.lazuli.tracking.Page;
import dev.lazuli.tracking.Tag;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;

/// The versions of registered models: what is asked of them and changed, once they exist.
public final class ModelVersions {
  private final Database database;
  private final Clock clock;
  private final RegistryStore store = new RegistryStore();

  public ModelVersions(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /// The latest version of each of some stages; of all stages when none is given.
  ///
  /// @throws Problem.NotFound when there is no such model
  /// @throws Problem.Invalid when a stage has another name
  public List<ModelVersion> latestOfStages(Workspace workspace, String name, List<String> stages) {
    List<Stage> wanted = stages.stream().map(Stage::parse).toList();
    return database
        .read(transaction -> store.require(transaction, workspace, name))
        .latest()
        .stream()
        .filter(version -> wanted.isEmpty() || wanted.contains(version.stage()))
        .toList();
  }

  /// A page of versions.
  ///
  /// @throws Problem.Invalid when the filter or an order cannot be read
  public Page<ModelVersion> search(
      Workspace workspace, String filter, List<String> orderBy, long offset, int max) {
    return database.read(transaction ->
        Page.of(
            store.versions(
                transaction,
                RegistryStore.OWNER
                    .eq(workspace.id())
                    .and(RegistrySearch.versions(transaction.sql().dialect(), filter)),
                RegistrySearch.versionOrder(orderBy),
                offset,
                max + 1),
            offset,
            max));
  }

  /// Sets the description of a version.
  ///
  /// @throws Problem.NotFound when there is none
  public ModelVersion describe(
      Workspace workspace, String name, String version, String description) {
    Names.checkLength("description", description, Registry.DESCRIPTION_MAX);
    return change(
        workspace,
        name,
        version,
        (transaction, found) ->
            RegistryStore.run(
                transaction,
                "UPDATE model_versions SET description = ?, updated_ms = ? WHERE id = ?",
                description,
                clock.millis(),
                found.key()));
  }

  /// Moves a version to a stage.
  ///
  /// @param archiveOthers whether the versions that are in the stage are archived
  /// @throws Problem.NotFound when there is none
  /// @throws Problem.Invalid when others are to be archived from a stage that is not active
  public ModelVersion transition(
      Workspace workspace, String name, String version, Stage stage, boolean archiveOthers) {
    if (archiveOthers && !stage.isActive()) {
      throw new Problem.Invalid(
          "archive_existing_versions",
          "Model version transition cannot archive existing model versions because '%s' is not an Active stage. Valid stages are ['Staging', 'Production']"
              .formatted(stage.text()));
    }
    return change(
        workspace,
        name,
        version,
        (transaction, found) -> {
          if (archiveOthers) {
            RegistryStore.run(
                transaction,
                "UPDATE model_versions SET stage = 'Archived', updated_ms = ? WHERE model_key = ?"
                    + " AND stage = ? AND id <> ?",
                clock.millis(),
                found.modelKey(),
                stage.text(),
                found.key());
          }
          RegistryStore.run(
              transaction,
              "UPDATE model_versions SET stage = ?, updated_ms = ? WHERE id = ?",
              stage.text(),
              clock.millis(),
              found.key());
        });
  }

  /// Removes a version; its number is not given again.
  ///
  /// @throws Problem.NotFound when there is none
  public void delete(Workspace workspace, String name, String version) {
    long number = Registry.number(version);
    database.change(transaction -> {
      ModelVersion found = store.requireVersion(transaction, workspace, name, number);
      store.deleteVersion(transaction, found);
      store.touch(transaction, found.modelKey(), clock.millis());
      RegistryStore.event(transaction, workspace, "modelVersion.deleted", found);
    });
  }

  /// Sets a tag of a version.
  ///
  /// @throws Problem.NotFound when there is no such version
  public void setTag(Workspace workspace, String name, String version, Tag tag) {
    List<Tag> words = Registry.checked(List.of(tag));
    change(
        workspace,
        name,
        version,
        (transaction, found) -> store.versionTags.set(transaction, found.key(), words));
  }

  /// Removes a tag of a version, if it has it.
  ///
  /// @throws Problem.NotFound when there is no such version
  public void deleteTag(Workspace workspace, String name, String version, String key) {
    change(
        workspace,
        name,
        version,
        (transaction, found) -> store.versionTags.delete(transaction, found.key(), key));
  }

  /// Changes a version that was found.
  private interface Change {
    void in(Transaction transaction, ModelVersion version) throws SQLException;
  }

  private ModelVersion change(Workspace workspace, String name, String version, Change change) {
    long number = Registry.number(version);
    return database.write(transaction -> {
      ModelVersion found = store.requireVersion(transaction, workspace, name, number);
      change.in(transaction, found);
      store.touch(transaction, found.modelKey(), clock.millis());
      RegistryStore.event(transaction, workspace, "modelVersion.updated", found);
      return store.requireVersion(transaction, workspace, name, number);
    });
  }

  /// The rows that go with a workspace.
  public static OwnedRows ownedRows() {
    String models = " WHERE model_key IN (SELECT id FROM registered_models WHERE owner_id = ?)";
    return OwnedRows.of(
        "DELETE FROM model_version_tags WHERE version_key IN (SELECT id FROM model_versions"
            + models
            + ")",
        "DELETE FROM model_aliases" + models,
        "DELETE FROM model_versions" + models,
        "DELETE FROM registered_model_tags" + models,
        "DELETE FROM registered_models WHERE owner_id = ?");
  }
}
