package dev.lazuli.ml.boost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lazuli.ml.InvalidInput;
import org.junit.jupiter.api.Test;

class OwnLossTest {
  private final Tables.Mixed mixed = Tables.mixed(2000, 4, 6, 3);

  /// Squared error, written by hand.
  private static class Squared implements RowLoss {
    @Override
    public double value(double score, double target) {
      return (score - target) * (score - target) / 2;
    }

    @Override
    public double gradient(double score, double target) {
      return score - target;
    }

    @Override
    public double hessian(double score, double target) {
      return 1;
    }
  }

  @Test
  void squaredErrorWrittenByHandGivesTheModelOfSquaredError() {
    double[] target = mixed.signal().numbers();
    BoostSettings settings = BoostSettings.defaults(Loss.squared()).withRounds(20);

    Boosted own = Tables.fit(mixed.table(), target, settings.withLoss(Loss.of(new Squared())));
    Boosted ours = Tables.fit(mixed.table(), target, settings);

    assertThat(Tables.raw(own, mixed.table(), 0, 2000))
        .containsExactly(Tables.raw(ours, mixed.table(), 0, 2000), within(1e-9));
  }

  @Test
  void anAsymmetricLossShiftsThePrediction() {
    double[] target = mixed.signal().numbers();
    RowLoss asymmetric =
        new Squared() {
          @Override
          public double value(double score, double target) {
            return super.value(score, target) * (score < target ? 9 : 1);
          }

          @Override
          public double gradient(double score, double target) {
            return super.gradient(score, target) * (score < target ? 9 : 1);
          }

          @Override
          public double hessian(double score, double target) {
            return score < target ? 9 : 1;
          }
        };

    Boosted model = Tables.fit(mixed.table(), target, BoostSettings.defaults(Loss.of(asymmetric)));

    double[] raw = Tables.raw(model, mixed.table(), 0, 2000);
    int above = 0;
    for (int r = 0; r < raw.length; r++) {
      above += raw[r] > target[r] ? 1 : 0;
    }
    assertThat(above).isGreaterThan(1200);
  }

  @Test
  void aLossWithoutAFiniteGradientIsRefused() {
    RowLoss broken =
        new Squared() {
          @Override
          public double gradient(double score, double target) {
            return Double.NaN;
          }
        };
    BoostSettings settings = BoostSettings.defaults(Loss.of(broken));

    assertThatThrownBy(() -> Tables.fit(mixed.table(), mixed.signal().numbers(), settings))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith("the loss has gradient NaN and hessian 1.0 at score");
  }

  @Test
  void aTargetThatTheLossCannotTakeIsRefused() {
    RowLoss positive =
        new Squared() {
          @Override
          public boolean takes(double target) {
            return target > 0;
          }
        };
    double[] target = mixed.signal().positive();
    target[5] = -1;

    assertThatThrownBy(
            () -> Tables.fit(mixed.table(), target, BoostSettings.defaults(Loss.of(positive))))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("the loss cannot take the target -1.0 of row 5");
  }
}
