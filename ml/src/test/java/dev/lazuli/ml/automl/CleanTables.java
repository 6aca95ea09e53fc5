package dev.lazuli.ml.automl;

import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/// Generated tables in which no column tells the target but by chance or by honest strength:
/// numbers of many shapes, counts, truth values, categories, ids in no order, times, and values
/// missing more often for some targets than for others.
final class CleanTables {
  private static final int COLUMNS = 9;

  private final int rows;
  private final SplittableRandom random;
  private final double[] signal;

  private CleanTables(int rows, long seed) {
    this.rows = rows;
    this.random = new SplittableRandom(seed);
    this.signal = random.doubles(rows).map(_ -> random.nextGaussian()).toArray();
  }

  /// A table with the target `y`: numbers for even seeds, else classes, some of them rare.
  static Frame of(long seed) {
    SplittableRandom sizes = new SplittableRandom(seed);
    return new CleanTables(sizes.nextInt(150, 1_500), seed).table(seed);
  }

  static boolean isNumber(long seed) {
    return seed % 2 == 0;
  }

  private Frame table(long seed) {
    List<Column> columns = new ArrayList<>();
    for (int c = 0; c < COLUMNS; c++) {
      columns.add(column("c" + c, (c + (int) seed) % 10));
    }
    columns.add(isNumber(seed) ? number(seed) : classes(seed));
    return new Frame(columns);
  }

  private Column number(long seed) {
    boolean skewed = seed % 4 == 0;
    return numbers(
        "y", ColumnType.NUMBER, row -> skewed ? Math.exp(noisy(row, 1)) : 100 * noisy(row, 1));
  }

  private Column classes(long seed) {
    double[] cuts = seed % 4 == 1 ? new double[] {2.2} : new double[] {-0.6, 0.9};
    int[] codes =
        IntStream.range(0, rows)
            .map(row -> {
              double value = noisy(row, 1);
              return (int) Arrays.stream(cuts).filter(cut -> value > cut).count();
            })
            .toArray();
    codes[0] = 0;
    codes[1] = 1;
    return new TextColumn("y", ColumnType.CATEGORY, codes, List.of("low", "middle", "high"));
  }

  private Column column(String name, int kind) {
    return switch (kind) {
      case 0 -> numbers(name, ColumnType.NUMBER, row -> noisy(row, 0.5));
      case 1 -> numbers(name, ColumnType.NUMBER, row -> Math.exp(3 * noisy(row, 2)));
      case 2 -> numbers(name, ColumnType.INTEGER, row -> Math.rint(5 * Math.abs(noisy(row, 3))));
      case 3 -> numbers(name, ColumnType.BOOLEAN, row -> noisy(row, 1) > 0.3 ? 1 : 0);
      case 4 ->
          numbers(name, ColumnType.NUMBER, row -> random.nextInt(20) < 17 ? 0 : noisy(row, 1));
      case 5 ->
          numbers(
              name,
              ColumnType.NUMBER,
              row -> random.nextDouble() < (signal[row] > 0 ? 0.7 : 0.2) ? Double.NaN : row % 13);
      case 6 ->
          numbers(name, ColumnType.DATETIME, row -> 8.64e7 * random.nextInt(9_000) + 3.6e6 * 7);
      case 7 -> texts(name, 6);
      case 8 -> texts(name, 70);
      default -> ids(name + "_id");
    };
  }

  /// Numbers that are all different, in no order.
  private Column ids(String name) {
    double[] ids = IntStream.range(0, rows).mapToDouble(row -> 10_000 + 7.0 * row).toArray();
    for (int i = rows - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      double id = ids[i];
      ids[i] = ids[other];
      ids[other] = id;
    }
    return new NumberColumn(name, ColumnType.INTEGER, ids);
  }

  private Column texts(String name, int count) {
    List<String> values = IntStream.range(0, count).mapToObj(i -> name + "-" + i).toList();
    int[] codes =
        IntStream.range(0, rows)
            .map(row ->
                random.nextInt(8) == 0
                    ? -1
                    : Math.clamp((int) (count / 2.0 + noisy(row, 1) * count / 5), 0, count - 1))
            .toArray();
    return new TextColumn(name, ColumnType.CATEGORY, codes, values);
  }

  private double noisy(int row, double noise) {
    return signal[row] + noise * random.nextGaussian();
  }

  private NumberColumn numbers(String name, ColumnType type, IntToDoubleFunction value) {
    return new NumberColumn(name, type, IntStream.range(0, rows).mapToDouble(value).toArray());
  }
}
