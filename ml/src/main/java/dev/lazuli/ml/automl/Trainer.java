package dev.lazuli.ml.automl;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.boost.BoostSettings;
import dev.lazuli.ml.boost.Boosted;
import dev.lazuli.ml.boost.Booster;
import dev.lazuli.ml.boost.FitControl;
import dev.lazuli.ml.boost.Forest;
import dev.lazuli.ml.boost.Link;
import dev.lazuli.ml.boost.Loss;
import dev.lazuli.ml.linear.Family;
import dev.lazuli.ml.linear.LinearFit;
import dev.lazuli.ml.linear.LinearModel;
import dev.lazuli.ml.linear.LinearPath;
import dev.lazuli.ml.linear.LinearSettings;
import dev.lazuli.ml.metric.Metric;
import dev.lazuli.ml.model.Member;
import dev.lazuli.ml.model.Task;
import dev.lazuli.ml.score.RowScorer;
import dev.lazuli.ml.score.Tree;
import dev.lazuli.ml.score.TreeEnsemble;
import dev.lazuli.ml.split.Split;
import java.util.ArrayList;
import java.util.List;

/// Fits learners on rows of a training set.
final class Trainer {
  /// How far above the training targets' greatest logarithm a prediction may go.
  private static final double LOG_MARGIN = 0.7;

  private final TrainingSet set;
  private final StopSignal stop;
  private final boolean byRanks;

  /// @param stop ends a fit at once, without a result
  Trainer(TrainingSet set, StopSignal stop) {
    this(set, stop, false);
  }

  private Trainer(TrainingSet set, StopSignal stop, boolean byRanks) {
    this.set = set;
    this.stop = stop;
    this.byRanks = byRanks;
  }

  /// The same, but that boosting of two classes ends by the area under the curve where models are
  /// judged by that; by the loss that is trained otherwise.
  Trainer judgedBy(Metric metric) {
    boolean ranks = metric == Metric.AUC_WEIGHTED || metric == Metric.AUC_MACRO;
    return new Trainer(set, stop, ranks && family() == Family.LOGISTIC);
  }

  /// Fits on the split's training rows and predicts its validation rows, which also tell when to
  /// end.
  ///
  /// @param softStop ends a fit soon, with what it has
  Fitted fit(TrialPlan plan, Split split, StopSignal softStop) {
    return switch (plan.learner()) {
      case LearnerPlan.Boosting(BoostSettings settings, TargetScale scale) ->
          boosted(plan, settings, scale, split, softStop);
      case LearnerPlan.Trees(BoostSettings settings, TargetScale scale) ->
          forest(plan, settings, scale, split, softStop);
      case LearnerPlan.Linear linear -> linear(plan, linear, split, softStop);
      case LearnerPlan.Svm _,
          LearnerPlan.KernelSvm _,
          LearnerPlan.Neighbors _,
          LearnerPlan.Bayes _,
          LearnerPlan.Network _,
          LearnerPlan.Constant _ ->
          untuned(plan, split, softStop);
    };
  }

  /// Fits a learner that validation rows tell nothing.
  private Fitted untuned(TrialPlan plan, Split split, StopSignal softStop) {
    VectorTrainer vectors = new VectorTrainer(set, stop);
    return switch (plan.learner()) {
      case LearnerPlan.Svm svm ->
          scored(plan, vectors.svm(svm, split.train()), TargetScale.PLAIN, split);
      case LearnerPlan.KernelSvm svm ->
          scored(plan, vectors.kernelSvm(svm, split.train()), svm.scale(), split);
      case LearnerPlan.Neighbors near ->
          scored(plan, vectors.neighbors(near, split.train()), near.scale(), split);
      case LearnerPlan.Bayes bayes ->
          scored(plan, vectors.bayes(bayes, split.train()), TargetScale.PLAIN, split);
      case LearnerPlan.Network network ->
          scored(plan, vectors.network(network, split.train(), softStop), network.scale(), split);
      case LearnerPlan.Constant _ -> constant(plan, split);
      case LearnerPlan.Boosting _, LearnerPlan.Trees _, LearnerPlan.Linear _ ->
          throw new IllegalStateException("this learner is tuned by validation rows");
    };
  }

  private Fitted scored(
      TrialPlan plan, VectorTrainer.Scores scores, TargetScale scale, Split split) {
    Member member = bounded(plan, scores.part(), link(scores.link(), scale), split.train());
    return new Fitted(member, predictions(member, split.validation()), 0, false);
  }

  /// Fits on these rows with what validation chose before.
  Fitted refit(TrialPlan plan, double tuning, int[] rows, StopSignal softStop) {
    Split split = new Split(rows, new int[0]);
    return switch (plan.learner()) {
      case LearnerPlan.Boosting(BoostSettings settings, TargetScale scale) ->
          boosted(
              plan,
              settings.withRounds(Math.max(1, (int) Math.round(tuning))).withPatience(0),
              scale,
              split,
              softStop);
      case LearnerPlan.Trees(BoostSettings settings, TargetScale scale) ->
          forest(plan, settings, scale, split, softStop);
      case LearnerPlan.Linear linear -> {
        LinearModel model =
            new LinearFit(
                    set.table(),
                    rows,
                    set.target(linear.scale()),
                    set.weights(),
                    linearSettings(linear.l1Ratio()),
                    stop)
                .fit(tuning);
        yield linear(plan, linear, split, model, tuning);
      }
      case LearnerPlan.Svm _,
          LearnerPlan.KernelSvm _,
          LearnerPlan.Neighbors _,
          LearnerPlan.Bayes _,
          LearnerPlan.Network _,
          LearnerPlan.Constant _ ->
          untuned(plan, split, softStop);
    };
  }

  private Fitted boosted(
      TrialPlan plan, BoostSettings settings, TargetScale scale, Split split, StopSignal softStop) {
    FitControl control = FitControl.of(stop).withSoftStop(softStop);
    int[] held = split.validation();
    Boosted fit =
        Booster.fit(
            set.binned(),
            split.train(),
            set.target(scale),
            set.weights(scale),
            held,
            settings,
            byRanks && RankLoss.suits(set.y(), held)
                ? control.withValidationLoss(new RankLoss(set.y(), set.weights(), held))
                : control);
    return fitted(plan, fit, scale, split).of(fit);
  }

  private Fitted forest(
      TrialPlan plan, BoostSettings settings, TargetScale scale, Split split, StopSignal softStop) {
    Boosted fit =
        Forest.fit(
            set.binned(),
            split.train(),
            set.target(scale),
            set.weights(scale),
            split.validation(),
            settings,
            FitControl.of(stop).withSoftStop(softStop));
    return fitted(plan, fit, scale, split);
  }

  private Fitted fitted(TrialPlan plan, Boosted fit, TargetScale scale, Split split) {
    Member member =
        bounded(plan, new Member.Trees(fit.ensemble()), link(fit.link(), scale), split.train());
    double[][] predictions = rawPredictions(member, fit.validationRaw(), fit.ensemble().outputs());
    return new Fitted(member, predictions, fit.iterations(), fit.isPartial());
  }

  private double[][] rawPredictions(Member member, double[] raw, int outputs) {
    int rows = raw.length / outputs;
    double[][] predictions = new double[set.target().outputs()][rows];
    double[] scores = new double[outputs];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(raw, row * outputs, scores, 0, outputs);
      Fitted.predict(member, scores, predictions, row);
    }
    return predictions;
  }

  private Fitted linear(
      TrialPlan plan, LearnerPlan.Linear linear, Split split, StopSignal softStop) {
    LinearPath.Best best =
        LinearPath.fit(
            set.table(),
            split.train(),
            split.validation(),
            set.target(linear.scale()),
            set.weights(),
            linearSettings(linear.l1Ratio()),
            stop,
            softStop);
    return linear(plan, linear, split, best.model(), best.lambda());
  }

  private Fitted linear(
      TrialPlan plan, LearnerPlan.Linear linear, Split split, LinearModel model, double lambda) {
    Member member =
        bounded(plan, new Member.Linear(model), link(linearLink(), linear.scale()), split.train());
    return new Fitted(member, predictions(member, split.validation()), lambda, false);
  }

  private Fitted constant(TrialPlan plan, Split split) {
    Loss loss = loss();
    double[] start = new double[loss.outputs()];
    for (int j = 0; j < start.length; j++) {
      start[j] = startScore(split.train(), j);
    }
    TreeEnsemble trees = new TreeEnsemble(List.<Tree>of(), set.table().features().size(), start);
    Member member = Member.of(plan.algorithm(), 1, new Member.Trees(trees), loss.link());
    return new Fitted(member, predictions(member, split.validation()), 0, false);
  }

  /// The mean, or the log-odds or log-probabilities of the classes' shares.
  private double startScore(int[] rows, int output) {
    double sum = 0;
    for (int row : rows) {
      double y = set.y()[row];
      sum +=
          switch (family()) {
            case GAUSSIAN, POISSON -> y;
            case LOGISTIC -> y;
            case MULTINOMIAL -> y == output ? 1 : 0;
          };
    }
    double share = (sum + 1e-3) / (rows.length + 2e-3);
    return switch (family()) {
      case GAUSSIAN -> sum / rows.length;
      case POISSON -> Math.log(sum / rows.length);
      case LOGISTIC -> Math.log(share / (1 - share));
      case MULTINOMIAL -> Math.log(share);
    };
  }

  /// What a model predicts for some rows, `outputs x rows`.
  double[][] predictions(Member member, int[] rows) {
    RowScorer scorer = member.part().model();
    double[][] predictions = new double[set.target().outputs()][rows.length];
    double[] row = new double[set.table().features().size()];
    double[] scores = new double[scorer.outputs()];
    for (int i = 0; i < rows.length; i++) {
      stop.checkAt(i);
      set.table().row(rows[i], row);
      scorer.score(row, scores);
      Fitted.predict(member, scores, predictions, i);
    }
    return predictions;
  }

  /// The member with bounds on its scores where they pass through an exponential.
  private Member bounded(TrialPlan plan, Member.Part part, Link link, int[] rows) {
    Member member = Member.of(plan.algorithm(), 1, part, link);
    if (link != Link.LOG) {
      return member;
    }
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (int row : rows) {
      min = Math.min(min, set.y()[row]);
      max = Math.max(max, set.y()[row]);
    }
    double low = min > 0 ? Math.log(min) - LOG_MARGIN : Double.NEGATIVE_INFINITY;
    return new Member(plan.algorithm(), 1, part, link, low, Math.log(max) + LOG_MARGIN);
  }

  private static Link link(Link link, TargetScale scale) {
    return scale == TargetScale.LOG ? Link.LOG : link;
  }

  private Family family() {
    if (set.target().task() == Task.REGRESSION) {
      return Family.GAUSSIAN;
    }
    return set.target().outputs() == 2 ? Family.LOGISTIC : Family.MULTINOMIAL;
  }

  /// Settings of a linear model of the task.
  LinearSettings linearSettings(double l1Ratio) {
    int classes = set.target().task() == Task.REGRESSION ? 1 : set.target().outputs();
    return LinearSettings.of(family(), classes).withL1Ratio(l1Ratio);
  }

  /// What makes predictions of a linear model's scores.
  Link linearLink() {
    return switch (family()) {
      case GAUSSIAN -> Link.IDENTITY;
      case POISSON -> Link.LOG;
      case LOGISTIC -> Link.LOGIT;
      case MULTINOMIAL -> Link.SOFTMAX;
    };
  }

  /// The loss of the task.
  Loss loss() {
    return switch (family()) {
      case GAUSSIAN -> Loss.squared();
      case POISSON -> Loss.poisson();
      case LOGISTIC -> Loss.logistic();
      case MULTINOMIAL -> Loss.softmax(set.target().outputs());
    };
  }

  /// One model for several fits of trees of the same plan, by the weighted mean of raw scores.
  ///
  /// @param shares of the fits, which sum to 1
  static Member bag(List<Member> members, List<Double> shares) {
    List<Tree> trees = new ArrayList<>();
    double[] start = new double[0];
    int features = 0;
    for (int m = 0; m < members.size(); m++) {
      if (!(members.get(m).part() instanceof Member.Trees(TreeEnsemble ensemble))) {
        throw new IllegalStateException("only trees can be put together");
      }
      features = ensemble.features();
      start = start.length == 0 ? new double[ensemble.outputs()] : start;
      for (Tree tree : ensemble.trees()) {
        trees.add(tree.scaled(shares.get(m)));
      }
      for (int j = 0; j < start.length; j++) {
        start[j] += ensemble.startScore(j) * shares.get(m);
      }
    }
    return members
        .getFirst()
        .scoredBy(new Member.Trees(new TreeEnsemble(trees, features, start)))
        .weighing(1);
  }
}
