package dev.lazuli.artifacts;

import dev.lazuli.identity.Owner;
import dev.lazuli.identity.OwnerHook;
import dev.lazuli.identity.Workspace;
import dev.lazuli.store.BlobStore;

/// Removes the files of a workspace that is gone.
public final class OwnedBlobs implements OwnerHook {
  private final BlobStore blobs;

  public OwnedBlobs(BlobStore blobs) {
    this.blobs = blobs;
  }

  @Override
  public void gone(Owner owner) {
    if (owner instanceof Workspace workspace) {
      for (String datastore : Datastores.names()) {
        blobs
            .list(Datastores.container(workspace, datastore), "")
            .forEach(blob -> blobs.delete(blob.name()));
      }
    }
  }
}
