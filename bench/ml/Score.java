import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.boost.BinnedTable;
import dev.lazuli.ml.boost.BoostSettings;
import dev.lazuli.ml.boost.Boosted;
import dev.lazuli.ml.boost.Booster;
import dev.lazuli.ml.boost.Feature;
import dev.lazuli.ml.boost.FeatureTable;
import dev.lazuli.ml.boost.Loss;
import dev.lazuli.ml.score.LightGbmModel;
import dev.lazuli.ml.score.RowScorer;
import dev.lazuli.ml.score.TreeEnsemble;
import dev.lazuli.ml.score.TreeScorer;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Scores the held out rows of one table one by one and prints the nanoseconds a row.
///
/// usage: java -cp ml/target/classes Score.java DIR NAME ROUNDS [lib_lightgbm.so]
static final class LightGbm {
  private static final ValueLayout A = ValueLayout.ADDRESS;
  private static final ValueLayout I = ValueLayout.JAVA_INT;
  private final MethodHandle fast;
  private final MemorySegment config;
  private final MemorySegment row;
  private final MemorySegment length = Arena.global().allocate(ValueLayout.JAVA_LONG);
  private final MemorySegment out = Arena.global().allocate(ValueLayout.JAVA_DOUBLE);

  LightGbm(String library, String model, int features) throws Exception {
    var symbols = SymbolLookup.libraryLookup(Path.of(library), Arena.global());
    MethodHandle load = handle(symbols, "LGBM_BoosterLoadModelFromString", A, A, A);
    MethodHandle init =
        handle(
            symbols, "LGBM_BoosterPredictForMatSingleRowFastInit", A, I, I, I, I, I, A, A);
    fast = handle(symbols, "LGBM_BoosterPredictForMatSingleRowFast", A, A, A, A);
    Arena arena = Arena.global();
    MemorySegment booster = arena.allocate(A);
    MemorySegment fastConfig = arena.allocate(A);
    try {
      int failed = (int) load.invoke(arena.allocateFrom(model), arena.allocate(I), booster);
      MemorySegment handle = booster.get(ValueLayout.ADDRESS, 0);
      MemorySegment parameters = arena.allocateFrom("num_threads=1");
      failed |= (int) init.invoke(handle, 1, 0, -1, 1, features, parameters, fastConfig);
      if (failed != 0) {
        throw new IllegalStateException("LightGBM did not load the model");
      }
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
    config = fastConfig.get(ValueLayout.ADDRESS, 0);
    row = arena.allocate(ValueLayout.JAVA_DOUBLE, features);
  }

  private static MethodHandle handle(SymbolLookup symbols, String name, ValueLayout... types) {
    return Linker.nativeLinker()
        .downcallHandle(symbols.find(name).orElseThrow(), FunctionDescriptor.of(I, types));
  }

  double score(double[] values) {
    MemorySegment.copy(values, 0, row, ValueLayout.JAVA_DOUBLE, 0, values.length);
    try {
      int _ = (int) fast.invokeExact(config, row, length, out);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
    return out.get(ValueLayout.JAVA_DOUBLE, 0);
  }
}

static double cpuSeconds() {
  var os = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  return os.getProcessCpuTime() / 1e9;
}

static double[] doubles(Path file, long from, int count) throws Exception {
  double[] values = new double[count];
  try (FileChannel channel = FileChannel.open(file)) {
    ByteBuffer buffer = ByteBuffer.allocate(count * 8).order(ByteOrder.LITTLE_ENDIAN);
    channel.position(from * 8);
    while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
    buffer.flip().asDoubleBuffer();
    buffer.asDoubleBuffer().get(values);
  }
  return values;
}

void main(String[] args) throws Exception {
  Path folder = Path.of(args[0]);
  String name = args[1];
  int rounds = Integer.parseInt(args[2]);
  int runs = 1;
  String[] fields =
      Files.readAllLines(folder.resolve("tables.txt")).stream()
          .map(line -> line.split(" "))
          .filter(line -> line[0].equals(name))
          .findFirst()
          .orElseThrow();
  int n = Integer.parseInt(fields[1]);
  int d = Integer.parseInt(fields[2]);
  int train = Integer.parseInt(fields[3]);
  boolean binary = fields[4].equals("binary");
  List<String> categorical = Arrays.asList(fields[5].split(","));
  List<Feature> features = new ArrayList<>();
  for (int f = 0; f < d; f++) {
    double[] values = doubles(folder.resolve(name + ".x"), (long) f * n, n);
    if (categorical.contains(Integer.toString(f))) {
      int[] codes = Arrays.stream(values).mapToInt(v -> Double.isNaN(v) ? -1 : (int) v).toArray();
      int cardinality = Arrays.stream(codes).max().orElse(-1) + 1;
      features.add(new Feature.Categorical("x" + f, codes, cardinality));
    } else {
      features.add(new Feature.Numeric("x" + f, values));
    }
  }
  double[] y = doubles(folder.resolve(name + ".y"), 0, n);
  FeatureTable table = FeatureTable.of(features);
  double binning = cpuSeconds();
  BinnedTable binned = BinnedTable.of(table, 255);
  binning = cpuSeconds() - binning;
  int threads = Integer.getInteger("threads", 1);
  BoostSettings settings =
      BoostSettings.defaults(binary ? Loss.logistic() : Loss.squared())
          .withLeavesMax(63)
          .withThreads(threads)
          .withRounds(rounds);
  double cold = 0;
  double best = Double.POSITIVE_INFINITY;
  double wall = Double.POSITIVE_INFINITY;
  Boosted model = null;
  for (int run = 0; run < runs; run++) {
    double start = cpuSeconds();
    long from = System.nanoTime();
    model =
        Booster.fit(
            binned, IntStream.range(0, train).toArray(), y, null, new int[0], settings,
            StopSignal.never());
    double seconds = cpuSeconds() - start;
    wall = Math.min(wall, (System.nanoTime() - from) / 1e9);
    cold = run == 0 ? seconds : cold;
    best = Math.min(best, seconds);
  }
  TreeEnsemble ensemble = model.ensemble();
  RowScorer scorer = TreeScorer.compile(ensemble);
  double[][] rows = new double[n - train][d];
  for (int r = train; r < n; r++) {
    table.row(r, rows[r - train]);
  }
  double[] out = new double[1];
  double sum = 0;
  double fastest = Double.POSITIVE_INFINITY;
  for (int run = 0; run < 60; run++) {
    long from = System.nanoTime();
    for (double[] row : rows) {
      scorer.score(row, out);
      sum += out[0];
    }
    fastest = Math.min(fastest, (System.nanoTime() - from) / (double) rows.length);
  }
  double walk = Double.POSITIVE_INFINITY;
  for (int run = 0; run < 10; run++) {
    long from = System.nanoTime();
    for (double[] row : rows) {
      ensemble.score(row, out);
      sum += out[0];
    }
    walk = Math.min(walk, (System.nanoTime() - from) / (double) rows.length);
  }
  double peer = Double.NaN;
  double largest = 0;
  if (args.length > 3) {
    List<String> names = table.features().stream().map(Feature::name).toList();
    String objective = binary ? "binary sigmoid:1" : "regression";
    var lightGbm = new LightGbm(args[3], new LightGbmModel(ensemble, names, objective).text(), d);
    peer = Double.POSITIVE_INFINITY;
    for (int run = 0; run < 10; run++) {
      long from = System.nanoTime();
      for (double[] row : rows) {
        sum += lightGbm.score(row);
      }
      peer = Math.min(peer, (System.nanoTime() - from) / (double) rows.length);
    }
    for (double[] row : rows) {
      scorer.score(row, out);
      largest = Math.max(largest, Math.abs(out[0] - lightGbm.score(row)));
    }
  }
  System.out.printf(
      "lazuli %s trees=%d scorer=%s row_ns=%.0f plain_walk_ns=%.0f lightgbm_c_ns=%.0f largest_difference=%s (%.3f)%n",
      name, ensemble.trees().size(), scorer.getClass().getSimpleName(), fastest, walk, peer, largest, sum);
}
