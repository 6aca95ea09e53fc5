import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.boost.BinnedTable;
import dev.lazuli.ml.boost.BoostSettings;
import dev.lazuli.ml.boost.Boosted;
import dev.lazuli.ml.boost.Booster;
import dev.lazuli.ml.boost.Feature;
import dev.lazuli.ml.boost.FeatureTable;
import dev.lazuli.ml.boost.Loss;
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

/// Trains our boosting on one table and prints the same line as `lightgbm_train.py`.
///
/// usage: java -cp ml/target/classes Train.java DIR NAME ROUNDS [RUNS]
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

/// Mean squared error or log loss of the rows that were not trained on.
static double heldOutLoss(Table table, Boosted model) {
  double loss = 0;
  double[] row = new double[table.features().features().size()];
  double[] out = new double[1];
  for (int r = table.train(); r < table.rows(); r++) {
    double y = table.target()[r];
    table.features().row(r, row);
    model.ensemble().score(row, out);
    model.link().apply(out);
    loss += table.binary() ? -Math.log(y == 1 ? out[0] : 1 - out[0]) : (out[0] - y) * (out[0] - y);
  }
  return loss / (table.rows() - table.train());
}

void main(String[] args) throws Exception {
  String name = args[1];
  int rounds = Integer.parseInt(args[2]);
  int runs = args.length > 3 ? Integer.parseInt(args[3]) : 4;
  Table table = table(Path.of(args[0]), name);
  double binning = cpuSeconds();
  BinnedTable binned = BinnedTable.of(table.features(), 255);
  binning = cpuSeconds() - binning;
  BoostSettings settings = settings(table, rounds);
  double cold = 0;
  double best = Double.POSITIVE_INFINITY;
  double wall = Double.POSITIVE_INFINITY;
  Boosted model = null;
  for (int run = 0; run < runs; run++) {
    double start = cpuSeconds();
    long from = System.nanoTime();
    model = fit(binned, table, settings);
    double seconds = cpuSeconds() - start;
    wall = Math.min(wall, (System.nanoTime() - from) / 1e9);
    cold = run == 0 ? seconds : cold;
    best = Math.min(best, seconds);
  }
  double loss = heldOutLoss(table, model);
  System.out.printf(
      "lazuli %s rounds=%d train_cpu_s=%.3f bin_cpu_s=%.3f loss=%.6g cold_cpu_s=%.3f wall_s=%.3f%n",
      name, rounds, best, binning, table.binary() ? loss : Math.sqrt(loss), cold, wall);
}
