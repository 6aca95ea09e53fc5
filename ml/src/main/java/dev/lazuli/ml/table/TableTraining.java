package dev.lazuli.ml.table;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.automl.TargetReading;
import dev.lazuli.ml.bayes.BayesFit;
import dev.lazuli.ml.bayes.BayesKind;
import dev.lazuli.ml.bayes.BayesModel;
import dev.lazuli.ml.bayes.BayesSettings;
import dev.lazuli.ml.boost.BinnedTable;
import dev.lazuli.ml.boost.BoostSettings;
import dev.lazuli.ml.boost.Boosted;
import dev.lazuli.ml.boost.Booster;
import dev.lazuli.ml.boost.FitControl;
import dev.lazuli.ml.boost.Forest;
import dev.lazuli.ml.boost.Link;
import dev.lazuli.ml.boost.Loss;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.kernel.KernelSvm;
import dev.lazuli.ml.kernel.KernelSvmSettings;
import dev.lazuli.ml.linear.Family;
import dev.lazuli.ml.linear.LinearFit;
import dev.lazuli.ml.linear.LinearModel;
import dev.lazuli.ml.linear.LinearPath;
import dev.lazuli.ml.linear.LinearSettings;
import dev.lazuli.ml.linear.LinearSvm;
import dev.lazuli.ml.linear.SvmSettings;
import dev.lazuli.ml.metric.TargetSpread;
import dev.lazuli.ml.model.InputExample;
import dev.lazuli.ml.model.Member;
import dev.lazuli.ml.model.TabularModel;
import dev.lazuli.ml.model.Target;
import dev.lazuli.ml.model.Task;
import dev.lazuli.ml.neighbors.NeighborsFit;
import dev.lazuli.ml.neighbors.NeighborsModel;
import dev.lazuli.ml.neighbors.NeighborsSettings;
import dev.lazuli.ml.neural.NeuralFit;
import dev.lazuli.ml.neural.NeuralModel;
import dev.lazuli.ml.neural.NeuralSettings;
import dev.lazuli.ml.prepare.Featurization;
import dev.lazuli.ml.prepare.Preparation;
import dev.lazuli.ml.prepare.Prepared;
import dev.lazuli.ml.prepare.TargetValues;
import dev.lazuli.ml.split.HoldOut;
import dev.lazuli.ml.split.Split;
import dev.lazuli.ml.tree.CartFit;
import dev.lazuli.ml.tree.CartSettings;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// A table prepared for learning, from which single learners make models.
///
/// ```java
/// TabularModel model = TableTraining.regression(frame, "price").boosting(s -> s.withLeavesMax(31));
/// ```
///
/// Each method takes the learner's settings to begin with and gives back those to use. To try many
/// learners and keep the best is [dev.lazuli.ml.automl.AutoMl].
public final class TableTraining {
  private static final int BINS_MAX = 255;
  private static final int EXAMPLE_ROWS = 5;
  private static final double VALIDATION_SHARE = 0.1;
  private static final int PATIENCE = 50;
  private static final int ROUNDS_MAX = 2000;

  private final Target target;
  private final Prepared prepared;
  private final Frame features;
  private final double[] y;
  private final int[] rows;
  private final long seed;
  private final StopSignal stop;

  private TableTraining(
      Target target, Prepared prepared, Frame features, double[] y, long seed, StopSignal stop) {
    this.target = target;
    this.prepared = prepared;
    this.features = features;
    this.y = y;
    this.rows = IntStream.range(0, y.length).toArray();
    this.seed = seed;
    this.stop = stop;
  }

  /// Prepares a table to predict the number in column `target`, with seed 0.
  ///
  /// @throws dev.lazuli.ml.InvalidInput when the column holds no numbers, or nothing can be learned
  public static TableTraining regression(Frame frame, String target) {
    return of(frame, target, Task.REGRESSION, 0, StopSignal.never());
  }

  /// Prepares a table to predict the class in column `target`, with seed 0.
  ///
  /// @throws dev.lazuli.ml.InvalidInput when there is only one class, or nothing can be learned
  public static TableTraining classification(Frame frame, String target) {
    return of(frame, target, Task.CLASSIFICATION, 0, StopSignal.never());
  }

  /// Prepares a table; rows without a target are left out.
  ///
  /// @param seed decides every random choice
  /// @param stop ends the work, here and in each learner
  public static TableTraining of(
      Frame frame, String target, Task task, long seed, StopSignal stop) {
    Column all = frame.require(target);
    int[] known = IntStream.range(0, frame.rowCount()).filter(row -> !all.isMissing(row)).toArray();
    Frame rows = known.length == frame.rowCount() ? frame : frame.select(known);
    TargetReading reading = TargetReading.of(rows.require(target), task);
    double[] y = reading.values(rows.require(target));
    Frame features = rows.without(List.of(target));
    Prepared prepared =
        new Preparation(Featurization.automatic(), seed, stop)
            .learn(features, TargetValues.of(reading.target(), y));
    return new TableTraining(reading.target(), prepared, features, y, seed, stop);
  }

  /// What was found in the table, in sentences.
  public List<String> notes() {
    return prepared.notes();
  }

  /// Gradient boosting; a tenth of the rows tells the number of rounds, then all rows are used.
  public TabularModel boosting(UnaryOperator<BoostSettings> settings) {
    BinnedTable binned = BinnedTable.of(prepared.table(), BINS_MAX, stop);
    BoostSettings chosen =
        settings.apply(
            BoostSettings.defaults(loss())
                .withRounds(ROUNDS_MAX)
                .withPatience(PATIENCE)
                .withSeed(seed));
    if (chosen.patience() > 0 && y.length > 20) {
      Split split = split();
      Boosted tried = Booster.fit(binned, split.train(), y, null, split.validation(), chosen, stop);
      chosen = chosen.withRounds(tried.iterations());
    }
    Boosted boosted = Booster.fit(binned, rows, y, null, new int[0], chosen.withPatience(0), stop);
    return model("boosting", new Member.Trees(boosted.ensemble()), boosted.link());
  }

  /// A random forest.
  public TabularModel forest(UnaryOperator<BoostSettings> settings) {
    BinnedTable binned = BinnedTable.of(prepared.table(), BINS_MAX, stop);
    BoostSettings chosen = settings.apply(Forest.defaults(loss()).withSeed(seed));
    Boosted forest = Forest.fit(binned, rows, y, null, new int[0], chosen, FitControl.of(stop));
    return model("forest", new Member.Trees(forest.ensemble()), forest.link());
  }

  /// One decision tree.
  public TabularModel tree(UnaryOperator<CartSettings> settings) {
    CartSettings start =
        isNumber() ? CartSettings.regression() : CartSettings.classification(classes());
    return model(
        "tree",
        new Member.Trees(CartFit.fit(prepared.table(), rows, y, null, settings.apply(start), stop)),
        isNumber() ? Link.IDENTITY : Link.SHARES);
  }

  /// A linear model, or a logistic one for classes; a tenth of the rows tells the penalty.
  public TabularModel linear(UnaryOperator<LinearSettings> settings) {
    Family family =
        isNumber() ? Family.GAUSSIAN : classes() == 2 ? Family.LOGISTIC : Family.MULTINOMIAL;
    LinearSettings chosen = settings.apply(LinearSettings.of(family, isNumber() ? 1 : classes()));
    Split split = split();
    LinearPath.Best best =
        LinearPath.fit(
            prepared.table(),
            split.train(),
            split.validation(),
            y,
            null,
            chosen,
            stop,
            StopSignal.never());
    LinearModel linear =
        new LinearFit(prepared.table(), rows, y, null, chosen, stop).fit(best.lambda());
    Link link =
        switch (chosen.family()) {
          case GAUSSIAN -> Link.IDENTITY;
          case POISSON -> Link.LOG;
          case LOGISTIC -> Link.LOGIT;
          case MULTINOMIAL -> Link.SOFTMAX;
        };
    return model("linear", new Member.Linear(linear), link);
  }

  /// A linear support vector machine; for numbers on their standardised scale.
  public TabularModel svm(UnaryOperator<SvmSettings> settings) {
    if (!isNumber()) {
      SvmSettings chosen = settings.apply(SvmSettings.classification(classes()).withSeed(seed));
      LinearModel linear =
          LinearSvm.fitProbabilities(prepared.table(), rows, y, null, chosen, stop);
      return model("svm", new Member.Linear(linear), Link.ofClasses(classes()));
    }
    double mean = Arrays.stream(y).average().orElse(0);
    double deviation = TargetSpread.of(y).standardDeviation();
    double[] standard = Arrays.stream(y).map(value -> (value - mean) / deviation).toArray();
    SvmSettings chosen = settings.apply(SvmSettings.regression().withSeed(seed));
    LinearModel linear = LinearSvm.fit(prepared.table(), rows, standard, null, chosen, stop);
    return model("svm", new Member.Linear(linear.scaled(deviation, mean)), Link.IDENTITY);
  }

  /// A support vector machine with a Gaussian kernel; for numbers on their standardised scale.
  public TabularModel kernelSvm(UnaryOperator<KernelSvmSettings> settings) {
    if (isNumber()) {
      KernelSvmSettings chosen = settings.apply(KernelSvmSettings.regression());
      return model(
          "kernel svm",
          new Member.Kernel(
              KernelSvm.fitStandardised(prepared.table(), rows, y, null, chosen, stop)),
          Link.IDENTITY);
    }
    KernelSvmSettings chosen =
        settings.apply(KernelSvmSettings.classification(classes()).withSeed(seed));
    return model(
        "kernel svm",
        new Member.Kernel(
            KernelSvm.fitProbabilities(prepared.table(), rows, y, null, chosen, stop)),
        Link.ofClasses(classes()));
  }

  /// The nearest rows.
  public TabularModel neighbors(UnaryOperator<NeighborsSettings> settings) {
    NeighborsSettings start =
        isNumber() ? NeighborsSettings.regression() : NeighborsSettings.classification(classes());
    NeighborsModel found =
        NeighborsFit.fit(prepared.table(), rows, y, null, settings.apply(start), stop);
    return model("neighbors", new Member.Neighbors(found), found.link());
  }

  /// A naive Bayes classifier.
  ///
  /// @throws dev.lazuli.ml.InvalidInput when numbers are predicted
  public TabularModel bayes(BayesKind kind, UnaryOperator<BayesSettings> settings) {
    BayesSettings start = BayesSettings.of(kind, classes());
    BayesModel found = BayesFit.fit(prepared.table(), rows, y, null, settings.apply(start), stop);
    return model("bayes", new Member.Bayes(found), found.link());
  }

  /// A small neural network.
  public TabularModel network(UnaryOperator<NeuralSettings> settings) {
    NeuralSettings start =
        isNumber() ? NeuralSettings.regression() : NeuralSettings.classification(classes());
    NeuralModel found =
        NeuralFit.fit(prepared.table(), rows, y, null, settings.apply(start.withSeed(seed)), stop);
    return model("network", new Member.Network(found), found.link());
  }

  private boolean isNumber() {
    return target.task() == Task.REGRESSION;
  }

  private int classes() {
    return target.classes().size();
  }

  private Loss loss() {
    if (isNumber()) {
      return Loss.squared();
    }
    return classes() == 2 ? Loss.logistic() : Loss.softmax(classes());
  }

  private Split split() {
    SplittableRandom random = new SplittableRandom(seed);
    if (isNumber()) {
      return HoldOut.random(y.length, VALIDATION_SHARE, random);
    }
    int[] classes = Arrays.stream(y).mapToInt(value -> (int) value).toArray();
    return HoldOut.stratified(classes, VALIDATION_SHARE, random);
  }

  private TabularModel model(String name, Member.Part part, Link link) {
    return new TabularModel(
        target,
        prepared.encoder(),
        List.of(Member.of(name, 1, part, link)),
        InputExample.split(
            new Frame(
                prepared.encoder().signature().inputs().stream()
                    .map(input -> features.require(input.name()))
                    .toList()),
            EXAMPLE_ROWS));
  }
}
