package dev.lazuli.ml.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.TextColumn;
import dev.lazuli.ml.json.Json;
import dev.lazuli.ml.model.Target;
import dev.lazuli.ml.model.WordsEncoding;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WordsTest {
  private static final int FOLDS = 5;

  /// Made by `make_words.py` with scikit-learn.
  private static final Json REFERENCE = reference();

  @Test
  void scoresAreThoseOfRidgeRegressionOnTfIdf() {
    List<String> texts = REFERENCE.require("texts").texts();
    double[] y = numbers(REFERENCE.require("y"));

    WordsEncoding words = (WordsEncoding) learn(column(texts), y).orElseThrow().encoding();

    assertThat(words.hashes()).hasSize(REFERENCE.require("terms").integer());
    double[] scores = new double[1];
    double[] found =
        texts.stream()
            .mapToDouble(text -> {
              words.encode(text, words.table(), scores, 0);
              return scores[0];
            })
            .toArray();
    double nearest =
        List.of("0.5", "2", "8", "32").stream()
            .map(penalty -> numbers(REFERENCE.require("scores").require(penalty)))
            .mapToDouble(expected -> farthest(found, expected))
            .min()
            .orElseThrow();
    assertThat(nearest).isLessThan(1e-5);
  }

  @Test
  void aRowsOwnScoreComesFromOtherFolds() {
    List<String> texts = REFERENCE.require("texts").texts();
    double[] y = numbers(REFERENCE.require("y"));
    double[] changed = y.clone();
    changed[17] += 100;

    double[] before = learn(column(texts), y).orElseThrow().features()[0];
    Optional<LearnedColumn> after = learn(column(texts), changed);

    // Its own target moves the overall mean alone, by the same for all rows of its fold.
    double moved = 100.0 / y.length;
    after.ifPresent(learned ->
        assertThat(learned.features()[0][17] - before[17]).isCloseTo(moved, within(0.2)));
  }

  @Test
  void wordsThatTellNothingHaveNoScore() {
    SplittableRandom random = new SplittableRandom(3);
    List<String> texts =
        IntStream.range(0, 400)
            .mapToObj(_ -> "w%d w%d".formatted(random.nextInt(40), random.nextInt(40)))
            .toList();
    double[] y = random.doubles(400).toArray();

    assertThat(learn(column(texts), y)).isEmpty();
  }

  @Test
  void pairsOfWordsCount() {
    SplittableRandom random = new SplittableRandom(3);
    boolean[] together = new boolean[400];
    List<String> texts =
        IntStream.range(0, 400)
            .mapToObj(row -> {
              together[row] = random.nextBoolean();
              return together[row] ? "is not bad but good" : "is bad but not good";
            })
            .toList();
    double[] y = IntStream.range(0, 400).mapToDouble(row -> together[row] ? 1 : 0).toArray();

    double[] scores = learn(column(texts), y).orElseThrow().features()[0];

    for (int row = 0; row < scores.length; row++) {
      assertThat(scores[row] > 0.5).isEqualTo(together[row]);
    }
  }

  @Test
  void missingTextsHaveNoScore() {
    List<String> texts = REFERENCE.require("texts").texts();
    int[] codes = IntStream.range(0, texts.size()).toArray();
    codes[3] = -1;
    TextColumn column = new TextColumn("t", ColumnType.TEXT, codes, texts);

    double[] scores = learn(column, numbers(REFERENCE.require("y"))).orElseThrow().features()[0];

    assertThat(scores[3]).isNaN();
    assertThat(Arrays.stream(scores).filter(Double::isNaN)).hasSize(1);
  }

  private static Optional<LearnedColumn> learn(TextColumn column, double[] y) {
    int[] foldOf = IntStream.range(0, y.length).map(row -> row % FOLDS).toArray();
    TargetValues target = TargetValues.of(Target.number("y"), y);
    return new WordsLearner(column, target, foldOf, FOLDS, StopSignal.never()).learn(0);
  }

  private static TextColumn column(List<String> texts) {
    List<String> distinct = texts.stream().distinct().toList();
    return new TextColumn(
        "t", ColumnType.TEXT, texts.stream().mapToInt(distinct::indexOf).toArray(), distinct);
  }

  private static double farthest(double[] found, double[] expected) {
    return IntStream.range(0, found.length)
        .mapToDouble(i -> Math.abs(found[i] - expected[i]))
        .max()
        .orElse(0);
  }

  private static double[] numbers(Json json) {
    return json.items().stream().mapToDouble(Json::number).toArray();
  }

  private static Json reference() {
    try (InputStream in =
        Objects.requireNonNull(WordsTest.class.getResourceAsStream("words.json"))) {
      return Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
