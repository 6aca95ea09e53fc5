package dev.lazuli.bench;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.boost.BinnedTable;
import dev.lazuli.ml.boost.BoostSettings;
import dev.lazuli.ml.boost.Boosted;
import dev.lazuli.ml.boost.Booster;
import dev.lazuli.ml.boost.Loss;
import dev.lazuli.ml.cluster.KMeans;
import dev.lazuli.ml.cluster.KMeansModel;
import dev.lazuli.ml.cluster.KMeansSettings;
import dev.lazuli.ml.linear.Family;
import dev.lazuli.ml.linear.LinearFit;
import dev.lazuli.ml.linear.LinearModel;
import dev.lazuli.ml.linear.LinearSettings;
import dev.lazuli.ml.linear.LinearSvm;
import dev.lazuli.ml.linear.SvmSettings;
import dev.lazuli.ml.neural.NeuralFit;
import dev.lazuli.ml.neural.NeuralModel;
import dev.lazuli.ml.neural.NeuralSettings;
import dev.lazuli.ml.score.TreeEnsemble;
import dev.lazuli.ml.tree.CartFit;
import dev.lazuli.ml.tree.CartSettings;
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

/// One fit of 20,000 rows of 22 features.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class Train {
  private BenchData data;
  private BinnedTable binned;
  private double[][] rows;

  /// Makes the table.
  @Setup
  public void make() {
    data = new BenchData(20_000, 20, 2);
    binned = BinnedTable.of(data.table(), 255);
    rows = data.featureRows(20_000);
  }

  @Benchmark
  public BinnedTable bin() {
    return BinnedTable.of(data.table(), 255);
  }

  /// 50 trees of 31 leaves.
  @Benchmark
  public Boosted boosting() {
    return Booster.fit(
        binned,
        data.rows(),
        data.number(),
        null,
        new int[0],
        BoostSettings.defaults(Loss.squared()).withRounds(50).withLeavesMax(31),
        StopSignal.never());
  }

  @Benchmark
  public LinearModel logistic() {
    LinearSettings settings = LinearSettings.of(Family.LOGISTIC, 2).withL1Ratio(0.5);
    StopSignal stop = StopSignal.never();
    return new LinearFit(data.table(), data.rows(), data.label(), null, settings, stop).fit(1e-3);
  }

  @Benchmark
  public LinearModel svm() {
    SvmSettings settings = SvmSettings.classification(2);
    return LinearSvm.fit(
        data.table(), data.rows(), data.label(), null, settings, StopSignal.never());
  }

  @Benchmark
  public TreeEnsemble tree() {
    CartSettings settings = CartSettings.classification(2).withRows(20, 10);
    return CartFit.fit(
        data.table(), data.rows(), data.label(), null, settings, StopSignal.never());
  }

  /// Five passes.
  @Benchmark
  public NeuralModel network() {
    NeuralSettings settings = NeuralSettings.classification(2).withEpochs(5, 0);
    return NeuralFit.fit(
        data.table(), data.rows(), data.label(), null, settings, StopSignal.never());
  }

  @Benchmark
  public KMeansModel kMeans() {
    return KMeans.fit(rows, KMeansSettings.of(8).withStarts(1), StopSignal.never());
  }
}
