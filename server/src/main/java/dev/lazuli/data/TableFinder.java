package dev.lazuli.data;

import dev.lazuli.artifacts.Reference;
import dev.lazuli.base.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Finds the files of a table, and reads the `MLTable` file beside them if there is one.
final class TableFinder {
  private static final long MLTABLE_BYTES_MAX = 1 << 20;

  private final Function<Reference, Located> places;

  /// @param places where the places lie that an MLTable file may name
  TableFinder(Function<Reference, Located> places) {
    this.places = places;
  }

  /// The table at a place.
  ///
  /// @param fromHere whether the place is one of this machine, so that it may name others
  /// @throws Problem.NotFound when there are no files
  /// @throws Problem.Invalid when the MLTable file is not right
  TableSource find(Located located, boolean fromHere) {
    Path path = located.path();
    if (!located.isFolder()) {
      boolean isTable = String.valueOf(path.getFileName()).equals(MlTable.FILE_NAME);
      Path parent = path.getParent();
      return isTable && parent != null
          ? described(parent, path, fromHere)
          : TableSource.of(List.of(path.toString()));
    }
    Path description = path.resolve(MlTable.FILE_NAME);
    if (Files.isRegularFile(description)) {
      return described(path, description, fromHere);
    }
    return TableSource.of(paths(DataFiles.list(located)));
  }

  private TableSource described(Path folder, Path description, boolean fromHere) {
    MlTable table = MlTable.parse(text(DataFiles.below(folder, MlTable.FILE_NAME), description));
    List<String> found = new ArrayList<>();
    for (MlTable.Entry entry : table.paths()) {
      found.addAll(entry(folder, entry, fromHere));
    }
    return new TableSource(found, table.read(), table.steps());
  }

  private static String text(Path checked, Path description) {
    try {
      if (Files.size(checked) > MLTABLE_BYTES_MAX) {
        throw new Problem.TooLarge("the MLTable file is larger than 1 MiB");
      }
      return Files.readString(description);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> entry(Path folder, MlTable.Entry entry, boolean fromHere) {
    Reference place = Reference.parse(entry.path());
    if (!(place instanceof Reference.LocalPath(String path))) {
      Located other = places.apply(place);
      return paths(DataFiles.list(other));
    }
    if (path.startsWith("/")) {
      if (!fromHere) {
        throw new Problem.Invalid(
            "path", path, "a path relative to the MLTable file, since that is not on this machine");
      }
      return paths(DataFiles.list(places.apply(place)));
    }
    return switch (entry.kind()) {
      case "pattern" -> matching(folder, path);
      default -> below(folder, path);
    };
  }

  private List<String> below(Path folder, String relative) {
    Path path = DataFiles.below(folder, relative);
    if (!Files.exists(path)) {
      throw new Problem.NotFound(
          "the MLTable file names '%s', which is not there".formatted(relative));
    }
    return paths(DataFiles.list(new Located(path, Files.isDirectory(path))));
  }

  private List<String> matching(Path folder, String pattern) {
    String plain = pattern.startsWith("./") ? pattern.substring(2) : pattern;
    List<PathMatcher> matchers = new ArrayList<>();
    matchers.add(FileSystems.getDefault().getPathMatcher("glob:" + plain));
    if (plain.contains("**/")) {
      matchers.add(FileSystems.getDefault().getPathMatcher("glob:" + plain.replace("**/", "")));
    }
    List<String> found = new ArrayList<>();
    for (DataFiles.Found file : DataFiles.list(new Located(folder, true))) {
      Path relative = Path.of(file.relative());
      if (matchers.stream().anyMatch(matcher -> matcher.matches(relative))) {
        found.add(file.file().toString());
      }
    }
    if (found.isEmpty()) {
      throw new Problem.NotFound("no file matches the pattern '%s'".formatted(pattern));
    }
    return found;
  }

  private static List<String> paths(List<DataFiles.Found> found) {
    return found.stream().map(file -> file.file().toString()).toList();
  }
}
