package dev.lazuli.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/// The sample table: made-up diamonds with their four Cs, measures and prices.
///
/// Prices follow weight by a power law with steps at the sizes that people ask for; cut, colour and
/// clarity matter more for heavy stones; noise is log-normal; some values are missing.
final class DiamondTable {
  /// Rows that quickstart makes.
  static final int ROWS = 50_000;

  /// The columns in their order; the price is the target.
  static final List<String> COLUMNS =
      List.of(
          "carat",
          "cut",
          "color",
          "clarity",
          "depth",
          "table",
          "x",
          "y",
          "z",
          "fluorescence",
          "lab",
          "price");

  private static final List<String> CUTS = List.of("Fair", "Good", "Very Good", "Premium", "Ideal");
  private static final List<String> COLORS = List.of("J", "I", "H", "G", "F", "E", "D");
  private static final List<String> CLARITIES =
      List.of("I1", "SI2", "SI1", "VS2", "VS1", "VVS2", "VVS1", "IF");
  private static final List<String> FLUORESCENCES = List.of("Nil", "Faint", "Medium", "Strong");
  private static final List<String> LABS = List.of("GIA", "IGI", "HRD", "AGS");
  private static final List<Double> LAB_FACTORS = List.of(1.06, 0.95, 0.99, 1.03);
  private static final List<Double> SIZES =
      List.of(0.23, 0.3, 0.4, 0.5, 0.7, 0.9, 1.0, 1.2, 1.5, 2.0);

  private final RandomGenerator random;

  /// @param random seeded, so that the table is always the same
  DiamondTable(RandomGenerator random) {
    this.random = random;
  }

  /// Writes so many rows as CSV.
  void write(Path file, int rows) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write(String.join(",", COLUMNS));
      out.write('\n');
      for (int i = 0; i < rows; i++) {
        out.write(String.join(",", row()));
        out.write('\n');
      }
    }
  }

  /// One diamond; missing values are empty.
  List<String> row() {
    double carat = carat();
    int cut = graded(CUTS.size(), 3.0);
    int color = graded(COLORS.size(), 3.4);
    int clarity = graded(CLARITIES.size(), 3.0 - Math.min(1.2, carat * 0.6));
    double glow = -Math.log(1 - random.nextDouble());
    int fluorescence = Math.min(FLUORESCENCES.size() - 1, (int) glow);
    int lab = weighted();
    double depth = 61.8 + random.nextGaussian() * (1.0 + 0.4 * (CUTS.size() - 1 - cut));
    double table = 57.3 + random.nextGaussian() * 2.1 + 0.5 * (CUTS.size() - 1 - cut);
    double x = 6.43 * Math.cbrt(carat * 61.8 / depth) * (1 + random.nextGaussian() * 0.006);
    double y = x * (1 + random.nextGaussian() * 0.004);
    double z = depth / 100 * (x + y) / 2;
    double price = price(carat, cut, color, clarity) * LAB_FACTORS.get(lab);
    price *= 1 - 0.02 * fluorescence * (color >= 4 ? 1.5 : -0.4);
    price *= 1 - 0.004 * Math.abs(depth - 61.8) - 0.002 * Math.abs(table - 57);
    price *= Math.exp(random.nextGaussian() * 0.07);
    List<String> row = new ArrayList<>();
    row.add(number(carat, 2));
    row.add(CUTS.get(cut));
    row.add(COLORS.get(color));
    row.add(CLARITIES.get(clarity));
    row.add(mostly(0.99, number(depth, 1)));
    row.add(mostly(0.99, number(table, 1)));
    row.add(mostly(0.995, number(x, 2)));
    row.add(mostly(0.995, number(y, 2)));
    row.add(mostly(0.995, number(z, 2)));
    row.add(mostly(0.97, FLUORESCENCES.get(fluorescence)));
    row.add(mostly(0.98, LABS.get(lab)));
    row.add(Long.toString(Math.round(price)));
    return row;
  }

  private static double price(double carat, int cut, int color, int clarity) {
    double quality =
        0.030 * (cut - 2)
            + 0.062 * (color - 3) * Math.min(1.6, 0.6 + carat)
            + 0.098 * (clarity - 3) * Math.min(1.5, 0.7 + 0.6 * carat);
    double steps = 0;
    for (double size : List.of(0.5, 0.7, 1.0, 1.5, 2.0)) {
      steps += carat >= size ? 0.045 : 0;
    }
    return 4_350 * Math.pow(carat, 1.62) * Math.exp(quality + steps);
  }

  private double carat() {
    double size = SIZES.get((int) (SIZES.size() * Math.pow(random.nextDouble(), 1.35)));
    double carat = size - 0.06 * Math.log(1 - random.nextDouble()) * (0.4 + size);
    return Math.min(5.0, Math.round(carat * 100) / 100.0);
  }

  /// A grade in `[0, count)` around a middle.
  private int graded(int count, double middle) {
    return Math.clamp(Math.round(middle + random.nextGaussian() * count / 4.0), 0, count - 1);
  }

  private int weighted() {
    double draw = random.nextDouble();
    return draw < 0.55 ? 0 : draw < 0.8 ? 1 : draw < 0.92 ? 2 : 3;
  }

  private String mostly(double share, String value) {
    return random.nextDouble() < share ? value : "";
  }

  private static String number(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
