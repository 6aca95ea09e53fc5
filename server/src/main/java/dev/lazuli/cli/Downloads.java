package dev.lazuli.cli;

import dev.lazuli.artifacts.Reference;
import dev.lazuli.base.Problem;
import dev.lazuli.store.BlobName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Brings blobs to the local disk.
final class Downloads {
  private Downloads() {}

  /// Fetches all blobs below `prefix`; how many there were.
  ///
  /// @param prefix ends in `/`
  /// @throws Problem.Invalid when a name would leave the folder
  static int folder(Remote remote, String container, String prefix, Path target)
      throws InterruptedException, IOException {
    List<String> blobs = remote.blobs(container, prefix);
    for (String blob : blobs) {
      String relative = blob.substring(prefix.length());
      BlobName.checkPath(relative);
      file(remote, container, blob, target.resolve(relative));
    }
    return blobs.size();
  }

  /// Fetches the named outputs of a job, each into a folder of its name; how many files there were.
  ///
  /// @param only the name of one; empty for all
  /// @throws Problem.NotFound when the job has left no output of that name
  static int outputs(Remote remote, JsonNode job, String only, Path target)
      throws InterruptedException, IOException {
    int files = 0;
    boolean found = only.isEmpty();
    for (var output : job.path("outputs").properties()) {
      String place = output.getValue().path("path").asString("");
      boolean isWanted = only.isEmpty() || only.equals(output.getKey());
      if (isWanted
          && place.startsWith("azureml://")
          && Reference.parse(place) instanceof Reference.DatastorePath(String store, String path)) {
        found = true;
        String container = remote.container(store);
        Path folder = target.resolve(output.getKey());
        if (output.getValue().path("type").asString("").equals("uri_file")) {
          file(remote, container, path, folder.resolve(path.substring(path.lastIndexOf('/') + 1)));
          files++;
        } else {
          files += folder(remote, container, path + "/", folder);
        }
      }
    }
    if (!found) {
      throw new Problem.NotFound(
          "job '%s' has left no output '%s'".formatted(job.path("name").asString(), only));
    }
    return files;
  }

  /// Fetches one blob.
  static void file(Remote remote, String container, String blob, Path target)
      throws InterruptedException, IOException {
    Path parent = target.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    remote.download(container, blob, target);
  }
}
