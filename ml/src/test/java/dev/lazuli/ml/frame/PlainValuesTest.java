package dev.lazuli.ml.frame;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainValuesTest {
  private static final List<String> ODD =
      List.of(
          "-",
          "+",
          ".",
          "-.",
          "5.",
          ".5",
          "-.5",
          "+5",
          "-0",
          "-0.0",
          "00012",
          "12345678",
          "-1234567",
          "-12345678",
          "123456789",
          "9007199254740993",
          "1e5",
          "-1.5E-3",
          "1.23456789e-30",
          "0.00000001",
          "0.000000000000000001",
          "0.0000000000000000001",
          "123456.789012345678",
          "1234567.12345678",
          "12345678.5",
          "1.2.3",
          "1.2345678.9",
          "12a",
          "1.0000000a",
          "inf",
          "-Infinity",
          " 1",
          "1 ",
          "true",
          "TRUE",
          "False",
          "tru",
          "truex",
          "falsE",
          "fals",
          "t",
          "2024-02-29",
          "2023-02-29",
          "2024-13-01",
          "2024-00-10",
          "2024-01-00",
          "2024-01-31T24:00:00",
          "2024-01-31T23:60:00",
          "2024-01-31 23:59:60",
          "2024-01-31 23:59:59",
          "2024-01-31x23:59:59",
          "2024-01-31T23:59:59Z",
          "2024-01-31T23:59",
          "2024/01/31",
          "202a-01-31",
          "2024-01-3:",
          "0000-01-01",
          "9999-12-31T00:00:00",
          "\u00e9024-01-31");

  /// What is read eight bytes at once is what the parser reads, and the usual forms are.
  @ParameterizedTest
  @ValueSource(
      ints = {ValueParser.INTEGER, ValueParser.NUMBER, ValueParser.ISO, ValueParser.BOOLEAN})
  void valuesAreTheSameAsTheParserReads(int kind) {
    for (char decimal : new char[] {'.', ','}) {
      List<String> texts = texts(new Random(kind));
      texts.addAll(ODD);
      texts.replaceAll(text -> decimal == ',' ? text.replace('.', ',') : text);
      var parser = new ValueParser(decimal);
      var plain = new PlainValues(new ValueParser(decimal), decimal, true);

      CsvBlock block = block(texts);

      double[] out = new double[1];
      for (int i = 0; i < texts.size(); i++) {
        byte[] bytes = texts.get(i).getBytes(ISO_8859_1);
        boolean fits = (parser.parse(bytes, 0, bytes.length, kind) & kind) != 0;
        int read = plain.read(block, block.place(i, 1), block.stride(3), 1, kind, out, 0);
        if (read == 1) {
          assertThat(fits).as(texts.get(i)).isTrue();
          assertThat(out[0]).as(texts.get(i)).isEqualTo(parser.value());
        } else {
          assertThat(fits && !texts.get(i).contains(" ")).as(texts.get(i)).isFalse();
        }
      }
    }
  }

  @Test
  void anEmptyFieldIsMissingOnlyWhenItIsSaidToBe() {
    CsvBlock block = block(List.of("", "1"));
    var parser = new ValueParser('.');
    for (int kind :
        new int[] {ValueParser.INTEGER, ValueParser.NUMBER, ValueParser.ISO, ValueParser.BOOLEAN}) {
      double[] out = new double[1];
      int place = block.place(0, 1);

      assertThat(new PlainValues(parser, '.', true).read(block, place, 3, 1, kind, out, 0)).isOne();
      assertThat(out[0]).isNaN();
      assertThat(new PlainValues(parser, '.', false).read(block, place, 3, 1, kind, out, 0))
          .isZero();
    }
  }

  private static List<String> texts(Random random) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      long seconds = random.nextLong(-62_167_219_200L, 253_402_300_800L);
      LocalDateTime time = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
      texts.add(time.format(DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT)));
      texts.add(time.toLocalDate().toString());
      texts.add(Integer.toString(random.nextInt() >> random.nextInt(32)));
      texts.add(Double.toString(random.nextGaussian()));
      texts.add(new BigDecimal(new BigInteger(70, random), random.nextInt(30)).toPlainString());
      texts.add(new BigDecimal(BigInteger.valueOf(random.nextInt()), random.nextInt(9)).toString());
    }
    return texts;
  }

  /// Records that are alike, with the texts in the middle.
  private static CsvBlock block(List<String> texts) {
    var csv = new StringBuilder();
    for (String text : texts) {
      csv.append("a;").append(text).append(";longer than eight bytes\n");
    }
    byte[] bytes = csv.append("the end;1;long enough\n").toString().getBytes(ISO_8859_1);
    var all = new CsvMarks(';');
    all.find(bytes, bytes.length);
    CsvBlock block = new CsvBlock();
    block.take(all, all.alike(bytes), 1);
    block.in(bytes);
    assertThat(block.records()).isGreaterThanOrEqualTo(texts.size());
    return block;
  }
}
