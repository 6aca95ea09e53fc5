package dev.lazuli.cli;

import dev.lazuli.artifacts.Reference;
import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.schema.Codec;
import dev.lazuli.schema.Places;
import dev.lazuli.schema.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Brings what a YAML file points to to the server: local files are uploaded, references resolved.
///
/// Uploads are named by their content as azure-ai-ml names them, so what is there is not sent
/// again.
final class Uploads {
  private static final String DATASTORE = "workspaceblobstore";
  private static final byte[] HASH_START =
      "Initialize for october 2021 AML CLI version".getBytes(StandardCharsets.UTF_8);
  private static final Set<String> IGNORED = Set.of(".amlignore", ".gitignore", ".git");

  private final Remote remote;

  Uploads(Remote remote) {
    this.remote = remote;
  }

  /// A record as the server takes it, once what its paths point to is there.
  <R> ObjectNode wire(Codec<R> description, R record) throws InterruptedException {
    Map<Places.Needed, String> places = new HashMap<>();
    for (Places.Needed needed : Places.in(description, record)) {
      places.put(needed, resolve(needed.path(), needed.kind(), Path.of("/")));
    }
    return Wire.write(description, record, places);
  }

  /// What the server shall be told for `path`: an `azureml://` or web address, or an ARM id.
  ///
  /// @param kind of asset that a name means: `data` or `models`
  /// @param folder that relative paths start from
  /// @throws Problem.NotFound when a local path or a named asset does not exist
  String resolve(String path, String kind, Path folder) throws InterruptedException {
    switch (kind) {
      case "environments" -> {
        return path.startsWith("{") ? anonymousEnvironment(path) : path;
      }
      case "codes" -> {
        if (Reference.parse(path) instanceof Reference.LocalPath local) {
          return code(folder.resolve(local.path()).normalize());
        }
      }
      default -> {}
    }
    return switch (Reference.parse(path)) {
      case Reference.LocalPath local -> upload(folder.resolve(local.path()).normalize());
      case Reference.Asset asset -> version(kind, asset.name(), asset.version());
      case Reference.LabelledAsset asset ->
          version(kind, asset.name(), latest(kind, asset.name(), asset.label()));
      case Reference.ArmAsset _ ->
          path.startsWith("azureml:") ? path.substring("azureml:".length()) : path;
      case Reference.DatastorePath _,
          Reference.JobOutput _,
          Reference.RegistryAsset _,
          Reference.RunArtifact _,
          Reference.ModelVersion _,
          Reference.ModelAlias _,
          Reference.LoggedModel _,
          Reference.Web _,
          Reference.Cloud _ ->
          path;
    };
  }

  /// Makes an environment that has no name of its own; its id.
  private String anonymousEnvironment(String spec) throws InterruptedException {
    ObjectNode body = Json.object();
    ObjectNode properties = body.putObject("properties");
    properties.setAll((ObjectNode) Json.parse(spec));
    properties.put("isAnonymous", true);
    String version = HexFormat.of().formatHex(sha256(spec.getBytes(StandardCharsets.UTF_8)));
    String path = "environments/CliV2AnonymousEnvironment/versions/" + version;
    remote.put("/" + path, body);
    return remote.workspace() + "/" + path;
  }

  /// Uploads code without what its ignore file names; its id.
  private String code(Path folder) throws InterruptedException {
    if (!Files.isDirectory(folder)) {
      throw new Problem.Invalid("code", folder, "a folder");
    }
    try {
      IgnoreFile ignored = IgnoreFile.of(folder);
      List<Path> files =
          files(folder).stream().filter(file -> !ignored.names(folder.relativize(file))).toList();
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : files) {
        digest.update(folder.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(sha256(Files.readAllBytes(file)));
      }
      String hash = HexFormat.of().formatHex(digest.digest());
      String container = remote.container(DATASTORE);
      String target = "LocalUpload/%s/%s".formatted(hash, folder.getFileName());
      for (Path file : files) {
        String relative = folder.relativize(file).toString().replace('\\', '/');
        send(container, file, target + "/" + relative);
      }
      String path = "codes/%s/versions/1".formatted(hash);
      ObjectNode body = Json.object();
      ObjectNode properties = body.putObject("properties");
      properties.put("codeUri", "azureml://datastores/" + DATASTORE + "/paths/" + target);
      properties.put("isAnonymous", true);
      properties.putObject("properties").put("hash_sha256", hash);
      remote.put("/" + path, body);
      return remote.workspace() + "/" + path;
    } catch (IOException e) {
      throw new Problem.Invalid("code", "cannot read '%s': %s".formatted(folder, e.getMessage()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static byte[] sha256(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// Uploads a file or folder if the server does not have it; its `azureml://` address.
  String upload(Path path) throws InterruptedException {
    if (!Files.exists(path)) {
      throw new Problem.NotFound("no file or folder '%s'".formatted(path));
    }
    try {
      String target = "LocalUpload/%s/%s".formatted(hash(path), path.getFileName());
      String container = remote.container(DATASTORE);
      if (Files.isDirectory(path)) {
        for (Path file : files(path)) {
          send(container, file, target + "/" + path.relativize(file).toString().replace('\\', '/'));
        }
      } else {
        send(container, path, target);
      }
      return "azureml://datastores/" + DATASTORE + "/paths/" + target;
    } catch (IOException e) {
      throw new Problem.Invalid("path", "cannot read '%s': %s".formatted(path, e.getMessage()));
    }
  }

  private void send(String container, Path file, String target)
      throws InterruptedException, IOException {
    long there = remote.blobSize(container, target).orElse(-1);
    if (there != Files.size(file)) {
      remote.upload(container, target, file);
    }
  }

  private String version(String kind, String name, String version) {
    return "%s/%s/%s/versions/%s"
        .formatted(remote.workspace(), kind, Remote.segment(name), Remote.segment(version));
  }

  private String latest(String kind, String name, String label) throws InterruptedException {
    if (!label.equals("latest")) {
      throw new Problem.Invalid("path", "azureml:" + name + "@" + label, "the label 'latest'");
    }
    JsonNode container = remote.get("/" + kind + "/" + Remote.segment(name));
    String version = container.path("properties").path("latestVersion").asString("");
    if (version.isEmpty()) {
      throw new Problem.NotFound("'%s' has no version yet".formatted(name));
    }
    return version;
  }

  /// The content's hash as azure-ai-ml computes it.
  private static String hash(Path path) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
    digest.update(HASH_START);
    add(digest, path);
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, Path path) throws IOException {
    if (Files.isDirectory(path)) {
      for (Path child : children(path)) {
        digest.update(child.getFileName().toString().getBytes(StandardCharsets.UTF_8));
        add(digest, child);
      }
      return;
    }
    byte[] chunk = new byte[1 << 16];
    try (InputStream content = Files.newInputStream(path)) {
      for (int n = content.read(chunk); n >= 0; n = content.read(chunk)) {
        digest.update(chunk, 0, n);
      }
    }
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .filter(child -> !IGNORED.contains(child.getFileName().toString()))
          .sorted(Comparator.comparing(child -> child.toString().toLowerCase(Locale.ROOT)))
          .toList();
    }
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !isIgnored(folder.relativize(file)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isIgnored(Path relative) {
    for (Path part : relative) {
      if (IGNORED.contains(part.toString())) {
        return true;
      }
    }
    return false;
  }
}
