import dev.lazuli.ml.score.LightGbmModel;
import dev.lazuli.ml.score.RowScorer;
import dev.lazuli.ml.score.TreeEnsemble;
import dev.lazuli.ml.score.TreeScorer;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/// Scores 5,000 held out rows of one table and prints the processor nanoseconds a row, beside
/// LightGBM's C API and ONNX Runtime.
///
/// usage: java -cp ml/target/classes:onnxruntime.jar Score.java DIR NAME lib_lightgbm.so; `Model.java`
/// and `to_onnx.py` write the model before
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

  private interface Batch {
    void run() throws Throwable;
  }

  private static double nanosAll(int rows, int runs, Batch batch) throws Throwable {
    double fastest = Double.POSITIVE_INFINITY;
    for (int run = 0; run < runs; run++) {
      long from = cpuNanos();
      batch.run();
      fastest = Math.min(fastest, (cpuNanos() - from) / (double) rows);
    }
    return fastest;
  }

  public static void main(String[] args) throws Throwable {
    Path folder = Path.of(args[0]);
    BenchTable table = new BenchTable(folder, args[1], 0);
    int d = table.features.features().size();
    String text = Files.readString(folder.resolve(args[1] + ".txt"));
    TreeEnsemble ensemble = LightGbmModel.parse(text).ensemble();
    RowScorer scorer = TreeScorer.compile(ensemble);
    double[][] rows = new double[Math.min(5000, table.rows - table.train)][d];
    double[] flat = new double[rows.length * d];
    for (int r = 0; r < rows.length; r++) {
      table.features.row(table.train + r, rows[r]);
      System.arraycopy(rows[r], 0, flat, r * d, d);
    }
    var lightGbm = new LightGbm(args[2], text, d);
    double[] out = new double[1];
    double[] all = new double[rows.length];
    double own = nanos(rows, 60, row -> scorer.score(row, out));
    double batch = nanosAll(rows.length, 60, () -> scorer.scoreAll(flat, d, rows.length, all));
    double walk = nanos(rows, 5, row -> ensemble.score(row, out));
    double peer = nanos(rows, 15, lightGbm::score);
    double peerBatch;
    try (Arena arena = Arena.ofConfined()) {
      var flatRows = arena.allocateFrom(ValueLayout.JAVA_DOUBLE, flat);
      var scores = arena.allocate(ValueLayout.JAVA_DOUBLE, rows.length);
      peerBatch =
          nanosAll(rows.length, 15, () -> lightGbm.score(flatRows, rows.length, d, scores));
    }
    double onnx;
    double onnxBatch;
    try (var runtime = new OnnxRuntime(folder.resolve(args[1] + ".onnx").toString(), d)) {
      FloatBuffer floats = OnnxRuntime.buffer(flat.length);
      for (double value : flat) {
        floats.put((float) value);
      }
      floats.flip();
      onnx = nanos(rows, 15, runtime::score);
      onnxBatch = nanosAll(rows.length, 15, () -> runtime.score(floats, rows.length));
    }
    double largest = 0;
    for (int r = 0; r < rows.length; r++) {
      largest = Math.max(largest, Math.abs(all[r] - lightGbm.score(rows[r])));
    }
    System.out.printf(
        "lazuli %s trees=%d scorer=%s row_ns=%.0f batch_ns=%.0f plain_walk_ns=%.0f"
            + " lightgbm_c_ns=%.0f lightgbm_c_batch_ns=%.0f onnx_ns=%.0f onnx_batch_ns=%.0f"
            + " largest_difference=%s%n",
        table.name,
        ensemble.trees().size(),
        scorer.getClass().getSimpleName(),
        own,
        batch,
        walk,
        peer,
        peerBatch,
        onnx,
        onnxBatch,
        largest);
  }
}
