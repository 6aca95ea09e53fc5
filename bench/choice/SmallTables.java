package dev.lazuli.ml.automl;

import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.CsvOptions;
import dev.lazuli.ml.frame.CsvReader;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Small tables, each parted into rows to learn from and rows held out.
final class SmallTables {
  private static final int HELD_ROWS = 4_000;

  private SmallTables() {}

  /// A table in two parts.
  ///
  /// @param classes whether the target `y` is a class
  record Parted(String name, String target, boolean classes, Frame train, Frame held) {}

  /// What a row's target is made of.
  private interface Rule {
    double of(double[] x, int group);
  }

  /// Generated tables of a few shapes and sizes.
  static List<Parted> generated() {
    List<Parted> tables = new ArrayList<>();
    int seed = 1;
    for (int rows : new int[] {60, 120, 200, 400}) {
      tables.add(number("line", rows, 3, 0.3, seed++, (x, g) -> 3 * x[0] + g));
      tables.add(number("line-noisy", rows, 6, 2, seed++, (x, g) -> x[0] - x[1] + x[2] / 2));
      tables.add(
          number(
              "friedman",
              rows,
              8,
              1,
              seed++,
              (x, _) ->
                  10 * Math.sin(Math.PI * x[0] * x[1])
                      + 20 * (x[2] - 0.5) * (x[2] - 0.5)
                      + 10 * x[3]
                      + 5 * x[4]));
      tables.add(
          number("steps", rows, 5, 0.5, seed++, (x, g) -> (x[0] > 1 ? 4 : 0) + (x[1] > 0 ? g : 1)));
      tables.add(
          number("product", rows, 4, 0.3, seed++, (x, g) -> Math.exp(x[0] + x[1] / 2 + g / 4.0)));
      tables.add(label("logistic", rows, 5, seed++, (x, g) -> 2 * x[0] - x[1] + g - 1));
      tables.add(
          label("ring", rows, 3, seed++, (x, _) -> 4 - 4 * (x[0] * x[0] + x[1] * x[1])));
      tables.add(label("rare", rows, 6, seed++, (x, _) -> 1.5 * x[0] + x[1] - 3));
    }
    tables.add(number("wide", 100, 40, 1, seed++, (x, _) -> x[0] + x[1] + x[2] + x[3]));
    tables.add(label("wide-classes", 150, 40, seed++, (x, _) -> 2 * x[0] - 2 * x[1]));
    tables.add(number("cars", 32, 10, 2, seed++, (x, g) -> 20 - 4 * x[0] - 2 * x[1] + g));
    return tables;
  }

  /// Samples of real tables below a folder.
  static List<Parted> real(Path data) throws IOException {
    List<Parted> tables = new ArrayList<>();
    Frame cpu = read(data, "regression/cpu-hardware.csv");
    tables.add(parted("cpu", cpu, cpu.columns().getLast().name(), false, 140, 1));
    Frame heart = read(data, "classification/heart.csv");
    tables.add(parted("heart", heart, heart.columns().getLast().name(), true, 200, 1));
    Frame iris = read(data, "classification/iris.csv");
    tables.add(parted("iris", iris, iris.columns().getLast().name(), true, 90, 1));
    Frame diabetes = read(data, "diabetes/diabetes.csv");
    tables.add(parted("diabetes-150", diabetes, "Diabetic", true, 150, 1));
    tables.add(parted("diabetes-300", diabetes, "Diabetic", true, 300, 2));
    tables.add(parted("diabetes-600", diabetes, "Diabetic", true, 600, 3));
    Frame diamonds = read(data, "diamonds/diamonds.csv");
    tables.add(parted("diamonds-100", diamonds, "price", false, 100, 1));
    tables.add(parted("diamonds-250", diamonds, "price", false, 250, 2));
    tables.add(parted("diamonds-500", diamonds, "price", false, 500, 3));
    Frame bank = read(data, "bank-marketing/train.csv");
    tables.add(parted("bank-300", bank, "y", true, 300, 1));
    tables.add(parted("bank-700", bank, "y", true, 700, 2));
    Frame attrition = read(data, "hr-attrition/adapted-curated.csv");
    tables.add(parted("attrition-300", attrition, "Attrition", true, 300, 1));
    tables.add(parted("attrition-600", attrition, "Attrition", true, 600, 2));
    Frame bikes = // the other two counts sum up to the target
        read(data, "forecasting/bike-no.csv").without(List.of("casual", "registered", "instant"));
    tables.add(parted("bikes-150", bikes, "cnt", false, 150, 1));
    tables.add(parted("bikes-350", bikes, "cnt", false, 350, 2));
    return tables;
  }

  private static Frame read(Path data, String file) throws IOException {
    return CsvReader.read(data.resolve(file), CsvOptions.defaults()).frame();
  }

  private static Parted parted(
      String name, Frame all, String target, boolean classes, int rows, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] order = IntStream.range(0, all.rowCount()).toArray();
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int value = order[i];
      order[i] = order[other];
      order[other] = value;
    }
    int end = Math.min(order.length, rows + HELD_ROWS);
    return new Parted(
        name,
        target,
        classes,
        all.select(Arrays.copyOf(order, rows)),
        all.select(Arrays.copyOfRange(order, rows, end)));
  }

  private static Parted number(
      String name, int rows, int columns, double noise, int seed, Rule rule) {
    return table(name, rows, columns, noise, seed, false, rule);
  }

  private static Parted label(String name, int rows, int columns, int seed, Rule logOdds) {
    return table(name, rows, columns, 0, seed, true, logOdds);
  }

  private static Parted table(
      String name, int rows, int columns, double noise, int seed, boolean classes, Rule rule) {
    SplittableRandom random = new SplittableRandom(seed);
    int all = rows + HELD_ROWS;
    double[][] x = new double[columns][all];
    int[] group = new int[all];
    double[] y = new double[all];
    double[] row = new double[columns];
    for (int i = 0; i < all; i++) {
      for (int c = 0; c < columns; c++) {
        row[c] = name.equals("friedman") ? random.nextDouble() : random.nextGaussian();
        x[c][i] = row[c];
      }
      group[i] = random.nextInt(3);
      double value = rule.of(row, group[i]);
      y[i] =
          classes
              ? (random.nextDouble() < 1 / (1 + Math.exp(-value)) ? 1 : 0)
              : value + noise * (name.equals("product") ? value : 1) * random.nextGaussian();
    }
    List<Column> parts = new ArrayList<>();
    for (int c = 0; c < columns; c++) {
      parts.add(new NumberColumn("x" + c, ColumnType.NUMBER, x[c]));
    }
    parts.add(new TextColumn("group", ColumnType.CATEGORY, group, List.of("a", "b", "c")));
    parts.add(
        classes
            ? new TextColumn(
                "y",
                ColumnType.CATEGORY,
                Arrays.stream(y).mapToInt(value -> (int) value).toArray(),
                List.of("no", "yes"))
            : new NumberColumn("y", ColumnType.NUMBER, y));
    Frame frame = new Frame(parts);
    return new Parted(
        name + "-" + rows,
        "y",
        classes,
        frame.select(IntStream.range(0, rows).toArray()),
        frame.select(IntStream.range(rows, all).toArray()));
  }
}
