package dev.lazuli.endpoints.tabular;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.base.Problem;
import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.boost.Link;
import dev.lazuli.ml.frame.CsvOptions;
import dev.lazuli.ml.frame.CsvReader;
import dev.lazuli.ml.frame.DateOrder;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.TimeRange;
import dev.lazuli.ml.json.Json;
import dev.lazuli.ml.linear.LinearModel;
import dev.lazuli.ml.model.ColumnEncoding;
import dev.lazuli.ml.model.DateEncoding;
import dev.lazuli.ml.model.DatePart;
import dev.lazuli.ml.model.Member;
import dev.lazuli.ml.model.NumericEncoding;
import dev.lazuli.ml.model.RowEncoder;
import dev.lazuli.ml.model.Signature;
import dev.lazuli.ml.model.SignatureType;
import dev.lazuli.ml.model.TabularModel;
import dev.lazuli.ml.model.Target;
import dev.lazuli.models.ServedModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A value means the same in a file and in a request, or is refused in the same words.
class ValueRuleTest {
  private static final double MISSING = -1;
  private static final LocalDate FIRST = LocalDate.of(2024, 1, 1);

  /// Says what its one column holds, days since 1970 for times.
  private static TabularModel echo(String column) {
    SignatureType type =
        switch (column) {
          case "n" -> SignatureType.LONG;
          case "f" -> SignatureType.DOUBLE;
          case "b" -> SignatureType.BOOLEAN;
          default -> SignatureType.DATETIME;
        };
    TimeRange year = new TimeRange(millis(FIRST), millis(FIRST.plusDays(365)));
    Signature signature =
        new Signature(
            List.of(
                new Signature.Input(column, type, true, DateOrder.YEAR_FIRST, Optional.of(year))));
    ColumnEncoding encoding =
        type == SignatureType.DATETIME
            ? new DateEncoding(0, column, List.of(DatePart.EPOCH_DAY))
            : new NumericEncoding(0, column);
    LinearModel same =
        new LinearModel(
            new int[] {0},
            new double[] {-1e9},
            new double[] {1e9},
            new double[] {0},
            new double[] {1, MISSING});
    return new TabularModel(
        Target.number("y"),
        new RowEncoder(signature, List.of(encoding)),
        List.of(Member.of("ElasticNet", 1, new Member.Linear(same), Link.IDENTITY)),
        Json.object());
  }

  private static double millis(LocalDate day) {
    return day.toEpochDay() * 86_400_000.0;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          n | 47                  | 47                  | 47
          n | "47"                | "47"                | 47
          n | 47.0                | " 47.0 "            | 47
          n | 47.5                | 47.5                | column 'n' expects a whole number, not '47.5'
          n | "47.50"             | "47.5"              | column 'n' expects a whole number, not '47.5'
          n | true                | true                | column 'n' expects a whole number, not 'true'
          n | inf                 | 1e999               | -1
          n | NA                  | "NA"                | -1
          n | ""                  | ""                  | -1
          n | five                | "five"              | column 'n' expects a whole number, not 'five'
          f | 47.5                | "47.5"              | 47.5
          f | -Infinity           | "-Infinity"         | -1
          f | false               | false               | column 'f' expects a number, not 'false'
          f | 2024-12-19          | "2024-12-19"        | column 'f' expects a number, not '2024-12-19'
          b | true                | true                | 1
          b | FALSE               | "FALSE"             | 0
          b | 1                   | 1                   | 1
          b | 2                   | 2                   | column 'b' expects true or false, not '2'
          b | 2                   | "2"                 | column 'b' expects true or false, not '2'
          b | yes                 | "yes"               | column 'b' expects true or false, not 'yes'
          d | 2024-12-19          | "2024-12-19"        | 20076
          d | 2034-12-19          | "2034-12-19"        | 23728
          d | 20241219            | 20241219            | 20076
          d | "20241219"          | "20241219"          | 20076
          d | 1734566400          | 1734566400          | 20076
          d | 1734566400000       | 1734566400000       | 20076
          d | 1734566400000000000 | 1734566400000000000 | 20076
          d | 1924992000000       | 1924992000000       | 22280
          d | 47                  | 47                  | column 'd' expects a time such as 2026-01-31T12:00:00, not '47': it would be 1970-01-01 in milliseconds since 1970, or 1970-01-01 in seconds since 1970, or 1970-01-01 in microseconds since 1970, or 1970-01-01 in nanoseconds since 1970; the times learned are those of 2024-01-01 to 2024-12-31
          d | 20241319            | 20241319            | column 'd' expects a time such as 2026-01-31T12:00:00, not '20241319': it would be 1970-01-01 in milliseconds since 1970, or 1970-08-23 in seconds since 1970, or 1970-01-01 in microseconds since 1970, or 1970-01-01 in nanoseconds since 1970; the times learned are those of 2024-01-01 to 2024-12-31
          d | true                | true                | column 'd' expects a time such as 2026-01-31T12:00:00, not 'true'
          """)
  void aValueMeansTheSameInAFileAndInARequest(
      String column, String cell, String value, String meaning) throws IOException {
    TabularModel model = echo(column);
    String expected =
        meaning.startsWith("column")
            ? "row 1: " + meaning
            : Double.toString(Double.parseDouble(meaning));

    assertThat(ofFile(model, column + "\n" + cell + "\n")).isEqualTo(expected);
    assertThat(ofRequest(model, "{\"input_data\": [[" + value + "]]}")).isEqualTo(expected);
    assertThat(ofRequest(model, "{\"input_data\": {\"" + column + "\": [" + value + "]}}"))
        .isEqualTo(expected);
    assertThat(ofRequest(model, "{\"data\": [{\"" + column + "\": " + value + "}]}"))
        .isEqualTo(expected);
  }

  private static String ofFile(TabularModel model, String text) throws IOException {
    CsvOptions options = CsvOptions.defaults().withHeader(CsvOptions.Header.EVERY_FILE);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Frame rows = CsvReader.read(new ByteArrayInputStream(bytes), "rows.csv", options).frame();
    try {
      return Double.toString(model.predictNumbers(rows)[0][0]);
    } catch (InvalidInput refused) {
      return String.valueOf(refused.getMessage());
    }
  }

  private static String ofRequest(TabularModel model, String body) {
    try {
      byte[] answer =
          new ScoringWork(ServedModel.of(model))
              .score(body.getBytes(StandardCharsets.UTF_8), System.nanoTime() + 30_000_000_000L);
      return new String(answer, StandardCharsets.UTF_8).replaceAll("[^-0-9.E]", "");
    } catch (Problem.Invalid refused) {
      return refused.text();
    }
  }
}
