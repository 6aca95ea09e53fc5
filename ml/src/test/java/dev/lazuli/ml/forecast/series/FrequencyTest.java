package dev.lazuli.ml.forecast.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.ml.InvalidInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrequencyTest {
  @ParameterizedTest
  @CsvSource({
    "D,DAY,1",
    "15min,MINUTE,15",
    "5T,MINUTE,5",
    "W-SUN,WEEK,1",
    "2W-wed,WEEK,2",
    "MS,MONTH,1",
    "M,MONTH,1",
    "BM,MONTH,1",
    "BME,MONTH,1",
    "CBMS,MONTH,1",
    "2h,HOUR,2",
    "C,BUSINESS_DAY,1",
    "QE,QUARTER,1",
    "BQ-DEC,QUARTER,1",
    "QS-FEB,QUARTER,1",
    "AS,YEAR,1",
    "BYE-JUN,YEAR,1"
  })
  void aliasesOfPandasAreRead(String alias, Frequency.Unit unit, int count) {
    assertThat(Frequency.parse(alias)).isEqualTo(new Frequency(unit, count));
  }

  @ParameterizedTest
  @ValueSource(strings = {"fortnight", "W-FOO", "M-JAN", "1D12h", "", "D,", "0D"})
  void anUnknownAliasIsRefused(String alias) {
    assertThatThrownBy(() -> Frequency.parse(alias))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("frequency");
  }

  @ParameterizedTest
  @CsvSource({
    "SM,twice a month",
    "SMS-15,twice a month",
    "WOM-3FRI,one week of each month",
    "bh,business hours",
    "ms,milliseconds",
    "us,shorter than a second",
    "REQ-N-DEC-MON-1,52 or 53 weeks"
  })
  void aliasesWhoseStepsAreUnevenAreRefusedWithTheReason(String alias, String reason) {
    assertThatThrownBy(() -> Frequency.parse(alias))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("'" + alias + "'")
        .hasMessageContaining(reason)
        .hasMessageContaining("BME");
  }

  @Test
  void monthsAndMilliseconds() {
    assertThat(Frequency.parse("MS").unit()).isEqualTo(Frequency.Unit.MONTH);
    assertThat(Frequency.parse("3MS")).isEqualTo(new Frequency(Frequency.Unit.MONTH, 3));
  }
}
