package dev.lazuli.endpoints;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.store.Transaction;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import tools.jackson.databind.node.ObjectNode;

/// The table of deployments.
final class DeploymentStore {
  private static final Table<Record> DEPLOYMENTS = DSL.table("online_deployments");
  private static final Field<Long> ID = DSL.field("id", Long.class);
  private static final Field<Long> ENDPOINT = DSL.field("endpoint_id", Long.class);
  private static final Field<String> NAME = DSL.field("name", String.class);
  private static final Field<String> DESCRIPTION = DSL.field("description", String.class);
  private static final Field<String> TAGS = DSL.field("tags", String.class);
  private static final Field<String> MODEL = DSL.field("model", String.class);
  private static final Field<String> SETTINGS = DSL.field("settings", String.class);
  private static final Field<String> STATE = DSL.field("state", String.class);
  private static final Field<String> FAILURE = DSL.field("failure", String.class);
  private static final Field<String> NEXT = DSL.field("next_draft", String.class);
  private static final Field<Long> CREATED = DSL.field("created_ms", Long.class);
  private static final Field<Long> UPDATED = DSL.field("updated_ms", Long.class);
  private static final List<Field<?>> COLUMNS =
      List.of(
          ID,
          ENDPOINT,
          NAME,
          DESCRIPTION,
          TAGS,
          MODEL,
          SETTINGS,
          STATE,
          FAILURE,
          NEXT,
          CREATED,
          UPDATED);

  private static final String CREATING = "creating";
  private static final String UPDATING = "updating";
  private static final String SUCCEEDED = "succeeded";
  private static final String FAILED = "failed";
  private static final String UPDATE_FAILED = "update_failed";
  private static final String DELETING = "deleting";

  private DeploymentStore() {}

  static List<OnlineDeployment> list(Transaction transaction, OnlineEndpoint endpoint) {
    return transaction
        .sql()
        .select(COLUMNS)
        .from(DEPLOYMENTS)
        .where(ENDPOINT.eq(endpoint.id()))
        .orderBy(NAME)
        .fetch(DeploymentStore::deployment);
  }

  static Optional<OnlineDeployment> find(
      Transaction transaction, OnlineEndpoint endpoint, String name) {
    return transaction
        .sql()
        .select(COLUMNS)
        .from(DEPLOYMENTS)
        .where(ENDPOINT.eq(endpoint.id()).and(NAME.eq(name)))
        .fetchOptional(DeploymentStore::deployment);
  }

  static Optional<OnlineDeployment> find(Transaction transaction, long id) {
    return transaction
        .sql()
        .select(COLUMNS)
        .from(DEPLOYMENTS)
        .where(ID.eq(id))
        .fetchOptional(DeploymentStore::deployment);
  }

  static OnlineDeployment require(Transaction transaction, OnlineEndpoint endpoint, String name) {
    return find(transaction, endpoint, name)
        .orElseThrow(() ->
            new Problem.NotFound(
                "online endpoint '%s' has no deployment '%s'".formatted(endpoint.name(), name)));
  }

  /// Adds a deployment that is being created.
  static void insert(
      Transaction transaction, OnlineEndpoint endpoint, OnlineDeployment.Draft draft, long nowMs) {
    Map<Field<?>, Object> values = described(draft);
    values.put(ENDPOINT, endpoint.id());
    values.put(NAME, draft.name().value());
    values.putAll(state(new OnlineDeployment.State.Creating()));
    values.put(CREATED, nowMs);
    values.put(UPDATED, nowMs);
    transaction.sql().insertInto(DEPLOYMENTS).set(values).execute();
    event(transaction, endpoint, "onlineDeployment.created", draft.name().value());
  }

  /// Changes what a deployment is and how far it is.
  static void update(
      Transaction transaction,
      OnlineEndpoint endpoint,
      OnlineDeployment old,
      OnlineDeployment.Draft draft,
      OnlineDeployment.State state,
      long nowMs) {
    Map<Field<?>, Object> values = described(draft);
    values.putAll(state(state));
    values.put(UPDATED, nowMs);
    transaction.sql().update(DEPLOYMENTS).set(values).where(ID.eq(old.id())).execute();
    event(transaction, endpoint, kind(state), old.name());
  }

  static void delete(
      Transaction transaction, OnlineEndpoint endpoint, OnlineDeployment deployment) {
    transaction.sql().deleteFrom(DEPLOYMENTS).where(ID.eq(deployment.id())).execute();
    event(transaction, endpoint, "onlineDeployment.deleted", deployment.name());
  }

  static void deleteAll(Transaction transaction, OnlineEndpoint endpoint) {
    transaction.sql().deleteFrom(DEPLOYMENTS).where(ENDPOINT.eq(endpoint.id())).execute();
  }

  private static void event(
      Transaction transaction, OnlineEndpoint endpoint, String kind, String name) {
    EndpointStore.event(
        transaction, endpoint.ownerId(), kind, endpoint.name() + "/deployments/" + name);
  }

  private static String kind(OnlineDeployment.State state) {
    return switch (state) {
      case OnlineDeployment.State.Creating _ -> "onlineDeployment.creating";
      case OnlineDeployment.State.Updating _ -> "onlineDeployment.updating";
      case OnlineDeployment.State.Succeeded _ -> "onlineDeployment.updated";
      case OnlineDeployment.State.Failed _, OnlineDeployment.State.UpdateFailed _ ->
          "onlineDeployment.failed";
      case OnlineDeployment.State.Deleting _ -> "onlineDeployment.deleting";
    };
  }

  private static Map<Field<?>, Object> described(OnlineDeployment.Draft draft) {
    Map<Field<?>, Object> values = new LinkedHashMap<>();
    values.put(DESCRIPTION, draft.description());
    values.put(TAGS, EndpointStore.text(draft.tags()));
    values.put(MODEL, draft.model());
    values.put(SETTINGS, Json.text(draft.settings()));
    return values;
  }

  private static Map<Field<?>, Object> state(OnlineDeployment.State state) {
    return switch (state) {
      case OnlineDeployment.State.Creating _ -> state(CREATING, "", "");
      case OnlineDeployment.State.Updating(OnlineDeployment.Draft next) ->
          state(UPDATING, "", next.written());
      case OnlineDeployment.State.Succeeded _ -> state(SUCCEEDED, "", "");
      case OnlineDeployment.State.Failed(String reason) -> state(FAILED, reason, "");
      case OnlineDeployment.State.UpdateFailed(String reason) -> state(UPDATE_FAILED, reason, "");
      case OnlineDeployment.State.Deleting _ -> state(DELETING, "", "");
    };
  }

  private static Map<Field<?>, Object> state(String word, String failure, String next) {
    return Map.of(STATE, word, FAILURE, failure, NEXT, next);
  }

  private static OnlineDeployment deployment(Record row) {
    return new OnlineDeployment(
        row.get(ID),
        row.get(ENDPOINT),
        row.get(NAME),
        row.get(DESCRIPTION),
        EndpointStore.strings(row.get(TAGS)),
        row.get(MODEL),
        (ObjectNode) Json.parse(row.get(SETTINGS)),
        state(row),
        Instant.ofEpochMilli(row.get(CREATED)),
        Instant.ofEpochMilli(row.get(UPDATED)));
  }

  private static OnlineDeployment.State state(Record row) {
    String word = row.get(STATE);
    return switch (word) {
      case CREATING -> new OnlineDeployment.State.Creating();
      case UPDATING ->
          new OnlineDeployment.State.Updating(OnlineDeployment.Draft.read(row.get(NEXT)));
      case SUCCEEDED -> new OnlineDeployment.State.Succeeded();
      case FAILED -> new OnlineDeployment.State.Failed(row.get(FAILURE));
      case UPDATE_FAILED -> new OnlineDeployment.State.UpdateFailed(row.get(FAILURE));
      case DELETING -> new OnlineDeployment.State.Deleting();
      default -> throw new IllegalStateException("a deployment cannot be '%s'".formatted(word));
    };
  }
}
