package dev.lazuli.ml.forecast;

import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Made-up tables of daily sales.
final class SeriesTables {
  private static final long DAY_MILLIS = 86_400_000L;

  private SeriesTables() {}

  /// Shops with a weekly rhythm, a trend, and a price that matters; columns `day`, `shop`, `price`,
  /// `sold`.
  static Frame shops(int shops, int days, long seed) {
    int rows = shops * days;
    double[] times = new double[rows];
    double[] price = new double[rows];
    double[] sold = new double[rows];
    int[] codes = new int[rows];
    List<String> names = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(seed);
    double first = LocalDate.of(2025, 1, 1).toEpochDay() * (double) DAY_MILLIS;
    for (int shop = 0; shop < shops; shop++) {
      names.add("shop" + shop);
      double level = 20 + 30 * random.nextDouble();
      for (int day = 0; day < days; day++) {
        int row = shop * days + day;
        times[row] = first + day * (double) DAY_MILLIS;
        codes[row] = shop;
        price[row] = random.nextDouble() < 0.2 ? 0.7 : 1;
        sold[row] =
            level * (1 + 0.3 * Math.sin(2 * Math.PI * (day % 7) / 7)) * (2 - price[row])
                + 0.02 * day
                + random.nextGaussian();
      }
    }
    return new Frame(
        List.of(
            new NumberColumn("day", ColumnType.DATETIME, times),
            new TextColumn("shop", ColumnType.CATEGORY, codes, names),
            new NumberColumn("price", ColumnType.NUMBER, price),
            new NumberColumn("sold", ColumnType.NUMBER, sold)));
  }

  /// One series of these values, a day apart; columns `day`, `sold`.
  static Frame one(double[] values) {
    double[] times = new double[values.length];
    double first = LocalDate.of(2025, 1, 1).toEpochDay() * (double) DAY_MILLIS;
    for (int day = 0; day < times.length; day++) {
      times[day] = first + day * (double) DAY_MILLIS;
    }
    return new Frame(
        List.of(
            new NumberColumn("day", ColumnType.DATETIME, times),
            new NumberColumn("sold", ColumnType.NUMBER, values)));
  }

  /// The rows before and from a day on, counted from each series' first.
  static Frame days(Frame frame, int days, int from, int to) {
    int[] rows =
        IntStream.range(0, frame.rowCount())
            .filter(row -> row % days >= from && row % days < to)
            .toArray();
    return frame.select(rows);
  }

  static double[] numbers(Frame frame, String column) {
    Column found = frame.require(column);
    return ((NumberColumn) found).values();
  }
}
