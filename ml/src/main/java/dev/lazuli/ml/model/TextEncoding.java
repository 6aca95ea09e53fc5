package dev.lazuli.ml.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/// Free text as counts (characters, digits, words) and the mean of numbers learned for its words.
///
/// Words are runs of ASCII letters and digits and of all characters beyond ASCII, in lower case;
/// each falls into a bucket by its FNV-1a hash.
public final class TextEncoding implements ColumnEncoding {
  private static final int COUNTS = 3;

  private final int column;
  private final String name;
  private final int width;
  private final double[] table;
  private final int buckets;

  /// An encoding by a table of words.
  ///
  /// @param width numbers for each word; 0 for counts alone
  /// @param table row-major, `(buckets + 1) x width`; the last row is for a text without words.
  ///   Owned by the encoding from here on
  public TextEncoding(int column, String name, int width, double[] table) {
    boolean fits =
        width == 0 ? table.length == 0 : table.length % width == 0 && table.length >= 2 * width;
    if (width < 0 || !fits) {
      throw new IllegalArgumentException("a text table must have rows of its width");
    }
    this.column = column;
    this.name = name;
    this.width = width;
    this.table = table;
    this.buckets = width == 0 ? 1 : table.length / width - 1;
  }

  /// The column's name.
  public String name() {
    return name;
  }

  @Override
  public int column() {
    return column;
  }

  /// Numbers for each word.
  public int width() {
    return width;
  }

  /// The table itself, not a copy: only to read.
  public double[] table() {
    return table;
  }

  @Override
  public TextEncoding moved(IntUnaryOperator place) {
    return new TextEncoding(place.applyAsInt(column), name, width, table);
  }

  @Override
  public List<FeatureSpec> features() {
    List<FeatureSpec> features = new ArrayList<>();
    for (String count : List.of("characters", "digits", "words")) {
      features.add(FeatureSpec.numeric(name + " " + count));
    }
    for (int i = 0; i < width; i++) {
      features.add(FeatureSpec.numeric("%s words mean %d".formatted(name, i)));
    }
    return features;
  }

  @Override
  public void encode(RawRow raw, double[] row, int first) {
    if (raw.kind(column) == RawRow.Kind.MISSING) {
      Arrays.fill(row, first, first + COUNTS + width, Double.NaN);
      return;
    }
    encode(RawValues.text(raw, column), table, row, first);
  }

  /// Writes the features of `text`, with the words' numbers out of `words`, shaped as the table.
  public void encode(String text, double[] words, double[] row, int first) {
    Arrays.fill(row, first, first + COUNTS + width, 0);
    TextWords.read(
        text,
        hash -> {
          int at = Integer.remainderUnsigned(hash, buckets) * width;
          row[first + 2]++;
          for (int i = 0; i < width; i++) {
            row[first + COUNTS + i] += words[at + i];
          }
        });
    row[first] = text.codePointCount(0, text.length());
    row[first + 1] = digits(text);
    double count = row[first + 2];
    for (int i = 0; i < width; i++) {
      int at = first + COUNTS + i;
      row[at] = count == 0 ? words[buckets * width + i] : row[at] / count;
    }
  }

  private static int digits(String text) {
    int digits = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= '0' && text.charAt(i) <= '9') {
        digits++;
      }
    }
    return digits;
  }
}
