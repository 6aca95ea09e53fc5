package dev.lazuli.data;

import dev.lazuli.assets.Listing;
import dev.lazuli.base.Json;
import dev.lazuli.identity.Workspace;
import dev.lazuli.store.Events;
import dev.lazuli.store.Transaction;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/// Data assets in the database; each method runs inside the transaction of its caller.
final class DataStore {
  private static final Table<Record> CONTAINERS = DSL.table("data_containers");
  private static final Table<Record> VERSIONS = DSL.table("data_versions");
  private static final Field<Long> ID = DSL.field("id", Long.class);
  private static final Field<Long> OWNER = DSL.field("owner_id", Long.class);
  private static final Field<Long> CONTAINER = DSL.field("container_id", Long.class);
  private static final Field<String> NAME = DSL.field("name", String.class);
  private static final Field<String> TYPE = DSL.field("data_type", String.class);
  private static final Field<String> VERSION = DSL.field("version", String.class);
  private static final Field<String> URI = DSL.field("uri", String.class);
  private static final Field<String> DESCRIPTION = DSL.field("description", String.class);
  private static final Field<String> TAGS = DSL.field("tags", String.class);
  private static final Field<String> PROPERTIES = DSL.field("properties", String.class);
  private static final Field<Integer> ANONYMOUS = DSL.field("anonymous", Integer.class);
  private static final Field<Integer> ARCHIVED = DSL.field("archived", Integer.class);
  private static final Field<String> HASH = DSL.field("content_hash", String.class);
  private static final Field<String> PROFILE = DSL.field("profile", String.class);
  private static final Field<Long> CREATED = DSL.field("created_ms", Long.class);
  private static final Field<Long> MODIFIED = DSL.field("modified_ms", Long.class);
  private static final List<Field<?>> OF_CONTAINER =
      List.of(ID, NAME, TYPE, DESCRIPTION, TAGS, ARCHIVED, CREATED, MODIFIED);
  private static final List<Field<?>> OF_VERSION =
      List.of(
          ID,
          VERSION,
          URI,
          DESCRIPTION,
          TAGS,
          PROPERTIES,
          ANONYMOUS,
          ARCHIVED,
          HASH,
          CREATED,
          MODIFIED);
  private static final int NUMBER_DIGITS_MAX = 18;

  private DataStore() {}

  static Optional<DataContainer> find(Transaction in, Workspace workspace, String name) {
    return in.sql()
        .select(OF_CONTAINER)
        .from(CONTAINERS)
        .where(OWNER.eq(workspace.id()).and(NAME.eq(name)))
        .fetchOptional(row -> container(in, row));
  }

  static List<DataContainer> containers(Transaction in, Workspace workspace, Listing listing) {
    return in.sql()
        .select(OF_CONTAINER)
        .from(CONTAINERS)
        .where(OWNER.eq(workspace.id()).and(seen(listing)))
        .orderBy(NAME)
        .limit(listing.top())
        .offset(listing.skip())
        .fetch(row -> container(in, row));
  }

  static DataContainer add(
      Transaction in, Workspace workspace, String name, DataType type, Instant now) {
    in.sql()
        .insertInto(CONTAINERS)
        .set(OWNER, workspace.id())
        .set(NAME, name)
        .set(TYPE, type.word())
        .set(DESCRIPTION, "")
        .set(TAGS, "{}")
        .set(ARCHIVED, 0)
        .set(CREATED, now.toEpochMilli())
        .set(MODIFIED, now.toEpochMilli())
        .execute();
    return find(in, workspace, name)
        .orElseThrow(() -> new IllegalStateException("the container was just made"));
  }

  static void update(
      Transaction in,
      DataContainer container,
      String description,
      Map<String, String> tags,
      boolean archived,
      Instant now) {
    in.sql()
        .update(CONTAINERS)
        .set(DESCRIPTION, description)
        .set(TAGS, Json.text(tags))
        .set(ARCHIVED, archived ? 1 : 0)
        .set(MODIFIED, now.toEpochMilli())
        .where(ID.eq(container.id()))
        .execute();
  }

  static void remove(Transaction in, DataContainer container) {
    in.sql().deleteFrom(VERSIONS).where(CONTAINER.eq(container.id())).execute();
    in.sql().deleteFrom(CONTAINERS).where(ID.eq(container.id())).execute();
  }

  static Optional<DataVersion> find(Transaction in, DataContainer container, String version) {
    return in.sql()
        .select(OF_VERSION)
        .from(VERSIONS)
        .where(CONTAINER.eq(container.id()).and(VERSION.eq(version)))
        .fetchOptional(row -> version(container, row));
  }

  /// The versions, the one made last first.
  static List<DataVersion> versions(Transaction in, DataContainer container, Listing listing) {
    return in.sql()
        .select(OF_VERSION)
        .from(VERSIONS)
        .where(CONTAINER.eq(container.id()).and(seen(listing)))
        .orderBy(ID.desc())
        .limit(listing.top())
        .offset(listing.skip())
        .fetch(row -> version(container, row));
  }

  static void add(
      Transaction in,
      DataContainer container,
      String version,
      DataDraft draft,
      String hash,
      Instant now) {
    in.sql()
        .insertInto(VERSIONS)
        .set(CONTAINER, container.id())
        .set(VERSION, version)
        .set(URI, draft.uri())
        .set(DESCRIPTION, draft.description())
        .set(TAGS, Json.text(draft.tags()))
        .set(PROPERTIES, Json.text(draft.properties()))
        .set(ANONYMOUS, draft.isAnonymous() ? 1 : 0)
        .set(ARCHIVED, draft.isArchived() ? 1 : 0)
        .set(HASH, hash)
        .set(PROFILE, "")
        .set(CREATED, now.toEpochMilli())
        .set(MODIFIED, now.toEpochMilli())
        .execute();
  }

  static void update(Transaction in, DataVersion version, DataDraft draft, Instant now) {
    in.sql()
        .update(VERSIONS)
        .set(DESCRIPTION, draft.description())
        .set(TAGS, Json.text(draft.tags()))
        .set(PROPERTIES, Json.text(draft.properties()))
        .set(ARCHIVED, draft.isArchived() ? 1 : 0)
        .set(MODIFIED, now.toEpochMilli())
        .where(ID.eq(version.id()))
        .execute();
  }

  static void remove(Transaction in, DataVersion version) {
    in.sql().deleteFrom(VERSIONS).where(ID.eq(version.id())).execute();
  }

  /// The profile that was stored; empty when there is none yet.
  static String profile(Transaction in, DataVersion version) {
    return in.sql()
        .select(PROFILE)
        .from(VERSIONS)
        .where(ID.eq(version.id()))
        .fetchOptional(PROFILE)
        .orElse("");
  }

  static void setProfile(Transaction in, DataVersion version, String profile) {
    in.sql().update(VERSIONS).set(PROFILE, profile).where(ID.eq(version.id())).execute();
  }

  /// Notes what happened, in the transaction in which it did.
  static void event(Transaction in, Workspace workspace, String kind, String subject) {
    Events.append(in, workspace.id(), kind, "data/" + subject, Map.of());
  }

  private static Condition seen(Listing listing) {
    return switch (listing.view()) {
      case ACTIVE -> ARCHIVED.eq(0);
      case ARCHIVED -> ARCHIVED.eq(1);
      case ALL -> DSL.noCondition();
    };
  }

  private static DataContainer container(Transaction in, Record row) {
    String latest = "";
    long next = 1;
    for (Record version :
        in.sql()
            .select(VERSION, ARCHIVED)
            .from(VERSIONS)
            .where(CONTAINER.eq(row.get(ID)))
            .orderBy(ID)
            .fetch()) {
      String name = version.get(VERSION);
      latest = version.get(ARCHIVED) == 0 ? name : latest;
      if (name.matches("[0-9]+") && name.length() <= NUMBER_DIGITS_MAX) {
        next = Math.max(next, Long.parseLong(name) + 1);
      }
    }
    return new DataContainer(
        row.get(ID),
        row.get(NAME),
        DataType.of(row.get(TYPE)),
        row.get(DESCRIPTION),
        strings(row.get(TAGS)),
        row.get(ARCHIVED) != 0,
        latest,
        Long.toString(next),
        Instant.ofEpochMilli(row.get(CREATED)),
        Instant.ofEpochMilli(row.get(MODIFIED)));
  }

  private static DataVersion version(DataContainer container, Record row) {
    return new DataVersion(
        row.get(ID),
        container.name(),
        row.get(VERSION),
        container.type(),
        row.get(URI),
        row.get(DESCRIPTION),
        strings(row.get(TAGS)),
        strings(row.get(PROPERTIES)),
        row.get(ANONYMOUS) != 0,
        row.get(ARCHIVED) != 0,
        row.get(HASH),
        Instant.ofEpochMilli(row.get(CREATED)),
        Instant.ofEpochMilli(row.get(MODIFIED)));
  }

  private static Map<String, String> strings(String json) {
    Map<String, String> strings = new LinkedHashMap<>();
    Json.parse(json)
        .properties()
        .forEach(entry -> strings.put(entry.getKey(), entry.getValue().asString()));
    return strings;
  }
}
