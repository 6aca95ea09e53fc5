import dev.lazuli.ml.boost.BinnedTable;
import dev.lazuli.ml.boost.Boosted;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/// Trains our boosting on one table and prints the same lines as `lightgbm_train.py`.
///
/// usage: java -cp ml/target/classes Train.java DIR NAME ROUNDS RUNS FOLD...
final class Train {
  private Train() {}

  private static double cpuSeconds() {
    var os =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return os.getProcessCpuTime() / 1e9;
  }

  public static void main(String[] args) throws IOException {
    for (int i = 4; i < args.length; i++) {
      BenchTable table = new BenchTable(Path.of(args[0]), args[1], Integer.parseInt(args[i]));
      train(table, Integer.parseInt(args[2]), Integer.parseInt(args[3]));
    }
  }

  private static void train(BenchTable table, int rounds, int runs) {
    double binning = cpuSeconds();
    BinnedTable binned = BinnedTable.of(table.trainFeatures, 255);
    binning = cpuSeconds() - binning;
    double cold = 0;
    double best = Double.POSITIVE_INFINITY;
    double wall = Double.POSITIVE_INFINITY;
    double loss = 0;
    for (int run = 0; run < runs; run++) {
      double start = cpuSeconds();
      long from = System.nanoTime();
      Boosted model = table.fit(binned, rounds);
      double seconds = cpuSeconds() - start;
      wall = Math.min(wall, (System.nanoTime() - from) / 1e9);
      cold = run == 0 ? seconds : cold;
      best = Math.min(best, seconds);
      loss = run == 0 ? table.loss(model) : loss;
    }
    System.out.printf(
        "lazuli %s rounds=%d train_cpu_s=%.3f bin_cpu_s=%.3f loss=%.6g cold_cpu_s=%.3f wall_s=%.3f%n",
        table.name, rounds, best, binning, loss, cold, wall);
  }
}
