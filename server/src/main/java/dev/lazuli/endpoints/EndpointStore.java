package dev.lazuli.endpoints;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.store.Events;
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
import tools.jackson.databind.JsonNode;

/// The table of endpoints.
final class EndpointStore {
  private static final Table<Record> ENDPOINTS = DSL.table("online_endpoints");
  private static final Field<Long> ID = DSL.field("id", Long.class);
  private static final Field<Long> OWNER = DSL.field("owner_id", Long.class);
  private static final Field<String> NAME = DSL.field("name", String.class);
  private static final Field<String> DESCRIPTION = DSL.field("description", String.class);
  private static final Field<String> TAGS = DSL.field("tags", String.class);
  private static final Field<String> PROPERTIES = DSL.field("properties", String.class);
  private static final Field<String> TRAFFIC = DSL.field("traffic", String.class);
  private static final Field<String> FIRST_KEY = DSL.field("first_key", String.class);
  private static final Field<String> SECOND_KEY = DSL.field("second_key", String.class);
  private static final Field<Long> CREATED = DSL.field("created_ms", Long.class);
  private static final Field<Long> UPDATED = DSL.field("updated_ms", Long.class);

  private static final List<Field<?>> ENDPOINT_COLUMNS =
      List.of(ID, OWNER, NAME, DESCRIPTION, TAGS, PROPERTIES, TRAFFIC, CREATED, UPDATED);

  private EndpointStore() {}

  /// The two keys of an endpoint as they are stored.
  record SealedKeys(String first, String second) {}

  static List<OnlineEndpoint> list(Transaction transaction, long ownerId) {
    return transaction
        .sql()
        .select(ENDPOINT_COLUMNS)
        .from(ENDPOINTS)
        .where(OWNER.eq(ownerId))
        .orderBy(NAME)
        .fetch(EndpointStore::endpoint);
  }

  static Optional<OnlineEndpoint> find(Transaction transaction, long ownerId, String name) {
    return transaction
        .sql()
        .select(ENDPOINT_COLUMNS)
        .from(ENDPOINTS)
        .where(OWNER.eq(ownerId).and(NAME.eq(name)))
        .fetchOptional(EndpointStore::endpoint);
  }

  static OnlineEndpoint require(Transaction transaction, long ownerId, String name) {
    return find(transaction, ownerId, name)
        .orElseThrow(() -> new Problem.NotFound("no online endpoint '%s'".formatted(name)));
  }

  static void insert(
      Transaction transaction,
      long ownerId,
      OnlineEndpoint.Draft draft,
      SealedKeys keys,
      long nowMs) {
    transaction
        .sql()
        .insertInto(ENDPOINTS)
        .set(OWNER, ownerId)
        .set(NAME, draft.name().value())
        .set(DESCRIPTION, draft.description())
        .set(TAGS, text(draft.tags()))
        .set(PROPERTIES, text(draft.properties()))
        .set(TRAFFIC, Json.text(draft.traffic().percents()))
        .set(FIRST_KEY, keys.first())
        .set(SECOND_KEY, keys.second())
        .set(CREATED, nowMs)
        .set(UPDATED, nowMs)
        .execute();
    event(transaction, ownerId, "onlineEndpoint.created", draft.name().value());
  }

  static void update(
      Transaction transaction, OnlineEndpoint old, OnlineEndpoint.Draft draft, long nowMs) {
    transaction
        .sql()
        .update(ENDPOINTS)
        .set(DESCRIPTION, draft.description())
        .set(TAGS, text(draft.tags()))
        .set(PROPERTIES, text(draft.properties()))
        .set(TRAFFIC, Json.text(draft.traffic().percents()))
        .set(UPDATED, nowMs)
        .where(ID.eq(old.id()))
        .execute();
    event(transaction, old.ownerId(), "onlineEndpoint.updated", old.name());
  }

  static void delete(Transaction transaction, OnlineEndpoint endpoint) {
    DeploymentStore.deleteAll(transaction, endpoint);
    transaction.sql().deleteFrom(ENDPOINTS).where(ID.eq(endpoint.id())).execute();
    event(transaction, endpoint.ownerId(), "onlineEndpoint.deleted", endpoint.name());
  }

  static SealedKeys keys(Transaction transaction, OnlineEndpoint endpoint) {
    return transaction
        .sql()
        .select(FIRST_KEY, SECOND_KEY)
        .from(ENDPOINTS)
        .where(ID.eq(endpoint.id()))
        .fetchSingle(row -> new SealedKeys(row.get(FIRST_KEY), row.get(SECOND_KEY)));
  }

  static void setKey(
      Transaction transaction,
      OnlineEndpoint endpoint,
      OnlineEndpoint.KeyKind kind,
      String sealed,
      long nowMs) {
    Field<String> column =
        switch (kind) {
          case PRIMARY -> FIRST_KEY;
          case SECONDARY -> SECOND_KEY;
        };
    transaction
        .sql()
        .update(ENDPOINTS)
        .set(column, sealed)
        .set(UPDATED, nowMs)
        .where(ID.eq(endpoint.id()))
        .execute();
    event(transaction, endpoint.ownerId(), "onlineEndpoint.keyRenewed", endpoint.name());
  }

  static void event(Transaction transaction, long ownerId, String kind, String subject) {
    Events.append(transaction, ownerId, kind, "onlineEndpoints/" + subject, Map.of());
  }

  private static OnlineEndpoint endpoint(Record row) {
    Map<String, Integer> percents = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> share : Json.parse(row.get(TRAFFIC)).properties()) {
      percents.put(share.getKey(), share.getValue().asInt());
    }
    return new OnlineEndpoint(
        row.get(ID),
        row.get(OWNER),
        row.get(NAME),
        row.get(DESCRIPTION),
        strings(row.get(TAGS)),
        strings(row.get(PROPERTIES)),
        new TrafficSplit(percents),
        Instant.ofEpochMilli(row.get(CREATED)),
        Instant.ofEpochMilli(row.get(UPDATED)));
  }

  static String text(Map<String, String> strings) {
    return Json.text(Json.strings(strings));
  }

  static Map<String, String> strings(String json) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> value : Json.parse(json).properties()) {
      values.put(value.getKey(), value.getValue().asString());
    }
    return values;
  }
}
