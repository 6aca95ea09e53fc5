package dev.lazuli.artifacts;

import dev.lazuli.base.Json;
import dev.lazuli.store.Transaction;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/// The rows of datastores that people have made.
final class DatastoreTable {
  private static final Table<Record> DATASTORES = DSL.table("datastores");
  private static final Field<Long> OWNER = DSL.field("owner_id", Long.class);
  private static final Field<String> NAME = DSL.field("name", String.class);
  private static final Field<String> TYPE = DSL.field("type", String.class);
  private static final Field<String> ACCOUNT = DSL.field("account", String.class);
  private static final Field<String> CONTAINER = DSL.field("container", String.class);
  private static final Field<String> ENDPOINT = DSL.field("endpoint", String.class);
  private static final Field<String> PROTOCOL = DSL.field("protocol", String.class);
  private static final Field<String> CREDENTIALS = DSL.field("credentials", String.class);
  private static final Field<String> SEALED = DSL.field("sealed", String.class);
  private static final Field<String> DESCRIPTION = DSL.field("description", String.class);
  private static final Field<String> TAGS = DSL.field("tags", String.class);
  private static final Field<String> PROPERTIES = DSL.field("properties", String.class);
  private static final Field<String> CREATED_BY = DSL.field("created_by", String.class);
  private static final Field<Long> CREATED = DSL.field("created_ms", Long.class);

  private static final List<Field<?>> COLUMNS =
      List.of(
          NAME,
          TYPE,
          ACCOUNT,
          CONTAINER,
          ENDPOINT,
          PROTOCOL,
          CREDENTIALS,
          DESCRIPTION,
          TAGS,
          PROPERTIES,
          CREATED_BY,
          CREATED);

  Optional<Datastore> find(Transaction transaction, long owner, String name) {
    return transaction
        .sql()
        .select(COLUMNS)
        .from(DATASTORES)
        .where(OWNER.eq(owner), NAME.eq(name))
        .fetchOptional(DatastoreTable::datastore);
  }

  List<Datastore> list(Transaction transaction, long owner) {
    return transaction
        .sql()
        .select(COLUMNS)
        .from(DATASTORES)
        .where(OWNER.eq(owner))
        .orderBy(NAME)
        .fetch(DatastoreTable::datastore);
  }

  void put(Transaction transaction, long owner, Datastore datastore, String sealed) {
    delete(transaction, owner, datastore.name());
    transaction
        .sql()
        .insertInto(DATASTORES)
        .columns(
            OWNER,
            NAME,
            TYPE,
            ACCOUNT,
            CONTAINER,
            ENDPOINT,
            PROTOCOL,
            CREDENTIALS,
            SEALED,
            DESCRIPTION,
            TAGS,
            PROPERTIES,
            CREATED_BY,
            CREATED)
        .values(
            owner,
            datastore.name(),
            datastore.type().name(),
            datastore.account(),
            datastore.container(),
            datastore.endpoint(),
            datastore.protocol(),
            datastore.credentialsType(),
            sealed,
            datastore.description(),
            Json.text(datastore.tags()),
            Json.text(datastore.properties()),
            datastore.createdBy(),
            datastore.created().toEpochMilli())
        .execute();
  }

  boolean delete(Transaction transaction, long owner, String name) {
    return transaction.sql().deleteFrom(DATASTORES).where(OWNER.eq(owner), NAME.eq(name)).execute()
        > 0;
  }

  private static Datastore datastore(Record row) {
    return new Datastore(
        row.get(NAME),
        Datastore.Type.valueOf(row.get(TYPE)),
        row.get(ACCOUNT),
        row.get(CONTAINER),
        row.get(ENDPOINT),
        row.get(PROTOCOL),
        row.get(CREDENTIALS),
        row.get(DESCRIPTION),
        texts(row.get(TAGS)),
        texts(row.get(PROPERTIES)),
        row.get(CREATED_BY),
        Instant.ofEpochMilli(row.get(CREATED)));
  }

  private static Map<String, String> texts(String json) {
    Map<String, String> texts = new HashMap<>();
    Json.parse(json)
        .properties()
        .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asString("")));
    return texts;
  }
}
