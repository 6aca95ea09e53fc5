package dev.lazuli.ml.imports;

import dev.lazuli.ml.boost.Link;
import dev.lazuli.ml.json.Json;
import dev.lazuli.ml.linear.LinearModel;
import dev.lazuli.ml.model.Member;
import dev.lazuli.ml.score.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;

/// Reads a model as XGBoost's
/// [schema](https://xgboost.readthedocs.io/en/stable/tutorials/saving_model.html) has it.
final class XgboostReader {
  private static final String SOURCE = "XGBoost";

  private final Field learner;
  private final Field parameters;
  private final int width;
  private final int outputs;
  private final boolean untilBest;
  private final CodeSets codeSets = new CodeSets();

  /// @param untilBest whether trees after the best iteration are left out
  XgboostReader(Json json, boolean untilBest) {
    this.untilBest = untilBest;
    learner = Field.root(SOURCE, json).in("learner");
    parameters = learner.in("learner_model_param");
    width = parameters.in("num_feature").whole(1, ModelImports.FEATURES_MAX);
    outputs = Math.max(1, parameters.in("num_class").whole(0, ModelImports.OUTPUTS_MAX));
    int targets = parameters.find("num_target").map(field -> field.whole(1, 10_000)).orElse(1);
    if (targets > 1) {
      throw parameters.invalid("has %d targets; one is supported".formatted(targets));
    }
  }

  ImportedModel model() {
    Objective objective = objective();
    double[] start = start(objective);
    Field booster = learner.in("gradient_booster");
    String name = booster.in("name").text();
    List<ImportedFeature> features = features(booster);
    Member.Part part =
        switch (name) {
          case "gbtree" -> trees(booster.in("model"), Optional.empty(), features, start);
          case "dart" -> {
            Field weights = booster.in("weight_drop");
            Field model = booster.in("gbtree").in("model");
            yield trees(model, Optional.of(weights), features, start);
          }
          case "gblinear" -> linear(booster.in("model"), start);
          default -> throw booster.invalid("is a '%s', which is not supported".formatted(name));
        };
    return ImportedModel.of(SOURCE, features, part, objective.link());
  }

  /// What scores mean.
  ///
  /// @param margin from `base_score` to the score of no tree
  private record Objective(Link link, DoubleUnaryOperator margin) {}

  private Objective objective() {
    Field name = learner.in("objective").in("name");
    DoubleUnaryOperator same = base -> base;
    DoubleUnaryOperator logit = base -> -Math.log(1 / base - 1);
    return switch (name.text()) {
      case "reg:squarederror",
          "reg:linear",
          "reg:squaredlogerror",
          "reg:pseudohubererror",
          "reg:absoluteerror",
          "reg:quantileerror",
          "rank:pairwise",
          "rank:ndcg",
          "rank:map" ->
          new Objective(Link.IDENTITY, same);
      case "binary:logistic", "reg:logistic" -> new Objective(Link.LOGIT, logit);
      case "count:poisson", "reg:gamma", "reg:tweedie" -> new Objective(Link.LOG, Math::log);
      case "multi:softprob", "multi:softmax" -> new Objective(Link.SOFTMAX, same);
      default -> throw name.invalid("is '%s', which is not supported".formatted(name.text()));
    };
  }

  /// One number for all outputs, or from XGBoost 3 on a list in brackets.
  private double[] start(Objective objective) {
    Field base = parameters.in("base_score");
    String text = base.json() instanceof Json.Text(String value) ? value : "" + base.number();
    double[] scores =
        Stream.of(text.replaceAll("[\\[\\]\\s]", "").split(","))
            .mapToDouble(score -> new Field(new Json.Text(score), base.path()).number())
            .toArray();
    if (scores.length != 1 && scores.length != outputs) {
      throw base.invalid("has %d values for %d outputs".formatted(scores.length, outputs));
    }
    double[] start = new double[outputs];
    Arrays.setAll(start, k -> objective.margin().applyAsDouble(scores[k % scores.length]));
    for (double score : start) {
      if (!Double.isFinite(score)) {
        throw base.invalid("is out of the objective's range");
      }
    }
    return start;
  }

  private List<ImportedFeature> features(Field booster) {
    Field names = learner.in("feature_names");
    List<String> given = names.texts();
    if (!given.isEmpty() && given.size() != width) {
      throw names.invalid("has %d names for %d features".formatted(given.size(), width));
    }
    List<ImportedFeature> features = new ArrayList<>();
    for (int f = 0; f < width; f++) {
      features.add(new ImportedFeature.Numeric(given.isEmpty() ? "f" + f : given.get(f)));
    }
    List<Field> encodings =
        booster
            .find("model")
            .flatMap(model -> model.find("cats"))
            .or(() -> booster.find("gbtree").flatMap(tree -> tree.in("model").find("cats")))
            .map(cats -> cats.in("enc").items())
            .orElse(List.of());
    if (encodings.size() > width) {
      throw booster.invalid("has categories of %d features".formatted(encodings.size()));
    }
    for (int f = 0; f < encodings.size(); f++) {
      List<String> values = categories(encodings.get(f));
      if (!values.isEmpty()) {
        features.set(f, new ImportedFeature.Category(features.get(f).name(), values, false));
      }
    }
    return features;
  }

  /// Strings as bytes one after the other with their offsets, or numbers.
  ///
  /// XGBoost 3 writes offsets of characters, which are no offsets of bytes beyond ASCII.
  private static List<String> categories(Field encoding) {
    Field values = encoding.in("values");
    if (encoding.find("offsets").isEmpty()) {
      return Arrays.stream(values.numbers())
          .mapToObj(value -> value == Math.rint(value) ? "%.0f".formatted(value) : "" + value)
          .toList();
    }
    int[] numbers = values.wholes();
    byte[] bytes = new byte[numbers.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) numbers[i];
      if (bytes[i] < 0) {
        throw values.invalid("has categories beyond ASCII, which XGBoost writes in pieces");
      }
    }
    int[] offsets = encoding.in("offsets").wholes();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i + 1 < offsets.length; i++) {
      int from = offsets[i];
      int to = offsets[i + 1];
      if (from < 0 || to < from || to > bytes.length) {
        throw encoding.invalid("has a category from %d to %d".formatted(from, to));
      }
      texts.add(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
    }
    return texts;
  }

  private Member.Part trees(
      Field model, Optional<Field> weights, List<ImportedFeature> features, double[] start) {
    List<Field> trees = model.in("trees").items();
    int[] outputOf = model.in("tree_info").wholes(trees.size());
    double[] shares = weights.map(Field::numbers).orElse(new double[0]);
    if (weights.isPresent() && shares.length != trees.size()) {
      throw model.invalid("has %d weights for %d trees".formatted(shares.length, trees.size()));
    }
    List<List<Tree>> byOutput = new ArrayList<>();
    for (int k = 0; k < outputs; k++) {
      byOutput.add(new ArrayList<>());
    }
    int count = count(model, trees.size());
    for (int t = 0; t < count; t++) {
      if (outputOf[t] < 0 || outputOf[t] >= outputs) {
        throw model.invalid("has a tree for output %d of %d".formatted(outputOf[t], outputs));
      }
      Tree tree = TreeAssembly.tree(new XgboostNodes(trees.get(t), features, codeSets));
      byOutput.get(outputOf[t]).add(shares.length == 0 ? tree : tree.scaled((float) shares[t]));
    }
    return new Member.Trees(TreeAssembly.ensemble(byOutput, width, start));
  }

  /// How many of the trees are used.
  private int count(Field model, int all) {
    Optional<Field> best =
        learner.find("attributes").flatMap(attributes -> attributes.find("best_iteration"));
    Optional<int[]> ends = model.find("iteration_indptr").map(Field::wholes);
    if (!untilBest || best.isEmpty() || ends.isEmpty()) {
      return all;
    }
    int end = best.get().whole(0, Integer.MAX_VALUE - 1) + 1;
    return end < ends.get().length ? Math.clamp(ends.get()[end], 0, all) : all;
  }

  /// A weight for each feature and output, then the biases; missing values add nothing.
  private Member.Part linear(Field model, double[] start) {
    double[] all = model.in("weights").numbers();
    if (all.length != (width + 1) * outputs) {
      throw model.invalid("has %d weights for %d features".formatted(all.length, width));
    }
    double[] weights = new double[2 * width * outputs];
    for (int f = 0; f < width; f++) {
      System.arraycopy(all, f * outputs, weights, 2 * f * outputs, outputs);
    }
    for (int k = 0; k < outputs; k++) {
      start[k] += all[width * outputs + k];
    }
    double[] low = new double[width];
    Arrays.fill(low, -Double.MAX_VALUE);
    double[] high = new double[width];
    Arrays.fill(high, Double.MAX_VALUE);
    return new Member.Linear(new LinearModel(new int[width], low, high, start, weights));
  }
}
