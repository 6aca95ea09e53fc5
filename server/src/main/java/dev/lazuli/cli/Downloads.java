package dev.lazuli.cli;

import dev.lazuli.base.Problem;
import dev.lazuli.store.BlobName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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
