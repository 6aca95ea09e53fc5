package dev.lazuli.registry;

import dev.lazuli.artifacts.Reference;
import dev.lazuli.base.Problem;
import dev.lazuli.identity.Workspace;
import dev.lazuli.store.Database;
import dev.lazuli.store.Transaction;
import dev.lazuli.tracking.LoggedModels;
import dev.lazuli.tracking.Names;
import dev.lazuli.tracking.Page;
import dev.lazuli.tracking.Tag;
import dev.lazuli.tracking.Tracking;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// Registered models: names, versions, aliases. Each method that changes something is one
/// transaction.
public final class Registry {
  private static final int TAG_MAX = 100_000;
  private static final int NAME_MAX = 256;

  /// The longest description of a model or version, as MLflow has it.
  static final int DESCRIPTION_MAX = 5_000;

  private final Database database;
  private final Clock clock;
  private final LoggedModels models;
  private final Sources sources;
  private final RegistryStore store = new RegistryStore();

  public Registry(Database database, Tracking tracking, LoggedModels models, Clock clock) {
    this.database = database;
    this.clock = clock;
    this.models = models;
    this.sources = new Sources(tracking, models);
  }

  /// Makes a registered model without versions.
  ///
  /// @throws Problem.Conflict when the name is taken
  /// @throws Problem.Invalid when the name or a tag cannot be used
  public RegisteredModel create(
      Workspace workspace, String name, String description, List<Tag> tags) {
    checkName(name);
    Names.checkLength("description", description, DESCRIPTION_MAX);
    List<Tag> words = checked(tags);
    return database.write(transaction -> {
      refuseTaken(transaction, workspace, name);
      return add(transaction, workspace, name, description, words);
    });
  }

  private RegisteredModel add(
      Transaction transaction,
      Workspace workspace,
      String name,
      String description,
      List<Tag> words)
      throws SQLException {
    store.insert(transaction, workspace.id(), name, description, clock.millis());
    RegisteredModel made = store.require(transaction, workspace, name);
    store.tags.set(transaction, made.key(), words);
    RegistryStore.event(transaction, workspace, "model.created", name);
    return store.require(transaction, workspace, name);
  }

  /// The registered model of that name.
  ///
  /// @throws Problem.NotFound when there is none
  public RegisteredModel require(Workspace workspace, String name) {
    return database.read(transaction -> store.require(transaction, workspace, name));
  }

  /// The registered model of that name; empty when there is none.
  public Optional<RegisteredModel> find(Workspace workspace, String name) {
    return database.read(transaction -> store.find(transaction, workspace, name));
  }

  /// A page of registered models.
  ///
  /// @throws Problem.Invalid when the filter or an order cannot be read
  public Page<RegisteredModel> search(
      Workspace workspace, String filter, List<String> orderBy, long offset, int max) {
    return database.read(transaction ->
        Page.of(
            store.models(
                transaction,
                RegistryStore.OWNER
                    .eq(workspace.id())
                    .and(RegistrySearch.models(transaction.sql().dialect(), filter)),
                RegistrySearch.modelOrder(orderBy),
                offset,
                max + 1),
            offset,
            max));
  }

  /// Gives a registered model another name.
  ///
  /// @throws Problem.NotFound when there is none
  /// @throws Problem.Conflict when the new name is taken
  public RegisteredModel rename(Workspace workspace, String name, String newName) {
    checkName(newName);
    return database.write(transaction -> {
      RegisteredModel model = store.require(transaction, workspace, name);
      if (!name.equals(newName)) {
        refuseTaken(transaction, workspace, newName);
      }
      RegistryStore.run(
          transaction,
          "UPDATE registered_models SET name = ?, updated_ms = ? WHERE id = ?",
          newName,
          clock.millis(),
          model.key());
      RegistryStore.event(transaction, workspace, "model.renamed", newName);
      return store.require(transaction, workspace, newName);
    });
  }

  /// Sets the description of a registered model.
  ///
  /// @throws Problem.NotFound when there is none
  public RegisteredModel describe(Workspace workspace, String name, String description) {
    Names.checkLength("description", description, DESCRIPTION_MAX);
    return database.write(transaction -> {
      RegisteredModel model = store.require(transaction, workspace, name);
      RegistryStore.run(
          transaction,
          "UPDATE registered_models SET description = ?, updated_ms = ? WHERE id = ?",
          description,
          clock.millis(),
          model.key());
      RegistryStore.event(transaction, workspace, "model.updated", name);
      return store.require(transaction, workspace, name);
    });
  }

  /// Removes a registered model with its versions.
  ///
  /// @throws Problem.NotFound when there is none
  public void delete(Workspace workspace, String name) {
    database.change(transaction -> {
      store.delete(transaction, store.require(transaction, workspace, name).key());
      RegistryStore.event(transaction, workspace, "model.deleted", name);
    });
  }

  /// Sets a tag of a registered model.
  ///
  /// @throws Problem.NotFound when there is none
  public void setTag(Workspace workspace, String name, Tag tag) {
    List<Tag> words = checked(List.of(tag));
    database.change(transaction -> {
      RegisteredModel model = store.require(transaction, workspace, name);
      store.tags.set(transaction, model.key(), words);
      store.touch(transaction, model.key(), clock.millis());
      RegistryStore.event(transaction, workspace, "model.updated", name);
    });
  }

  /// Removes a tag of a registered model, if it has it.
  ///
  /// @throws Problem.NotFound when there is no such model
  public void deleteTag(Workspace workspace, String name, String key) {
    database.change(transaction -> {
      store.tags.delete(transaction, store.require(transaction, workspace, name).key(), key);
      RegistryStore.event(transaction, workspace, "model.updated", name);
    });
  }

  /// Makes the next version of a registered model.
  ///
  /// @throws Problem.NotFound when there is no such model, run or logged model
  /// @throws Problem.Invalid when the source may not be used
  public ModelVersion createVersion(Workspace workspace, NewVersion wanted) {
    List<Tag> words = checked(wanted.tags());
    Sources.Resolved resolved = resolve(workspace, wanted);
    return database.write(transaction -> {
      RegisteredModel model = store.require(transaction, workspace, wanted.name());
      return addVersion(transaction, workspace, model, wanted, resolved, words);
    });
  }

  /// Makes the next version of a model, and the model itself if there is none of that name.
  ///
  /// @throws Problem.NotFound when there is no such run or logged model
  /// @throws Problem.Invalid when the name or the source may not be used
  public ModelVersion register(Workspace workspace, NewVersion wanted) {
    checkName(wanted.name());
    List<Tag> words = checked(wanted.tags());
    Sources.Resolved resolved = resolve(workspace, wanted);
    return database.write(transaction -> {
      Optional<RegisteredModel> found = store.find(transaction, workspace, wanted.name());
      RegisteredModel model =
          found.isPresent()
              ? found.get()
              : add(transaction, workspace, wanted.name(), "", List.of());
      return addVersion(transaction, workspace, model, wanted, resolved, words);
    });
  }

  private Sources.Resolved resolve(Workspace workspace, NewVersion wanted) {
    Names.checkLength("description", wanted.description(), DESCRIPTION_MAX);
    return sources.resolve(
        workspace,
        wanted,
        (name, version, alias) ->
            alias.isPresent()
                ? byAlias(workspace, name, alias.get())
                : requireVersion(workspace, name, version.orElse("")));
  }

  private ModelVersion addVersion(
      Transaction transaction,
      Workspace workspace,
      RegisteredModel model,
      NewVersion wanted,
      Sources.Resolved resolved,
      List<Tag> words)
      throws SQLException {
    long now = clock.millis();
    long number = store.nextVersion(transaction, model.key(), now);
    store.insertVersion(
        transaction,
        new ModelVersion(
            0,
            model.key(),
            model.name(),
            number,
            wanted.description(),
            wanted.userId(),
            Stage.NONE,
            resolved.source(),
            resolved.storageUri(),
            wanted.modelType().isEmpty() ? "mlflow_model" : wanted.modelType(),
            resolved.runId(),
            wanted.runLink(),
            resolved.modelId(),
            now,
            now,
            List.of(),
            List.of()));
    ModelVersion made = store.requireVersion(transaction, workspace, model.name(), number);
    store.versionTags.set(transaction, made.key(), words);
    if (!resolved.modelId().isEmpty()) {
      models.addVersion(transaction, workspace, resolved.modelId(), model.name(), number);
    }
    RegistryStore.event(transaction, workspace, "modelVersion.created", made);
    return store.requireVersion(transaction, workspace, model.name(), number);
  }

  /// The number that the next version of a model gets; 1 when there is no model of that name.
  public long nextVersion(Workspace workspace, String name) {
    return database.read(transaction -> store.lastVersion(transaction, workspace.id(), name)) + 1;
  }

  /// A version by its number.
  ///
  /// @param version a whole number as text
  /// @throws Problem.NotFound when there is none
  /// @throws Problem.Invalid when it is no number
  public ModelVersion requireVersion(Workspace workspace, String name, String version) {
    long number = number(version);
    return database.read(transaction -> store.requireVersion(transaction, workspace, name, number));
  }

  /// The version with the highest number.
  ///
  /// @throws Problem.NotFound when there is no such model, or it has no version
  public ModelVersion latest(Workspace workspace, String name) {
    return database.read(transaction -> {
      RegisteredModel model = store.require(transaction, workspace, name);
      return store
          .versions(
              transaction,
              RegistryStore.VERSION_MODEL.eq(model.key()),
              List.of(RegistryStore.VERSION.desc()),
              0,
              1)
          .stream()
          .findFirst()
          .orElseThrow(
              () -> new Problem.NotFound("Latest version not found for model %s.".formatted(name)));
    });
  }

  /// Lets an alias name a version; one that names another is moved.
  ///
  /// @throws Problem.NotFound when there is no such version
  /// @throws Problem.Invalid when the alias is reserved or holds other letters
  public void setAlias(Workspace workspace, String name, String alias, String version) {
    Aliases.check(alias);
    long number = number(version);
    database.change(transaction -> {
      ModelVersion found = store.requireVersion(transaction, workspace, name, number);
      RegistryStore.run(
          transaction,
          "INSERT INTO model_aliases (model_key, alias, version) VALUES (?, ?, ?) ON CONFLICT"
              + " (model_key, alias) DO UPDATE SET version = excluded.version",
          found.modelKey(),
          alias,
          found.version());
      store.touch(transaction, found.modelKey(), clock.millis());
      RegistryStore.event(transaction, workspace, "model.aliasSet", name);
    });
  }

  /// Removes an alias, if there is one.
  ///
  /// @throws Problem.NotFound when there is no such model
  public void deleteAlias(Workspace workspace, String name, String alias) {
    database.change(transaction -> {
      RegistryStore.run(
          transaction,
          "DELETE FROM model_aliases WHERE model_key = ? AND alias = ?",
          store.require(transaction, workspace, name).key(),
          alias);
      RegistryStore.event(transaction, workspace, "model.aliasDeleted", name);
    });
  }

  /// The version that an alias names; `latest` names the one with the highest number.
  ///
  /// @throws Problem.NotFound when there is no such model
  /// @throws Problem.Invalid when it has no such alias, or no alias is written so
  public ModelVersion byAlias(Workspace workspace, String name, String alias) {
    Aliases.checkLetters(alias);
    RegisteredModel model = require(workspace, name);
    if (alias.equalsIgnoreCase("latest")) {
      return latest(workspace, name);
    }
    long version =
        model.aliases().stream()
            .filter(one -> one.alias().equals(alias))
            .findFirst()
            .orElseThrow(() ->
                new Problem.Invalid(
                    "alias", "Registered model alias %s not found.".formatted(alias)))
            .version();
    return requireVersion(workspace, name, String.valueOf(version));
  }

  /// The version that a reference by name and version, ARM id, label or alias means.
  ///
  /// @throws Problem.NotFound when there is none
  /// @throws Problem.Invalid when the reference means no registered model
  public ModelVersion resolve(Workspace workspace, Reference reference) {
    return switch (reference) {
      case Reference.Asset(String name, String version) -> requireVersion(workspace, name, version);
      case Reference.ModelVersion(String name, String version) ->
          version.equalsIgnoreCase("latest")
              ? latest(workspace, name)
              : requireVersion(workspace, name, version);
      case Reference.ArmAsset(_, String kind, String name, String version)
          when kind.equalsIgnoreCase("models") ->
          requireVersion(workspace, name, version);
      case Reference.LabelledAsset(String name, String label) -> byAlias(workspace, name, label);
      case Reference.ModelAlias(String name, String alias) -> byAlias(workspace, name, alias);
      default ->
          throw new Problem.Invalid(
              "model",
              reference,
              "a registered model, such as azureml:NAME:VERSION or models:/NAME/VERSION");
    };
  }

  private void refuseTaken(Transaction transaction, Workspace workspace, String name)
      throws SQLException {
    if (store.find(transaction, workspace, name).isPresent()) {
      throw Problem.Conflict.exists("Registered Model (name=%s) already exists.".formatted(name));
    }
  }

  static List<Tag> checked(List<Tag> tags) {
    return tags.stream().map(tag -> Names.tag(tag.key(), tag.value(), TAG_MAX)).toList();
  }

  static long number(String version) {
    try {
      return Long.parseLong(version);
    } catch (NumberFormatException e) {
      throw new Problem.Invalid(
          "version", "Parameter 'version' must be an integer, got '%s'.".formatted(version));
    }
  }

  private static void checkName(String name) {
    RegistryStore.checkName(name);
    Names.checkLength("name", name, NAME_MAX);
  }
}
