package dev.lazuli.blobapi;

import dev.lazuli.base.Json;
import dev.lazuli.store.BlobName;
import dev.lazuli.store.Database;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/// The rows of containers, and of what was said of blobs.
final class BlobRecords {
  private static final Table<Record> CONTAINERS = DSL.table("blob_containers");
  private static final Field<String> NAME = DSL.field("name", String.class);
  private static final Field<String> METADATA = DSL.field("metadata", String.class);
  private static final Field<String> ETAG = DSL.field("etag", String.class);
  private static final Field<Long> CHANGED = DSL.field("changed_ms", Long.class);

  private static final Table<Record> RECORDS = DSL.table("blob_records");
  private static final Field<String> CONTAINER = DSL.field("container", String.class);
  private static final Field<String> PATH = DSL.field("path", String.class);
  private static final Field<String> CONTENT = DSL.field("content", String.class);

  private final Database database;

  BlobRecords(Database database) {
    this.database = database;
  }

  /// A container that a client has made.
  record Container(String name, Map<String, String> metadata, String etag, Instant changed) {}

  List<Container> containers() {
    return database.read(transaction ->
        transaction
            .sql()
            .select(NAME, METADATA, ETAG, CHANGED)
            .from(CONTAINERS)
            .orderBy(NAME)
            .fetch(BlobRecords::container));
  }

  Optional<Container> container(String name) {
    return database.read(transaction ->
        transaction
            .sql()
            .select(NAME, METADATA, ETAG, CHANGED)
            .from(CONTAINERS)
            .where(NAME.eq(name))
            .fetchOptional(BlobRecords::container));
  }

  /// Adds a container; false when there is one of that name.
  boolean add(Container container) {
    return database.write(transaction ->
        transaction
                .sql()
                .insertInto(CONTAINERS)
                .columns(NAME, METADATA, ETAG, CHANGED)
                .values(
                    container.name(),
                    text(container.metadata()),
                    container.etag(),
                    container.changed().toEpochMilli())
                .onConflictDoNothing()
                .execute()
            == 1);
  }

  void change(Container container) {
    database.change(transaction ->
        transaction
            .sql()
            .update(CONTAINERS)
            .set(METADATA, text(container.metadata()))
            .set(ETAG, container.etag())
            .set(CHANGED, container.changed().toEpochMilli())
            .where(NAME.eq(container.name()))
            .execute());
  }

  void deleteContainer(String name) {
    database.change(transaction -> {
      transaction.sql().deleteFrom(RECORDS).where(CONTAINER.eq(name)).execute();
      transaction.sql().deleteFrom(CONTAINERS).where(NAME.eq(name)).execute();
    });
  }

  Optional<BlobRecord> find(BlobName name) {
    return database.read(transaction ->
        transaction
            .sql()
            .select(CONTENT)
            .from(RECORDS)
            .where(CONTAINER.eq(name.container()), PATH.eq(name.path()))
            .fetchOptional(row -> parsed(row.get(CONTENT))));
  }

  /// What was said of all blobs whose path begins so, by path.
  Map<String, BlobRecord> below(String container, String prefix) {
    return database.read(transaction -> {
      Map<String, BlobRecord> found = new HashMap<>();
      transaction
          .sql()
          .select(PATH, CONTENT)
          .from(RECORDS)
          .where(CONTAINER.eq(container), PATH.startsWith(prefix))
          .forEach(row -> found.put(row.get(PATH), parsed(row.get(CONTENT))));
      return found;
    });
  }

  void put(BlobName name, BlobRecord record) {
    String content = text(record);
    database.change(transaction ->
        transaction
            .sql()
            .insertInto(RECORDS)
            .columns(CONTAINER, PATH, CONTENT)
            .values(name.container(), name.path(), content)
            .onConflict(CONTAINER, PATH)
            .doUpdate()
            .set(CONTENT, content)
            .execute());
  }

  void delete(BlobName name) {
    database.change(transaction ->
        transaction
            .sql()
            .deleteFrom(RECORDS)
            .where(CONTAINER.eq(name.container()), PATH.eq(name.path()))
            .execute());
  }

  private static Container container(Record row) {
    Map<String, String> metadata = new HashMap<>();
    Json.parse(row.get(METADATA))
        .properties()
        .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asString()));
    return new Container(
        row.get(NAME), metadata, row.get(ETAG), Instant.ofEpochMilli(row.get(CHANGED)));
  }

  private static BlobRecord parsed(String content) {
    return Json.read(content, BlobRecord.class);
  }

  private static String text(Object value) {
    return Json.text(value);
  }
}
