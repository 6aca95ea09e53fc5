package dev.lazuli.ml.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.TextColumn;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberTextsTest {
  @Test
  void aFewTextsAmongNumbersAreNamed() {
    assertThat(NumberTexts.note(column("1", "2.5", "-3e4", "7", "8", "9", "10", "-", "n.a.", "11")))
        .contains(
            "column 'a' is text, as 2 of its 10 values are no numbers, such as '-', 'n.a.'; if they mean no value, leave them empty");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1,234",
        "$1,000.50",
        "5%",
        "1.234,50 €",
        "12 EUR",
        "-$5",
        "(1,200)",
        "1 234",
        "1'000.5",
        "\u22125",
        "7\u00a0000"
      })
  void marksAroundDigitsAreTold(String text) {
    assertThat(NumberTexts.note(column(text)))
        .hasValueSatisfying(note -> assertThat(note).contains("'" + text + "'"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"red", "A12", "12 Main Street", "2024-01", "1-2", "v1.2.3"})
  void otherTextsAreNotTold(String text) {
    assertThat(NumberTexts.note(column(text))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"03-Feb-2024", "3 March 2024", "Feb 3, 2024", "31/12/24"})
  void timesThatAreNotReadAsSuchAreTold(String text) {
    assertThat(NumberTexts.note(column(text)))
        .hasValueSatisfying(note ->
            assertThat(note)
                .contains("'" + text + "'; to use them as times, write them like 2024-01-31"));
  }

  @Test
  void marksBetweenThousandsAreTheReasonAndNotDecimalCommas() {
    assertThat(NumberTexts.note(column("517,48", "1.287,85", "599,88", "40.191,66")))
        .contains(
            "column 'a' is text, as numbers such as '1.287,85' have marks between their thousands; to use them as numbers, write them like 1234.5");
    assertThat(NumberTexts.note(column("12.345", "876", "1.234.567", "98.765")))
        .hasValueSatisfying(note -> assertThat(note).contains("'1.234.567' have marks between"));
  }

  @Test
  void timesOfDayAreToldAsSuch() {
    assertThat(NumberTexts.note(column("17:04", "23:48:10", "2:02 pm")))
        .contains(
            "column 'a' is text, as it holds times of day such as '17:04' without a date; to use them as numbers, write them as hours, such as 17.07 for 17:04");
  }

  @Test
  void datesWrittenInSeveralWaysAreToldAsSuch() {
    assertThat(NumberTexts.note(column("01/01/2024", "2024-01-02", "03/01/2024")))
        .contains(
            "column 'a' is text, as its dates are written in several ways, such as '2024-01-02' and '01/01/2024'; to use them as times, write all of them like 2024-01-31");
    assertThat(NumberTexts.note(column("01/13/2024", "13/01/2024", "01/02/2024")))
        .hasValueSatisfying(note -> assertThat(note).contains("'01/13/2024' and '13/01/2024'"));
    assertThat(NumberTexts.note(column("13/01/2024", "01/02/2024", "soon", "2/2/2024", "3/3/2024")))
        .contains(
            "column 'a' is text, as 1 of its values is no date, such as 'soon'; if they mean no value, leave them empty");
  }

  @Test
  void wholeNumbersTooLongForADoubleAreNotTold() {
    assertThat(NumberTexts.note(column("9007199254740993", "9007199254740995"))).isEmpty();
  }

  private static TextColumn column(String... texts) {
    int[] codes = IntStream.range(0, texts.length).toArray();
    return new TextColumn("a", ColumnType.TEXT, codes, List.copyOf(Arrays.asList(texts)));
  }
}
