package dev.lazuli.ml.automl;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.bayes.BayesFit;
import dev.lazuli.ml.bayes.BayesModel;
import dev.lazuli.ml.boost.Link;
import dev.lazuli.ml.kernel.KernelSvm;
import dev.lazuli.ml.kernel.KernelSvmModel;
import dev.lazuli.ml.kernel.KernelSvmSettings;
import dev.lazuli.ml.linear.LinearSvm;
import dev.lazuli.ml.model.Member;
import dev.lazuli.ml.neighbors.NeighborsFit;
import dev.lazuli.ml.neighbors.NeighborsModel;
import dev.lazuli.ml.neural.NeuralFit;
import dev.lazuli.ml.neural.NeuralModel;

/// Fits learners that see rows as vectors, and that need no validation rows to know when to end.
final class VectorTrainer {
  private final TrainingSet set;
  private final StopSignal stop;

  /// @param stop ends a fit at once, without a result
  VectorTrainer(TrainingSet set, StopSignal stop) {
    this.set = set;
    this.stop = stop;
  }

  /// What gives raw scores, and the link to predictions on the scale that was learned.
  record Scores(Member.Part part, Link link) {}

  Scores svm(LearnerPlan.Svm plan, int[] rows) {
    Member.Part part =
        new Member.Linear(
            LinearSvm.fitProbabilities(
                set.table(), rows, set.y(), set.weights(), plan.settings(), stop));
    return new Scores(part, Link.ofClasses(set.target().outputs()));
  }

  Scores kernelSvm(LearnerPlan.KernelSvm plan, int[] rows) {
    KernelSvmSettings settings = plan.settings();
    if (settings.classes() == 0) {
      KernelSvmModel numbers =
          KernelSvm.fitStandardised(
              set.table(), rows, set.target(plan.scale()), set.weights(), settings, stop);
      return new Scores(new Member.Kernel(numbers), Link.IDENTITY);
    }
    KernelSvmModel classes =
        KernelSvm.fitProbabilities(set.table(), rows, set.y(), set.weights(), settings, stop);
    return new Scores(new Member.Kernel(classes), Link.ofClasses(settings.classes()));
  }

  Scores neighbors(LearnerPlan.Neighbors plan, int[] rows) {
    NeighborsModel model =
        NeighborsFit.fit(
            set.table(), rows, set.target(plan.scale()), set.weights(), plan.settings(), stop);
    return new Scores(new Member.Neighbors(model), model.link());
  }

  Scores bayes(LearnerPlan.Bayes plan, int[] rows) {
    BayesModel model =
        BayesFit.fit(set.table(), rows, set.y(), set.weights(), plan.settings(), stop);
    return new Scores(new Member.Bayes(model), model.link());
  }

  /// @param softStop ends the fit soon, with the best pass so far
  Scores network(LearnerPlan.Network plan, int[] rows, StopSignal softStop) {
    NeuralModel model =
        NeuralFit.fit(
            set.table(),
            rows,
            set.target(plan.scale()),
            set.weights(),
            plan.settings(),
            stop,
            softStop);
    return new Scores(new Member.Network(model), model.link());
  }
}
