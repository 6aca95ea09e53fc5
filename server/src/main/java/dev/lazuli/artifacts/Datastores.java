package dev.lazuli.artifacts;

import dev.lazuli.base.Problem;
import dev.lazuli.identity.Workspace;
import dev.lazuli.store.BlobName;
import java.util.List;

/// The datastores of a workspace: names for the containers in which its files lie.
public final class Datastores {
  /// The default datastore: data, uploads, models.
  public static final String BLOB_STORE = "workspaceblobstore";

  /// Where runs keep their artifacts.
  public static final String ARTIFACT_STORE = "workspaceartifactstore";

  /// Files that are no data of jobs.
  public static final String FILE_STORE = "workspacefilestore";

  /// Notebooks and scripts of people.
  public static final String WORKING_DIRECTORY = "workspaceworkingdirectory";

  private Datastores() {}

  /// The names of the datastores that every workspace has.
  public static List<String> names() {
    return List.of(BLOB_STORE, ARTIFACT_STORE, FILE_STORE, WORKING_DIRECTORY);
  }

  /// The container behind a datastore.
  ///
  /// @throws Problem.NotFound when the workspace has no such datastore
  public static String container(Workspace workspace, String datastore) {
    return switch (datastore) {
      case BLOB_STORE -> "azureml-blobstore-" + workspace.uuid();
      case FILE_STORE -> "azureml-filestore-" + workspace.uuid();
      case WORKING_DIRECTORY -> "code-" + workspace.uuid();
      case ARTIFACT_STORE -> "azureml-" + workspace.uuid();
      default ->
          throw new Problem.NotFound(
              "no datastore '%s'; this workspace has %s"
                  .formatted(datastore, String.join(", ", names())));
    };
  }

  /// The blob at a path of a datastore.
  ///
  /// @throws Problem.NotFound when the workspace has no such datastore
  /// @throws Problem.Invalid when the path could leave it
  public static BlobName blob(Workspace workspace, String datastore, String path) {
    return new BlobName(container(workspace, datastore), path);
  }

  /// The short URI of a path, such as `azureml://datastores/workspaceblobstore/paths/a/b.csv`.
  public static String uri(String datastore, String path) {
    return "azureml://datastores/%s/paths/%s".formatted(datastore, path);
  }

  /// The long URI of a path, which also names the workspace.
  public static String longUri(Workspace workspace, String datastore, String path) {
    return "azureml://subscriptions/%s/resourcegroups/%s/workspaces/%s/datastores/%s/paths/%s"
        .formatted(
            workspace.subscription(), workspace.resourceGroup(), workspace.name(), datastore, path);
  }
}
