package dev.lazuli.ml.boost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Compares with what LightGBM reached on the same tables (`src/test/python/reference.py`).
class LightGbmReferenceTest {
  private static final Map<String, Double> LOSSES = losses();
  private static final List<ReferenceTables.Case> CASES = ReferenceTables.all();

  private static Map<String, Double> losses() {
    try (InputStream in =
        Objects.requireNonNull(
            LightGbmReferenceTest.class.getResourceAsStream("lightgbm-losses.csv"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(",", -1))
          .collect(Collectors.toMap(fields -> fields[0], fields -> Double.valueOf(fields[1])));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<String> groups() {
    return CASES.stream().map(one -> group(one.name)).distinct();
  }

  private static String group(String name) {
    return name.replaceAll("-[0-9]+", "");
  }

  @ParameterizedTest
  @MethodSource("groups")
  void ourLossIsAtMostHalfAPercentAboveThatOfLightGbm(String group) {
    double ours = 0;
    double theirs = 0;
    for (ReferenceTables.Case one : CASES) {
      if (group(one.name).equals(group)) {
        ours += one.ourLoss();
        theirs += Objects.requireNonNull(LOSSES.get(one.name));
      }
    }

    assertThat(ours).isLessThan(theirs + 0.005 * Math.abs(theirs));
  }
}
