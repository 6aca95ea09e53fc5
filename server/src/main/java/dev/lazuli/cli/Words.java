package dev.lazuli.cli;

import java.util.List;
import java.util.Locale;

/// How the words of YAML files and those of the wire correspond: `auc_weighted`, `AUCWeighted`.
final class Words {
  private Words() {}

  /// Whether two words are the same but for case, `_` and `-`.
  static boolean same(String one, String other) {
    return plain(one).equals(plain(other));
  }

  /// `AUCWeighted` as `auc_weighted`, by the rule of Azure's SDK.
  static String snake(String word) {
    return word.replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }

  /// `max_trials` as `maxTrials`.
  static String camel(String word) {
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

  /// The one of `words` that `text` means; `text` itself when none.
  static String find(List<String> words, String text) {
    return words.stream().filter(word -> same(word, text)).findFirst().orElse(text);
  }

  private static String plain(String word) {
    return word.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
  }
}
