package dev.lazuli.data;

import dev.lazuli.base.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The folders of this machine whose files may be data.
final class LocalRoots {
  /// File systems whose files are windows into the kernel and into processes: reading one may tell
  /// secrets, wait for ever, or change something.
  private static final Set<String> SPECIAL =
      Set.of(
          "proc",
          "sysfs",
          "devtmpfs",
          "devpts",
          "cgroup",
          "cgroup2",
          "debugfs",
          "tracefs",
          "securityfs",
          "configfs",
          "mqueue",
          "bpf",
          "pstore",
          "efivarfs",
          "hugetlbfs",
          "autofs",
          "binfmt_misc",
          "fusectl",
          "nsfs",
          "rpc_pipefs",
          "selinuxfs",
          "smackfs",
          "resctrl");

  private final List<Path> roots;
  private final Path home;

  /// @param home of the server, whose own files are not data
  LocalRoots(List<Path> roots, Path home) {
    this.roots = roots;
    this.home = home;
  }

  /// A path as it is when its links are followed.
  ///
  /// @throws Problem.Invalid when it is relative, not below a root, the server's own, or special
  /// @throws Problem.NotFound when nothing is there
  Path checked(String text) {
    Path path = path(text);
    if (!path.isAbsolute()) {
      throw new Problem.Invalid(
          "path", text, "an absolute path; relative ones are known only where they were written");
    }
    Path plain = path.normalize();
    if (roots.stream()
        .noneMatch(root -> plain.startsWith(root) || plain.startsWith(followed(root)))) {
      throw outside(text); // before anything is looked up: it does not tell what exists
    }
    Path real = DataFiles.real(path);
    if (roots.stream().noneMatch(root -> real.startsWith(followed(root)))) {
      throw outside(text);
    }
    Path own = followed(home);
    if (real.startsWith(own) || own.startsWith(real)) {
      throw new Problem.Invalid("path", text, "a path apart from the server's own folder");
    }
    checkFileSystem(real);
    return real;
  }

  /// Returns normally when a file or folder lies on a file system that holds files.
  ///
  /// @throws Problem.Invalid when it does not
  static void checkFileSystem(Path path) {
    try {
      String type = Files.getFileStore(path).type();
      if (SPECIAL.contains(type)) {
        throw new Problem.Invalid(
            "path", path, "a file on a disk: the file system '%s' holds none".formatted(type));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A number for the file system that a path lies on; 0 where the system has none.
  static Object device(Path path) throws IOException {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix")
        ? Files.getAttribute(path, "unix:dev", LinkOption.NOFOLLOW_LINKS)
        : 0;
  }

  private Problem.Invalid outside(String text) {
    return new Problem.Invalid(
        "path",
        text,
        "a path below %s; the setting data_roots names the folders whose files may be data"
            .formatted(roots.stream().map(Path::toString).collect(Collectors.joining(" or "))));
  }

  private static Path path(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new Problem.Invalid("path", text.replace('\0', '?'), "a path without NUL characters");
    }
    return Path.of(text);
  }

  private static Path followed(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path;
    }
  }
}
