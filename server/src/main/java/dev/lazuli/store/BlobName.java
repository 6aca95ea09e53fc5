package dev.lazuli.store;

import dev.lazuli.base.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/// Where a blob lies: a container, and a path inside it that cannot leave it.
///
/// @param container 3 to 63 lower-case letters, digits and dashes, as Azure has it
/// @param path segments joined by `/`; none is empty, `.` or `..`
public record BlobName(String container, String path) {
  private static final Pattern CONTAINER = Pattern.compile("[a-z0-9][a-z0-9-]{2,62}");
  private static final int PATH_MAX = 1_024;
  private static final int SEGMENT_BYTES_MAX = 240;

  /// A name whose parts are known to be safe.
  ///
  /// @throws Problem.Invalid when a part is not
  public BlobName {
    if (!CONTAINER.matcher(container).matches()) {
      throw new Problem.Invalid(
          "container", container, "3 to 63 lower-case letters, digits and dashes");
    }
    checkPath(path);
  }

  /// The path below this one.
  public BlobName resolve(String child) {
    return new BlobName(container, path + "/" + child);
  }

  /// The last segment.
  public String fileName() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /// Checks that a path stays below its root.
  ///
  /// @param path decoded: `%2e` is three plain characters here
  /// @throws Problem.Invalid when it could leave it, or is too long
  public static void checkPath(String path) {
    if (path.isEmpty() || path.length() > PATH_MAX) {
      throw new Problem.Invalid("path", path, "1 to 1024 characters");
    }
    for (String segment : List.of(path.split("/", -1))) {
      boolean safe =
          !segment.isEmpty()
              && !segment.equals(".")
              && !segment.equals("..")
              && segment.getBytes(StandardCharsets.UTF_8).length <= SEGMENT_BYTES_MAX
              && segment.chars().noneMatch(c -> c < ' ' || c == 0x7f || c == '\\');
      if (!safe) {
        throw new Problem.Invalid(
            "path", path, "segments that are not empty, '.', '..' and hold no control characters");
      }
    }
    if (path.matches("[A-Za-z]:(/.*)?")) {
      throw new Problem.Invalid("path", path, "a relative path");
    }
  }
}
