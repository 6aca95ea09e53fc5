package dev.lazuli.ml.imports;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.boost.Link;
import dev.lazuli.ml.model.Member;
import dev.lazuli.ml.score.LightGbmModel;
import dev.lazuli.ml.score.Tree;
import dev.lazuli.ml.score.TreeEnsemble;
import java.util.List;

/// What LightGBM's objectives make of raw scores.
final class LightGbmImport {
  private LightGbmImport() {}

  static ImportedModel model(String text) {
    LightGbmModel model = LightGbmModel.parse(text);
    List<String> words = List.of(model.objective().strip().split(" +"));
    TreeEnsemble ensemble = model.ensemble();
    Link link = link(words, model.objective());
    double sigmoid = sigmoid(words);
    if (link == Link.LOGIT && sigmoid != 1) {
      List<Tree> scaled = ensemble.trees().stream().map(tree -> tree.scaled(sigmoid)).toList();
      ensemble = new TreeEnsemble(scaled, ensemble.features(), new double[ensemble.outputs()]);
    }
    List<ImportedFeature> features =
        model.featureNames().stream().<ImportedFeature>map(ImportedFeature.Numeric::new).toList();
    return ImportedModel.of("LightGBM", features, new Member.Trees(ensemble), link);
  }

  private static Link link(List<String> words, String objective) {
    boolean root = words.contains("sqrt");
    return switch (root ? "sqrt" : words.getFirst()) {
      case "regression",
          "regression_l1",
          "huber",
          "fair",
          "quantile",
          "mape",
          "lambdarank",
          "rank_xendcg",
          "custom",
          "none" ->
          Link.IDENTITY;
      case "poisson", "gamma", "tweedie" -> Link.LOG;
      case "binary", "cross_entropy" -> Link.LOGIT;
      case "multiclass" -> Link.SOFTMAX;
      default ->
          throw new InvalidInput(
              "objective", "the LightGBM objective '%s' is not supported".formatted(objective));
    };
  }

  private static double sigmoid(List<String> words) {
    for (String word : words) {
      if (word.startsWith("sigmoid:")) {
        try {
          return Double.parseDouble(word.substring("sigmoid:".length()));
        } catch (NumberFormatException e) {
          throw new InvalidInput("objective", "'%s' is no number".formatted(word));
        }
      }
    }
    return 1;
  }
}
