package dev.lazuli.ml.boost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.ml.StopSignal;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionTest {
  /// Small tables are read by row; of large ones, large leaves by column and in several threads,
  /// small ones by row.
  @ParameterizedTest
  @ValueSource(ints = {1000, 620_000})
  void aSplitPartsTheRowsOfALeafAndKeepsTheirOrder(int n) {
    BinnedTable table = BinnedTable.of(Tables.mixed(n, 6, 9, 3).table(), 255);
    assertThat(table.column(0).isPresent()).isEqualTo(n > 1000);
    Split.Rule numbers = new Split.UpTo(40, true);
    Split.Rule codes = new Split.AnyOf(BinSet.EMPTY.with(0).with(3).with(7));
    Partition partition;
    StopSignal stop = StopSignal.never();
    try (Workers workers = new Workers(3, stop)) {
      partition = new Partition(n, 4, workers, stop);
      partition.start(Tables.rows(0, n), n);

      partition.split(0, 1, table, 0, numbers);
      partition.split(1, 2, table, 6, codes);
      partition.split(2, 3, table, 1, new Split.UpTo(3, false));
    }

    assertThat(rows(partition, 0)).isEqualTo(where(n, r -> numbers.goesLeft(bin(table, r, 0))));
    assertThat(rows(partition, 1))
        .isEqualTo(
            where(n, r -> !numbers.goesLeft(bin(table, r, 0)) && codes.goesLeft(bin(table, r, 6))));
    assertThat(IntStream.range(0, 4).map(partition::count).sum()).isEqualTo(n);
    assertThat(Arrays.stream(rows(partition, 2)).map(r -> bin(table, r, 1)).max().orElse(0))
        .isLessThanOrEqualTo(3);
  }

  private static int bin(BinnedTable table, int row, int feature) {
    return table.codes()[row * table.features() + feature] & 255;
  }

  private static int[] where(int n, IntPredicate goes) {
    return IntStream.range(0, n).filter(goes).toArray();
  }

  private static int[] rows(Partition partition, int leaf) {
    return Arrays.copyOfRange(partition.index(), partition.begin(leaf), partition.end(leaf));
  }
}
