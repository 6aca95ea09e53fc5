package dev.lazuli.ml.automl;

import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Small generated tables.
public final class MixedTables {
  private MixedTables() {}

  /// Numbers, whole numbers, truth values, times, categories and text, some missing, with the
  /// targets `price` (positive), `kind` (three strings), `sold` (truth value) and `grade` (1, 2 or
  /// 5).
  public static Frame mixed(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] size = new double[rows];
    double[] rooms = new double[rows];
    double[] garden = new double[rows];
    double[] built = new double[rows];
    int[] city = new int[rows];
    int[] text = new int[rows];
    double[] price = new double[rows];
    int[] kind = new int[rows];
    double[] sold = new double[rows];
    double[] grade = new double[rows];
    List<String> words =
        List.of("quiet and green", "loud street", "near the École", "old, 2 floors");
    for (int row = 0; row < rows; row++) {
      size[row] = 20 + 180 * random.nextDouble();
      rooms[row] = 1 + random.nextInt(6);
      garden[row] = random.nextInt(2);
      built[row] = 1000L * random.nextLong(0, 1_700_000_000L);
      city[row] = random.nextInt(5);
      text[row] = random.nextInt(words.size());
      double value =
          5 * size[row] + 40 * city[row] + 60 * garden[row] + 30 * text[row] + built[row] / 1e10;
      price[row] = value + 20 * random.nextGaussian();
      kind[row] = value < 500 ? 0 : value < 900 ? 1 : 2;
      sold[row] = random.nextDouble() < value / 1400 ? 1 : 0;
      grade[row] = new double[] {1, 2, 5}[kind[row]];
      if (random.nextDouble() < 0.05) {
        size[row] = Double.NaN;
      }
      if (random.nextDouble() < 0.05) {
        city[row] = -1;
      }
      if (random.nextDouble() < 0.02) {
        built[row] = Double.NaN;
      }
    }
    return new Frame(
        List.of(
            new NumberColumn("size", ColumnType.NUMBER, size),
            new NumberColumn("rooms", ColumnType.INTEGER, rooms),
            new NumberColumn("garden", ColumnType.BOOLEAN, garden),
            new NumberColumn("built", ColumnType.DATETIME, built),
            new TextColumn(
                "city", ColumnType.CATEGORY, city, List.of("Ulm", "Köln", "Bonn", "10", "2.50")),
            new TextColumn("about", ColumnType.TEXT, text, words),
            new NumberColumn("price", ColumnType.NUMBER, price),
            new TextColumn("kind", ColumnType.CATEGORY, kind, List.of("small", "middle", "large")),
            new NumberColumn("sold", ColumnType.BOOLEAN, sold),
            new NumberColumn("grade", ColumnType.INTEGER, grade)));
  }

  /// The mixed table with one of its targets only.
  public static Frame withTarget(String target, int rows, long seed) {
    List<String> others =
        List.of("price", "kind", "sold", "grade").stream()
            .filter(name -> !name.equals(target))
            .toList();
    return mixed(rows, seed).without(others);
  }

  /// Rows to predict that hold what training did not: unknown categories, extreme numbers, empty
  /// texts, times before 1970, and missing values in every column.
  public static Frame strange(String target, int rows, long seed) {
    Frame usual = withTarget(target, rows, seed).without(List.of(target));
    SplittableRandom random = new SplittableRandom(seed + 1);
    List<Column> columns = new ArrayList<>();
    for (Column column : usual.columns()) {
      columns.add(
          switch (column) {
            case NumberColumn number -> strange(number, random);
            case TextColumn text -> strange(text, random);
          });
    }
    return new Frame(columns);
  }

  private static Column strange(NumberColumn column, SplittableRandom random) {
    double[] values = column.values().clone();
    for (int row = 0; row < values.length; row++) {
      if (random.nextInt(10) == 0) {
        values[row] =
            switch (column.type()) {
              case BOOLEAN -> Double.NaN;
              case DATETIME -> random.nextBoolean() ? Double.NaN : -3.1e12 + row * 7_654_321L;
              case INTEGER -> random.nextInt(-100, 100);
              case NUMBER, CATEGORY, TEXT -> random.nextBoolean() ? 1e15 : -1e15;
            };
      }
    }
    return new NumberColumn(column.name(), column.type(), values);
  }

  private static Column strange(TextColumn column, SplittableRandom random) {
    List<String> dictionary = new ArrayList<>(column.dictionary());
    dictionary.add("never seen, Ärger 7 😀");
    dictionary.add("");
    int[] codes = column.codes().clone();
    for (int row = 0; row < codes.length; row++) {
      if (random.nextInt(10) == 0) {
        codes[row] = random.nextInt(-1, dictionary.size());
      }
    }
    return new TextColumn(column.name(), column.type(), codes, dictionary);
  }
}
