package dev.lazuli.ml.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.DoubleStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Compares with LightGBM's own predictions (`src/test/python/reference.py`).
class LightGbmReferenceTest {
  static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(LightGbmReferenceTest.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static double[][] table(String name) {
    return resource(name)
        .lines()
        .map(line -> Arrays.stream(line.split(",", -1)).mapToDouble(LightGbmReferenceTest::number))
        .map(DoubleStream::toArray)
        .toArray(double[][]::new);
  }

  private static double number(String text) {
    return switch (text) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  /// `ours` is a model of ours as LightGBM reads it, the others are LightGBM's.
  @ParameterizedTest
  @ValueSource(strings = {"regression", "classes", "ours"})
  void aModelTextGivesTheBitsThatLightGbmGives(String name) {
    TreeEnsemble ensemble = LightGbmModel.parse(resource(name + ".txt")).ensemble();
    double[][] rows = table(name + "-rows.csv");
    double[][] expected = table(name + "-raw.csv");
    double[] out = new double[ensemble.outputs()];

    for (int r = 0; r < rows.length; r++) {
      TreeScorer.compile(ensemble).score(rows[r], out);
      assertThat(out).as("row %d", r).isEqualTo(expected[r]);
    }
  }
}
