import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.boost.BinnedTable;
import dev.lazuli.ml.boost.BoostSettings;
import dev.lazuli.ml.boost.Boosted;
import dev.lazuli.ml.boost.Booster;
import dev.lazuli.ml.boost.Feature;
import dev.lazuli.ml.boost.FeatureTable;
import dev.lazuli.ml.boost.Loss;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// One table that `tables.py` wrote, and how it is trained on.
///
/// The rows are turned by a fifth for each fold, so that another fifth is held out, and after five
/// folds taken in steps of another prime, so that other fifths are.
final class BenchTable {
  private static final int[] STEPS = {1, 7, 11, 13, 17, 19, 23};

  final String name;
  final int rows;
  final int train;
  final boolean isBinary;
  final FeatureTable features;

  /// The features of the rows that train, on which alone bins are chosen.
  final FeatureTable trainFeatures;

  final double[] target;
  private final int fold;

  BenchTable(Path folder, String name, int fold) throws IOException {
    this.fold = fold;
    this.name = name;
    String[] fields =
        Files.readAllLines(folder.resolve("tables.txt")).stream()
            .map(line -> line.split(" "))
            .filter(line -> line[0].equals(name))
            .findFirst()
            .orElseThrow();
    rows = Integer.parseInt(fields[1]);
    train = Integer.parseInt(fields[3]);
    isBinary = fields[4].equals("binary");
    List<String> categorical = Arrays.asList(fields[5].split(","));
    List<Feature> list = new ArrayList<>();
    List<Feature> trainList = new ArrayList<>();
    for (int f = 0; f < Integer.parseInt(fields[2]); f++) {
      double[] values = doubles(folder.resolve(name + ".x"), (long) f * rows);
      boolean isCategorical = categorical.contains(Integer.toString(f));
      list.add(feature("x" + f, values, isCategorical));
      trainList.add(feature("x" + f, Arrays.copyOf(values, train), isCategorical));
    }
    features = FeatureTable.of(list);
    trainFeatures = FeatureTable.of(trainList);
    target = doubles(folder.resolve(name + ".y"), 0);
  }

  private static Feature feature(String name, double[] values, boolean isCategorical) {
    if (!isCategorical) {
      return new Feature.Numeric(name, values);
    }
    int[] codes = Arrays.stream(values).mapToInt(v -> Double.isNaN(v) ? -1 : (int) v).toArray();
    return new Feature.Categorical(name, codes, Arrays.stream(codes).max().orElse(-1) + 1);
  }

  private double[] doubles(Path file, long from) throws IOException {
    double[] all = new double[rows];
    ByteBuffer buffer = ByteBuffer.allocate(rows * 8).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(file)) {
      channel.position(from * 8);
      int read = 0;
      while (buffer.hasRemaining() && read >= 0) {
        read = channel.read(buffer);
      }
    }
    buffer.flip().asDoubleBuffer().get(all);
    double[] values = new double[rows];
    int turn = (int) ((long) rows * (fold % 5) / 5);
    for (int i = 0; i < rows; i++) {
      values[(i + turn) % rows] = all[(int) ((long) i * STEPS[fold / 5] % rows)];
    }
    return values;
  }

  Boosted fit(BinnedTable binned, int rounds) {
    BoostSettings settings =
        BoostSettings.defaults(isBinary ? Loss.logistic() : Loss.squared())
            .withLeavesMax(63)
            .withThreads(Integer.getInteger("threads", 1))
            .withRounds(rounds);
    int[] trainRows = IntStream.range(0, train).toArray();
    double[] trainTarget = Arrays.copyOf(target, train);
    return Booster.fit(
        binned, trainRows, trainTarget, null, new int[0], settings, StopSignal.never());
  }

  /// Log loss, or the root of the mean squared error, of the rows that did not train.
  double loss(Boosted model) {
    double sum = 0;
    double[] row = new double[features.features().size()];
    double[] out = new double[1];
    for (int r = train; r < rows; r++) {
      features.row(r, row);
      model.ensemble().score(row, out);
      model.link().apply(out);
      sum +=
          isBinary
              ? -Math.log(target[r] == 1 ? out[0] : 1 - out[0])
              : (out[0] - target[r]) * (out[0] - target[r]);
    }
    double mean = sum / (rows - train);
    return isBinary ? mean : Math.sqrt(mean);
  }
}
