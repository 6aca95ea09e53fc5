package dev.lazuli.registry;

import dev.lazuli.base.Problem;
import dev.lazuli.identity.Workspace;
import dev.lazuli.store.Events;
import dev.lazuli.store.Transaction;
import dev.lazuli.tracking.Names;
import dev.lazuli.tracking.Tag;
import dev.lazuli.tracking.WordTable;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SortField;
import org.jooq.Table;
import org.jooq.impl.DSL;

/// The rows of registered models, their versions and aliases.
final class RegistryStore {
  static final Table<Record> MODELS = DSL.table("registered_models");
  static final Field<Long> KEY = DSL.field("registered_models.id", Long.class);
  static final Field<Long> OWNER = DSL.field("registered_models.owner_id", Long.class);
  static final Field<String> NAME = DSL.field("registered_models.name", String.class);
  static final Field<Long> CREATED = DSL.field("registered_models.created_ms", Long.class);
  static final Field<Long> UPDATED = DSL.field("registered_models.updated_ms", Long.class);
  private static final Field<Long> LAST_VERSION =
      DSL.field("registered_models.last_version", Long.class);
  private static final Field<String> DESCRIPTION =
      DSL.field("registered_models.description", String.class);

  static final Table<Record> VERSIONS = DSL.table("model_versions");
  static final Field<Long> VERSION_KEY = version("id", Long.class);
  static final Field<Long> VERSION_MODEL = version("model_key", Long.class);
  static final Field<Long> VERSION = version("version", Long.class);
  static final Field<String> VERSION_RUN = version("run_id", String.class);
  static final Field<String> VERSION_SOURCE = version("source", String.class);
  static final Field<Long> VERSION_CREATED = version("created_ms", Long.class);
  static final Field<Long> VERSION_UPDATED = version("updated_ms", Long.class);
  private static final Field<String> VERSION_TEXT = version("description", String.class);
  private static final Field<String> VERSION_USER = version("user_id", String.class);
  private static final Field<String> VERSION_STAGE = version("stage", String.class);
  private static final Field<String> VERSION_STORAGE = version("storage_uri", String.class);
  private static final Field<String> VERSION_TYPE = version("model_type", String.class);
  private static final Field<String> VERSION_LINK = version("run_link", String.class);
  private static final Field<String> VERSION_MODEL_ID = version("model_id", String.class);
  private static final List<Field<?>> MODEL_COLUMNS =
      List.of(KEY, NAME, DESCRIPTION, CREATED, UPDATED);
  private static final List<Field<?>> VERSION_COLUMNS =
      List.of(
          VERSION_KEY,
          VERSION_MODEL,
          NAME,
          VERSION,
          VERSION_TEXT,
          VERSION_USER,
          VERSION_STAGE,
          VERSION_SOURCE,
          VERSION_STORAGE,
          VERSION_TYPE,
          VERSION_RUN,
          VERSION_LINK,
          VERSION_MODEL_ID,
          VERSION_CREATED,
          VERSION_UPDATED);

  final WordTable tags = new WordTable("registered_model_tags", "model_key");
  final WordTable versionTags = new WordTable("model_version_tags", "version_key");

  private static <T> Field<T> version(String column, Class<T> type) {
    return DSL.field("model_versions." + column, type);
  }

  void insert(Transaction transaction, long workspace, String name, String description, long now)
      throws SQLException {
    run(
        transaction,
        "INSERT INTO registered_models (owner_id, name, description, last_version, created_ms,"
            + " updated_ms) VALUES (?, ?, ?, 0, ?, ?)",
        workspace,
        name,
        description,
        now,
        now);
  }

  /// Runs one statement; returns how many rows it changed.
  static int run(Transaction transaction, String statement, Object... values) throws SQLException {
    try (PreparedStatement prepared = transaction.connection().prepareStatement(statement)) {
      for (int i = 0; i < values.length; i++) {
        prepared.setObject(i + 1, values[i]);
      }
      return prepared.executeUpdate();
    }
  }

  /// @throws Problem.NotFound when there is none
  RegisteredModel require(Transaction transaction, Workspace workspace, String name)
      throws SQLException {
    return find(transaction, workspace, name)
        .orElseThrow(
            () -> new Problem.NotFound("Registered Model with name=%s not found".formatted(name)));
  }

  /// Refuses what no registered model is called.
  ///
  /// @throws Problem.Invalid when it is blank, has a slash or colon, or would be another name as a
  ///   file
  static void checkName(String name) {
    if (name.isBlank()) {
      throw new Problem.Invalid("name", "Missing value for required parameter 'name'.");
    }
    if (name.indexOf('/') >= 0 || name.indexOf(':') >= 0) {
      throw new Problem.Invalid(
          "name", "Invalid model name '%s'. Names cannot contain '/' or ':'.".formatted(name));
    }
    Names.checkPath("name", name);
  }

  Optional<RegisteredModel> find(Transaction transaction, Workspace workspace, String name)
      throws SQLException {
    checkName(name);
    return models(
            transaction, OWNER.eq(workspace.id()).and(NAME.eq(name)), List.of(KEY.asc()), 0, 1)
        .stream()
        .findFirst();
  }

  List<RegisteredModel> models(
      Transaction transaction, Condition which, List<SortField<?>> order, long offset, int max)
      throws SQLException {
    List<RegisteredModel> bare =
        transaction
            .sql()
            .select(MODEL_COLUMNS)
            .from(MODELS)
            .where(which)
            .orderBy(order)
            .limit(max)
            .offset(offset)
            .fetch(RegistryStore::model);
    List<Long> keys = bare.stream().map(RegisteredModel::key).toList();
    var words = tags.of(transaction, keys);
    var names = aliases(transaction, keys);
    var versions = latest(transaction, keys);
    List<RegisteredModel> whole = new ArrayList<>();
    for (RegisteredModel model : bare) {
      whole.add(
          model.with(
              words.getOrDefault(model.key(), List.of()),
              names.getOrDefault(model.key(), List.of()),
              versions.getOrDefault(model.key(), List.of())));
    }
    return whole;
  }

  /// The latest version of each stage, by model.
  private Map<Long, List<ModelVersion>> latest(Transaction transaction, List<Long> models)
      throws SQLException {
    Map<Long, List<ModelVersion>> found = new HashMap<>();
    if (models.isEmpty()) {
      return found;
    }
    Condition newest =
        DSL.condition(
            "model_versions.version = (SELECT MAX(o.version) FROM model_versions o WHERE"
                + " o.model_key = model_versions.model_key AND o.stage = model_versions.stage)");
    for (ModelVersion version :
        versions(
            transaction,
            VERSION_MODEL.in(models).and(newest),
            List.of(VERSION.asc()),
            0,
            Integer.MAX_VALUE)) {
      found.computeIfAbsent(version.modelKey(), _ -> new ArrayList<>()).add(version);
    }
    return found;
  }

  List<ModelVersion> versions(
      Transaction transaction, Condition which, List<SortField<?>> order, long offset, int max)
      throws SQLException {
    List<ModelVersion> bare =
        transaction
            .sql()
            .select(VERSION_COLUMNS)
            .from(VERSIONS)
            .join(MODELS)
            .on(KEY.eq(VERSION_MODEL))
            .where(which)
            .orderBy(order)
            .limit(max)
            .offset(offset)
            .fetch(RegistryStore::modelVersion);
    var words = versionTags.of(transaction, bare.stream().map(ModelVersion::key).toList());
    var names = aliases(transaction, bare.stream().map(ModelVersion::modelKey).distinct().toList());
    List<ModelVersion> whole = new ArrayList<>();
    for (ModelVersion one : bare) {
      List<String> own =
          names.getOrDefault(one.modelKey(), List.of()).stream()
              .filter(alias -> alias.version() == one.version())
              .map(RegisteredModel.Alias::alias)
              .toList();
      whole.add(one.with(words.getOrDefault(one.key(), List.of()), own));
    }
    return whole;
  }

  /// @throws Problem.NotFound when there is none
  ModelVersion requireVersion(
      Transaction transaction, Workspace workspace, String name, long version) throws SQLException {
    return versions(
            transaction,
            OWNER.eq(workspace.id()).and(NAME.eq(name)).and(VERSION.eq(version)),
            List.of(VERSION.asc()),
            0,
            1)
        .stream()
        .findFirst()
        .orElseThrow(() ->
            new Problem.NotFound(
                "Model Version (name=%s, version=%d) not found".formatted(name, version)));
  }

  /// The highest number given to a version so far; 0 for none.
  long lastVersion(Transaction transaction, long ownerId, String name) {
    return transaction
        .sql()
        .select(LAST_VERSION)
        .from(MODELS)
        .where(OWNER.eq(ownerId).and(NAME.eq(name)))
        .fetchOptional(LAST_VERSION)
        .orElse(0L);
  }

  /// The next number of a model, which is never given twice.
  long nextVersion(Transaction transaction, long model, long now) throws SQLException {
    run(
        transaction,
        "UPDATE registered_models SET last_version = last_version + 1, updated_ms = ? WHERE id = ?",
        now,
        model);
    return transaction
        .sql()
        .select(LAST_VERSION)
        .from(MODELS)
        .where(KEY.eq(model))
        .fetchSingle()
        .value1();
  }

  void insertVersion(Transaction transaction, ModelVersion version) throws SQLException {
    run(
        transaction,
        """
        INSERT INTO model_versions (model_key, version, description, user_id, stage, source,
          storage_uri, run_id, run_link, model_type, model_id, status, status_message, created_ms,
          updated_ms)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'READY', '', ?, ?)\
        """,
        version.modelKey(),
        version.version(),
        version.description(),
        version.userId(),
        version.stage().text(),
        version.source(),
        version.storageUri(),
        version.runId(),
        version.runLink(),
        version.modelType(),
        version.modelId(),
        version.createdMs(),
        version.updatedMs());
  }

  void touch(Transaction transaction, long model, long now) throws SQLException {
    run(transaction, "UPDATE registered_models SET updated_ms = ? WHERE id = ?", now, model);
  }

  void deleteVersion(Transaction transaction, ModelVersion version) throws SQLException {
    versionTags.deleteAll(transaction, version.key());
    run(
        transaction,
        "DELETE FROM model_aliases WHERE model_key = ? AND version = ?",
        version.modelKey(),
        version.version());
    run(transaction, "DELETE FROM model_versions WHERE id = ?", version.key());
  }

  void delete(Transaction transaction, long model) throws SQLException {
    run(
        transaction,
        "DELETE FROM model_version_tags WHERE version_key IN (SELECT id FROM model_versions WHERE"
            + " model_key = ?)",
        model);
    run(transaction, "DELETE FROM model_versions WHERE model_key = ?", model);
    run(transaction, "DELETE FROM model_aliases WHERE model_key = ?", model);
    tags.deleteAll(transaction, model);
    run(transaction, "DELETE FROM registered_models WHERE id = ?", model);
  }

  private static Map<Long, List<RegisteredModel.Alias>> aliases(
      Transaction transaction, Collection<Long> models) {
    Map<Long, List<RegisteredModel.Alias>> found = new HashMap<>();
    if (models.isEmpty()) {
      return found;
    }
    Field<Long> model = DSL.field("model_key", Long.class);
    Field<String> alias = DSL.field("alias", String.class);
    Field<Long> version = DSL.field("version", Long.class);
    transaction
        .sql()
        .select(model, alias, version)
        .from(DSL.table("model_aliases"))
        .where(model.in(models))
        .orderBy(alias)
        .forEach(row ->
            found
                .computeIfAbsent(row.value1(), _ -> new ArrayList<>())
                .add(new RegisteredModel.Alias(row.value2(), row.value3())));
    return found;
  }

  private static RegisteredModel model(Record row) {
    return new RegisteredModel(
        row.get(KEY),
        row.get(NAME),
        row.get(DESCRIPTION),
        row.get(CREATED),
        row.get(UPDATED),
        List.<Tag>of(),
        List.of(),
        List.of());
  }

  private static ModelVersion modelVersion(Record row) {
    return new ModelVersion(
        row.get(VERSION_KEY),
        row.get(VERSION_MODEL),
        row.get(NAME),
        row.get(VERSION),
        row.get(VERSION_TEXT),
        row.get(VERSION_USER),
        Stage.parse(row.get(VERSION_STAGE)),
        row.get(VERSION_SOURCE),
        row.get(VERSION_STORAGE),
        row.get(VERSION_TYPE),
        row.get(VERSION_RUN),
        row.get(VERSION_LINK),
        row.get(VERSION_MODEL_ID),
        row.get(VERSION_CREATED),
        row.get(VERSION_UPDATED),
        List.of(),
        List.of());
  }

  static void event(Transaction transaction, Workspace workspace, String kind, String model) {
    Events.append(transaction, workspace.id(), kind, "models/" + model, Map.of());
  }

  static void event(
      Transaction transaction, Workspace workspace, String kind, ModelVersion version) {
    event(transaction, workspace, kind, version.name() + "/versions/" + version.version());
  }
}
