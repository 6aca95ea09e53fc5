package dev.lazuli.ml.boost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistogramsTest {
  private static final int ROWS = 30_000;

  /// More than 32 features go in tiles; the tables from 44 on are large enough to be fetched ahead.
  @ParameterizedTest
  @ValueSource(ints = {4, 32, 33, 44, 70})
  void aHistogramHoldsTheSumOfEachBinOfEachDrawnFeature(int d) {
    BinnedTable table = BinnedTable.of(Tables.mixed(ROWS, d - 1, 9, 3).table(), 255);
    SplittableRandom random = new SplittableRandom(d);
    long[] packed = random.longs(ROWS, -1000, 1000).toArray();
    int[] index = IntStream.range(0, ROWS).filter(_ -> random.nextInt(3) > 0).toArray();
    int[] all = IntStream.range(0, d).toArray();
    int[] some = IntStream.range(0, d).filter(f -> f == 2 || random.nextInt(4) > 0).toArray();

    for (int[] features : new int[][] {all, some}) {
      for (int first : new int[] {0, Math.min(1, features.length - 1)}) {
        long[] histogram = new long[d << 8];
        int from = 7;
        int to = index.length - 5;
        new Histograms(table)
            .add(histogram, features, first, features.length, index, from, to, packed);

        assertThat(histogram).isEqualTo(plain(table, features, first, index, from, to, packed));
      }
    }
  }

  private static long[] plain(
      BinnedTable table, int[] features, int first, int[] index, int from, int to, long[] packed) {
    long[] histogram = new long[table.features() << 8];
    for (int j = first; j < features.length; j++) {
      for (int i = from; i < to; i++) {
        int code = table.codes()[index[i] * table.features() + features[j]] & 255;
        histogram[(features[j] << 8) + code] += packed[index[i]];
      }
    }
    return histogram;
  }
}
