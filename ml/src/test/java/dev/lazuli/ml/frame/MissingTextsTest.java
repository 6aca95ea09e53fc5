package dev.lazuli.ml.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MissingTextsTest {
  private static CsvResult read(String csv, CsvOptions options) throws IOException {
    return CsvReader.read(new ByteArrayInputStream(csv.getBytes(UTF_8)), "test.csv", options);
  }

  private static List<String> texts(CsvResult table, String column) {
    Column found = table.frame().require(column);
    return IntStream.range(0, found.size())
        .mapToObj(row -> found.isMissing(row) ? "-" : found.text(row))
        .toList();
  }

  @Test
  void aQuotedWordStaysATextAndAnotherIsNoValueWhichIsTold() throws IOException {
    String csv = "country,gdp\n\"NA\",1\n,2\nNA,3\n\"BW\",NA\n\"\",\"NA\"\n";

    CsvResult table = read(csv, CsvOptions.defaults());

    assertThat(texts(table, "country")).containsExactly("NA", "-", "-", "BW", "-");
    assertThat(texts(table, "gdp")).containsExactly("1", "2", "3", "-", "-");
    assertThat(table.remarks())
        .containsExactly(
            "texts read as no value: 'NA' in 1 of 5 rows of 'country'; in quotes they stay texts, and"
                + " --missing, or missing_values among the properties of a job, says which texts mean"
                + " no value");
    assertThat(table.remarksOn("gdp").getFirst()).contains("'NA' in 2 of 5 rows of 'gdp'");
  }

  @Test
  void quotedWordsBeforeAnyOtherValueAndAloneAreTexts() throws IOException {
    CsvResult table =
        read("a,b,c\n\"NA\",\"NA\",NA\n\"NA\",\"NA\",NA\nBW,,NA\n", CsvOptions.defaults());

    assertThat(texts(table, "a")).containsExactly("NA", "NA", "BW");
    assertThat(texts(table, "b")).containsExactly("NA", "NA", "-");
    assertThat(texts(table, "c")).containsExactly("-", "-", "-");
  }

  @Test
  void noneIsACategoryAmongTextsAndNoValueAmongNumbers() throws IOException {
    CsvResult table = read("disorder,n\nNone,1\nApnea,None\n", CsvOptions.defaults());

    assertThat(texts(table, "disorder")).containsExactly("None", "Apnea");
    assertThat(texts(table, "n")).containsExactly("1", "-");
  }

  @Test
  void theTextsThatMeanNoValueCanBeSaid() throws IOException {
    CsvOptions options = CsvOptions.defaults().withMissing(Set.of("", "None", "-"));

    CsvResult table = read("a,n\nNone,-\nNA,2\n,3\n", options);

    assertThat(texts(table, "a")).containsExactly("-", "NA", "-");
    assertThat(texts(table, "n")).containsExactly("-", "2", "3");
  }

  @Test
  void namesOfDigitsKeepTheirZerosWhereThatIsAsked() throws IOException {
    CsvOptions options = CsvOptions.defaults().withAsWritten(Set.of("id", "plain"));

    CsvResult table = read("id,plain,n\n12,12,12\n007,7,007\n0,0,0\n", options);

    assertThat(texts(table, "id")).containsExactly("12", "007", "0");
    assertThat(table.frame().require("plain").type()).isEqualTo(ColumnType.INTEGER);
    assertThat(texts(table, "n")).containsExactly("12", "7", "0");
  }

  @Test
  void excelsFirstLineSaysWhatPartsFields() throws IOException {
    CsvResult table = read("sep=;\r\na;b\r\n1;2,5\r\n3;4,5\r\n", CsvOptions.defaults());

    assertThat(table.frame().names()).containsExactly("a", "b");
    assertThat(texts(table, "b")).containsExactly("2.5", "4.5");
    assertThat(read("sep=,\na\n1\n", CsvOptions.defaults()).frame().rowCount()).isEqualTo(1);
  }
}
