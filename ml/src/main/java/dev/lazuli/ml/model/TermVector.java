package dev.lazuli.ml.model;

import java.util.Arrays;

/// The known words and pairs of words of one text, weighed by how often they come and how rare they
/// are, and scaled to length 1: tf-idf as
/// [scikit-learn](https://scikit-learn.org/stable/modules/feature_extraction.html#tfidf-term-weighting)
/// has it.
public final class TermVector {
  private static final int START = 16;

  private int[] places = new int[START];
  private double[] values = new double[0];
  private int count;

  private TermVector() {}

  /// The vector of a text.
  ///
  /// @param hashes of the known terms, ascending
  /// @param rareness weight of each term
  public static TermVector of(String text, int[] hashes, double[] rareness) {
    TermVector vector = new TermVector();
    TextWords.readTerms(text, hash -> vector.add(Arrays.binarySearch(hashes, hash)));
    vector.weigh(rareness);
    return vector;
  }

  private void add(int place) {
    if (place >= 0) {
      if (count == places.length) {
        places = Arrays.copyOf(places, 2 * count);
      }
      places[count++] = place;
    }
  }

  private void weigh(double[] rareness) {
    Arrays.sort(places, 0, count);
    values = new double[count];
    int terms = 0;
    double squares = 0;
    for (int from = 0; from < count; ) {
      int to = from;
      while (to < count && places[to] == places[from]) {
        to++;
      }
      places[terms] = places[from];
      values[terms] = (to - from) * rareness[places[terms]];
      squares += values[terms] * values[terms];
      terms++;
      from = to;
    }
    count = terms;
    for (int i = 0; i < count; i++) {
      values[i] /= Math.sqrt(squares);
    }
  }

  /// Number of terms.
  public int size() {
    return count;
  }

  /// The place of a term among the known ones; they ascend.
  public int place(int term) {
    return places[term];
  }

  /// The weight of a term, in `(0, 1]`.
  public double value(int term) {
    return values[term];
  }
}
