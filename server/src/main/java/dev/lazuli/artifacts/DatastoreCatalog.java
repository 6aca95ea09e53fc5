package dev.lazuli.artifacts;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.identity.OwnedRows;
import dev.lazuli.identity.Workspace;
import dev.lazuli.store.Database;
import dev.lazuli.store.Events;
import dev.lazuli.store.SecretBox;
import dev.lazuli.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The datastores of workspaces: those that each has, and those that people make.
public final class DatastoreCatalog {
  private static final String PLACE = "datastores/";

  private final Database database;
  private final SecretBox secrets;
  private final DatastoreTable table = new DatastoreTable();

  public DatastoreCatalog(Database database, SecretBox secrets) {
    this.database = database;
    this.secrets = secrets;
  }

  /// All datastores of a workspace, those that it always has first.
  public List<Datastore> list(Workspace workspace) {
    List<Datastore> all = new ArrayList<>();
    Datastores.names().forEach(name -> all.add(builtIn(workspace, name)));
    all.addAll(database.read(transaction -> table.list(transaction, workspace.id())));
    return all;
  }

  /// The datastore of that name.
  ///
  /// @throws Problem.NotFound when the workspace has none
  public Datastore require(Workspace workspace, String name) {
    if (Datastores.names().contains(name)) {
      return builtIn(workspace, name);
    }
    return database
        .read(transaction -> table.find(transaction, workspace.id(), name))
        .orElseThrow(() ->
            new Problem.NotFound(
                "no datastore '%s' in workspace '%s'".formatted(name, workspace.name())));
  }

  /// Makes or replaces a datastore.
  ///
  /// @param credentials secrets by Azure's names, kept sealed and never shown
  /// @throws Problem.Conflict when it is one that every workspace has
  public Datastore put(Workspace workspace, Datastore datastore, Map<String, String> credentials) {
    refuseBuiltIn(datastore.name());
    String place = PLACE + workspace.uuid() + "/" + datastore.name();
    String sealed = secrets.seal(place, Json.text(credentials));
    database.change(transaction -> {
      table.put(transaction, workspace.id(), datastore, sealed);
      event(transaction, workspace, "datastore.written", datastore.name());
    });
    return datastore;
  }

  /// Removes a datastore, not what lies in it.
  ///
  /// @throws Problem.NotFound when the workspace has none
  /// @throws Problem.Conflict when it is one that every workspace has
  public void delete(Workspace workspace, String name) {
    refuseBuiltIn(name);
    boolean wasThere =
        database.write(transaction -> {
          boolean deleted = table.delete(transaction, workspace.id(), name);
          if (deleted) {
            event(transaction, workspace, "datastore.deleted", name);
          }
          return deleted;
        });
    if (!wasThere) {
      throw new Problem.NotFound(
          "no datastore '%s' in workspace '%s'".formatted(name, workspace.name()));
    }
  }

  private static void event(
      Transaction transaction, Workspace workspace, String kind, String name) {
    Events.append(transaction, workspace.id(), kind, PLACE + name, Map.of());
  }

  private static void refuseBuiltIn(String name) {
    if (Datastores.names().contains(name)) {
      throw new Problem.Conflict(
          "datastore '%s' belongs to every workspace and cannot be changed".formatted(name));
    }
  }

  private static Datastore builtIn(Workspace workspace, String name) {
    return new Datastore(
        name,
        name.equals(Datastores.FILE_STORE) || name.equals(Datastores.WORKING_DIRECTORY)
            ? Datastore.Type.AZURE_FILE
            : Datastore.Type.AZURE_BLOB,
        StorageAccount.NAME,
        Datastores.container(workspace, name),
        "core.local",
        "https",
        "AccountKey",
        "",
        Map.of(),
        Map.of(),
        "lazuli",
        workspace.trail().created());
  }

  /// The rows that go with a workspace.
  public static OwnedRows ownedRows() {
    return OwnedRows.of("DELETE FROM datastores WHERE owner_id = ?");
  }
}
