package dev.lazuli.evaluation;

import dev.lazuli.base.Ids;
import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.base.Sha256;
import dev.lazuli.identity.Workspace;
import dev.lazuli.store.Database;
import dev.lazuli.store.Events;
import dev.lazuli.store.Transaction;
import dev.lazuli.tracking.Experiments;
import dev.lazuli.tracking.Names;
import dev.lazuli.tracking.Page;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Sets of questions by which applications are judged. Each method that changes something is one
/// transaction.
public final class EvaluationSets {
  private static final int NAME_MAX = 255;
  private static final int RECORDS_MAX = 10_000;
  private static final List<String> PARTS =
      List.of("inputs", "outputs", "expectations", "tags", "source");

  private final Database database;
  private final Experiments experiments;
  private final Clock clock;
  private final Ids ids;
  private final EvaluationStore store = new EvaluationStore();

  public EvaluationSets(Database database, Experiments experiments, Clock clock, Ids ids) {
    this.database = database;
    this.experiments = experiments;
    this.clock = clock;
    this.ids = ids;
  }

  /// How many records of a change were new, and how many were there.
  public record Merged(int inserted, int updated) {}

  /// Makes an empty set.
  ///
  /// @throws Problem.NotFound when there is no such experiment
  /// @throws Problem.Invalid when the name is too long, or the tags are no object
  public EvaluationSet create(
      Workspace workspace, String name, List<String> experimentIds, String tags, String user) {
    Names.checkLength("name", name, NAME_MAX);
    ObjectNode words = words(tags);
    return database.write(transaction -> {
      for (String id : experimentIds) {
        experiments.requireActive(transaction, workspace, id);
      }
      String id = "d-" + ids.hex();
      long now = clock.millis();
      store.insert(transaction, workspace.id(), id, name, Json.text(words), user, now);
      EvaluationSet made = store.require(transaction, workspace.id(), id);
      for (String experiment : experimentIds) {
        store.link(transaction, made.key(), experiment);
      }
      event(transaction, workspace, "evaluation-dataset.created", id);
      return store.require(transaction, workspace.id(), id);
    });
  }

  private static void event(Transaction transaction, Workspace workspace, String kind, String id) {
    Events.append(transaction, workspace.id(), kind, "evaluation-datasets/" + id, Map.of());
  }

  private static ObjectNode words(String tags) {
    JsonNode node = tags.isEmpty() ? Json.object() : Json.parse(tags);
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw new Problem.Invalid("tags", tags, "a JSON object of strings");
  }

  /// A set.
  ///
  /// @throws Problem.NotFound when there is none
  public EvaluationSet require(Workspace workspace, String id) {
    return database.read(transaction -> store.require(transaction, workspace.id(), id));
  }

  /// A page of sets.
  ///
  /// @param experimentIds sets of any of them; none for all
  /// @throws Problem.Invalid when the filter or an order cannot be read
  public Page<EvaluationSet> search(
      Workspace workspace,
      List<String> experimentIds,
      String filter,
      List<String> orderBy,
      long offset,
      int max) {
    return database.read(transaction ->
        Page.of(
            store.find(
                transaction,
                EvaluationStore.OWNER
                    .eq(workspace.id())
                    .and(EvaluationStore.of(experimentIds))
                    .and(EvaluationStore.filter(transaction.sql().dialect(), filter)),
                EvaluationStore.order(orderBy),
                offset,
                max + 1),
            offset,
            max));
  }

  /// Removes a set with its records; one that is not there is left so.
  public void delete(Workspace workspace, String id) {
    database.change(transaction -> {
      Optional<EvaluationSet> found = store.find(transaction, workspace.id(), id);
      if (found.isPresent()) {
        store.delete(transaction, found.get().key());
        event(transaction, workspace, "evaluation-dataset.deleted", id);
      }
    });
  }

  /// Sets tags, and removes those that are null.
  ///
  /// @throws Problem.NotFound when there is no such set
  public EvaluationSet setTags(Workspace workspace, String id, String tags) {
    ObjectNode change = words(tags);
    return changed(
        workspace,
        id,
        (transaction, set) -> {
          ObjectNode words = words(set.tagsJson());
          change.forEachEntry((key, value) -> {
            if (value.isNull()) {
              words.remove(key);
            } else {
              words.set(key, value);
            }
          });
          store.setTags(transaction, set.key(), Json.text(words));
        });
  }

  /// Removes a tag, if the set has it.
  ///
  /// @throws Problem.NotFound when there is no such set
  public void deleteTag(Workspace workspace, String id, String key) {
    setTags(workspace, id, Json.text(Json.object().putNull(key)));
  }

  /// Lets experiments use a set.
  ///
  /// @throws Problem.NotFound when there is no such set or experiment
  public EvaluationSet link(Workspace workspace, String id, List<String> experimentIds) {
    return changed(
        workspace,
        id,
        (transaction, set) -> {
          for (String experiment : experimentIds) {
            experiments.requireActive(transaction, workspace, experiment);
            store.link(transaction, set.key(), experiment);
          }
        });
  }

  /// Takes a set from experiments.
  ///
  /// @throws Problem.NotFound when there is no such set
  public EvaluationSet unlink(Workspace workspace, String id, List<String> experimentIds) {
    return changed(
        workspace,
        id,
        (transaction, set) -> {
          for (String experiment : experimentIds) {
            store.unlink(transaction, set.key(), experiment);
          }
        });
  }

  /// Changes a set that was found.
  private interface Change {
    void in(Transaction transaction, EvaluationSet set) throws SQLException;
  }

  private EvaluationSet changed(Workspace workspace, String id, Change change) {
    return database.write(transaction -> {
      EvaluationSet set = store.require(transaction, workspace.id(), id);
      change.in(transaction, set);
      store.touch(transaction, set.key(), clock.millis());
      event(transaction, workspace, "evaluation-dataset.changed", id);
      return store.require(transaction, workspace.id(), id);
    });
  }

  /// Adds records; one whose inputs the set has already takes over the rest of what is given.
  ///
  /// @throws Problem.NotFound when there is no such set
  /// @throws Problem.Invalid when a record has no inputs, or there are too many
  public Merged merge(Workspace workspace, String id, JsonNode records) {
    if (!records.isArray() || records.size() > RECORDS_MAX) {
      throw new Problem.Invalid(
          "records", "records are a list of at most %d objects".formatted(RECORDS_MAX));
    }
    List<ObjectNode> given = new ArrayList<>();
    for (JsonNode one : records) {
      if (!(one instanceof ObjectNode object) || !object.path("inputs").isObject()) {
        throw new Problem.Invalid("records", "Each record has inputs, which are an object.");
      }
      given.add(object);
    }
    return database.write(transaction -> {
      EvaluationSet set = store.require(transaction, workspace.id(), id);
      int inserted = 0;
      for (ObjectNode one : given) {
        inserted += put(transaction, set, one) ? 1 : 0;
      }
      store.touch(transaction, set.key(), clock.millis());
      event(transaction, workspace, "evaluation-dataset.changed", id);
      return new Merged(inserted, given.size() - inserted);
    });
  }

  /// Whether it was new.
  private boolean put(Transaction transaction, EvaluationSet set, ObjectNode given)
      throws SQLException {
    long now = clock.millis();
    String hash = Sha256.hex(Json.text(sorted(given.path("inputs"))));
    Optional<ObjectNode> before = store.record(transaction, set.key(), hash);
    ObjectNode content =
        before.orElseGet(() ->
            Json.object()
                .put("dataset_record_id", "dr-" + ids.hex())
                .put("dataset_id", set.id())
                .put("created_time", now));
    for (String part : PARTS) {
      JsonNode value = given.path(part);
      if (value.isMissingNode() || value.isNull()) {
        continue;
      }
      if (value instanceof ObjectNode fresh
          && content.path(part) instanceof ObjectNode old
          && (part.equals("expectations") || part.equals("tags"))) {
        fresh.forEachEntry(old::set);
      } else {
        content.set(part, value);
      }
    }
    JsonNode sourceType = given.path("source").path("source_type");
    if (sourceType.isString()) {
      content.set("source_type", sourceType);
    }
    content.put("last_update_time", now);
    store.put(transaction, set.key(), hash, content);
    return before.isEmpty();
  }

  /// The same with the names of every object in order, so that equal inputs are equal texts.
  private static JsonNode sorted(JsonNode node) {
    if (node.isArray()) {
      var all = Json.array();
      node.forEach(element -> all.add(sorted(element)));
      return all;
    }
    if (!node.isObject()) {
      return node;
    }
    Map<String, JsonNode> names = new TreeMap<>();
    node.forEachEntry((name, value) -> names.put(name, sorted(value)));
    ObjectNode object = Json.object();
    names.forEach(object::set);
    return object;
  }

  /// A page of the records of a set, in the order in which they came.
  ///
  /// @throws Problem.NotFound when there is no such set
  public Page<ObjectNode> records(Workspace workspace, String id, long offset, int max) {
    return database.read(transaction -> {
      EvaluationSet set = store.require(transaction, workspace.id(), id);
      return Page.of(store.records(transaction, set.key(), offset, max + 1), offset, max);
    });
  }

  /// Removes records; returns how many there were.
  ///
  /// @throws Problem.NotFound when there is no such set
  public int deleteRecords(Workspace workspace, String id, List<String> recordIds) {
    return database.write(transaction -> {
      EvaluationSet set = store.require(transaction, workspace.id(), id);
      int deleted = store.deleteRecords(transaction, set.key(), recordIds);
      store.touch(transaction, set.key(), clock.millis());
      event(transaction, workspace, "evaluation-dataset.changed", id);
      return deleted;
    });
  }
}
