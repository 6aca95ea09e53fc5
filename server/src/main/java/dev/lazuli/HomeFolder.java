package dev.lazuli;

import dev.lazuli.base.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
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
  static HomeFolder lock(Path home) {
    try {
      if (!Files.exists(home)) {
        Files.createDirectories(home);
        if (home.getFileSystem().supportedFileAttributeViews().contains("posix")) {
          Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        }
      }
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
      throw new UncheckedIOException("cannot use '%s' as home folder".formatted(home), e);
    }
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
