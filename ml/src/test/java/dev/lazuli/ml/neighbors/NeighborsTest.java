package dev.lazuli.ml.neighbors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.Oracle;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.boost.Feature;
import dev.lazuli.ml.boost.FeatureTable;
import dev.lazuli.ml.design.NumberStore;
import dev.lazuli.ml.json.Json;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NeighborsTest {
  private static final Json REFERENCE = Oracle.json(NeighborsTest.class, "neighbors.json");
  private static final double[][] X = Oracle.matrix(REFERENCE.require("x"));
  private static final int[] TRAIN = Oracle.range(0, 70);

  @Test
  void predictionsAreThoseOfScikitLearn() {
    double[] number = Oracle.numbers(REFERENCE.require("number"));
    double[] classes = Oracle.numbers(REFERENCE.require("class"));
    for (Json expected : REFERENCE.require("cases").items()) {
      int k = expected.require("neighbors").integer();
      Voting voting = Voting.valueOf(expected.require("voting").text());
      double[] numbers = Oracle.numbers(expected.require("numbers"));
      double[][] shares = Oracle.matrix(expected.require("shares"));

      NeighborsModel regression =
          fit(number, NeighborsSettings.regression().withNeighbors(k).withVoting(voting));
      NeighborsModel classifier =
          fit(classes, NeighborsSettings.classification(3).withNeighbors(k).withVoting(voting));

      double[] one = new double[1];
      double[] three = new double[3];
      for (int i = 0; i < numbers.length; i++) {
        regression.score(X[60 + i], one);
        classifier.score(X[60 + i], three);
        assertThat(one[0]).isCloseTo(numbers[i], within(1e-9));
        assertThat(three).containsExactly(shares[i], within(1e-9));
      }
    }
  }

  @Test
  void theTreeFindsWhatAListFinds() {
    SplittableRandom random = new SplittableRandom(1);
    for (int columns : new int[] {1, 2, 5, 19, 30}) {
      int count = 700;
      double[] points = new double[count * columns];
      for (int i = 0; i < points.length; i++) {
        // Few values, so that many distances are equal.
        points[i] = random.nextInt(4);
      }
      PointTree tree = new PointTree(points, columns, count);
      for (int wanted : new int[] {1, 7, 700}) {
        double[] query = random.doubles(columns, -1, 5).toArray();
        double[] found = new double[tree.scratchSize(wanted)];

        tree.nearest(query, wanted, found);

        int[] nearest =
            IntStream.range(0, count)
                .boxed()
                .sorted(
                    Comparator.comparingDouble((Integer i) -> distance(points, columns, i, query))
                        .thenComparing(i -> i))
                .limit(wanted)
                .mapToInt(i -> i)
                .toArray();
        for (int i = 0; i < wanted; i++) {
          assertThat((int) found[wanted + i]).isEqualTo(nearest[i]);
          assertThat(found[i]).isEqualTo(distance(points, columns, nearest[i], query));
        }
      }
    }
  }

  @Test
  void equalRowsCountAlone() {
    FeatureTable table =
        FeatureTable.of(List.of(new Feature.Numeric("x", new double[] {1, 1, 2, 3})));
    NeighborsModel model =
        NeighborsFit.fit(
            table,
            Oracle.range(0, 4),
            new double[] {10, 20, 90, 90},
            new double[] {1, 3, 1, 1},
            NeighborsSettings.regression().withNeighbors(3).withVoting(Voting.DISTANCE),
            StopSignal.never());

    double[] out = new double[1];
    model.score(new double[] {1}, out);

    assertThat(out[0]).isCloseTo(17.5, within(1e-12));
  }

  @Test
  void aModelIsReadAsItWasStored() {
    double[] classes = Oracle.numbers(REFERENCE.require("class"));
    NeighborsModel model = fit(classes, NeighborsSettings.classification(3));
    NumberStore store = Oracle.store();

    model.store(store, "m_");

    NeighborsModel read = NeighborsModel.read(store, "m_");
    for (double[] row : X) {
      double[] before = new double[3];
      double[] after = new double[3];
      model.score(row, before);
      read.score(row, after);
      assertThat(after).containsExactly(before);
    }
  }

  @Test
  void constantFeaturesLeaveTheFirstRows() {
    FeatureTable table =
        FeatureTable.of(List.of(new Feature.Numeric("x", new double[] {1, 1, 1, 1})));
    NeighborsModel model =
        NeighborsFit.fit(
            table,
            Oracle.range(0, 4),
            new double[] {1, 2, 9, 9},
            null,
            NeighborsSettings.regression().withNeighbors(2),
            StopSignal.never());

    double[] out = new double[1];
    model.score(new double[] {5}, out);

    assertThat(out[0]).isEqualTo(1.5);
  }

  @Test
  void noNeighborsAreRefused() {
    assertThatThrownBy(() -> NeighborsSettings.regression().withNeighbors(0))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("neighbors is 0, it must be at least 1");
  }

  private static NeighborsModel fit(double[] target, NeighborsSettings settings) {
    return NeighborsFit.fit(Oracle.table(X), TRAIN, target, null, settings, StopSignal.never());
  }

  private static double distance(double[] points, int columns, int point, double[] query) {
    double sum = 0;
    for (int j = 0; j < columns; j++) {
      double difference = query[j] - points[point * columns + j];
      sum += difference * difference;
    }
    return sum;
  }
}
