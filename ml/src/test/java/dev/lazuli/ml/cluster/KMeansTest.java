package dev.lazuli.ml.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.Oracle;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.design.NumberStore;
import dev.lazuli.ml.json.Json;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class KMeansTest {
  private static final Json REFERENCE = Oracle.json(KMeansTest.class, "clusters.json");
  private static final double[][] X = Oracle.matrix(REFERENCE.require("x"));

  @Test
  void fromTheSameCentersClustersAreThoseOfScikitLearn() {
    for (Json expected : REFERENCE.require("kmeans").items()) {
      int[] first =
          Arrays.stream(Oracle.numbers(expected.require("first"))).mapToInt(i -> (int) i).toArray();
      double[][] centers = Arrays.stream(first).mapToObj(i -> X[i]).toArray(double[][]::new);
      KMeansSettings settings =
          KMeansSettings.of(first.length)
              .withEnd(
                  expected.require("iterations_max").integer(),
                  expected.require("tolerance").number());

      KMeansModel model = KMeans.fit(X, centers, settings, StopSignal.never());

      double[][] wanted = Oracle.matrix(expected.require("centers"));
      for (int c = 0; c < first.length; c++) {
        assertThat(model.center(c)).containsExactly(wanted[c], within(1e-10));
      }
      assertThat(model.inertia()).isCloseTo(expected.require("inertia").number(), within(1e-9));
      assertThat(model.iterations()).isEqualTo(expected.require("iterations").integer());
      double[] labels = Oracle.numbers(expected.require("labels"));
      assertThat(Arrays.stream(model.nearest(X)).asDoubleStream().toArray())
          .containsExactly(labels);
    }
  }

  @Test
  void theBestOfSomeStartsIsAsGoodAsScikitLearns() {
    KMeansModel model = KMeans.fit(X, KMeansSettings.of(5).withStarts(50), StopSignal.never());

    assertThat(model.inertia()).isLessThanOrEqualTo(REFERENCE.require("best").number() + 1e-9);
  }

  @Test
  void theSameSeedGivesTheSameCenters() {
    KMeansSettings settings = KMeansSettings.of(4).withStarts(2).withSeed(7);

    KMeansModel one = KMeans.fit(X, settings, StopSignal.never());
    KMeansModel other = KMeans.fit(X, settings, StopSignal.never());

    assertThat(one.center(3)).containsExactly(other.center(3));
  }

  @Test
  void asManyClustersAsEqualRowsEnds() {
    double[][] rows = {{1}, {1}, {1}, {2}};

    KMeansModel model = KMeans.fit(rows, KMeansSettings.of(4), StopSignal.never());

    assertThat(model.inertia()).isZero();
  }

  @Test
  void aModelIsReadAsItWasStored() {
    KMeansModel model = KMeans.fit(X, KMeansSettings.of(3), StopSignal.never());
    NumberStore store = Oracle.store();

    model.store(store, "m_");

    KMeansModel read = KMeansModel.read(store, "m_");
    assertThat(read.nearest(X)).containsExactly(model.nearest(X));
    assertThat(read.distance(X[0], 1)).isEqualTo(model.distance(X[0], 1));
  }

  @Test
  void badInputIsRefused() {
    double[][] rows = {{1, 2}, {Double.NaN, 3}};

    assertThatThrownBy(() -> KMeans.fit(rows, KMeansSettings.of(1), StopSignal.never()))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("column 0 of row 1 is NaN, it must be finite");
    assertThatThrownBy(() -> KMeans.fit(X, KMeansSettings.of(121), StopSignal.never()))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("120 rows are too few for 121 clusters");
    assertThatThrownBy(() -> KMeansSettings.of(0)).isInstanceOf(InvalidInput.class);
  }
}
