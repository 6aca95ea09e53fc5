package dev.lazuli.artifacts;

import dev.lazuli.base.Problem;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a path or id in a YAML file, a request or a command line points to.
///
/// Azure ML and MLflow write the same things in many ways; this reads all of them once.
public sealed interface Reference {
  /// `azureml:name:version`: an asset of the workspace; its kind follows from where it stands.
  record Asset(String name, String version) implements Reference {}

  /// `azureml:name@label`, such as `azureml:diamonds@latest`.
  record LabelledAsset(String name, String label) implements Reference {}

  /// An ARM id of a versioned asset.
  ///
  /// @param kind its collection, such as `data` or `models`
  record ArmAsset(String workspace, String kind, String name, String version)
      implements Reference {}

  /// `azureml://registries/R/KIND/N/versions/V`, or `/labels/L`.
  ///
  /// @param version a version, or `@` and a label
  record RegistryAsset(String registry, String kind, String name, String version)
      implements Reference {}

  /// `azureml://datastores/D/paths/P`, in its short or long form.
  record DatastorePath(String datastore, String path) implements Reference {}

  /// `azureml://jobs/J/outputs/O/paths/P`; the output `artifacts` holds the run's artifacts.
  record JobOutput(String job, String output, String path) implements Reference {}

  /// `runs:/R/P`: an artifact of a run.
  record RunArtifact(String runId, String path) implements Reference {}

  /// `models:/N/V`: a version of a registered model.
  record ModelVersion(String name, String version) implements Reference {}

  /// `models:/N@A`: the version of a registered model that an alias names.
  record ModelAlias(String name, String alias) implements Reference {}

  /// `models:/m-…`: a logged model.
  record LoggedModel(String id) implements Reference {}

  /// `http:` or `https:`.
  record Web(URI address) implements Reference {}

  /// `wasbs:`, `abfss:` or `s3:`: a path in foreign storage.
  record Cloud(URI address) implements Reference {}

  /// A path on this machine, as written, without `file:`.
  record LocalPath(String path) implements Reference {}

  /// Reads a reference.
  ///
  /// @throws Problem.Invalid when it starts like one of the forms above but does not end like it
  static Reference parse(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.startsWith("azureml://")) {
      return Forms.azuremlUri(text);
    }
    if (lower.startsWith("azureml:/subscriptions/")) {
      return Forms.armId(text.substring("azureml:".length()));
    }
    if (lower.startsWith("/subscriptions/")) {
      return Forms.armId(text);
    }
    if (lower.startsWith("azureml:")) {
      return Forms.asset(text);
    }
    if (lower.startsWith("runs:/")) {
      return Forms.runArtifact(text);
    }
    if (lower.startsWith("models:/")) {
      return Forms.model(text);
    }
    if (lower.startsWith("http://") || lower.startsWith("https://")) {
      return new Web(Forms.uri(text));
    }
    if (lower.matches("(wasbs?|abfss?|s3)://.*")) {
      return new Cloud(Forms.uri(text));
    }
    if (lower.startsWith("file:")) {
      return new LocalPath(text.substring("file:".length()).replaceFirst("^//(?=/)", ""));
    }
    if (lower.matches("[a-z][a-z0-9+.-]+://.*")) {
      throw new Problem.Invalid(
          "path",
          text,
          "azureml:, runs:/, models:/, https://, wasbs://, abfss://, s3://, file: or a path");
    }
    return new LocalPath(text);
  }

  /// The grammar of the single forms.
  final class Forms {
    private static final Pattern REGISTRY =
        Pattern.compile(
            "azureml://registries/([^/]+)/([^/]+)/([^/]+)(?:/(versions|labels)/([^/]+))?");
    private static final Pattern LONG_DATASTORE =
        Pattern.compile(
            "azureml://subscriptions/[^/]+/resourcegroups/[^/]+/(?:providers/[^/]+/)?workspaces/[^/]+"
                + "/datastores/([^/]+)/paths/(.*)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern DATASTORE =
        Pattern.compile("azureml://datastores/([^/]+)/paths/(.*)");
    private static final Pattern JOB =
        Pattern.compile("azureml://jobs/([^/]+)/outputs/([^/]+)(?:/paths/(.*))?");
    private static final Pattern ARM =
        Pattern.compile(
            "/subscriptions/[^/]+/resourceGroups/[^/]+/providers/[^/]+/workspaces/([^/]+)"
                + "/([^/]+)/([^/]+)/versions/([^/]+)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern ASSET =
        Pattern.compile("azureml:([^:@/]+)(?::([^:@/]+)|@([^:@/]+))?", Pattern.CASE_INSENSITIVE);
    private static final Pattern RUN = Pattern.compile("runs:/+([^/]+)(?:/(.*))?");
    private static final Pattern MODEL =
        Pattern.compile("models:/+([^/@]+)(?:/([^/@]+)|@([^/@]+))?");

    private Forms() {}

    static Reference azuremlUri(String text) {
      Matcher registry = REGISTRY.matcher(text);
      if (registry.matches()) {
        String version = registry.group(5) == null ? "@latest" : registry.group(5);
        return new RegistryAsset(
            registry.group(1),
            registry.group(2),
            registry.group(3),
            "labels".equals(registry.group(4)) ? "@" + version : version);
      }
      for (Pattern form : List.of(LONG_DATASTORE, DATASTORE)) {
        Matcher datastore = form.matcher(text);
        if (datastore.matches()) {
          return new DatastorePath(datastore.group(1), trimmed(datastore.group(2)));
        }
      }
      Matcher job = JOB.matcher(text);
      if (job.matches()) {
        return new JobOutput(
            job.group(1), job.group(2), job.group(3) == null ? "" : trimmed(job.group(3)));
      }
      throw new Problem.Invalid(
          "path",
          text,
          "azureml://datastores/D/paths/P, azureml://jobs/J/outputs/O/paths/P or"
              + " azureml://registries/R/models/N/versions/V");
    }

    static Reference armId(String text) {
      Matcher arm = ARM.matcher(text);
      if (!arm.matches()) {
        throw new Problem.Invalid("path", text, "an ARM id that ends in /KIND/NAME/versions/V");
      }
      return new ArmAsset(arm.group(1), arm.group(2), arm.group(3), arm.group(4));
    }

    static Reference asset(String text) {
      Matcher asset = ASSET.matcher(text);
      if (!asset.matches()) {
        throw new Problem.Invalid("path", text, "azureml:NAME:VERSION or azureml:NAME@LABEL");
      }
      if (asset.group(2) != null) {
        return new Asset(asset.group(1), asset.group(2));
      }
      return new LabelledAsset(asset.group(1), asset.group(3) == null ? "latest" : asset.group(3));
    }

    static Reference runArtifact(String text) {
      Matcher run = RUN.matcher(text);
      if (!run.matches()) {
        throw new Problem.Invalid("path", text, "runs:/RUN_ID/PATH");
      }
      return new RunArtifact(run.group(1), run.group(2) == null ? "" : trimmed(run.group(2)));
    }

    static Reference model(String text) {
      Matcher model = MODEL.matcher(text);
      if (!model.matches()) {
        throw new Problem.Invalid("path", text, "models:/NAME/VERSION or models:/NAME@ALIAS");
      }
      if (model.group(2) != null) {
        return new ModelVersion(model.group(1), model.group(2));
      }
      if (model.group(3) != null) {
        return new ModelAlias(model.group(1), model.group(3));
      }
      return new LoggedModel(model.group(1));
    }

    static URI uri(String text) {
      try {
        return URI.create(text);
      } catch (IllegalArgumentException e) {
        throw new Problem.Invalid("path", text, "a URI; spaces are written %20");
      }
    }

    private static String trimmed(String path) {
      return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
  }
}
