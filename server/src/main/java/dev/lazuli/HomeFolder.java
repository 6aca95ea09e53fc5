package dev.lazuli;

import dev.lazuli.base.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The folder that holds everything a server keeps, locked against a second server.
final class HomeFolder implements AutoCloseable {
  private final FileChannel lockFile;

  private HomeFolder(FileChannel lockFile) {
    this.lockFile = lockFile;
  }

  /// Makes the folder if it is missing and locks it.
  ///
  /// @throws Problem.Conflict when another server holds it
  /// @throws Problem.Invalid when it is not a folder, or others may change what is in it
  static HomeFolder lock(Path home) {
    try {
      if (!Files.exists(home)) {
        Files.createDirectories(home);
        if (hasPermissions(home)) {
          Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        }
      }
      check(home);
      FileChannel file =
          FileChannel.open(
              home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(file) == null) {
        file.close();
        throw new Problem.Conflict(
            "another server uses '%s': stop it, or choose another folder with --home"
                .formatted(home));
      }
      return new HomeFolder(file);
    } catch (IOException e) {
      throw new Problem.Invalid(
          "home",
          "'%s' cannot be the home folder (%s): choose another one with --home"
              .formatted(home, reason(e)));
    }
  }

  private static void check(Path home) throws IOException {
    if (!Files.isDirectory(home)) {
      throw new Problem.Invalid(
          "home", "'%s' is not a folder: choose another one with --home".formatted(home));
    }
    if (hasPermissions(home)) {
      Set<PosixFilePermission> granted = Files.getPosixFilePermissions(home);
      if (granted.contains(PosixFilePermission.OTHERS_WRITE)
          || granted.contains(PosixFilePermission.GROUP_WRITE)) {
        throw new Problem.Invalid(
            "home",
            "others may change what is in the home folder '%s': run chmod go-w on it, or choose"
                    .formatted(home)
                + " another one with --home");
      }
    }
  }

  private static boolean hasPermissions(Path home) {
    return home.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "this user may not write there";
      case FileAlreadyExistsException _ -> "something in its path is a file";
      default -> String.valueOf(e.getMessage());
    };
  }

  private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by this very process
    }
  }

  /// Lets another server use the folder.
  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
