package dev.lazuli.data;

import dev.lazuli.artifacts.Datastores;
import dev.lazuli.artifacts.Reference;
import dev.lazuli.artifacts.StorageAccount;
import dev.lazuli.base.Outbound;
import dev.lazuli.base.Problem;
import dev.lazuli.identity.Workspace;
import dev.lazuli.store.BlobName;
import dev.lazuli.store.BlobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds the files that a place means, on this machine: datastores, local paths, the web.
final class DataFiles {
  static final int FILES_MAX = 100_000;
  private static final long WEB_BYTES_MAX = 5L << 30;
  private static final String WEB_FOLDER = "LazuliWeb/";

  private final BlobStore blobs;
  private final Outbound outbound;
  private final LocalRoots roots;
  private final FileWork work;

  DataFiles(BlobStore blobs, Outbound outbound, LocalRoots roots, FileWork work) {
    this.blobs = blobs;
    this.outbound = outbound;
    this.roots = roots;
    this.work = work;
  }

  /// A file below a root.
  ///
  /// @param relative its path below the root, with `/`
  record Found(String relative, Path file) {}

  /// Where a place lies; a web address is fetched once and kept.
  ///
  /// @throws Problem.NotFound when nothing is there
  /// @throws Problem.Invalid when the place may not be used
  /// @throws Problem.Unsupported when it is in a storage that we cannot read
  Located locate(Workspace workspace, Reference place) {
    return switch (place) {
      case Reference.DatastorePath(String datastore, String path) ->
          work.run(path, () -> located(inStore(workspace, datastore, path), path));
      case Reference.LocalPath(String path) ->
          work.run(path, () -> located(roots.checked(path), path));
      case Reference.Web(URI address) -> {
        Optional<BlobName> own = StorageAccount.find(address);
        yield own.isPresent()
            ? work.run(address.getPath(), () -> located(inStore(own.get()), address.getPath()))
            : located(fetched(workspace, address), address.getPath());
      }
      case Reference.Cloud(URI address) ->
          throw new Problem.Unsupported(
              "'%s' cannot be read: storage of %s is not connected"
                  .formatted(address, address.getScheme()));
      case Reference.Asset _,
          Reference.LabelledAsset _,
          Reference.ArmAsset _,
          Reference.RegistryAsset _,
          Reference.JobOutput _,
          Reference.RunArtifact _,
          Reference.ModelVersion _,
          Reference.ModelAlias _,
          Reference.LoggedModel _ ->
          throw new Problem.Unsupported("'%s' is no place of data".formatted(place));
    };
  }

  /// All files of a place in the order of their paths; hidden ones (`.x`, `_x`) are left out.
  static List<Found> list(Located located) {
    if (!located.isFolder()) {
      return List.of(new Found(String.valueOf(located.path().getFileName()), located.path()));
    }
    Walk walk = new Walk(located.path());
    try {
      Files.walkFileTree(located.path(), walk);
    } catch (IOException | UncheckedIOException e) {
      throw new Problem.Invalid("path", "the folder cannot be read as a whole: " + e.getMessage());
    }
    List<Found> found = walk.found;
    found.sort(Comparator.comparing(Found::relative));
    return found;
  }

  /// Collects the files of a folder; it enters neither hidden folders nor special file systems, and
  /// ends when its thread is interrupted or it has seen too much.
  private static final class Walk extends SimpleFileVisitor<Path> {
    private final Path root;
    private final List<Found> found = new ArrayList<>();
    private final Set<Object> devices = new HashSet<>();
    private int seen;

    Walk(Path root) {
      this.root = root;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      if (isHidden(folder)) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      if (devices.add(LocalRoots.device(folder))) {
        LocalRoots.checkFileSystem(folder);
      }
      return counted();
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile() && !isHidden(file)) {
        found.add(new Found(root.relativize(file).toString().replace('\\', '/'), file));
      }
      return counted();
    }

    private boolean isHidden(Path path) {
      String name = String.valueOf(path.getFileName());
      return !path.equals(root) && (name.startsWith(".") || name.startsWith("_"));
    }

    private FileVisitResult counted() {
      seen++;
      if (seen > FILES_MAX) {
        throw new Problem.TooLarge("the folder has more than %d files".formatted(FILES_MAX));
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new Problem.LimitReached("listing the folder was interrupted");
      }
      return FileVisitResult.CONTINUE;
    }
  }

  /// A path below a folder, which no `..` and no symbolic link leaves.
  ///
  /// @throws Problem.Invalid when it would
  static Path below(Path folder, String relative) {
    String plain = relative.startsWith("./") ? relative.substring(2) : relative;
    plain = plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
    if (plain.isEmpty() || plain.equals(".")) {
      return folder;
    }
    BlobName.checkPath(plain);
    Path path = folder.resolve(plain);
    for (Path at = path; at != null && !at.equals(folder); at = at.getParent()) {
      if (Files.isSymbolicLink(at)) {
        throw new Problem.Invalid("path", relative, "a path without symbolic links");
      }
    }
    return path;
  }

  private Path inStore(Workspace workspace, String datastore, String path) {
    return inStore(Datastores.blob(workspace, datastore, path));
  }

  private Path inStore(BlobName name) {
    return blobs
        .localPath(name)
        .orElseThrow(
            () -> new Problem.Unsupported("data can only be read from a local blob store"));
  }

  /// A path as it is when its links are followed.
  ///
  /// @throws Problem.NotFound when nothing is there
  static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw new Problem.NotFound("there is no file or folder '%s'".formatted(path));
    }
  }

  /// Where the content of an address lies; it is fetched when it was not yet.
  private Path fetched(Workspace workspace, URI address) {
    String path = String.valueOf(address.getPath());
    String name = path.substring(path.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._-]", "_");
    String safe = name.isEmpty() || name.matches("[._].*") ? "data" + name : name;
    String key = ContentHash.of(address.toString().getBytes(StandardCharsets.UTF_8));
    BlobName blob =
        Datastores.blob(workspace, Datastores.BLOB_STORE, WEB_FOLDER + key + "/" + safe);
    if (blobs.stat(blob).isEmpty()) {
      outbound.get(address, WEB_BYTES_MAX, content -> blobs.put(blob, content, WEB_BYTES_MAX));
    }
    return blobs.localPath(blob).orElseThrow();
  }

  /// A file or folder of this machine.
  ///
  /// @throws Problem.NotFound when it is neither
  static Located located(Path path, String shown) {
    if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      return new Located(path, false);
    }
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return new Located(path, true);
    }
    throw new Problem.NotFound("there is no file or folder '%s'".formatted(shown));
  }
}
