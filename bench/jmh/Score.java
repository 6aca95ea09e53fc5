package dev.lazuli.bench;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.bayes.BayesFit;
import dev.lazuli.ml.bayes.BayesKind;
import dev.lazuli.ml.bayes.BayesSettings;
import dev.lazuli.ml.boost.BinnedTable;
import dev.lazuli.ml.boost.BoostSettings;
import dev.lazuli.ml.boost.Booster;
import dev.lazuli.ml.boost.Loss;
import dev.lazuli.ml.explain.InterventionalExplainer;
import dev.lazuli.ml.explain.RowExplainer;
import dev.lazuli.ml.explain.TreeExplainer;
import dev.lazuli.ml.linear.Family;
import dev.lazuli.ml.linear.LinearFit;
import dev.lazuli.ml.linear.LinearSettings;
import dev.lazuli.ml.neighbors.NeighborsFit;
import dev.lazuli.ml.neighbors.NeighborsSettings;
import dev.lazuli.ml.neural.NeuralFit;
import dev.lazuli.ml.neural.NeuralSettings;
import dev.lazuli.ml.score.RowScorer;
import dev.lazuli.ml.score.TreeEnsemble;
import dev.lazuli.ml.score.TreeScorer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// One row: scored by each kind of model, and explained. 20,000 rows of 9 features were learned; the
/// boosted model has 300 trees of 63 leaves.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class Score {
  private static final int ROWS = 1024;

  private double[][] rows;
  private double[] out;
  private RowScorer boosting;
  private RowScorer linear;
  private RowScorer neighbors;
  private RowScorer bayes;
  private RowScorer network;
  private RowExplainer pathDependent;
  private RowExplainer interventional;
  private int next;

  /// Fits the models.
  @Setup
  public void fit() {
    BenchData data = new BenchData(20_000, 7, 1);
    StopSignal stop = StopSignal.never();
    rows = data.featureRows(ROWS);
    out = new double[16];
    TreeEnsemble trees =
        Booster.fit(
                BinnedTable.of(data.table(), 255),
                data.rows(),
                data.number(),
                null,
                new int[0],
                BoostSettings.defaults(Loss.squared()).withRounds(300).withLeavesMax(63),
                stop)
            .ensemble();
    boosting = TreeScorer.compile(trees);
    LinearSettings gaussian = LinearSettings.of(Family.GAUSSIAN, 1);
    linear =
        new LinearFit(data.table(), data.rows(), data.number(), null, gaussian, stop).fit(1e-4);
    neighbors =
        NeighborsFit.fit(
            data.table(),
            data.rows(),
            data.number(),
            null,
            NeighborsSettings.regression(),
            stop);
    bayes =
        BayesFit.fit(
            data.table(),
            data.rows(),
            data.label(),
            null,
            BayesSettings.of(BayesKind.GAUSSIAN, 2),
            stop);
    network =
        NeuralFit.fit(
            data.table(),
            data.rows(),
            data.number(),
            null,
            NeuralSettings.regression().withEpochs(2, 0),
            stop);
    TreeEnsemble few = trees.first(50);
    pathDependent = new TreeExplainer(few);
    interventional = new InterventionalExplainer(few, data.featureRows(100));
  }

  private double[] row() {
    next = (next + 1) % ROWS;
    return rows[next];
  }

  private double score(RowScorer scorer) {
    scorer.score(row(), out);
    return out[0];
  }

  @Benchmark
  public double boosting() {
    return score(boosting);
  }

  @Benchmark
  public double linear() {
    return score(linear);
  }

  @Benchmark
  public double neighbors() {
    return score(neighbors);
  }

  @Benchmark
  public double bayes() {
    return score(bayes);
  }

  @Benchmark
  public double network() {
    return score(network);
  }

  /// 50 trees.
  @Benchmark
  public double explainByPaths() {
    pathDependent.explain(row(), out);
    return out[0];
  }

  /// 50 trees, 100 background rows.
  @Benchmark
  public double explainByBackground() {
    interventional.explain(row(), out);
    return out[0];
  }
}
