package dev.lazuli.schema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// How words of YAML files and those of the wire correspond: `auc_weighted`, `AUCWeighted`.
public final class Words {
  private Words() {}

  /// Whether two words are the same but for case, `_` and `-`.
  public static boolean same(String one, String other) {
    return plain(one).equals(plain(other));
  }

  /// `AUCWeighted` as `auc_weighted`, by the rule of Azure's SDK.
  public static String snake(String word) {
    return word.replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }

  /// `max_trials` as `maxTrials`.
  public static String camel(String word) {
    StringBuilder camel = new StringBuilder();
    boolean raise = false;
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c == '_') {
        raise = true;
      } else {
        camel.append(raise ? Character.toUpperCase(c) : c);
        raise = false;
      }
    }
    return camel.toString();
  }

  /// The same values under names in snake_case.
  static <T> Map<String, T> snakeKeys(Map<String, T> values) {
    Map<String, T> renamed = new LinkedHashMap<>();
    values.forEach((key, value) -> renamed.put(snake(key), value));
    return renamed;
  }

  /// The one of `words` that `text` means.
  public static Optional<String> find(List<String> words, String text) {
    return words.stream().filter(word -> same(word, text)).findFirst();
  }

  private static String plain(String word) {
    return word.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
  }
}
