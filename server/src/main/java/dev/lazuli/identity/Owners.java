package dev.lazuli.identity;

import dev.lazuli.base.Ids;
import dev.lazuli.base.Problem;
import dev.lazuli.base.Trail;
import dev.lazuli.store.Database;
import dev.lazuli.store.Events;
import dev.lazuli.store.Transaction;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jooq.Condition;

/// Makes, changes and removes workspaces and registries while the server runs.
public final class Owners {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{1,32}");
  private static final Pattern SUBSCRIPTION = Pattern.compile("[A-Za-z0-9-]{1,64}");
  private static final Pattern GROUP = Pattern.compile("[A-Za-z0-9_().-]{0,89}[A-Za-z0-9_()-]");

  private final Database database;
  private final Workspaces workspaces;
  private final Ids ids;
  private final List<OwnerHook> hooks;

  /// @param hooks what features do with owners, those first that others stand on
  public Owners(Database database, Workspaces workspaces, Ids ids, List<OwnerHook> hooks) {
    this.database = database;
    this.workspaces = workspaces;
    this.ids = ids;
    this.hooks = List.copyOf(hooks);
  }

  /// Makes a workspace.
  ///
  /// @throws Problem.Conflict when there is one of that name
  /// @throws Problem.Invalid when a name cannot be used
  public Workspace makeWorkspace(
      String subscription, String resourceGroup, String name, Owner.Profile profile) {
    check(subscription, resourceGroup, name);
    return (Workspace)
        database.write(in -> {
          Workspace draft =
              new Workspace(
                  0,
                  subscription,
                  resourceGroup,
                  name,
                  ids.uuid(),
                  profile,
                  Trail.begun(in.caller(), in.now()));
          return make(
              in,
              OwnerStore.Kind.WORKSPACE,
              draft,
              OwnerStore.named(subscription, resourceGroup, name));
        });
  }

  /// Makes a registry.
  ///
  /// @throws Problem.Conflict when there is one of that name, in whatever group
  /// @throws Problem.Invalid when a name cannot be used
  public SharedRegistry makeRegistry(
      String subscription, String resourceGroup, String name, Owner.Profile profile) {
    check(subscription, resourceGroup, name);
    return (SharedRegistry)
        database.write(in -> {
          SharedRegistry draft =
              new SharedRegistry(
                  0,
                  subscription,
                  resourceGroup,
                  name,
                  ids.uuid(),
                  profile,
                  Trail.begun(in.caller(), in.now()));
          return make(in, OwnerStore.Kind.REGISTRY, draft, OwnerStore.named(name));
        });
  }

  private Owner make(Transaction in, OwnerStore.Kind kind, Owner draft, Condition named)
      throws SQLException {
    if (OwnerStore.find(in, kind, named).isPresent()) {
      throw new Problem.Conflict("%s '%s' exists already".formatted(kind.word(), draft.name()));
    }
    OwnerStore.insert(in, draft);
    Owner made = OwnerStore.find(in, kind, named).orElseThrow();
    for (OwnerHook hook : hooks) {
      hook.made(in, made);
    }
    event(in, made, "created");
    return made;
  }

  /// Changes what people call an owner.
  ///
  /// @throws Problem.NotFound when it is gone
  public Owner change(Owner owner, UnaryOperator<Owner.Profile> how) {
    Owner changed =
        database.write(in -> {
          Owner old = require(in, owner);
          OwnerStore.update(
              in, old, how.apply(old.profile()), old.trail().changed(in.caller(), in.now()));
          event(in, old, "updated");
          return require(in, owner);
        });
    workspaces.refresh();
    return changed;
  }

  /// Removes an owner with all that it has.
  ///
  /// @throws Problem.Conflict when it is the default workspace, or something of it must be ended
  ///   first
  public void remove(Owner owner) {
    checkRemovable(owner);
    database.change(in -> {
      Owner old = require(in, owner);
      for (OwnerHook hook : hooks.reversed()) {
        hook.removed(in, old);
      }
      OwnerStore.delete(in, old);
      event(in, old, "deleted");
    });
    hooks.reversed().forEach(hook -> hook.gone(owner));
  }

  /// Returns normally when an owner is not the default workspace.
  ///
  /// @throws Problem.Conflict when it is
  public void checkRemovable(Owner owner) {
    if (owner.id() == workspaces.standard().id()) {
      throw new Problem.Conflict(
          "'%s' is the default workspace of this server, which stays".formatted(owner.name()));
    }
  }

  private static Owner require(Transaction in, Owner owner) {
    Optional<Owner> found = OwnerStore.find(in, kind(owner), OwnerStore.ID.eq(owner.id()));
    return found.orElseThrow(
        () -> new Problem.NotFound("%s '%s' is gone".formatted(kind(owner).word(), owner.name())));
  }

  private static OwnerStore.Kind kind(Owner owner) {
    return switch (owner) {
      case Workspace _ -> OwnerStore.Kind.WORKSPACE;
      case SharedRegistry _ -> OwnerStore.Kind.REGISTRY;
    };
  }

  private static void event(Transaction in, Owner owner, String verb) {
    String kind = kind(owner).word();
    Events.append(in, owner.id(), kind + "." + verb, "", Map.of("name", owner.name()));
  }

  private static void check(String subscription, String resourceGroup, String name) {
    check("subscription", SUBSCRIPTION, subscription, "1 to 64 letters, digits and '-'");
    check(
        "resource_group",
        GROUP,
        resourceGroup,
        "1 to 90 letters, digits, '_', '-', '(', ')' and '.', no '.' last");
    check("name", NAME, name, "2 to 33 letters, digits, '-' and '_', a letter or digit first");
  }

  private static void check(String field, Pattern rule, String value, String expected) {
    if (!rule.matcher(value).matches()) {
      throw new Problem.Invalid(field, value, expected);
    }
  }
}
