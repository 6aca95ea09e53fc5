package dev.lazuli.ml.imports;

import dev.lazuli.ml.boost.Link;
import dev.lazuli.ml.json.Json;
import dev.lazuli.ml.model.Member;
import dev.lazuli.ml.model.SignatureType;
import dev.lazuli.ml.score.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads a model as CatBoost's [JSON](https://catboost.ai/docs/en/concepts/json-tutorial) has it.
///
/// Splits by statistics of categories, by text and by embeddings are refused; splits on single
/// categories need the texts of the categories, which CatBoost writes when it saves with a `pool`.
final class CatBoostReader {
  private static final String SOURCE = "CatBoost";

  private final Field root;
  private final List<ImportedFeature> features = new ArrayList<>();
  private final CatBoostSplits splits;

  CatBoostReader(Json json) {
    root = Field.root(SOURCE, json);
    splits = new CatBoostSplits();
    Field described = root.in("features_info");
    for (String kind : List.of("text_features", "embedding_features")) {
      if (described.find(kind).isPresent()) {
        throw described.invalid("has %s, which are not supported".formatted(kind));
      }
    }
    Map<Integer, ImportedFeature> flat = new HashMap<>();
    for (Field feature : items(described, "float_features")) {
      int place = place(feature);
      flat.put(place, number(feature, place));
    }
    Map<Integer, String> texts = texts(described);
    for (Field feature : items(described, "categorical_features")) {
      int place = place(feature);
      flat.put(place, category(feature, place, texts));
    }
    int width = flat.keySet().stream().mapToInt(place -> place + 1).max().orElse(0);
    for (int place = 0; place < width; place++) {
      features.add(flat.getOrDefault(place, new ImportedFeature.Numeric("f" + place)));
    }
  }

  private static List<Field> items(Field field, String name) {
    return field.find(name).map(Field::items).orElse(List.of());
  }

  private static int place(Field feature) {
    return feature.in("flat_feature_index").whole(0, ModelImports.FEATURES_MAX - 1);
  }

  /// The texts of categories by their hashes.
  private static Map<Integer, String> texts(Field described) {
    Map<Integer, String> texts = new HashMap<>();
    for (Field pair : items(described, "cat_features_hash")) {
      texts.put(hash(pair.in("hash").number()), pair.in("value").text());
    }
    return texts;
  }

  /// Hashes are written with and without their sign.
  static int hash(double number) {
    return (int) (long) number;
  }

  private static String name(Field feature, int place) {
    String given = feature.find("feature_id").map(Field::text).orElse("");
    return given.isEmpty() ? "f" + place : given;
  }

  private ImportedFeature number(Field feature, int place) {
    String treatment = feature.find("nan_value_treatment").map(Field::text).orElse("AsIs");
    int index = feature.in("feature_index").whole(0, ModelImports.FEATURES_MAX);
    splits.addNumber(index, place, treatment.equals("AsTrue"));
    return new ImportedFeature.Numeric(name(feature, place));
  }

  private ImportedFeature category(Field feature, int place, Map<Integer, String> texts) {
    List<String> values = new ArrayList<>();
    Map<Integer, Integer> codes = new HashMap<>();
    for (double number : feature.find("values").map(Field::numbers).orElse(new double[0])) {
      String text = texts.get(hash(number));
      if (text == null) {
        throw feature.invalid(
            "has categories by their hashes only: save the model with its training pool");
      }
      codes.put(hash(number), values.size());
      values.add(text);
    }
    int index = feature.in("feature_index").whole(0, ModelImports.FEATURES_MAX);
    splits.addCategory(index, place, codes);
    return new ImportedFeature.Category(name(feature, place), values, true);
  }

  ImportedModel model() {
    Field scale = root.in("scale_and_bias");
    List<Field> pair = scale.items();
    if (pair.size() != 2) {
      throw scale.invalid("has %d values, not 2".formatted(pair.size()));
    }
    double factor = pair.getFirst().number();
    double[] start =
        pair.getLast().json() instanceof Json.Items
            ? pair.getLast().numbers()
            : new double[] {pair.getLast().number()};
    if (start.length == 0 || start.length > ModelImports.OUTPUTS_MAX) {
      throw scale.invalid("has %d outputs".formatted(start.length));
    }
    List<List<Tree>> byOutput = new ArrayList<>();
    for (int k = 0; k < start.length; k++) {
      byOutput.add(new ArrayList<>());
    }
    Optional<Field> oblivious = root.find("oblivious_trees");
    for (Field tree : oblivious.orElseGet(() -> root.in("trees")).items()) {
      CatBoostNodes nodes =
          oblivious.isPresent()
              ? CatBoostNodes.oblivious(tree, splits, start.length)
              : CatBoostNodes.nested(tree, splits, start.length);
      Tree shape = TreeAssembly.tree(nodes);
      for (int k = 0; k < start.length; k++) {
        Tree own = k == 0 ? shape : TreeAssembly.tree(nodes.ofOutput(k));
        byOutput.get(k).add(factor == 1 ? own : own.scaled(factor));
      }
    }
    Member.Part part = new Member.Trees(TreeAssembly.ensemble(byOutput, features.size(), start));
    return new ImportedModel(SOURCE, features, part, link(), classes(), labelType());
  }

  private Link link() {
    Field loss = root.in("model_info").in("params").in("loss_function").in("type");
    return switch (loss.text()) {
      case "RMSE",
          "MAE",
          "Quantile",
          "LogLinQuantile",
          "Lq",
          "Expectile",
          "Huber",
          "MAPE",
          "LogCosh",
          "YetiRank",
          "YetiRankPairwise",
          "PairLogit",
          "PairLogitPairwise",
          "QueryRMSE",
          "QuerySoftMax" ->
          Link.IDENTITY;
      case "Poisson", "Tweedie" -> Link.LOG;
      case "Logloss", "CrossEntropy" -> Link.LOGIT;
      case "MultiClass" -> Link.SOFTMAX;
      default -> throw loss.invalid("is '%s', which is not supported".formatted(loss.text()));
    };
  }

  private Optional<Field> classParameters() {
    return root.in("model_info").find("class_params");
  }

  private List<String> classes() {
    List<Field> names =
        classParameters()
            .flatMap(parameters -> parameters.find("class_names"))
            .map(Field::items)
            .orElse(List.of());
    return names.stream()
        .map(name ->
            name.json() instanceof Json.Text(String text)
                ? text
                : "%.0f".formatted(Math.rint(name.number())))
        .toList();
  }

  private SignatureType labelType() {
    String type =
        classParameters()
            .flatMap(parameters -> parameters.find("class_label_type"))
            .map(Field::text)
            .orElse("");
    return switch (type) {
      case "Integer" -> SignatureType.LONG;
      case "String" -> SignatureType.STRING;
      case "Boolean" -> SignatureType.BOOLEAN;
      default -> SignatureType.DOUBLE;
    };
  }
}
