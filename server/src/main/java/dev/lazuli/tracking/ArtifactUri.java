package dev.lazuli.tracking;

import dev.lazuli.artifacts.Datastores;
import dev.lazuli.base.Problem;
import dev.lazuli.identity.Workspace;
import dev.lazuli.store.BlobName;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// URIs of artifacts: those of the server's own store, `mlflow-artifacts:/PATH`, lie as blobs in
/// the workspace's artifact datastore under the same path.
public final class ArtifactUri {
  private static final String SCHEME = "mlflow-artifacts:";
  private static final Pattern OWN =
      Pattern.compile("mlflow-artifacts:(?!//[^/])/*(.*)", Pattern.DOTALL);

  private ArtifactUri() {}

  /// Where the artifacts of a run lie: for an experiment in the server's own store, where Azure
  /// ML's clients look for the output of a job.
  static String ofRun(Experiment experiment, String runId) {
    return experiment.hasStandardLocation()
        ? SCHEME + "/ExperimentRun/dcid." + runId
        : below(experiment.artifactLocation(), runId + "/artifacts");
  }

  /// A path below a URI, before the query of the URI if it has one.
  static String below(String uri, String path) {
    int query = uri.indexOf('?');
    String base = query < 0 ? uri : uri.substring(0, query);
    return withoutSlash(base) + "/" + path + (query < 0 ? "" : uri.substring(query));
  }

  /// Where the files of a logged model lie.
  static String ofModel(Experiment experiment, String modelId) {
    return below(experiment.artifactLocation(), "models/" + modelId + "/artifacts");
  }

  /// The path in the server's own store; empty for a URI of another store.
  public static Optional<String> ownPath(String uri) {
    var matcher = OWN.matcher(uri);
    return matcher.matches() ? Optional.of(withoutSlash(matcher.group(1))) : Optional.empty();
  }

  /// The blob at a path below a URI of the server's own store.
  ///
  /// @param path relative; empty for the URI itself
  /// @throws Problem.Unsupported when the URI is one of another store
  /// @throws Problem.Invalid when the path could leave it
  public static BlobName blob(Workspace workspace, String uri, String path) {
    String root =
        ownPath(uri)
            .orElseThrow(() ->
                new Problem.Unsupported(
                    "the artifacts at '%s' are not in the store of this server".formatted(uri)));
    String whole = path.isEmpty() ? root : root.isEmpty() ? path : root + "/" + path;
    return Datastores.blob(workspace, Datastores.ARTIFACT_STORE, whole);
  }

  /// Refuses a place for artifacts whose path could leave its root.
  ///
  /// Places outside the server's own store are for the client alone: the server never opens them.
  ///
  /// @throws Problem.Invalid for paths with `..`
  static void checkLocation(String location) {
    if (leavesItsRoot(location)) {
      throw new Problem.Invalid("artifact_location", location, "a path without '..'");
    }
    ownPath(location).filter(path -> !path.isEmpty()).ifPresent(BlobName::checkPath);
  }

  /// Whether a URI has `..` in its path, plain or encoded any number of times.
  public static boolean leavesItsRoot(String uri) {
    String text = uri;
    for (int i = 0; i < 5; i++) {
      String decoded = decoded(text);
      for (String segment : decoded.split("[/\\\\]", -1)) {
        if (segment.equals("..")) {
          return true;
        }
      }
      if (decoded.equals(text)) {
        return false;
      }
      text = decoded;
    }
    return true;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static String withoutSlash(String path) {
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(0, end);
  }
}
