package dev.lazuli.ml.prepare;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.frame.TextColumn;
import dev.lazuli.ml.model.TermVector;
import dev.lazuli.ml.model.TextWords;
import dev.lazuli.ml.model.WordsEncoding;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// Learns a linear score of a text's words and pairs of words: ridge regression of the target on
/// tf-idf of the terms that come most often. A row's own score comes from the rows of other folds.
///
/// The normal equations of each fold are small, so that they give the solutions of all folds and
/// the errors by which the penalty is chosen, without another pass over the rows.
final class WordsLearner {
  private static final int TERMS_MAX = 1_000;
  private static final int ROWS_MAX = 20_000;

  /// Products of two terms of a row that are summed up, for all rows.
  private static final double PRODUCTS_MAX = 1e8;

  private static final int TERM_ROWS_MIN = 3;
  private static final double[] PENALTIES = {0.5, 2, 8, 32};

  private final TextColumn column;
  private final TargetValues target;
  private final int[] foldOf;
  private final int folds;
  private final StopSignal stop;

  /// @param foldOf fold of each row, in `[0, folds)`
  WordsLearner(TextColumn column, TargetValues target, int[] foldOf, int folds, StopSignal stop) {
    this.column = column;
    this.target = target;
    this.foldOf = foldOf;
    this.folds = folds;
    this.stop = stop;
  }

  /// The encoding and the rows' scores; empty when words tell nothing of the target.
  Optional<LearnedColumn> learn(int place) {
    int[] known = IntStream.range(0, column.size()).filter(row -> !column.isMissing(row)).toArray();
    int step = Math.max(1, Math.ceilDiv(known.length, ROWS_MAX));
    int[] rows =
        IntStream.range(0, known.length).filter(i -> i % step == 0).map(i -> known[i]).toArray();
    Vocabulary words = vocabulary(rows);
    if (target.width() == 0 || words.hashes().length == 0) {
      return Optional.empty();
    }
    NormalEquations equations = equations(rows, words);
    double penalty = equations.bestPenalty(PENALTIES);
    if (Double.isNaN(penalty)) {
      return Optional.empty();
    }
    double[][] tables = new double[folds + 1][];
    for (int fold = 0; fold <= folds; fold++) {
      tables[fold] = table(words, equations, fold == folds ? -1 : fold, penalty);
    }
    WordsEncoding encoding =
        new WordsEncoding(place, column.name(), target.width(), words.hashes(), tables[folds]);
    return Optional.of(new LearnedColumn(encoding, scores(encoding, tables)));
  }

  /// Terms that are known, by their ascending hashes.
  private static final class Vocabulary {
    private final int[] hashes;
    private final double[] rareness;

    Vocabulary(int[] hashes, double[] rareness) {
      this.hashes = hashes;
      this.rareness = rareness;
    }

    int[] hashes() {
      return hashes;
    }

    TermVector vector(String text) {
      return TermVector.of(text, hashes, rareness);
    }
  }

  private Vocabulary vocabulary(int[] rows) {
    Map<Integer, Integer> counts = new HashMap<>();
    Set<Integer> own = new HashSet<>();
    for (int row : rows) {
      stop.check();
      own.clear();
      TextWords.readTerms(column.text(row), own::add);
      own.forEach(hash -> counts.merge(hash, 1, Integer::sum));
    }
    List<Map.Entry<Integer, Integer>> most =
        counts.entrySet().stream()
            .filter(term -> term.getValue() >= TERM_ROWS_MIN)
            .sorted(
                Comparator.comparingInt((Map.Entry<Integer, Integer> term) -> -term.getValue())
                    .thenComparing(Map.Entry::getKey))
            .limit(TERMS_MAX)
            .sorted(Map.Entry.comparingByKey())
            .toList();
    return new Vocabulary(
        most.stream().mapToInt(Map.Entry::getKey).toArray(),
        most.stream()
            .mapToDouble(term -> 1 + Math.log((1.0 + rows.length) / (1 + term.getValue())))
            .toArray());
  }

  private NormalEquations equations(int[] rows, Vocabulary words) {
    NormalEquations equations =
        new NormalEquations(words.hashes().length, target.width(), folds, stop);
    double products = 0;
    double[] off = new double[target.width()];
    for (int row : rows) {
      stop.check();
      TermVector vector = words.vector(column.text(row));
      products += (double) vector.size() * vector.size();
      if (products > PRODUCTS_MAX) {
        return equations;
      }
      for (int j = 0; j < off.length; j++) {
        off[j] = target.values()[row * off.length + j] - target.mean(j);
      }
      equations.add(foldOf[row], vector, off);
    }
    return equations;
  }

  private double[] table(Vocabulary words, NormalEquations equations, int without, double penalty) {
    int width = target.width();
    int terms = words.hashes().length;
    double[] table = new double[(terms + 1) * (width + 1)];
    for (int term = 0; term < terms; term++) {
      table[term * (width + 1)] = words.rareness[term];
    }
    for (int j = 0; j < width; j++) {
      double[] coefficients = equations.solve(without, j, penalty);
      for (int term = 0; term < terms; term++) {
        table[term * (width + 1) + 1 + j] = coefficients[term];
      }
      table[terms * (width + 1) + 1 + j] = target.mean(j);
    }
    return table;
  }

  private double[][] scores(WordsEncoding encoding, double[][] tables) {
    double[][] scores = new double[target.width()][column.size()];
    double[] line = new double[target.width()];
    for (int row = 0; row < column.size(); row++) {
      stop.check();
      Arrays.fill(line, Double.NaN);
      if (!column.isMissing(row)) {
        encoding.encode(column.text(row), tables[foldOf[row]], line, 0);
      }
      for (int j = 0; j < line.length; j++) {
        scores[j][row] = line[j];
      }
    }
    return scores;
  }
}
