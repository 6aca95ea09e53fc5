package dev.lazuli.identity;

import dev.lazuli.base.Caller;
import dev.lazuli.base.Ids;
import dev.lazuli.base.Problem;
import dev.lazuli.base.Trail;
import dev.lazuli.store.Database;
import dev.lazuli.store.Transaction;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.impl.DSL;

/// The workspaces of this server. One exists from the start.
public final class Workspaces {
  /// The path parameters of a route inside a workspace, as ARM spells it.
  public static final String ARM_PREFIX =
      "/subscriptions/{subscription}/resourceGroups/{resourceGroup}"
          + "/providers/Microsoft.MachineLearningServices/workspaces/{workspace}";

  private static final String DEFAULT_SUBSCRIPTION = "00000000-0000-0000-0000-000000000000";
  private static final String DEFAULT_GROUP = "local";
  private static final String DEFAULT_NAME = "default";

  private final Database database;
  private volatile Workspace standard;

  private Workspaces(Database database, Workspace standard) {
    this.database = database;
    this.standard = standard;
  }

  /// The workspaces in `database`; makes the default one in an empty store.
  public static Workspaces open(Database database, Clock clock, Ids ids) {
    Workspace standard =
        database.write(transaction ->
            find(transaction, standardName())
                .orElseGet(() -> {
                  OwnerStore.insert(transaction, first(clock, ids));
                  return find(transaction, standardName()).orElseThrow();
                }));
    return new Workspaces(database, standard);
  }

  private static Condition standardName() {
    return OwnerStore.named(DEFAULT_SUBSCRIPTION, DEFAULT_GROUP, DEFAULT_NAME);
  }

  private static Workspace first(Clock clock, Ids ids) {
    return new Workspace(
        0,
        DEFAULT_SUBSCRIPTION,
        DEFAULT_GROUP,
        DEFAULT_NAME,
        ids.uuid(),
        Owner.Profile.plain(DEFAULT_NAME),
        Trail.begun(new Caller.Server(), clock.instant()));
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
    return find(subscription, resourceGroup, name)
        .orElseThrow(() ->
            new Problem.NotFound(
                "no workspace '%s' in resource group '%s' of subscription '%s'"
                    .formatted(name, resourceGroup, subscription)));
  }

  /// The workspace of that name; empty when there is none.
  public Optional<Workspace> find(String subscription, String resourceGroup, String name) {
    return database.read(
        transaction -> find(transaction, OwnerStore.named(subscription, resourceGroup, name)));
  }

  /// Looks again at what the default workspace is called.
  void refresh() {
    standard = database.read(transaction -> find(transaction, standardName()).orElseThrow());
  }

  /// The workspace of that number in the database.
  ///
  /// @throws Problem.NotFound when there is none
  public Workspace require(long id) {
    if (id == standard.id()) {
      return standard;
    }
    return database
        .read(transaction -> find(transaction, OwnerStore.ID.eq(id)))
        .orElseThrow(() -> new Problem.NotFound("no workspace has number %d".formatted(id)));
  }

  /// All workspaces, by name.
  public List<Workspace> list() {
    return database.read(transaction ->
        OwnerStore.list(transaction, OwnerStore.Kind.WORKSPACE, DSL.trueCondition()).stream()
            .map(Workspace.class::cast)
            .toList());
  }

  private static Optional<Workspace> find(Transaction transaction, Condition which) {
    return OwnerStore.find(transaction, OwnerStore.Kind.WORKSPACE, which)
        .map(Workspace.class::cast);
  }
}
