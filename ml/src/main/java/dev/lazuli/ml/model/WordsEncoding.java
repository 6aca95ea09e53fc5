package dev.lazuli.ml.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/// Free text as scores that are linear in its words and pairs of words, see [TermVector].
public final class WordsEncoding implements ColumnEncoding {
  private final int column;
  private final String name;
  private final int width;
  private final int[] hashes;
  private final double[] table;
  private final double[] rareness;

  /// An encoding by coefficients.
  ///
  /// @param width scores of a text, at least 1
  /// @param hashes of the known terms, ascending. Owned by the encoding from here on
  /// @param table row-major, `(terms + 1) x (width + 1)`: how rare a term is, then what it adds to
  ///   each score; the last row has what the scores start from. Owned by the encoding from here on
  public WordsEncoding(int column, String name, int width, int[] hashes, double[] table) {
    if (width < 1 || table.length != (hashes.length + 1) * (width + 1)) {
      throw new IllegalArgumentException("a table of words must have one row more than terms");
    }
    this.column = column;
    this.name = name;
    this.width = width;
    this.hashes = hashes;
    this.table = table;
    this.rareness = new double[hashes.length];
    Arrays.setAll(rareness, term -> table[term * (width + 1)]);
  }

  @Override
  public int column() {
    return column;
  }

  /// The column's name.
  public String name() {
    return name;
  }

  /// Scores of a text.
  public int width() {
    return width;
  }

  /// The hashes themselves, not a copy: only to read.
  public int[] hashes() {
    return hashes;
  }

  /// The table itself, not a copy: only to read.
  public double[] table() {
    return table;
  }

  @Override
  public WordsEncoding moved(IntUnaryOperator place) {
    return new WordsEncoding(place.applyAsInt(column), name, width, hashes, table);
  }

  @Override
  public List<FeatureSpec> features() {
    List<FeatureSpec> features = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      features.add(FeatureSpec.numeric("%s words score %d".formatted(name, i)));
    }
    return features;
  }

  @Override
  public void encode(RawRow raw, double[] row, int first) {
    if (raw.kind(column) == RawRow.Kind.MISSING) {
      Arrays.fill(row, first, first + width, Double.NaN);
    } else {
      encode(RawValues.text(raw, column), table, row, first);
    }
  }

  /// Writes the scores of `text` by other coefficients, shaped as the table.
  public void encode(String text, double[] coefficients, double[] row, int first) {
    TermVector terms = TermVector.of(text, hashes, rareness);
    int start = hashes.length * (width + 1) + 1;
    for (int j = 0; j < width; j++) {
      double score = coefficients[start + j];
      for (int i = 0; i < terms.size(); i++) {
        score += terms.value(i) * coefficients[terms.place(i) * (width + 1) + 1 + j];
      }
      row[first + j] = score;
    }
  }
}
