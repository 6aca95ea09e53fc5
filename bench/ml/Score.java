import dev.lazuli.ml.boost.BinnedTable;
import dev.lazuli.ml.boost.Feature;
import dev.lazuli.ml.score.LightGbmModel;
import dev.lazuli.ml.score.RowScorer;
import dev.lazuli.ml.score.TreeEnsemble;
import dev.lazuli.ml.score.TreeScorer;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;

/// Scores 5,000 held out rows of one table and prints the processor nanoseconds a row, beside LightGBM's C API.
///
/// usage: java -cp ml/target/classes Score.java DIR NAME ROUNDS lib_lightgbm.so
final class Score {
  private Score() {}

  private interface Scoring {
    void row(double[] row) throws Throwable;
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /// The fewest processor nanoseconds a row of several runs over all rows.
  private static double nanos(double[][] rows, int runs, Scoring scoring) throws Throwable {
    double fastest = Double.POSITIVE_INFINITY;
    for (int run = 0; run < runs; run++) {
      long from = cpuNanos();
      for (double[] row : rows) {
        scoring.row(row);
      }
      fastest = Math.min(fastest, (cpuNanos() - from) / (double) rows.length);
    }
    return fastest;
  }

  public static void main(String[] args) throws Throwable {
    BenchTable table = new BenchTable(Path.of(args[0]), args[1]);
    int d = table.features.features().size();
    TreeEnsemble ensemble =
        table.fit(BinnedTable.of(table.features, 255), Integer.parseInt(args[2])).ensemble();
    RowScorer scorer = TreeScorer.compile(ensemble);
    double[][] rows = new double[Math.min(5000, table.rows - table.train)][d];
    double[] flat = new double[rows.length * d];
    for (int r = 0; r < rows.length; r++) {
      table.features.row(table.train + r, rows[r]);
      System.arraycopy(rows[r], 0, flat, r * d, d);
    }
    List<String> names = table.features.features().stream().map(Feature::name).toList();
    String objective = table.isBinary ? "binary sigmoid:1" : "regression";
    var lightGbm = new LightGbm(args[3], new LightGbmModel(ensemble, names, objective).text(), d);
    double[] out = new double[1];
    double[] all = new double[rows.length];
    double own = nanos(rows, 60, row -> scorer.score(row, out));
    double batch = Double.POSITIVE_INFINITY;
    for (int run = 0; run < 60; run++) {
      long from = cpuNanos();
      scorer.scoreAll(flat, d, rows.length, all);
      batch = Math.min(batch, (cpuNanos() - from) / (double) rows.length);
    }
    double walk = nanos(rows, 5, row -> ensemble.score(row, out));
    double peer = nanos(rows, 15, lightGbm::score);
    double peerBatch = Double.POSITIVE_INFINITY;
    try (Arena arena = Arena.ofConfined()) {
      var flatRows = arena.allocateFrom(ValueLayout.JAVA_DOUBLE, flat);
      var scores = arena.allocate(ValueLayout.JAVA_DOUBLE, rows.length);
      for (int run = 0; run < 15; run++) {
        long from = cpuNanos();
        lightGbm.score(flatRows, rows.length, d, scores);
        peerBatch = Math.min(peerBatch, (cpuNanos() - from) / (double) rows.length);
      }
    }
    double largest = 0;
    for (int r = 0; r < rows.length; r++) {
      largest = Math.max(largest, Math.abs(all[r] - lightGbm.score(rows[r])));
    }
    System.out.printf(
        "lazuli %s trees=%d scorer=%s row_ns=%.0f batch_ns=%.0f plain_walk_ns=%.0f"
            + " lightgbm_c_ns=%.0f lightgbm_c_batch_ns=%.0f largest_difference=%s%n",
        table.name,
        ensemble.trees().size(),
        scorer.getClass().getSimpleName(),
        own,
        batch,
        walk,
        peer,
        peerBatch,
        largest);
  }
}
