package dev.lazuli.blobapi;

import dev.lazuli.artifacts.Datastores;
import dev.lazuli.artifacts.StorageAccount;
import dev.lazuli.base.Ids;
import dev.lazuli.base.Limits;
import dev.lazuli.http.Routes;
import dev.lazuli.identity.Workspaces;
import dev.lazuli.store.BlobStore;
import dev.lazuli.store.Database;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/// The Blob service: its parts and its routes.
public final class StorageEndpoint {
  private final Blobs blobs;
  private final Containers containers;
  private final Signatures signatures;
  private final StorageAccount account;
  private final Clock clock;

  /// What the service stands on.
  public record Parts(
      Database database,
      BlobStore blobs,
      Workspaces workspaces,
      StorageAccount account,
      Limits limits,
      Clock clock,
      Ids ids) {}

  public StorageEndpoint(Parts parts) {
    BlobRecords records = new BlobRecords(parts.database());
    this.blobs = new Blobs(parts.blobs(), records, parts.limits(), parts.clock(), parts.ids());
    this.containers =
        new Containers(records, blobs, () -> ofDatastores(parts.workspaces()), parts.clock());
    this.signatures = new Signatures(parts.account(), parts.clock());
    this.account = parts.account();
    this.clock = parts.clock();
  }

  /// The tables of its routes.
  public List<Routes> routes() {
    BlobAnswers answers = new BlobAnswers(blobs, clock);
    return List.of(
        new ContainerRoutes(containers, signatures, account, clock).routes(),
        new BlobRoutes(blobs, containers, signatures, answers, clock).routes());
  }

  /// Makes a container.
  public void makeContainer(String name) {
    containers.create(name, Map.of());
  }

  private static List<String> ofDatastores(Workspaces workspaces) {
    return workspaces.list().stream()
        .flatMap(workspace ->
            Datastores.names().stream().map(name -> Datastores.container(workspace, name)))
        .toList();
  }

  /// The prefixes that the account's paths stand under.
  static String[] prefixes() {
    String account = "/" + StorageAccount.NAME;
    return new String[] {account, account + StorageAccount.SUFFIX};
  }
}
