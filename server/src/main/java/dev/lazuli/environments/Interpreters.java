package dev.lazuli.environments;

import dev.lazuli.base.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The Pythons of this machine: those of the PATH, of the system, and of pyenv.
final class Interpreters {
  private static final Pattern NAME = Pattern.compile("python(\\d+)\\.(\\d+)");
  private static final Version PREFERRED = new Version(3, 11);

  private final Map<Version, Path> byVersion;

  Interpreters(Map<Version, Path> byVersion) {
    this.byVersion = new TreeMap<>(byVersion);
  }

  /// A version of Python, as far as packages care.
  record Version(int major, int minor) implements Comparable<Version> {
    static Optional<Version> of(String text) {
      Matcher match = Pattern.compile("(\\d+)\\.(\\d+).*").matcher(text);
      return match.matches()
          ? Optional.of(
              new Version(Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2))))
          : Optional.empty();
    }

    @Override
    public int compareTo(Version other) {
      return Comparator.comparingInt(Version::major)
          .thenComparingInt(Version::minor)
          .compare(this, other);
    }

    @Override
    public String toString() {
      return major + "." + minor;
    }
  }

  /// The Python that was chosen.
  ///
  /// @param note what differs from what was asked for; empty when nothing does
  record Choice(Version version, Path path, String note) {}

  /// Looks for them.
  static Interpreters find(Map<String, String> environment) {
    List<Path> folders = new ArrayList<>();
    for (String each : environment.getOrDefault("PATH", "").split(":", -1)) {
      if (!each.isEmpty() && !each.endsWith("/shims")) { // pyenv's shims start other Pythons
        folders.add(Path.of(each));
      }
    }
    folders.add(Path.of("/usr/bin"));
    folders.add(Path.of("/usr/local/bin"));
    folders.add(Path.of("/opt/homebrew/bin"));
    Path pyenv =
        Path.of(
            environment.getOrDefault(
                "PYENV_ROOT", environment.getOrDefault("HOME", ".") + "/.pyenv"),
            "versions");
    children(pyenv).forEach(version -> folders.add(version.resolve("bin")));
    Map<Version, Path> found = new TreeMap<>();
    for (Path folder : folders) {
      for (Path file : children(folder)) {
        Matcher match = NAME.matcher(file.getFileName().toString());
        if (match.matches() && Files.isExecutable(file)) {
          Version version =
              new Version(Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2)));
          if (version.major() == 3) {
            found.putIfAbsent(version, file);
          }
        }
      }
    }
    return new Interpreters(found);
  }

  /// The one that is asked for, else the nearest newer one, else the nearest older one.
  ///
  /// @param asked such as `3.10`; empty for any
  /// @throws Problem.Unavailable when there is none at all
  Choice choose(String asked) {
    if (byVersion.isEmpty()) {
      throw new Problem.Unavailable(
          "there is no Python 3 on this machine: install one, such as python3.11");
    }
    Version wanted = Version.of(asked).orElse(PREFERRED);
    List<Version> known = List.copyOf(byVersion.keySet());
    Version chosen =
        known.stream()
            .filter(version -> version.compareTo(wanted) >= 0)
            .findFirst()
            .orElse(known.getLast());
    Path path = byVersion.getOrDefault(chosen, Path.of("python3"));
    boolean differs = !asked.isEmpty() && !chosen.equals(wanted);
    return new Choice(
        chosen,
        path,
        differs
            ? "Python %s is asked for; this machine has %s, so it is Python %s"
                .formatted(asked, words(known), chosen)
            : "");
  }

  private static String words(List<Version> versions) {
    return String.join(", ", versions.stream().map(Version::toString).toList());
  }

  private static List<Path> children(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      return List.of(); // not there, or not ours to read
    }
  }
}
