package dev.lazuli.data;

import dev.lazuli.artifacts.Reference;
import dev.lazuli.base.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Finds the files of a table, and reads the `MLTable` file beside them if there is one.
final class TableFinder {
  private static final long MLTABLE_BYTES_MAX = 1 << 20;

  private final Function<Reference, Located> places;
  private final FileWork work;

  /// @param places where the places lie that an MLTable file may name
  /// @param work under whose deadline files are looked up
  TableFinder(Function<Reference, Located> places, FileWork work) {
    this.places = places;
    this.work = work;
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
    if (work.run(description.toString(), () -> Files.isRegularFile(description))) {
      return described(path, description, fromHere);
    }
    return TableSource.of(listed(located));
  }

  private TableSource described(Path folder, Path description, boolean fromHere) {
    MlTable table =
        MlTable.parse(
            work.run(
                description.toString(),
                () -> text(DataFiles.below(folder, MlTable.FILE_NAME), description)));
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
      return listed(places.apply(place));
    }
    if (path.startsWith("/")) {
      if (!fromHere) {
        throw new Problem.Invalid(
            "path", path, "a path relative to the MLTable file, since that is not on this machine");
      }
      return listed(places.apply(place));
    }
    return switch (entry.kind()) {
      case "pattern" -> work.run(path, () -> matching(folder, path));
      default -> work.run(path, () -> below(folder, path));
    };
  }

  private static List<String> below(Path folder, String relative) {
    Path path = DataFiles.below(folder, relative);
    if (!Files.exists(path)) {
      throw new Problem.NotFound(
          "the MLTable file names '%s', which is not there".formatted(relative));
    }
    return paths(DataFiles.list(new Located(path, Files.isDirectory(path))));
  }

  private static List<String> matching(Path folder, String pattern) {
    Glob glob = Glob.parse(pattern.startsWith("./") ? pattern.substring(2) : pattern);
    List<String> found = new ArrayList<>();
    for (DataFiles.Found file : DataFiles.list(new Located(folder, true))) {
      if (glob.matches(file.relative())) {
        found.add(file.file().toString());
      }
    }
    if (found.isEmpty()) {
      throw new Problem.NotFound("no file matches the pattern '%s'".formatted(pattern));
    }
    return found;
  }

  private List<String> listed(Located located) {
    return work.run(located.path().toString(), () -> paths(DataFiles.list(located)));
  }

  private static List<String> paths(List<DataFiles.Found> found) {
    return found.stream().map(file -> file.file().toString()).toList();
  }
}
