package dev.lazuli.ml.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lazuli.ml.frame.ColumnProfile.TopValue;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProfileTest {
  @Test
  void numbersAreDescribedByTheirMomentsAndQuantiles() {
    double[] values = IntStream.rangeClosed(0, 100).mapToDouble(i -> i).toArray();

    var profile = (ColumnProfile.Numbers) only(new NumberColumn("x", ColumnType.INTEGER, values));

    assertThat(profile.mean()).isEqualTo(50, within(1e-12));
    assertThat(profile.standardDeviation()).isEqualTo(29.300170647967224, within(1e-12));
    assertThat(profile.quantiles().stream().map(ColumnProfile.Quantile::value))
        .containsExactly(1.0, 5.0, 25.0, 50.0, 75.0, 95.0, 99.0);
    assertThat(profile.histogram().edges()).hasSize(21).startsWith(0.0).endsWith(100.0);
    assertThat(profile.histogram().counts()).hasSize(20).startsWith(5).endsWith(6);
    assertThat(profile.distinct()).isEqualTo(101);
  }

  @Test
  void missingAndInfiniteValuesCountApart() {
    double[] values = {1, Double.NaN, 3, Double.POSITIVE_INFINITY, 3};

    var profile = (ColumnProfile.Numbers) only(new NumberColumn("x", ColumnType.NUMBER, values));

    assertThat(profile.count()).isEqualTo(5);
    assertThat(profile.missing()).isEqualTo(1);
    assertThat(profile.infinite()).isEqualTo(1);
    assertThat(profile.max()).isEqualTo(3);
    assertThat(profile.top()).containsExactly(new TopValue("3.0", 2), new TopValue("1.0", 1));
  }

  @Test
  void aConstantColumnHasAHistogramToo() {
    var profile =
        (ColumnProfile.Numbers)
            only(new NumberColumn("x", ColumnType.NUMBER, new double[] {2, 2, 2}));

    assertThat(profile.standardDeviation()).isZero();
    assertThat(profile.histogram().counts().stream().mapToInt(i -> i).sum()).isEqualTo(3);
  }

  @Test
  void textsAreDescribedByLengthAndFrequency() {
    var column =
        new TextColumn(
            "c", ColumnType.CATEGORY, new int[] {1, 1, 0, -1}, List.of("a", "bcd", "unused"));

    var profile = (ColumnProfile.Texts) only(column);

    assertThat(profile)
        .isEqualTo(
            new ColumnProfile.Texts(
                "c",
                ColumnType.CATEGORY,
                4,
                1,
                2,
                1,
                3,
                7.0 / 3,
                List.of(new TopValue("bcd", 2), new TopValue("a", 1))));
  }

  @Test
  void aColumnWithoutValuesIsEmpty() {
    assertThat(only(new NumberColumn("x", ColumnType.NUMBER, new double[] {Double.NaN})))
        .isEqualTo(new ColumnProfile.Empty("x", ColumnType.NUMBER, 1, 1));
  }

  private static ColumnProfile only(Column column) {
    return Profile.of(new Frame(List.of(column))).columns().getFirst();
  }
}
