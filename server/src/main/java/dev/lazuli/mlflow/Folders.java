package dev.lazuli.mlflow;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.store.BlobName;
import dev.lazuli.store.BlobStat;
import dev.lazuli.store.BlobStore;
import dev.lazuli.tracking.ArtifactUri;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Blobs seen as files in folders, and the rules for paths that come from outside.
final class Folders {
  private static final Pattern ABSOLUTE =
      Pattern.compile("(/|\\\\|[A-Za-z][A-Za-z0-9+.\\-]*:(/|\\\\)).*", Pattern.DOTALL);

  private static final Set<String> TEXTS =
      Set.of(
          "txt log py js yaml yml json jsonl md cfg conf ini sql r css xml MLmodel MLproject"
              .split(" "));

  private Folders() {}

  /// A path that cannot leave its root, plain or encoded; one slash at its end is dropped.
  ///
  /// @throws Problem.Invalid when it could
  static String safe(String path) {
    boolean bad =
        path.indexOf('#') >= 0
            || path.contains("%23")
            || ABSOLUTE.matcher(path).matches()
            || ArtifactUri.leavesItsRoot(path);
    if (bad) {
      throw invalid();
    }
    String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    String whole = trimmed.equals(".") ? "" : trimmed;
    if (!whole.isEmpty()) {
      checkSegments(whole);
    }
    return whole;
  }

  private static void checkSegments(String path) {
    try {
      BlobName.checkPath(path);
    } catch (Problem.Invalid unsafe) {
      throw invalid();
    }
  }

  private static Problem.Invalid invalid() {
    return new Problem.Invalid("path", "Invalid path");
  }

  /// The files and folders right below a folder, by name; none when it is a file or missing.
  ///
  /// @param folder path in the container; empty for its root
  /// @param shown what stands before each name in the answer; empty, or ends with a slash
  static ArrayNode children(BlobStore blobs, String container, String folder, String shown) {
    String prefix = folder.isEmpty() ? "" : folder + "/";
    SortedMap<String, OptionalLong> children = new TreeMap<>();
    for (BlobStat stat : blobs.list(container, prefix)) {
      String below = stat.name().path().substring(prefix.length());
      int slash = below.indexOf('/');
      if (slash < 0) {
        children.put(below, OptionalLong.of(stat.size()));
      } else {
        children.put(below.substring(0, slash), OptionalLong.empty());
      }
    }
    ArrayNode files = Json.array();
    children.forEach((name, size) -> {
      ObjectNode file = files.addObject().put("path", shown + name);
      file.put("is_dir", size.isEmpty());
      size.ifPresent(bytes -> file.put("file_size", bytes));
    });
    return files;
  }

  /// The type of a file by the end of its name, never by its content.
  static String mediaType(String name) {
    int dot = name.lastIndexOf('.');
    String end = dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    if (TEXTS.contains(dot < 0 ? name : end)) {
      return "text/plain; charset=utf-8";
    }
    return switch (end) {
      case "csv" -> "text/csv; charset=utf-8";
      case "html", "htm" -> "text/html; charset=utf-8";
      case "png" -> "image/png";
      case "jpg", "jpeg" -> "image/jpeg";
      case "gif" -> "image/gif";
      case "svg" -> "image/svg+xml";
      case "pdf" -> "application/pdf";
      default -> "application/octet-stream";
    };
  }
}
