package dev.lazuli.ml.table;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.ml.Oracle;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.anomaly.IsolationForest;
import dev.lazuli.ml.anomaly.IsolationSettings;
import dev.lazuli.ml.bayes.BayesFit;
import dev.lazuli.ml.bayes.BayesKind;
import dev.lazuli.ml.bayes.BayesSettings;
import dev.lazuli.ml.boost.FeatureTable;
import dev.lazuli.ml.cluster.Dbscan;
import dev.lazuli.ml.cluster.KMeans;
import dev.lazuli.ml.cluster.KMeansSettings;
import dev.lazuli.ml.decomposition.Pca;
import dev.lazuli.ml.decomposition.PcaSettings;
import dev.lazuli.ml.kernel.KernelSvm;
import dev.lazuli.ml.kernel.KernelSvmSettings;
import dev.lazuli.ml.linear.AveragedPerceptron;
import dev.lazuli.ml.linear.LinearSvm;
import dev.lazuli.ml.linear.PerceptronSettings;
import dev.lazuli.ml.linear.SvmLoss;
import dev.lazuli.ml.linear.SvmSettings;
import dev.lazuli.ml.neighbors.NeighborsFit;
import dev.lazuli.ml.neighbors.NeighborsSettings;
import dev.lazuli.ml.neural.NeuralFit;
import dev.lazuli.ml.neural.NeuralSettings;
import dev.lazuli.ml.tree.CartFit;
import dev.lazuli.ml.tree.CartSettings;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class StoppedLearnersTest {
  private static final double[][] X = {{1, 2}, {2, 1}, {3, 5}, {4, 4}, {5, 9}};
  private static final FeatureTable TABLE = Oracle.table(X);
  private static final double[] Y = {0, 1, 0, 1, 1};
  private static final int[] ROWS = {0, 1, 2, 3, 4};

  @Test
  void everyLearnerEndsWhenToldTo() {
    StopSignal stop = StopSignal.never();
    stop.stop();
    SvmSettings svm = SvmSettings.classification(2);
    BayesSettings bayes = BayesSettings.of(BayesKind.GAUSSIAN, 2);
    Map<String, ThrowingCallable> learners =
        Map.of(
            "primal svm", () -> LinearSvm.fit(TABLE, ROWS, Y, null, svm, stop),
            "dual svm",
                () -> LinearSvm.fit(TABLE, ROWS, Y, null, svm.withLoss(SvmLoss.HINGE), stop),
            "perceptron",
                () -> AveragedPerceptron.fit(TABLE, ROWS, Y, null, PerceptronSettings.of(2), stop),
            "neighbors",
                () -> NeighborsFit.fit(TABLE, ROWS, Y, null, NeighborsSettings.regression(), stop),
            "bayes", () -> BayesFit.fit(TABLE, ROWS, Y, null, bayes, stop),
            "network", () -> NeuralFit.fit(TABLE, ROWS, Y, null, NeuralSettings.regression(), stop),
            "tree", () -> CartFit.fit(TABLE, ROWS, Y, null, CartSettings.regression(), stop),
            "k-means", () -> KMeans.fit(X, KMeansSettings.of(2), stop),
            "pca", () -> Pca.fit(X, PcaSettings.all(), stop),
            "isolation forest", () -> IsolationForest.fit(X, IsolationSettings.defaults(), stop));

    assertThatThrownBy(
            () -> KernelSvm.fit(TABLE, ROWS, Y, null, KernelSvmSettings.classification(2), stop))
        .isInstanceOf(StopSignal.Stopped.class);
    learners.forEach((name, learner) ->
        assertThatThrownBy(learner).as(name).isInstanceOf(StopSignal.Stopped.class));
    assertThatThrownBy(() -> Dbscan.fit(X, 1, 2, stop)).isInstanceOf(StopSignal.Stopped.class);
  }
}
