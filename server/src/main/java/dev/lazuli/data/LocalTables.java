package dev.lazuli.data;

import dev.lazuli.artifacts.Reference;
import dev.lazuli.base.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Finds tables by paths of this machine, for commands that need no server.
public final class LocalTables {
  private static final FileWork WORK = new FileWork(Duration.ofHours(1), 1);

  private LocalTables() {}

  /// The table that files and folders make, their rows one after the other.
  ///
  /// @param paths files, folders of them, or one `MLTable` file or its folder
  /// @throws Problem.NotFound when one is not there
  /// @throws Problem.Invalid when an MLTable file is not right, or one of several
  public static TableSource find(List<Path> paths) {
    if (paths.size() == 1) {
      return new TableFinder(LocalTables::named, WORK).find(located(paths.getFirst()), true);
    }
    List<String> files = new ArrayList<>();
    for (Path path : paths) {
      for (DataFiles.Found found : DataFiles.list(located(path))) {
        files.add(found.file().toString());
      }
      if (Files.exists(path.resolve(MlTable.FILE_NAME)) || path.endsWith(MlTable.FILE_NAME)) {
        throw new Problem.Invalid("path", path, "one MLTable folder alone, or files");
      }
    }
    return TableSource.of(files);
  }

  private static Located located(Path path) {
    return DataFiles.located(DataFiles.real(path), path.toString());
  }

  private static Located named(Reference place) {
    if (place instanceof Reference.LocalPath(String path)) {
      return located(Path.of(path));
    }
    throw new Problem.Unsupported(
        "'%s' can only be read by a job of a server: a command without one reads files of this machine"
            .formatted(place));
  }
}
