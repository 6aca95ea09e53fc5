package dev.lazuli.ml.frame;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueParserTest {
  private final ValueParser parser = new ValueParser('.');

  @Test
  void numbersAreTheSameDoublesAsJavaReads() {
    Random random = new Random(7);
    for (int i = 0; i < 200_000; i++) {
      double any = Double.longBitsToDouble(random.nextLong());
      BigInteger digits = new BigInteger(1 + random.nextInt(70), random);
      for (String text :
          new String[] {
            Double.toString(any),
            Double.toString(random.nextDouble()),
            new BigDecimal(digits, random.nextInt(40)).toString(),
            digits + "e" + (random.nextInt(700) - 350)
          }) {
        if (!text.contains("N") && !text.contains("I")) {
          parse(text);
          if ((kinds(text) & ValueParser.NUMBER) != 0) {
            assertThat(parser.value()).as(text).isEqualTo(Double.parseDouble(text));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-", ".", "1e", "1e+", "1.2.3", "0x1", "1_0", "12a", "--1", "1,5", "e5", "1d"})
  void theseAreNoNumbers(String text) {
    assertThat(kinds(text)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "2024-02-29, 2024-02-29T00:00:00Z",
    "2024/2/9, 2024-02-09T00:00:00Z",
    "2024-01-31T10:20, 2024-01-31T10:20:00Z",
    "2024-01-31 10:20:30.5, 2024-01-31T10:20:30.500Z",
    "2024-01-31T10:20:30.123456Z, 2024-01-31T10:20:30.123Z",
    "2024-01-31T10:20:30+02:00, 2024-01-31T08:20:30Z",
    "2024-01-31 10:20:30-0530, 2024-01-31T15:50:30Z",
    "1969-12-31, 1969-12-31T00:00:00Z",
    "0001-01-01, 0001-01-01T00:00:00Z",
    "1/31/2024, 2024-01-31T00:00:00Z",
    "12/1/2024 5:07, 2024-12-01T05:07:00Z",
    "31.12.2024, 2024-12-31T00:00:00Z",
    "1.2.2024 05:07, 2024-02-01T05:07:00Z",
    "1/31/2024 12:05 AM, 2024-01-31T00:05:00Z",
    "1/31/2024 12:05:09 pm, 2024-01-31T12:05:09Z",
    "2024-01-31 1:05PM, 2024-01-31T13:05:00Z"
  })
  void timesAreRead(String text, String expected) {
    assertThat(kinds(text)).isNotZero();
    assertThat(Instant.ofEpochMilli((long) parser.value())).isEqualTo(Instant.parse(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2023-02-29",
        "2024-13-01",
        "2024-01-32",
        "2024-01-01T25:00",
        "2024-01-01x",
        "1-2-3",
        "2024-01",
        "2024-01/05",
        "31/31/2024",
        "1.31.2024",
        "1.2/2024",
        "1/31/2024 13:00 PM",
        "1/31/2024 0:00 AM",
        "1/31/2024 1:00 XM"
      })
  void theseAreNoTimes(String text) {
    assertThat(kinds(text)).isZero();
  }

  private int kinds(String text) {
    return parse(text);
  }

  private int parse(String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    return parser.parse(bytes, 0, bytes.length, ValueParser.ANY);
  }
}
