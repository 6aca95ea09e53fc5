package dev.lazuli.identity;

import dev.lazuli.base.Problem;
import dev.lazuli.store.Database;
import java.util.List;
import java.util.Optional;
import org.jooq.impl.DSL;

/// The registries of this server: assets that workspaces share.
public final class Registries {
  /// The path parameters of a route inside a registry, as ARM spells it.
  public static final String ARM_PREFIX =
      "/subscriptions/{subscription}/resourceGroups/{resourceGroup}"
          + "/providers/Microsoft.MachineLearningServices/registries/{registry}";

  private final Database database;

  public Registries(Database database) {
    this.database = database;
  }

  /// The registry of that name; its name is its own on the whole server.
  ///
  /// @throws Problem.NotFound when there is none
  public SharedRegistry require(String name) {
    return find(name).orElseThrow(() -> new Problem.NotFound("no registry '%s'".formatted(name)));
  }

  /// The registry of that name; empty when there is none.
  public Optional<SharedRegistry> find(String name) {
    return database
        .read(transaction ->
            OwnerStore.find(transaction, OwnerStore.Kind.REGISTRY, OwnerStore.named(name)))
        .map(SharedRegistry.class::cast);
  }

  /// All registries, by name.
  public List<SharedRegistry> list() {
    return database.read(transaction ->
        OwnerStore.list(transaction, OwnerStore.Kind.REGISTRY, DSL.trueCondition()).stream()
            .map(SharedRegistry.class::cast)
            .toList());
  }
}
