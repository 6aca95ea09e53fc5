package dev.lazuli.assets;

import dev.lazuli.base.Json;
import dev.lazuli.base.Trail;
import dev.lazuli.identity.Owner;
import dev.lazuli.store.TrailColumns;
import dev.lazuli.store.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import tools.jackson.databind.node.ObjectNode;

/// The rows of assets and their versions.
final class AssetStore {
  private static final Table<Record> CONTAINERS = DSL.table("asset_containers");
  private static final Table<Record> VERSIONS = DSL.table("asset_versions");
  private static final Field<Long> ID = DSL.field("id", Long.class);
  private static final Field<Long> OWNER = DSL.field("owner_id", Long.class);
  private static final Field<String> KIND = DSL.field("kind", String.class);
  private static final Field<String> NAME = DSL.field("name", String.class);
  private static final Field<String> DESCRIPTION = DSL.field("description", String.class);
  private static final Field<String> TAGS = DSL.field("tags", String.class);
  private static final Field<String> PROPERTIES = DSL.field("properties", String.class);
  private static final Field<Integer> ARCHIVED = DSL.field("archived", Integer.class);
  private static final Field<String> LATEST = DSL.field("latest_version", String.class);
  private static final Field<Long> NEXT = DSL.field("next_version", Long.class);
  private static final Field<Long> CONTAINER = DSL.field("container_id", Long.class);
  private static final Field<String> VERSION = DSL.field("version", String.class);
  private static final Field<String> SPEC = DSL.field("spec", String.class);
  private static final Field<String> HASH = DSL.field("content_hash", String.class);
  private static final Field<Integer> ANONYMOUS = DSL.field("anonymous", Integer.class);

  private AssetStore() {}

  static Optional<AssetContainer> find(Transaction in, Owner owner, AssetKind kind, String name) {
    return in.sql()
        .select(ofContainer())
        .from(CONTAINERS)
        .where(OWNER.eq(owner.id()), KIND.eq(kind.noun()), NAME.eq(name))
        .fetchOptional(AssetStore::container);
  }

  /// Assets that have a name of their own, by name.
  static List<AssetContainer> containers(
      Transaction in, Owner owner, AssetKind kind, Listing listing) {
    return in.sql()
        .select(ofContainer())
        .from(CONTAINERS)
        .where(OWNER.eq(owner.id()), KIND.eq(kind.noun()), ANONYMOUS.eq(0), seen(listing.view()))
        .orderBy(NAME)
        .limit(listing.top())
        .offset(listing.skip())
        .fetch(AssetStore::container);
  }

  static void insert(
      Transaction in, Owner owner, AssetKind kind, String name, boolean anonymous, Trail trail) {
    in.sql()
        .insertInto(CONTAINERS)
        .set(OWNER, owner.id())
        .set(KIND, kind.noun())
        .set(NAME, name)
        .set(DESCRIPTION, "")
        .set(TAGS, "{}")
        .set(PROPERTIES, "{}")
        .set(ANONYMOUS, anonymous ? 1 : 0)
        .set(ARCHIVED, 0)
        .set(LATEST, "")
        .set(NEXT, 1L)
        .set(TrailColumns.made(trail))
        .execute();
  }

  static void update(Transaction in, AssetContainer container) {
    in.sql()
        .update(CONTAINERS)
        .set(DESCRIPTION, container.description())
        .set(TAGS, text(container.tags()))
        .set(PROPERTIES, text(container.properties()))
        .set(ARCHIVED, container.isArchived() ? 1 : 0)
        .set(LATEST, container.latestVersion())
        .set(NEXT, container.nextVersion())
        .set(TrailColumns.changed(container.trail()))
        .where(ID.eq(container.id()))
        .execute();
  }

  static void delete(Transaction in, AssetContainer container) {
    in.sql().deleteFrom(VERSIONS).where(CONTAINER.eq(container.id())).execute();
    in.sql().deleteFrom(CONTAINERS).where(ID.eq(container.id())).execute();
  }

  static void insert(Transaction in, AssetContainer container, AssetVersion version, String hash) {
    in.sql()
        .insertInto(VERSIONS)
        .set(CONTAINER, container.id())
        .set(VERSION, version.version())
        .set(SPEC, Json.text(version.spec()))
        .set(HASH, hash)
        .set(labels(version.labels()))
        .set(TrailColumns.made(version.trail()))
        .execute();
  }

  static void update(Transaction in, AssetVersion version) {
    in.sql()
        .update(VERSIONS)
        .set(labels(version.labels()))
        .set(TrailColumns.changed(version.trail()))
        .where(ID.eq(version.id()))
        .execute();
  }

  static void delete(Transaction in, AssetVersion version) {
    in.sql().deleteFrom(VERSIONS).where(ID.eq(version.id())).execute();
  }

  static Optional<AssetVersion> find(Transaction in, AssetContainer container, String version) {
    return in.sql()
        .select(ofVersion())
        .from(VERSIONS)
        .where(CONTAINER.eq(container.id()), VERSION.eq(version))
        .fetchOptional(row -> version(container.kind(), container.name(), row));
  }

  /// The versions of an asset, the one made last first.
  static List<AssetVersion> versions(Transaction in, AssetContainer container, Listing listing) {
    return in.sql()
        .select(ofVersion())
        .from(VERSIONS)
        .where(CONTAINER.eq(container.id()), seen(listing.view()))
        .orderBy(ID.desc())
        .limit(listing.top())
        .offset(listing.skip())
        .fetch(row -> version(container.kind(), container.name(), row));
  }

  /// The newest version of a kind with this hash of its content.
  static Optional<AssetVersion> byHash(Transaction in, Owner owner, AssetKind kind, String hash) {
    Field<Long> versionId = DSL.field("asset_versions.id", Long.class);
    Optional<Record> found =
        in.sql()
            .select(CONTAINER, VERSION)
            .from(VERSIONS)
            .join(CONTAINERS)
            .on(CONTAINER.eq(DSL.field("asset_containers.id", Long.class)))
            .where(OWNER.eq(owner.id()), KIND.eq(kind.noun()), HASH.eq(hash))
            .orderBy(versionId.desc())
            .limit(1)
            .fetchOptional(row -> row);
    return found.flatMap(row ->
        in.sql()
            .select(ofContainer())
            .from(CONTAINERS)
            .where(ID.eq(row.get(CONTAINER)))
            .fetchOptional(AssetStore::container)
            .flatMap(container -> find(in, container, row.get(VERSION))));
  }

  private static Condition seen(Listing.View view) {
    return switch (view) {
      case ACTIVE -> ARCHIVED.eq(0);
      case ARCHIVED -> ARCHIVED.eq(1);
      case ALL -> DSL.noCondition();
    };
  }

  private static Map<Field<?>, Object> labels(AssetVersion.Labels labels) {
    Map<Field<?>, Object> values = new HashMap<>();
    values.put(DESCRIPTION, labels.description());
    values.put(TAGS, text(labels.tags()));
    values.put(PROPERTIES, text(labels.properties()));
    values.put(ANONYMOUS, labels.isAnonymous() ? 1 : 0);
    values.put(ARCHIVED, labels.isArchived() ? 1 : 0);
    return values;
  }

  private static List<Field<?>> ofContainer() {
    List<Field<?>> fields =
        new ArrayList<>(
            List.of(ID, KIND, NAME, DESCRIPTION, TAGS, PROPERTIES, ARCHIVED, LATEST, NEXT));
    fields.addAll(TrailColumns.ALL);
    return fields;
  }

  private static List<Field<?>> ofVersion() {
    List<Field<?>> fields =
        new ArrayList<>(
            List.of(ID, VERSION, SPEC, DESCRIPTION, TAGS, PROPERTIES, ANONYMOUS, ARCHIVED));
    fields.addAll(TrailColumns.ALL);
    return fields;
  }

  private static AssetContainer container(Record row) {
    return new AssetContainer(
        row.get(ID),
        AssetKind.ofNoun(row.get(KIND)),
        row.get(NAME),
        row.get(DESCRIPTION),
        strings(row.get(TAGS)),
        strings(row.get(PROPERTIES)),
        row.get(ARCHIVED) == 1,
        row.get(LATEST),
        row.get(NEXT),
        TrailColumns.of(row));
  }

  private static AssetVersion version(AssetKind kind, String name, Record row) {
    return new AssetVersion(
        row.get(ID),
        kind,
        name,
        row.get(VERSION),
        (ObjectNode) Json.parse(row.get(SPEC)),
        new AssetVersion.Labels(
            row.get(DESCRIPTION),
            strings(row.get(TAGS)),
            strings(row.get(PROPERTIES)),
            row.get(ANONYMOUS) == 1,
            row.get(ARCHIVED) == 1),
        TrailColumns.of(row));
  }

  private static String text(Map<String, String> strings) {
    return Json.text(new TreeMap<>(strings));
  }

  private static Map<String, String> strings(String json) {
    Map<String, String> values = new TreeMap<>();
    Json.parse(json)
        .properties()
        .forEach(entry -> values.put(entry.getKey(), entry.getValue().asString()));
    return values;
  }
}
