package dev.lazuli.tracking;

import dev.lazuli.base.Ids;
import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.identity.Workspace;
import dev.lazuli.store.Database;
import dev.lazuli.store.Events;
import dev.lazuli.store.Transaction;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// The models that runs log, each with files, params, tags and metrics of its own.
public final class LoggedModels {
  /// The registered versions that a model has become, as JSON.
  private static final String VERSIONS_TAG = "mlflow.modelVersions";

  private final Database database;
  private final Experiments experiments;
  private final Clock clock;
  private final Ids ids;
  private final LoggedModelStore store = new LoggedModelStore();

  public LoggedModels(Database database, Experiments experiments, Clock clock, Ids ids) {
    this.database = database;
    this.experiments = experiments;
    this.clock = clock;
    this.ids = ids;
  }

  /// Makes a model whose files are still to come.
  ///
  /// @throws Problem.NotFound when there is no such experiment
  /// @throws Problem.Invalid when the name holds one of `/ : . % " '`
  public LoggedModel create(Workspace workspace, NewModel wanted) {
    String name = wanted.name().isEmpty() ? RunNaming.random(ids) : wanted.name();
    if (name.chars().anyMatch(letter -> "/:.%\"'".indexOf(letter) >= 0)) {
      throw new Problem.Invalid(
          "name",
          "Invalid model name ('%s') provided. Model name must be a non-empty string and cannot contain the following characters: ('/', ':', '.', '%%', '\"', \"'\")"
              .formatted(name));
    }
    List<Tag> params = new ArrayList<>();
    for (Param param : wanted.params()) {
      Param checked = Names.param("key", param.key(), param.value());
      params.add(new Tag(checked.key(), checked.value()));
    }
    List<Tag> tags = checked(wanted.tags());
    return database.write(transaction -> {
      Experiment experiment =
          Experiments.active(experiments.require(transaction, workspace, wanted.experimentId()));
      String id = "m-" + ids.hex();
      long now = clock.millis();
      LoggedModel bare =
          new LoggedModel(
              0,
              id,
              experiment.id(),
              name,
              ArtifactUri.ofModel(experiment, id),
              LoggedModel.Status.PENDING,
              "",
              wanted.modelType(),
              wanted.sourceRunId(),
              false,
              now,
              now,
              List.of(),
              List.of(),
              List.of());
      store.insert(transaction, workspace.id(), experiment.key(), bare);
      long key = store.require(transaction, workspace, id).key();
      store.params.set(transaction, key, params);
      store.tags.set(transaction, key, tags);
      event(transaction, workspace, "loggedModel.created", id);
      return store.require(transaction, workspace, id);
    });
  }

  private static List<Tag> checked(List<Tag> tags) {
    return tags.stream().map(tag -> Names.freeTag(tag.key(), tag.value())).toList();
  }

  /// A model that is not deleted.
  ///
  /// @throws Problem.NotFound when there is none
  public LoggedModel require(Workspace workspace, String id) {
    return database.read(transaction -> store.require(transaction, workspace, id));
  }

  /// A model that is not deleted; empty when there is none.
  public Optional<LoggedModel> find(Workspace workspace, String id) {
    return database.read(transaction -> store.find(transaction, workspace, id));
  }

  /// Tells whether the files of a model are complete.
  ///
  /// @throws Problem.NotFound when there is no such model
  public LoggedModel finish(Workspace workspace, String id, LoggedModel.Status status) {
    return database.write(transaction -> {
      LoggedModel model = store.require(transaction, workspace, id);
      store.setStatus(transaction, model.key(), status, clock.millis());
      event(transaction, workspace, "loggedModel.updated", id);
      return store.require(transaction, workspace, id);
    });
  }

  /// Marks a model deleted; deleting it again changes nothing.
  ///
  /// @throws Problem.NotFound when there is none
  public void delete(Workspace workspace, String id) {
    database.change(transaction -> {
      LoggedModel model = store.requireAny(transaction, workspace, id);
      store.delete(transaction, model.key(), clock.millis());
      event(transaction, workspace, "loggedModel.deleted", id);
    });
  }

  /// Sets tags, also of a deleted model.
  ///
  /// @throws Problem.NotFound when there is no such model
  public LoggedModel setTags(Workspace workspace, String id, List<Tag> tags) {
    List<Tag> checked = checked(tags);
    return database.write(transaction -> {
      LoggedModel model = store.requireAny(transaction, workspace, id);
      store.tags.set(transaction, model.key(), checked);
      event(transaction, workspace, "loggedModel.updated", id);
      return store.requireAny(transaction, workspace, id);
    });
  }

  /// Notes in a tag that a model was registered as a version, inside the caller's transaction.
  ///
  /// @throws Problem.NotFound when there is no such model
  public void addVersion(
      Transaction transaction, Workspace workspace, String id, String name, long version)
      throws SQLException {
    LoggedModel model = store.require(transaction, workspace, id);
    ArrayNode versions =
        model.tags().stream()
            .filter(tag -> tag.key().equals(VERSIONS_TAG))
            .map(tag -> Json.parse(tag.value()))
            .filter(JsonNode::isArray)
            .map(ArrayNode.class::cast)
            .findFirst()
            .orElseGet(Json::array);
    versions.addObject().put("name", name).put("version", String.valueOf(version));
    store.tags.set(transaction, model.key(), List.of(new Tag(VERSIONS_TAG, Json.text(versions))));
  }

  /// Removes a tag.
  ///
  /// @throws Problem.NotFound when there is no such model or tag
  public void deleteTag(Workspace workspace, String id, String key) {
    database.change(transaction -> {
      LoggedModel model = store.require(transaction, workspace, id);
      if (!store.tags.delete(transaction, model.key(), key)) {
        throw new Problem.NotFound(
            "No tag with key '%s' found for model with ID '%s'.".formatted(key, id));
      }
      event(transaction, workspace, "loggedModel.updated", id);
    });
  }

  /// Adds params.
  ///
  /// @throws Problem.NotFound when there is no such model
  public void logParams(Workspace workspace, String id, List<Param> params) {
    List<Tag> words = new ArrayList<>();
    for (Param param : params) {
      Param checked = Names.param("key", param.key(), param.value());
      words.add(new Tag(checked.key(), checked.value()));
    }
    database.change(transaction -> {
      store.params.set(transaction, store.require(transaction, workspace, id).key(), words);
      event(transaction, workspace, "loggedModel.updated", id);
    });
  }

  private static void event(Transaction transaction, Workspace workspace, String kind, String id) {
    Events.append(transaction, workspace.id(), kind, "loggedModels/" + id, Map.of());
  }

  /// A page of models.
  ///
  /// @throws Problem.Invalid when the filter or an order cannot be read
  public Page<LoggedModel> search(Workspace workspace, ModelQuery query) {
    return database.read(transaction -> {
      Page<Long> keys = ModelSearch.keys(transaction, workspace, query);
      return new Page<>(store.byKey(transaction, keys.items()), keys.next());
    });
  }
}
