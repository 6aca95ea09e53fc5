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

  LightGbm(String library, String model, int features) throws Throwable {
    var symbols = SymbolLookup.libraryLookup(Path.of(library), Arena.global());
    MethodHandle load = handle(symbols, "LGBM_BoosterLoadModelFromString", A, A, A);
    MethodHandle init =
        handle(
            symbols, "LGBM_BoosterPredictForMatSingleRowFastInit", A, I, I, I, I, I, A, A);
    fast = handle(symbols, "LGBM_BoosterPredictForMatSingleRowFast", A, A, A, A);
    Arena arena = Arena.global();
    MemorySegment booster = arena.allocate(A);
    MemorySegment fastConfig = arena.allocate(A);
    int failed = (int) load.invoke(arena.allocateFrom(model), arena.allocate(I), booster);
    MemorySegment handle = booster.get(ValueLayout.ADDRESS, 0);
    MemorySegment parameters = arena.allocateFrom("num_threads=1");
    failed |= (int) init.invoke(handle, 1, 0, -1, 1, features, parameters, fastConfig);
    if (failed != 0) {
      throw new IllegalStateException("LightGBM did not load the model");
    }
    config = fastConfig.get(ValueLayout.ADDRESS, 0);
    row = arena.allocate(ValueLayout.JAVA_DOUBLE, features);
  }

  private static MethodHandle handle(SymbolLookup symbols, String name, ValueLayout... types) {
    return Linker.nativeLinker()
        .downcallHandle(symbols.find(name).orElseThrow(), FunctionDescriptor.of(I, types));
  }

  double score(double[] values) throws Throwable {
    MemorySegment.copy(values, 0, row, ValueLayout.JAVA_DOUBLE, 0, values.length);
    int _ = (int) fast.invokeExact(config, row, length, out);
    return out.get(ValueLayout.JAVA_DOUBLE, 0);
  }
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

/// A table that `tables.py` wrote.
///
/// @param train how many of the first rows to train on
record Table(FeatureTable features, double[] target, int train, boolean binary) {
  int rows() {
    return target.length;
  }
}

static Table table(Path folder, String name) throws Exception {
  String[] fields =
      Files.readAllLines(folder.resolve("tables.txt")).stream()
          .map(line -> line.split(" "))
          .filter(line -> line[0].equals(name))
          .findFirst()
          .orElseThrow();
  int n = Integer.parseInt(fields[1]);
  int d = Integer.parseInt(fields[2]);
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
  double[] target = doubles(folder.resolve(name + ".y"), 0, n);
  return new Table(
      FeatureTable.of(features), target, Integer.parseInt(fields[3]), fields[4].equals("binary"));
}

static BoostSettings settings(Table table, int rounds) {
  return BoostSettings.defaults(table.binary() ? Loss.logistic() : Loss.squared())
      .withLeavesMax(63)
      .withThreads(Integer.getInteger("threads", 1))
      .withRounds(rounds);
}

static Boosted fit(BinnedTable binned, Table table, BoostSettings settings) {
  int[] rows = IntStream.range(0, table.train()).toArray();
  return Booster.fit(
      binned, rows, table.target(), null, new int[0], settings, StopSignal.never());
}

/// Scores one row.
interface Scorer {
  double score(double[] row) throws Throwable;
}

/// The least nanoseconds a row of several runs over all rows.
static double nanosPerRow(double[][] rows, int runs, Scorer scorer) throws Throwable {
  double fastest = Double.POSITIVE_INFINITY;
  double sum = 0;
  for (int run = 0; run < runs; run++) {
    long from = System.nanoTime();
    for (double[] row : rows) {
      sum += scorer.score(row);
    }
    fastest = Math.min(fastest, (System.nanoTime() - from) / (double) rows.length);
  }
  if (Double.isNaN(sum)) {
    throw new IllegalStateException("a score is not a number");
  }
  return fastest;
}

static double[][] heldOut(Table table) {
  double[][] rows = new double[table.rows() - table.train()][table.features().features().size()];
  for (int r = 0; r < rows.length; r++) {
    table.features().row(table.train() + r, rows[r]);
  }
  return rows;
}

void main(String[] args) throws Throwable {
  String name = args[1];
  Table table = table(Path.of(args[0]), name);
  BoostSettings settings = settings(table, Integer.parseInt(args[2]));
  BinnedTable binned = BinnedTable.of(table.features(), 255);
  TreeEnsemble ensemble = fit(binned, table, settings).ensemble();
  RowScorer scorer = TreeScorer.compile(ensemble);
  double[][] rows = heldOut(table);
  double[] out = new double[1];
  Scorer compiled = row -> {
    scorer.score(row, out);
    return out[0];
  };
  double fastest = nanosPerRow(rows, 60, compiled);
  double walk =
      nanosPerRow(
          rows,
          10,
          row -> {
            ensemble.score(row, out);
            return out[0];
          });
  double peer = Double.NaN;
  double largest = 0;
  if (args.length > 3) {
    List<String> names = table.features().features().stream().map(Feature::name).toList();
    String objective = table.binary() ? "binary sigmoid:1" : "regression";
    String model = new LightGbmModel(ensemble, names, objective).text();
    var lightGbm = new LightGbm(args[3], model, names.size());
    peer = nanosPerRow(rows, 10, lightGbm::score);
    for (double[] row : rows) {
      largest = Math.max(largest, Math.abs(compiled.score(row) - lightGbm.score(row)));
    }
  }
  System.out.printf(
      "lazuli %s trees=%d scorer=%s row_ns=%.0f plain_walk_ns=%.0f lightgbm_c_ns=%.0f largest_difference=%s%n",
      name, ensemble.trees().size(), scorer.getClass().getSimpleName(), fastest, walk, peer, largest);
}
