package dev.lazuli.ml.automl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lazuli.ml.metric.Metric;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PairedFoldsTest {
  private static final double RATIO = 0.25;

  @Test
  void oneErraticFoldDoesNotHideThatAModelLosesAllFolds() {
    double[] good = {0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3};
    double[] erratic = {0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 9.0};

    PairedFolds folds = errors(erratic, good);

    assertThat(folds.losses()).isEqualTo(10);
    assertThat(folds.mayBeEqual()).isFalse();
    assertThat(folds.cost()).isCloseTo(1.14 / 0.3, within(1e-9));
  }

  @Test
  void aLeadOnMostFoldsThatIsSmallBesideItsSpreadMayBeChance() {
    double[] one = {1.0, 1.2, 0.9, 1.1, 1.0};
    double[] other = {1.1, 1.0, 1.0, 1.2, 0.9};

    assertThat(errors(one, other).mayBeEqual()).isTrue();
  }

  @Test
  void aLeadOfTheSameSizeOnAllFoldsIsNoChance() {
    double[] one = {1.0, 1.2, 0.9};
    double[] other = {1.1, 1.3, 1.0};

    assertThat(errors(one, other).mayBeEqual()).isFalse();
    assertThat(errors(one, one).mayBeEqual()).isTrue();
  }

  @Test
  void fiveFoldsOfFiveAreEvidenceAndThreeOfThreeAreNot() {
    assertThat(errors(new double[] {1.1, 1, 1, 1, 9}, new double[5]).mayBeEqual()).isFalse();
    assertThat(errors(new double[] {0.1, 0.1, 9}, new double[3]).mayBeEqual()).isTrue();
  }

  @Test
  void foldsThatTimeCutAreLeftOut() {
    double[] one = {0.3, 0.3, 0.3, 8};
    double[] other = {0.4, 0.5, 0.4, 0.4};

    PairedFolds folds =
        PairedFolds.of(
            Metric.ROOT_MEAN_SQUARED_ERROR,
            one,
            other,
            new boolean[] {true, true, true, false},
            RATIO);

    assertThat(folds.count()).isEqualTo(3);
    assertThat(folds.wins()).isEqualTo(3);
    assertThat(folds.cost()).isNegative();
  }

  @Test
  void scoresCostByWhatTheyLackToOne() {
    PairedFolds folds =
        PairedFolds.of(
            Metric.ACCURACY,
            new double[] {0.88, 0.88},
            new double[] {0.9, 0.9},
            new boolean[] {true, true},
            RATIO);

    assertThat(folds.cost()).isCloseTo(0.2, within(1e-9));
  }

  @Test
  void oneFoldTellsNothing() {
    assertThat(errors(new double[] {1}, new double[] {1}).mayBeEqual()).isFalse();
  }

  private static PairedFolds errors(double[] one, double[] other) {
    boolean[] all = new boolean[one.length];
    Arrays.fill(all, true);
    return PairedFolds.of(Metric.ROOT_MEAN_SQUARED_ERROR, one, other, all, RATIO);
  }
}
