package dev.lazuli.automl;

import static dev.lazuli.schema.Field.optional;
import static dev.lazuli.schema.Field.standard;

import dev.lazuli.ml.prepare.ColumnPurpose;
import dev.lazuli.ml.prepare.Featurization;
import dev.lazuli.ml.prepare.Imputation;
import dev.lazuli.ml.prepare.Transformer;
import dev.lazuli.schema.Codec;
import dev.lazuli.schema.Codecs;
import dev.lazuli.schema.Description;
import dev.lazuli.schema.Field;
import dev.lazuli.schema.Words;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// How columns become features.
///
/// @param mode Azure's word: `Auto`, `Off` or `Custom`
/// @param columnTypes Azure's word for the use of a column, such as `Categorical`, by its name
/// @param blocked Azure's names of transformers
/// @param language ISO 639-2 code; empty when nothing is said
record FeatureSettings(
    String mode,
    Map<String, String> columnTypes,
    List<String> dropped,
    List<String> blocked,
    List<Imputer> imputers,
    String language) {
  /// Azure's own.
  static final FeatureSettings STANDARD =
      new FeatureSettings("Auto", Map.of(), List.of(), List.of(), List.of(), "");

  private static final List<String> COLUMN_TYPES =
      List.of("Categorical", "CategoricalHash", "DateTime", "Ignore", "Numeric", "Text");
  private static final List<String> TRANSFORMERS =
      List.of(Transformer.values()).stream().map(Transformer::azureName).toList();

  /// Languages written without spaces between words, by their ISO 639-2 codes.
  private static final List<String> WITHOUT_SPACES =
      List.of("zho", "jpn", "tha", "khm", "lao", "mya", "bod", "dzo");

  /// What stands in for missing values.
  ///
  /// @param fields columns; none for all
  record Imputer(List<String> fields, Rule rule) {
    static final Description<Imputer> DESCRIPTION =
        Description.of(
            "imputer",
            "What stands in for missing values of some columns.",
            fields -> {
              var columns =
                  fields.add(
                      optional("fields", Codecs.list(Codecs.text()), List.of(), Imputer::fields)
                          .meaning("The columns; by default all."));
              var rule =
                  fields.add(
                      optional("parameters", Rule.DESCRIPTION, Rule.STANDARD, Imputer::rule)
                          .meaning("What stands in."));
              return given -> new Imputer(given.get(columns), given.get(rule));
            });

    boolean isForward() {
      return rule.strategy().equals("ffill");
    }
  }

  /// What stands in for a missing value.
  ///
  /// @param strategy Azure's word
  record Rule(String strategy, double value) {
    static final Rule STANDARD = new Rule("mean", 0);
    static final Description<Rule> DESCRIPTION =
        Description.of(
            "rule",
            "What stands in for a missing value.",
            fields -> {
              var strategy =
                  fields.add(
                      standard(
                              "strategy",
                              Codecs.word(
                                  List.of("mean", "median", "most_frequent", "constant", "ffill")),
                              "mean",
                              Rule::strategy)
                          .meaning(
                              "`ffill` takes the value of the row before and is for forecasts."));
              var value =
                  fields.add(
                      optional("fill_value", Codecs.number(), 0.0, Rule::value)
                          .wire("fill_value")
                          .meaning("The value of the strategy `constant`."));
              return given -> new Rule(given.get(strategy), given.get(value));
            });
  }

  private static final Codec<List<Imputer>> IMPUTERS =
      Codecs.map(Codecs.list(Imputer.DESCRIPTION))
          .where(
              all -> all.keySet().stream().allMatch(name -> Words.same(name, "imputer")),
              "settings of the transformer 'Imputer', and of no other")
          .as(
              all -> all.values().stream().flatMap(List::stream).toList(),
              imputers -> imputers.isEmpty() ? Map.of() : Map.of("Imputer", imputers));

  private static final Field<FeatureSettings, String> MODE_FIELD =
      standard("mode", Codecs.word(List.of("Auto", "Off", "Custom")), "Auto", FeatureSettings::mode)
          .meaning("`off` uses columns as they are.");

  private static final Field<FeatureSettings, Map<String, String>> TYPES_FIELD =
      optional(
              "column_name_and_types",
              Codecs.map(Codecs.word(COLUMN_TYPES)),
              Map.of(),
              FeatureSettings::columnTypes)
          .meaning("How a column is used, by its name.");

  private static final Field<FeatureSettings, List<String>> DROPPED_FIELD =
      optional("drop_columns", Codecs.list(Codecs.text()), List.of(), FeatureSettings::dropped)
          .meaning("Columns that are left out.");

  private static final Field<FeatureSettings, List<String>> BLOCKED_FIELD =
      optional(
              "blocked_transformers",
              Codecs.list(Codecs.word(TRANSFORMERS)),
              List.of(),
              FeatureSettings::blocked)
          .meaning("Ways to make features that are not used.");

  private static final Field<FeatureSettings, List<Imputer>> IMPUTERS_FIELD =
      optional("transformer_params", IMPUTERS, List.of(), FeatureSettings::imputers)
          .meaning("What stands in for missing values: `imputer` and a list.");

  private static final Field<FeatureSettings, String> LANGUAGE_FIELD =
      optional("dataset_language", Codecs.text(), "", FeatureSettings::language)
          .meaning("Language of texts, by three letters: `eng`.");

  /// How they are written.
  ///
  /// @param isOfSeries whether rows follow each other
  static Description<FeatureSettings> description(boolean isOfSeries) {
    return Description.of(
        "featurization",
        "How columns become features.",
        fields -> {
          var mode = fields.add(MODE_FIELD);
          var types = fields.add(TYPES_FIELD);
          var dropped = fields.add(DROPPED_FIELD);
          var blocked = fields.add(BLOCKED_FIELD);
          var imputers = fields.add(IMPUTERS_FIELD);
          var language = fields.add(LANGUAGE_FIELD);
          fields.refuse(
              "enable_dnn_featurization",
              "is not done here: texts become counts and word statistics, not network embeddings");
          return given -> {
            FeatureSettings settings =
                new FeatureSettings(
                    given.get(mode),
                    given.get(types),
                    given.get(dropped),
                    given.get(blocked),
                    given.get(imputers),
                    given.get(language).toLowerCase(Locale.ROOT));
            given.require(
                !(settings.off() && settings.isCustom()),
                mode,
                "%s: featurization that is off takes no settings of columns; use custom",
                mode);
            given.require(
                isOfSeries || settings.imputers().stream().noneMatch(Imputer::isForward),
                imputers,
                "%s: the strategy 'ffill' takes the value of the row before, which only forecasting"
                    + " has: expected mean, median, most_frequent or constant",
                imputers);
            given.expect(
                settings.language().isEmpty() || languages().contains(settings.language()),
                language,
                "a code of three letters such as eng, deu or fra");
            given.refuse(
                WITHOUT_SPACES.contains(settings.language()),
                language,
                "'%s': texts are taken apart at spaces, which this language does not write; part the words with spaces first"
                    .formatted(settings.language()));
            return settings;
          };
        });
  }

  private static TreeSet<String> languages() {
    TreeSet<String> known = new TreeSet<>();
    for (String two : Locale.getISOLanguages()) {
      known.add(Locale.of(two).getISO3Language());
    }
    return known;
  }

  /// Whether columns are used as they are.
  boolean off() {
    return mode.equals("Off");
  }

  private boolean isCustom() {
    return !columnTypes.isEmpty() || !blocked.isEmpty() || !imputers.isEmpty();
  }

  /// What stands in for missing numbers, by column.
  Map<String, Imputation> imputations() {
    Map<String, Imputation> all = new LinkedHashMap<>();
    for (Imputer imputer : imputers) {
      Imputation rule = Imputation.of(imputer.rule().strategy(), imputer.rule().value());
      if (imputer.fields().isEmpty()) {
        all.put(Featurization.ALL, rule);
      }
      imputer.fields().forEach(field -> all.put(field, rule));
    }
    return all;
  }

  /// The uses of columns, by their names.
  Map<String, ColumnPurpose> purposes() {
    Map<String, ColumnPurpose> purposes = new LinkedHashMap<>();
    columnTypes.forEach((column, word) -> purposes.put(column, ColumnPurpose.of(word)));
    return purposes;
  }

  /// The same for the search.
  Featurization featurization() {
    return new Featurization(
        off(),
        purposes(),
        dropped,
        blocked.stream().map(Transformer::of).collect(Collectors.toSet()),
        imputations());
  }

  /// What is done differently here.
  List<String> remarks() {
    return language.isEmpty()
        ? List.of()
        : List.of(
            "dataset_language %s: words are taken as they are written, the same in every language"
                .formatted(language));
  }
}
