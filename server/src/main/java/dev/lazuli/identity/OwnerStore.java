package dev.lazuli.identity;

import dev.lazuli.base.Json;
import dev.lazuli.base.Trail;
import dev.lazuli.store.TrailColumns;
import dev.lazuli.store.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/// Owners as rows.
final class OwnerStore {
  static final Field<Long> ID = DSL.field("id", Long.class);
  static final Field<String> GUID = DSL.field("guid", String.class);

  private static final Table<Record> OWNERS = DSL.table("owners");
  private static final Field<String> KIND = DSL.field("kind", String.class);
  private static final Field<String> SUBSCRIPTION = DSL.field("subscription", String.class);
  private static final Field<String> GROUP = DSL.field("resource_group", String.class);
  private static final Field<String> NAME = DSL.field("name", String.class);
  private static final Field<String> LOCATION = DSL.field("location", String.class);
  private static final Field<String> DISPLAY_NAME = DSL.field("display_name", String.class);
  private static final Field<String> DESCRIPTION = DSL.field("description", String.class);
  private static final Field<String> TAGS = DSL.field("tags", String.class);

  private OwnerStore() {}

  /// What kind of owner.
  enum Kind {
    WORKSPACE("workspace"),
    REGISTRY("registry");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /// A name is found in any case, as ARM ids are.
  static Condition named(String subscription, String group, String name) {
    return sameText(SUBSCRIPTION, subscription).and(sameText(GROUP, group)).and(named(name));
  }

  static Condition named(String name) {
    return sameText(NAME, name);
  }

  static Condition inGroup(String subscription, String group) {
    return sameText(SUBSCRIPTION, subscription).and(sameText(GROUP, group));
  }

  static Condition inSubscription(String subscription) {
    return sameText(SUBSCRIPTION, subscription);
  }

  private static Condition sameText(Field<String> field, String text) {
    return DSL.lower(field).eq(DSL.lower(text));
  }

  static Optional<Owner> find(Transaction transaction, Kind kind, Condition which) {
    return list(transaction, kind, which).stream().findFirst();
  }

  /// Owners of a kind, by name.
  static List<Owner> list(Transaction transaction, Kind kind, Condition which) {
    List<Field<?>> columns =
        new ArrayList<>(
            List.of(
                ID,
                KIND,
                SUBSCRIPTION,
                GROUP,
                NAME,
                GUID,
                LOCATION,
                DISPLAY_NAME,
                DESCRIPTION,
                TAGS));
    columns.addAll(TrailColumns.ALL);
    return transaction
        .sql()
        .select(columns)
        .from(OWNERS)
        .where(KIND.eq(kind.word).and(which))
        .orderBy(NAME, ID)
        .fetch(OwnerStore::owner);
  }

  /// Writes an owner that has no number yet.
  static void insert(Transaction transaction, Owner owner) {
    Map<Field<?>, Object> values = new HashMap<>(profile(owner.profile()));
    switch (owner) {
      case Workspace it -> {
        values.put(KIND, Kind.WORKSPACE.word);
        values.put(SUBSCRIPTION, it.subscription());
        values.put(GROUP, it.resourceGroup());
      }
      case SharedRegistry it -> {
        values.put(KIND, Kind.REGISTRY.word);
        values.put(SUBSCRIPTION, it.subscription());
        values.put(GROUP, it.resourceGroup());
      }
    }
    values.put(NAME, owner.name());
    values.put(GUID, owner.uuid());
    values.putAll(TrailColumns.made(owner.trail()));
    transaction.sql().insertInto(OWNERS).set(values).execute();
  }

  static void update(Transaction transaction, Owner owner, Owner.Profile profile, Trail trail) {
    Map<Field<?>, Object> values = new HashMap<>(profile(profile));
    values.putAll(TrailColumns.changed(trail));
    transaction.sql().update(OWNERS).set(values).where(ID.eq(owner.id())).execute();
  }

  static void delete(Transaction transaction, Owner owner) {
    transaction.sql().deleteFrom(OWNERS).where(ID.eq(owner.id())).execute();
  }

  private static Map<Field<?>, Object> profile(Owner.Profile profile) {
    return Map.of(
        LOCATION,
        profile.location(),
        DISPLAY_NAME,
        profile.displayName(),
        DESCRIPTION,
        profile.description(),
        TAGS,
        Json.text(Json.strings(profile.tags())));
  }

  private static Owner owner(Record row) {
    Map<String, String> tags = new HashMap<>();
    Json.parse(row.get(TAGS))
        .properties()
        .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asString()));
    Owner.Profile profile =
        new Owner.Profile(row.get(LOCATION), row.get(DISPLAY_NAME), row.get(DESCRIPTION), tags);
    Trail trail = TrailColumns.of(row);
    return row.get(KIND).equals(Kind.WORKSPACE.word)
        ? new Workspace(
            row.get(ID),
            row.get(SUBSCRIPTION),
            row.get(GROUP),
            row.get(NAME),
            row.get(GUID),
            profile,
            trail)
        : new SharedRegistry(
            row.get(ID),
            row.get(SUBSCRIPTION),
            row.get(GROUP),
            row.get(NAME),
            row.get(GUID),
            profile,
            trail);
  }
}
