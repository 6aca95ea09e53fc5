package dev.lazuli.ml.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.Oracle;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.json.Json;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DbscanTest {
  private static final Json REFERENCE = Oracle.json(DbscanTest.class, "clusters.json");
  private static final double[][] X = Oracle.matrix(REFERENCE.require("x"));

  @Test
  void clustersAreThoseOfScikitLearn() {
    for (Json expected : REFERENCE.require("dbscan").items()) {
      Dbscan.Found found =
          Dbscan.fit(
              X,
              expected.require("epsilon").number(),
              expected.require("rows_min").integer(),
              StopSignal.never());

      double[] labels = Oracle.numbers(expected.require("labels"));
      assertThat(Arrays.stream(found.clustersOf()).asDoubleStream().toArray())
          .containsExactly(labels);
      double[] core = Oracle.numbers(expected.require("core"));
      for (int i = 0; i < X.length; i++) {
        int row = i;
        assertThat(found.isCore(i)).isEqualTo(Arrays.stream(core).anyMatch(c -> c == row));
      }
    }
  }

  @Test
  void badSettingsAreRefused() {
    assertThatThrownBy(() -> Dbscan.fit(X, 0, 5, StopSignal.never()))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("epsilon is 0.0, it must be positive");
  }
}
