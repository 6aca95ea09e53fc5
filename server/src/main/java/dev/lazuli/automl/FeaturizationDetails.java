package dev.lazuli.automl;

import dev.lazuli.base.Problem;
import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.prepare.Featurization;
import dev.lazuli.ml.prepare.Imputation;
import dev.lazuli.ml.prepare.Transformer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/// Reads the `featurizationSettings` of an AutoML job.
final class FeaturizationDetails {
  private static final List<String> COLUMN_TYPES =
      List.of("Categorical", "CategoricalHash", "DateTime", "Ignore", "Numeric", "Text");

  /// Languages written without spaces between words, by their ISO 639-2 codes.
  private static final List<String> WITHOUT_SPACES =
      List.of("zho", "jpn", "tha", "khm", "lao", "mya", "bod", "dzo");

  private static final String STRATEGIES = "mean, median, most_frequent or constant";

  private static final String IMPUTER =
      "taskDetails.featurizationSettings.transformerParams.Imputer";

  private FeaturizationDetails() {}

  static AutoMlSpec.Features features(SpecReader reader, List<String> remarks) {
    String mode = reader.word("mode", List.of("Auto", "Off", "Custom"));
    Map<String, String> types = new LinkedHashMap<>();
    SpecReader columns = reader.child("columnNameAndTypes");
    reader
        .textByName("columnNameAndTypes")
        .keySet()
        .forEach(column -> types.put(column, columns.word(column, COLUMN_TYPES)));
    List<String> blocked = blocked(reader);
    List<String> dropped = reader.texts("dropColumns");
    Map<String, Imputation> imputers = imputers(reader.child("transformerParams"));
    boolean custom = !types.isEmpty() || !blocked.isEmpty() || !imputers.isEmpty();
    if (mode.equals("Off") && custom) {
      throw new Problem.Invalid(
          reader.at("mode"), "featurization off takes no customisation: use mode custom");
    }
    language(reader, remarks);
    if (reader.truth("enableDnnFeaturization", false)) {
      throw new Problem.Unsupported(
          "%s: texts become counts and word statistics here, not network embeddings"
              .formatted(reader.at("enableDnnFeaturization")));
    }
    reader.refuseOthers();
    return new AutoMlSpec.Features(mode.equals("Off"), types, dropped, blocked, imputers);
  }

  private static List<String> blocked(SpecReader reader) {
    List<String> names = Arrays.stream(Transformer.values()).map(Transformer::azureName).toList();
    return reader.words("blockedTransformers", names);
  }

  /// The imputers of `{"Imputer": [{"fields": [...], "parameters": {"strategy": "median"}}]}`.
  private static Map<String, Imputation> imputers(SpecReader params) {
    Map<String, Imputation> imputers = new LinkedHashMap<>();
    for (String name : List.of("Imputer", "imputer")) {
      for (SpecReader one : params.children(name)) {
        SpecReader parameters = one.child("parameters");
        String strategy = parameters.text("strategy");
        double value = parameters.number("fill_value", 0);
        parameters.refuseOthers();
        List<String> fields = one.texts("fields");
        one.refuseOthers();
        Imputation rule = imputation(parameters, strategy.isEmpty() ? "mean" : strategy, value);
        if (fields.isEmpty()) {
          imputers.put(Featurization.ALL, rule);
        }
        fields.forEach(field -> imputers.put(field, rule));
      }
    }
    params.refuseOthers();
    return imputers;
  }

  private static Imputation imputation(SpecReader parameters, String strategy, double value) {
    try {
      return Imputation.of(strategy, value);
    } catch (InvalidInput wrong) {
      throw new Problem.Invalid(parameters.at("strategy"), strategy, STRATEGIES);
    }
  }

  /// Refuses what only series can be filled with.
  static AutoMlSpec.Features ofRows(AutoMlSpec.Features asked) {
    asked
        .imputers()
        .forEach((column, rule) -> {
          if (rule.strategy() == Imputation.Strategy.FORWARD) {
            throw new Problem.Invalid(
                IMPUTER,
                ("%s strategy 'ffill' takes the value of the row before, which only forecasting"
                        + " has: expected %s")
                    .formatted(IMPUTER, STRATEGIES));
          }
        });
    return asked;
  }

  private static void language(SpecReader reader, List<String> remarks) {
    String code = reader.text("datasetLanguage").toLowerCase(Locale.ROOT);
    if (code.isEmpty()) {
      return;
    }
    TreeSet<String> known = new TreeSet<>();
    for (String two : Locale.getISOLanguages()) {
      known.add(Locale.of(two).getISO3Language());
    }
    if (!known.contains(code)) {
      throw new Problem.Invalid(
          reader.at("datasetLanguage"), code, "a code of three letters such as eng, deu or fra");
    }
    if (WITHOUT_SPACES.contains(code)) {
      throw new Problem.Unsupported(
          "%s '%s': texts are taken apart at spaces, which this language does not write; use a "
                  .formatted(reader.at("datasetLanguage"), code)
              + "language that does, or part the words with spaces first");
    }
    remarks.add(
        "datasetLanguage %s: words are taken as they are written, the same in every language"
            .formatted(code));
  }
}
