package dev.lazuli.ml.forecast.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.json.Json;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StlTest {
  private static final References REFERENCES = new References("stl.json");

  private static IntStream cases() {
    return IntStream.range(0, REFERENCES.all("cases").size());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void partsAreThoseOfStatsmodels(int number) {
    Json one = REFERENCES.all("cases").get(number);
    double[] values = REFERENCES.series(one.require("series").text());

    Stl.Parts parts = stl(one).split(values);

    double[] season = References.numbers(one.require("made_seasonal"));
    double[] trend = References.numbers(one.require("made_trend"));
    for (int i = 0; i < values.length; i++) {
      assertThat(parts.season()[i]).isEqualTo(season[i], within(1e-9));
      assertThat(parts.trend()[i]).isEqualTo(trend[i], within(1e-9));
      assertThat(parts.season()[i] + parts.trend()[i] + parts.remainder()[i])
          .isEqualTo(values[i], within(1e-12));
    }
  }

  private static Stl stl(Json one) {
    Json options = one.require("options");
    Stl stl = Stl.of(one.require("period").integer());
    if (options.find("seasonal").isPresent()) {
      stl = stl.withSeasonal(options.require("seasonal").integer());
    }
    if (options.find("trend").isPresent()) {
      stl = stl.withTrend(options.require("trend").integer());
    }
    return stl.withRobust(options.find("robust").isPresent())
        .withLinear(options.find("seasonal_deg").isEmpty())
        .withJump(options.find("jump").map(Json::integer).orElse(0));
  }

  @Test
  void whatCannotBeTakenApartIsRefused() {
    assertThatThrownBy(() -> Stl.of(1)).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> Stl.of(7).withTrend(8)).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> Stl.of(7).split(new double[13]))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("13 values are not two periods of 7");
  }
}
