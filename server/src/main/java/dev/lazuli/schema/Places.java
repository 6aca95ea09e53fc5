package dev.lazuli.schema;

import dev.lazuli.base.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Paths and references to assets: what lies beside a YAML file becomes an absolute path when it is
/// read, and whatever the other side is told when it is sent there.
public final class Places {
  private static final Pattern ADDRESS =
      Pattern.compile("(?i)([a-z][a-z0-9+.-]+://|azureml:|/subscriptions/|runs:/|models:/).*");
  private static final Pattern ARM_ASSET =
      Pattern.compile(
          "(?i)(?:azureml:)?/subscriptions/.+/workspaces/[^/]+/[^/]+/([^/]+)/versions/([^/]+)");

  private Places() {}

  /// A place that is needed on the other side.
  ///
  /// @param kind of asset that a name means, such as `data`
  public record Needed(String kind, String path) {}

  /// A path or reference.
  ///
  /// @param kind of asset that `azureml:NAME:VERSION` means here: `data`, `models`, `environments`
  public static Codec<String> of(String kind) {
    return new Codec<>() {
      @Override
      public Optional<String> read(Node node, Cursor at) {
        return Codecs.text().read(node, at).flatMap(text -> located(text, node, at));
      }

      @Override
      public JsonNode write(String value, Output out) {
        return Json.tree(
            out.form() == Form.WIRE ? out.places().apply(kind, value) : shortened(value));
      }

      @Override
      public String expected(Form form) {
        return "a path or address";
      }

      @Override
      public ObjectNode schema(Form form) {
        return Json.object().put("type", "string");
      }
    };
  }

  /// All places of a record, for whoever brings them to the other side before it is written.
  public static <R> Set<Needed> in(Codec<R> codec, R record) {
    Set<Needed> found = new LinkedHashSet<>();
    codec.write(
        record,
        new Output(
            Form.WIRE,
            (kind, path) -> {
              found.add(new Needed(kind, path));
              return path;
            }));
    return found;
  }

  private static Optional<String> located(String text, Node node, Cursor at) {
    if (text.isBlank()) {
      return at.wrong(node, "a path or address");
    }
    if (at.form() == Form.WIRE || at.folder().isEmpty() || !isLocal(text)) {
      return Optional.of(text);
    }
    String local = absolute(text, at.folder().get());
    if (Files.exists(Path.of(local))) {
      return Optional.of(local);
    }
    return at.report(
        node, text.equals(local) ? "does not exist" : "does not exist: no '" + local + "'", false);
  }

  private static boolean isLocal(String text) {
    return text.startsWith("file:") || !ADDRESS.matcher(text).matches();
  }

  /// A local path from the folder that it starts from; an address or reference as it is.
  static String absolute(String text, Path folder) {
    if (!isLocal(text)) {
      return text;
    }
    String path =
        text.startsWith("file:")
            ? text.substring("file:".length()).replaceFirst("^//(?=/)", "")
            : text;
    return folder.resolve(path).normalize().toString();
  }

  /// `azureml:NAME:VERSION` for the ARM id of an asset.
  private static String shortened(String place) {
    Matcher arm = ARM_ASSET.matcher(place);
    return arm.matches() ? "azureml:%s:%s".formatted(arm.group(1), arm.group(2)) : place;
  }
}
