package dev.lazuli.ml.prepare;

import dev.lazuli.ml.InvalidInput;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// A step of feature preparation that can be blocked, under Azure's name.
public enum Transformer {
  /// Codes of categories, which linear learners see as one column each.
  ONE_HOT_ENCODER("OneHotEncoder", true),
  /// Codes of categories.
  LABEL_ENCODER("LabelEncoder", true),
  /// Means of the target for each category.
  CAT_TARGET_ENCODER("CatTargetEncoder", true),
  /// Means of the target for the words of a text.
  TEXT_TARGET_ENCODER("TextTargetEncoder", true),
  /// Scores that are linear in the words of a text and pairs of them.
  TF_IDF("TfIdf", true),
  COUNT_VECTORIZER("CountVectorizer", false),
  WOE_TARGET_ENCODER("WoETargetEncoder", false),
  WORD_EMBEDDING("WordEmbedding", false),
  NAIVE_BAYES("NaiveBayes", false),
  HASH_ONE_HOT_ENCODER("HashOneHotEncoder", false);

  private final String azureName;
  private final boolean used;

  Transformer(String azureName, boolean used) {
    this.azureName = azureName;
    this.used = used;
  }

  /// Azure's name, such as `OneHotEncoder`.
  public String azureName() {
    return azureName;
  }

  /// Whether preparation here ever takes this step.
  public boolean isUsed() {
    return used;
  }

  /// The step of Azure's name, however it is spelled: `OneHotEncoder`, `one_hot_encoder`.
  ///
  /// @throws InvalidInput when there is none
  public static Transformer of(String name) {
    return Arrays.stream(values())
        .filter(transformer -> key(transformer.azureName).equals(key(name)))
        .findFirst()
        .orElseThrow(() ->
            new InvalidInput(
                "blocked_transformers",
                "'%s' is no transformer; there are %s"
                    .formatted(
                        name,
                        Arrays.stream(values())
                            .map(Transformer::azureName)
                            .collect(Collectors.joining(", ")))));
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
  }
}
