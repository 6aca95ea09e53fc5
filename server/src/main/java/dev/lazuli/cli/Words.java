package dev.lazuli.cli;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How the words of YAML files and those of the wire correspond: `auc_weighted`, `AUCWeighted`.
final class Words {
  /// A path of at most two keys, as below them are names that users gave.
  private static final Pattern WIRE_PATH =
      Pattern.compile("\\btaskDetails\\.([A-Za-z]+(\\.[A-Za-z]+)?)");

  private static final Pattern WIRE_KEY =
      Pattern.compile(
          "\\b(nCrossValidations|validationDataSize|validationData|cvSplitColumnNames|(limit|featurization|training)Settings\\.[a-zA-Z]+)\\b");

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

  /// `text` with the paths and keys of an automl job's body as its YAML file has them:
  /// `limits.max_trials` for `taskDetails.limitSettings.maxTrials`.
  static String inYaml(String text) {
    String named =
        WIRE_PATH
            .matcher(text)
            .replaceAll(path ->
                Matcher.quoteReplacement(
                    snake(path.group(1))
                        .replaceFirst("^(limit|featurization|training|forecasting)_settings", "$1")
                        .replaceFirst("^limit\\b", "limits")
                        .replaceFirst("^(limits\\.(trial_)?timeout)$", "$1_minutes")
                        .replaceFirst("^n_cross_validations\\.value$", "n_cross_validations")));
    return WIRE_KEY.matcher(named).replaceAll(key -> snake(key.group()));
  }

  private static String plain(String word) {
    return word.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
  }
}
