package dev.lazuli.schema;

import dev.lazuli.base.Problem;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads and writes whole resources on the wire.
public final class Wire {
  /// The parts of a body that a patch changes within.
  private static final Set<String> GROUPS = Set.of("properties", "sku");

  private Wire() {}

  /// The record that a request's body describes.
  ///
  /// @throws Problem.Invalid that tells all that is wrong, in the words of the wire
  /// @throws Problem.Unsupported when nothing is wrong but something is not done here
  public static <R> R read(Codec<R> codec, JsonNode body) {
    Cursor at = Cursor.at(Form.WIRE, Optional.empty());
    return done(codec.read(Node.of(body), at), at);
  }

  /// A record as the wire has it.
  public static <R> ObjectNode write(Codec<R> codec, R record) {
    return object(codec.write(record, Output.of(Form.WIRE)));
  }

  /// A record as the wire has it.
  ///
  /// @param places what the other side is told for its paths, of [Places#in]
  public static <R> ObjectNode write(Codec<R> codec, R record, Map<Places.Needed, String> places) {
    return object(
        codec.write(
            record,
            new Output(
                Form.WIRE,
                (kind, path) -> places.getOrDefault(new Places.Needed(kind, path), path))));
  }

  private static ObjectNode object(JsonNode written) {
    if (written instanceof ObjectNode object) {
      return object;
    }
    throw new IllegalStateException("resources are objects");
  }

  /// A record changed as `PATCH` changes it: each property that the body names is replaced, a null
  /// taken away.
  ///
  /// @throws Problem.Invalid that tells all that is wrong, in the words of the wire
  public static <R> R patched(Codec<R> codec, R record, JsonNode patch) {
    ObjectNode whole = write(codec, record);
    patch
        .properties()
        .forEach(change -> {
          if (GROUPS.contains(change.getKey()) && change.getValue() instanceof ObjectNode inner) {
            ObjectNode group = whole.withObject("/" + change.getKey());
            inner.properties().forEach(one -> replace(group, one.getKey(), one.getValue()));
          } else {
            replace(whole, change.getKey(), change.getValue());
          }
        });
    return read(codec, whole);
  }

  private static void replace(ObjectNode object, String key, JsonNode value) {
    if (value.isNull()) {
      object.remove(key);
    } else {
      object.set(key, value);
    }
  }

  /// A message in which the paths of the wire are those of the YAML file: `limits.max_trials` for
  /// `taskDetails.limitSettings.maxTrials`.
  public static String inYaml(Codec<?> codec, String message) {
    Map<String, String> paths =
        new TreeMap<>(
            Comparator.comparingInt(String::length)
                .reversed()
                .thenComparing(Comparator.naturalOrder()));
    codec.walk("", "", (yaml, wire) -> paths.put(wire.replaceFirst("^properties\\.", ""), yaml));
    String told = message;
    for (Map.Entry<String, String> path : paths.entrySet()) {
      if (told.contains(path.getKey()) && path.getKey().matches(".*[.A-Z].*")) {
        told =
            Pattern.compile("(?<![\\w.])" + Pattern.quote(path.getKey()) + "(?!\\w)")
                .matcher(told)
                .replaceAll(Matcher.quoteReplacement(path.getValue()));
      }
    }
    return told;
  }

  /// The value that was read, when nothing was wrong.
  static <R> R done(Optional<R> read, Cursor at) {
    if (!at.faults().isEmpty()) {
      throw problem(
          at.faults(),
          at.faults().stream().map(Cursor.Fault::message).collect(Collectors.joining("; ")));
    }
    return read.orElseThrow(() -> new IllegalStateException("nothing was read, nothing reported"));
  }

  /// All faults as one problem.
  static Problem problem(List<Cursor.Fault> faults, String message) {
    return faults.stream().allMatch(Cursor.Fault::unsupported)
        ? new Problem.Unsupported(message)
        : new Problem.Invalid(faults.getFirst().path(), message);
  }
}
