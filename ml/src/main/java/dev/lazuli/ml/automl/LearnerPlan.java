package dev.lazuli.ml.automl;

import dev.lazuli.ml.bayes.BayesSettings;
import dev.lazuli.ml.boost.BoostSettings;
import dev.lazuli.ml.boost.Growth;
import dev.lazuli.ml.kernel.KernelSvmSettings;
import dev.lazuli.ml.linear.SvmSettings;
import dev.lazuli.ml.neighbors.NeighborsSettings;
import dev.lazuli.ml.neural.NeuralSettings;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// A learner and its settings, ready to be fitted.
sealed interface LearnerPlan {
  /// Its settings as the leaderboard shows them.
  Map<String, String> params();

  /// What kind of learner it is, whatever its settings.
  default String kind() {
    return switch (this) {
      case Boosting _ -> "boosting";
      case Trees(BoostSettings settings, _) ->
          settings.rounds() == 1 ? "tree" : settings.extraTrees() ? "extra trees" : "forest";
      case Linear _ -> "linear";
      case Svm _ -> "svm";
      case KernelSvm _ -> "kernel svm";
      case Neighbors _ -> "neighbors";
      case Bayes _ -> "bayes";
      case Network _ -> "network";
      case Constant _ -> "constant";
    };
  }

  /// Gradient boosting.
  record Boosting(BoostSettings settings, TargetScale scale) implements LearnerPlan {
    @Override
    public Map<String, String> params() {
      Map<String, String> params = trees(settings);
      params.put("learning_rate", Double.toString(settings.learningRate()));
      if (settings.growth() != Growth.LEAF_WISE) {
        params.put("growth", settings.growth().name().toLowerCase(Locale.ROOT));
      }
      params.put("bagging_fraction", Double.toString(settings.rowFraction()));
      params.put("target_scale", scale.key());
      return params;
    }
  }

  /// Trees that are averaged: a random forest, extremely random trees, or one tree alone.
  record Trees(BoostSettings settings, TargetScale scale) implements LearnerPlan {
    @Override
    public Map<String, String> params() {
      Map<String, String> params = trees(settings);
      params.put("n_estimators", Integer.toString(settings.rounds()));
      params.put("target_scale", scale.key());
      return params;
    }
  }

  /// A linear model on a path of penalties.
  record Linear(double l1Ratio, TargetScale scale) implements LearnerPlan {
    @Override
    public Map<String, String> params() {
      Map<String, String> params = new LinkedHashMap<>();
      params.put("l1_ratio", Double.toString(l1Ratio));
      params.put("target_scale", scale.key());
      return params;
    }
  }

  /// A linear support vector machine with probabilities.
  record Svm(SvmSettings settings) implements LearnerPlan {
    @Override
    public Map<String, String> params() {
      return Map.of("C", Double.toString(settings.cost()));
    }
  }

  /// A support vector machine with a Gaussian kernel, of a standardised target.
  record KernelSvm(KernelSvmSettings settings, TargetScale scale) implements LearnerPlan {
    @Override
    public Map<String, String> params() {
      Map<String, String> params = new LinkedHashMap<>();
      params.put("kernel", "rbf");
      params.put("C", Double.toString(settings.cost()));
      params.put("gamma", settings.gamma() == 0 ? "scale" : Double.toString(settings.gamma()));
      params.put("target_scale", scale.key());
      return params;
    }
  }

  /// The nearest rows.
  record Neighbors(NeighborsSettings settings, TargetScale scale) implements LearnerPlan {
    @Override
    public Map<String, String> params() {
      Map<String, String> params = new LinkedHashMap<>();
      params.put("n_neighbors", Integer.toString(settings.neighbors()));
      params.put("weights", settings.voting().name().toLowerCase(Locale.ROOT));
      params.put("target_scale", scale.key());
      return params;
    }
  }

  /// A naive Bayes classifier.
  record Bayes(BayesSettings settings) implements LearnerPlan {
    @Override
    public Map<String, String> params() {
      Map<String, String> params = new LinkedHashMap<>();
      params.put("kind", settings.kind().name().toLowerCase(Locale.ROOT));
      params.put("alpha", Double.toString(settings.alpha()));
      return params;
    }
  }

  /// A feed-forward network.
  record Network(NeuralSettings settings, TargetScale scale) implements LearnerPlan {
    @Override
    public Map<String, String> params() {
      Map<String, String> params = new LinkedHashMap<>();
      params.put("hidden_layers", settings.hidden().toString());
      params.put("learning_rate", Double.toString(settings.learningRate()));
      params.put("batch_size", Integer.toString(settings.batch()));
      params.put("weight_decay", Double.toString(settings.weightDecay()));
      params.put("dropout", Double.toString(settings.dropout()));
      params.put("target_scale", scale.key());
      return params;
    }
  }

  /// The same prediction for every row.
  record Constant() implements LearnerPlan {
    @Override
    public Map<String, String> params() {
      return Map.of();
    }
  }

  private static Map<String, String> trees(BoostSettings settings) {
    Map<String, String> params = new LinkedHashMap<>();
    params.put("num_leaves", Integer.toString(settings.leavesMax()));
    params.put("max_depth", Integer.toString(settings.depthMax()));
    params.put("min_data_in_leaf", Integer.toString(settings.minRowsInLeaf()));
    params.put("feature_fraction", Double.toString(settings.columnFraction()));
    params.put("lambda_l1", Double.toString(settings.l1()));
    params.put("lambda_l2", Double.toString(settings.l2()));
    params.put("extra_trees", Boolean.toString(settings.extraTrees()));
    return params;
  }
}
