package dev.lazuli.ml.automl;

import dev.lazuli.ml.boost.BinnedTable;
import dev.lazuli.ml.boost.BoostSettings;
import dev.lazuli.ml.boost.Boosted;
import dev.lazuli.ml.boost.Booster;
import dev.lazuli.ml.boost.Feature;
import dev.lazuli.ml.boost.FeatureTable;
import dev.lazuli.ml.boost.Link;
import dev.lazuli.ml.linear.LinearFit;
import dev.lazuli.ml.linear.LinearPath;
import dev.lazuli.ml.linear.LinearSettings;
import dev.lazuli.ml.model.Combination;
import dev.lazuli.ml.model.Member;
import dev.lazuli.ml.model.Task;
import dev.lazuli.ml.split.Folds;
import dev.lazuli.ml.split.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Learns a second layer from the out-of-fold predictions of the best trial of each algorithm, as
/// in [stacked generalisation](https://doi.org/10.1016/S0893-6080(05)80023-1).
final class Stacker {
  static final String STACK = "StackEnsemble";

  private static final int TRIALS_MAX = 8;
  private static final int FOLDS = 5;
  private static final double PENALTY = 1e-3;
  private static final int BINS = 63;

  private final AutoMlSettings settings;
  private final TrainingSet set;
  private final Evaluation evaluation;
  private final RunClock clock;
  private final double[] y;
  private final double @Nullable [] weights;

  Stacker(AutoMlSettings settings, TrainingSet set, Evaluation evaluation, RunClock clock) {
    this.settings = settings;
    this.set = set;
    this.evaluation = evaluation;
    this.clock = clock;
    this.y = evaluation.targets();
    this.weights = evaluation.weights();
  }

  /// A second layer over the best trials; empty when there are too few rows or algorithms.
  ///
  /// @param ranked completed trials, the best first
  Optional<Choice> stack(int number, List<Trial> ranked) {
    long start = clock.nanoTime().getAsLong();
    List<Trial> layer = layer(ranked);
    if (layer.size() < 2 || y.length < 2 * FOLDS) {
      return Optional.empty();
    }
    FeatureTable inputs = inputs(layer);
    SplittableRandom random = new SplittableRandom(settings.seed() + 17);
    List<Split> splits =
        isNumber()
            ? Folds.random(y.length, FOLDS, random)
            : Folds.stratified(Arrays.stream(y).mapToInt(c -> (int) c).toArray(), FOLDS, random);
    double[][] predictions = new double[set.target().outputs()][y.length];
    double penalty = 0;
    for (Split split : splits) {
      Second second = fit(inputs, part(split.train(), random), split.validation());
      penalty += second.penalty() / splits.size();
      predict(second.member(), inputs, split.validation(), predictions);
    }
    int[] all = IntStream.range(0, y.length).toArray();
    Member member = fit(inputs, part(all, random), penalty).member();
    Map<String, String> params = new LinkedHashMap<>();
    params.put("meta_learner", settings.ensembles().metaLearner().name());
    layer.forEach(trial -> params.put("trial_" + trial.plan().number(), trial.plan().algorithm()));
    double seconds = (clock.nanoTime().getAsLong() - start) / 1e9;
    double[] folds = evaluation.foldValues(predictions);
    TrialResult result =
        Chooser.result(evaluation, number, STACK, params, predictions, folds, seconds);
    return Optional.of(Choice.stacked(layer, member, predictions, result));
  }

  private boolean isNumber() {
    return set.target().task() == Task.REGRESSION;
  }

  /// The best trial of each algorithm, then others, within the limit of trees.
  private List<Trial> layer(List<Trial> ranked) {
    Set<String> algorithms = new LinkedHashSet<>();
    List<Trial> firsts =
        ranked.stream().filter(trial -> algorithms.add(trial.plan().algorithm())).toList();
    List<Trial> layer = new ArrayList<>();
    double trees = 0;
    for (Trial trial : firsts) {
      double more = Chooser.cost(trial);
      boolean fits = layer.isEmpty() || trees + more <= settings.ensembles().treesMax();
      if (fits && layer.size() < TRIALS_MAX) {
        layer.add(trial);
        trees += more;
      }
    }
    return layer;
  }

  private FeatureTable inputs(List<Trial> layer) {
    int outputs = set.target().outputs();
    int width = Combination.width(outputs);
    double[][] columns = new double[layer.size() * width][y.length];
    double[] row = new double[outputs];
    double[] out = new double[width];
    for (int t = 0; t < layer.size(); t++) {
      for (int i = 0; i < y.length; i++) {
        for (int j = 0; j < outputs; j++) {
          row[j] = layer.get(t).predictions()[j][i];
        }
        Combination.inputs(row, out, 0);
        for (int j = 0; j < width; j++) {
          columns[t * width + j][i] = out[j];
        }
      }
    }
    List<Feature> features = new ArrayList<>();
    for (int f = 0; f < columns.length; f++) {
      features.add(new Feature.Numeric("input" + f, columns[f]));
    }
    return FeatureTable.of(features);
  }

  /// The share of rows that the second layer may learn from.
  private int[] part(int[] rows, SplittableRandom random) {
    double share = settings.ensembles().metaShare();
    int[] some =
        share < 1 ? Arrays.stream(rows).filter(_ -> random.nextDouble() < share).toArray() : rows;
    return some.length < FOLDS ? rows : some;
  }

  private record Second(Member member, double penalty) {}

  /// Fits with a penalty that the held rows choose, where one is to be chosen.
  private Second fit(FeatureTable inputs, int[] train, int[] held) {
    if (settings.ensembles().metaLearner() != Ensembles.MetaLearner.LINEAR_CV) {
      return fit(inputs, train, PENALTY);
    }
    int cut = train.length * 4 / 5;
    int[] shuffled = train.clone();
    SplittableRandom random = new SplittableRandom(settings.seed() + held.length);
    for (int i = shuffled.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int value = shuffled[i];
      shuffled[i] = shuffled[other];
      shuffled[other] = value;
    }
    LinearPath.Best best =
        LinearPath.fit(
            inputs,
            Arrays.stream(shuffled, 0, cut).sorted().toArray(),
            Arrays.stream(shuffled, cut, shuffled.length).sorted().toArray(),
            y,
            weights,
            linear(),
            clock.hard(),
            clock.ensemble());
    return fit(inputs, train, best.lambda());
  }

  private Second fit(FeatureTable inputs, int[] train, double penalty) {
    return switch (settings.ensembles().metaLearner()) {
      case LINEAR, LINEAR_CV -> {
        Member.Part part =
            new Member.Linear(
                new LinearFit(inputs, train, y, weights, linear(), clock.hard())
                    .fit(Math.max(penalty, 1e-6)));
        yield new Second(Member.of(STACK, 1, part, trainer().linearLink()), penalty);
      }
      case BOOSTING -> {
        BoostSettings boost =
            BoostSettings.defaults(trainer().loss())
                .withRounds(60)
                .withLeavesMax(7)
                .withSeed(settings.seed());
        Boosted fit =
            Booster.fit(
                BinnedTable.of(inputs, BINS), train, y, weights, new int[0], boost, clock.hard());
        Link link = fit.link();
        yield new Second(Member.of(STACK, 1, new Member.Trees(fit.ensemble()), link), penalty);
      }
    };
  }

  private Trainer trainer() {
    return new Trainer(set, clock.hard());
  }

  private LinearSettings linear() {
    return trainer().linearSettings(0);
  }

  private static void predict(
      Member member, FeatureTable inputs, int[] rows, double[][] predictions) {
    double[] row = new double[inputs.features().size()];
    double[] scores = new double[member.part().model().outputs()];
    for (int i : rows) {
      inputs.row(i, row);
      member.part().model().score(row, scores);
      Fitted.predict(member, scores, predictions, i);
    }
  }
}
