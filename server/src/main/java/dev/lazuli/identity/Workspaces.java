package dev.lazuli.identity;

import dev.lazuli.base.Ids;
import dev.lazuli.base.Problem;
import dev.lazuli.store.Database;
import dev.lazuli.store.Transaction;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/// The workspaces of this server. One exists from the start.
public final class Workspaces {
  /// The path parameters of a route inside a workspace, as ARM spells it.
  public static final String ARM_PREFIX =
      "/subscriptions/{subscription}/resourceGroups/{resourceGroup}"
          + "/providers/Microsoft.MachineLearningServices/workspaces/{workspace}";

  private static final Table<Record> WORKSPACES = DSL.table("workspaces");
  private static final Field<Long> ID = DSL.field("id", Long.class);
  private static final Field<String> SUBSCRIPTION = DSL.field("subscription", String.class);
  private static final Field<String> GROUP = DSL.field("resource_group", String.class);
  private static final Field<String> NAME = DSL.field("name", String.class);
  private static final Field<String> UUID = DSL.field("workspace_uuid", String.class);
  private static final Field<Long> CREATED = DSL.field("created_ms", Long.class);

  private static final List<Field<?>> COLUMNS = List.of(ID, SUBSCRIPTION, GROUP, NAME, UUID);

  private static final String DEFAULT_SUBSCRIPTION = "00000000-0000-0000-0000-000000000000";
  private static final String DEFAULT_GROUP = "local";
  private static final String DEFAULT_NAME = "default";

  private final Database database;
  private final Workspace standard;

  private Workspaces(Database database, Workspace standard) {
    this.database = database;
    this.standard = standard;
  }

  /// The workspaces in `database`; makes the default one in an empty store.
  public static Workspaces open(Database database, Clock clock, Ids ids) {
    Workspace standard =
        database.write(transaction ->
            find(transaction, DEFAULT_SUBSCRIPTION, DEFAULT_GROUP, DEFAULT_NAME)
                .orElseGet(() -> create(transaction, clock, ids)));
    return new Workspaces(database, standard);
  }

  /// The workspace that a request means which names none.
  public Workspace standard() {
    return standard;
  }

  /// The workspace of that name.
  ///
  /// @throws Problem.NotFound when there is none
  public Workspace require(String subscription, String resourceGroup, String name) {
    boolean isStandard =
        name.equalsIgnoreCase(standard.name())
            && resourceGroup.equalsIgnoreCase(standard.resourceGroup())
            && subscription.equalsIgnoreCase(standard.subscription());
    if (isStandard) {
      return standard;
    }
    return database
        .read(transaction -> find(transaction, subscription, resourceGroup, name))
        .orElseThrow(() ->
            new Problem.NotFound(
                "no workspace '%s' in resource group '%s' of subscription '%s'"
                    .formatted(name, resourceGroup, subscription)));
  }

  /// The workspace of that number in the database.
  ///
  /// @throws Problem.NotFound when there is none
  public Workspace require(long id) {
    if (id == standard.id()) {
      return standard;
    }
    return database
        .read(transaction ->
            transaction
                .sql()
                .select(COLUMNS)
                .from(WORKSPACES)
                .where(ID.eq(id))
                .fetchOptional(Workspaces::workspace))
        .orElseThrow(() -> new Problem.NotFound("no workspace has number %d".formatted(id)));
  }

  /// All workspaces, by name.
  public List<Workspace> list() {
    return database.read(transaction ->
        transaction
            .sql()
            .select(COLUMNS)
            .from(WORKSPACES)
            .orderBy(NAME)
            .fetch(Workspaces::workspace));
  }

  private static Optional<Workspace> find(
      Transaction transaction, String subscription, String resourceGroup, String name) {
    Condition same =
        DSL.lower(SUBSCRIPTION)
            .eq(DSL.lower(subscription))
            .and(DSL.lower(GROUP).eq(DSL.lower(resourceGroup)))
            .and(DSL.lower(NAME).eq(DSL.lower(name)));
    return transaction
        .sql()
        .select(COLUMNS)
        .from(WORKSPACES)
        .where(same)
        .fetchOptional(Workspaces::workspace);
  }

  private static Workspace create(Transaction transaction, Clock clock, Ids ids) {
    transaction
        .sql()
        .insertInto(WORKSPACES)
        .columns(SUBSCRIPTION, GROUP, NAME, UUID, CREATED)
        .values(DEFAULT_SUBSCRIPTION, DEFAULT_GROUP, DEFAULT_NAME, ids.uuid(), clock.millis())
        .execute();
    return find(transaction, DEFAULT_SUBSCRIPTION, DEFAULT_GROUP, DEFAULT_NAME)
        .orElseThrow(() -> new IllegalStateException("the workspace was just made"));
  }

  private static Workspace workspace(Record row) {
    return new Workspace(
        row.get(ID), row.get(SUBSCRIPTION), row.get(GROUP), row.get(NAME), row.get(UUID));
  }
}
