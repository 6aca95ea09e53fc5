package dev.lazuli.tracking;

import dev.lazuli.base.Problem;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// The rules for the keys of metrics, params and tags, and for the length of texts.
public final class Names {
  private static final int KEY_MAX = 250;
  private static final int PARAM_MAX = 6_000;
  private static final int TAG_MAX = 8_000;
  private static final Pattern KEY =
      Pattern.compile("[/\\w.\\- :]*", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern RUN_ID = Pattern.compile("[a-zA-Z0-9][\\w\\-]{0,255}");

  private Names() {}

  /// Checks a key.
  ///
  /// @param path the place of the key in the request, such as `metrics[0].name`
  /// @throws Problem.Invalid when it holds other letters, or would be another name as a file
  public static void checkKey(String path, String key) {
    if (key.isEmpty()) {
      throw new Problem.Invalid(
          path,
          "Missing value for required parameter '%s'. See the API docs for more information about request parameters."
              .formatted(path));
    }
    if (!KEY.matcher(key).matches()) {
      throw invalid(
          path,
          key,
          "Names may only contain alphanumerics, underscores (_), dashes (-), periods (.),"
              + " spaces ( ), colon(:) and slashes (/).");
    }
    checkPath(path, key);
  }

  /// Refuses a name that would be another name as a file.
  ///
  /// @param path the place of the name in the request
  /// @throws Problem.Invalid when it would, or holds a NUL
  public static void checkPath(String path, String key) {
    if (key.indexOf('\0') >= 0) {
      throw invalid(path, key, "Names may not contain the character NUL.");
    }
    String resolved = Path.of(key).normalize().toString();
    boolean other =
        !resolved.equals(key) || key.equals(".") || key.startsWith("..") || key.startsWith("/");
    if (other) {
      throw invalid(
          path,
          key,
          "Names may be treated as files in certain cases, and must not resolve to other names"
              + " when treated as such. This name would resolve to '%s'"
                  .formatted(resolved.isEmpty() ? "." : resolved));
    }
  }

  /// Checks the key of a metric.
  ///
  /// @throws Problem.Invalid when it is no key, or too long
  public static void checkMetric(String path, String key) {
    checkKey(path, key);
    checkLength("Metric name", key, KEY_MAX);
  }

  /// A param whose key is good and whose value is cut to its limit.
  ///
  /// @throws Problem.Invalid when the key is not good
  public static Param param(String path, String key, String value) {
    checkKey(path, key);
    checkLength("Param key", key, KEY_MAX);
    return new Param(key, cut(value, PARAM_MAX));
  }

  /// A tag whose key is good and whose value is cut to its limit.
  ///
  /// @throws Problem.Invalid when the key is not good
  public static Tag tag(String path, String key, String value) {
    checkKey(path, key);
    checkLength(path, key, KEY_MAX);
    return new Tag(key, cut(value, TAG_MAX));
  }

  /// A tag whose value may not be longer than `valueMax`.
  ///
  /// @throws Problem.Invalid when it is, or the key is not good
  public static Tag tag(String key, String value, int valueMax) {
    checkKey("key", key);
    checkLength("key", key, KEY_MAX);
    checkLength("value", value, valueMax);
    return new Tag(key, value);
  }

  /// A tag that is never a file: any key that is not too long, and a value cut to its limit.
  ///
  /// @throws Problem.Invalid when the key is too long
  public static Tag freeTag(String key, String value) {
    checkLength("key", key, KEY_MAX);
    return new Tag(key, cut(value, TAG_MAX));
  }

  /// Checks the id that a caller gives to a run.
  ///
  /// @throws Problem.Invalid when it is not 1 to 256 letters, digits, dashes and underscores
  public static void checkRunId(String id) {
    if (!RUN_ID.matcher(id).matches()) {
      throw new Problem.Invalid("run_id", "Invalid run ID: '%s'".formatted(cut(id, 300)));
    }
  }

  /// Checks the length of a text.
  ///
  /// @throws Problem.Invalid when it has more than `max` characters
  public static void checkLength(String field, String value, int max) {
    if (value.length() > max) {
      throw new Problem.Invalid(
          field, "'%s' exceeds the maximum length of %d characters".formatted(field, max));
    }
  }

  private static String cut(String value, int max) {
    if (value.length() <= max) {
      return value;
    }
    int end = Character.isHighSurrogate(value.charAt(max - 1)) ? max - 1 : max;
    return value.substring(0, end);
  }

  private static Problem.Invalid invalid(String path, String value, String why) {
    return new Problem.Invalid(
        path, "Invalid value \"%s\" for parameter '%s' supplied: %s".formatted(value, path, why));
  }
}
