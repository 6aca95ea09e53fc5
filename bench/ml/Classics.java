import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.cluster.KMeans;
import dev.lazuli.ml.cluster.KMeansSettings;
import dev.lazuli.ml.score.TreeEnsemble;
import dev.lazuli.ml.tree.CartFit;
import dev.lazuli.ml.tree.CartSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/// Grows a single tree and finds 20 clusters, from the first rows as centers, on one table of two
/// classes, and prints the same lines as `sklearn_classics.py`.
///
/// usage: java -cp ml/target/classes Classics.java DIR NAME
final class Classics {
  private static final int RUNS = 3;

  private Classics() {}

  private static double cpuSeconds() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
  }

  public static void main(String[] args) throws IOException {
    BenchTable table = new BenchTable(Path.of(args[0]), args[1], 0);
    int[] train = IntStream.range(0, table.train).toArray();
    for (int leaves : new int[] {Integer.MAX_VALUE, 64}) {
      CartSettings settings = CartSettings.classification(2).withSize(0, leaves);
      double best = Double.POSITIVE_INFINITY;
      TreeEnsemble tree = null;
      for (int run = 0; run < RUNS; run++) {
        double start = cpuSeconds();
        tree =
            CartFit.fit(table.features, train, table.target, null, settings, StopSignal.never());
        best = Math.min(best, cpuSeconds() - start);
      }
      String name = leaves == 64 ? "tree64" : "tree";
      print(name, table, best, "accuracy", accuracy(table, tree));
    }
    double[][] rows = new double[table.train][table.features.features().size()];
    for (int r = 0; r < rows.length; r++) {
      table.features.row(r, rows[r]);
    }
    double best = Double.POSITIVE_INFINITY;
    double inertia = 0;
    for (int run = 0; run < RUNS; run++) {
      double start = cpuSeconds();
      double[][] first = Arrays.copyOf(rows, 20);
      var model = KMeans.fit(rows, first, KMeansSettings.of(20), StopSignal.never());
      best = Math.min(best, cpuSeconds() - start);
      inertia = model.inertia() / rows.length;
    }
    print("kmeans", table, best, "inertia", inertia);
  }

  private static double accuracy(BenchTable table, TreeEnsemble tree) {
    double[] row = new double[table.features.features().size()];
    double[] out = new double[1];
    int right = 0;
    for (int r = table.train; r < table.rows; r++) {
      table.features.row(r, row);
      tree.score(row, out);
      right += out[0] > 0.5 == table.target[r] > 0.5 ? 1 : 0;
    }
    return right / (double) (table.rows - table.train);
  }

  private static void print(
      String what, BenchTable table, double seconds, String quality, double value) {
    System.out.printf(
        Locale.ROOT, "lazuli %s-%s cpu_s=%.3f %s=%.5g%n", table.name, what, seconds, quality, value);
  }
}
