package dev.lazuli.ml.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.TextColumn;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnknownCategoriesTest {
  private static final RowEncoder ENCODER =
      new RowEncoder(
          new Signature(List.of(new Signature.Input("city", SignatureType.STRING, true))),
          List.of(new CategoryEncoding(0, "city", List.of("Ulm", "Bonn"))));

  private static List<String> remarks(String... cities) {
    Frame rows =
        new Frame(
            List.of(TextColumn.of("city", ColumnType.CATEGORY, cities.length, row -> cities[row])));
    return UnknownCategories.remarks(ENCODER, rows);
  }

  @Test
  void aColumnOfWhichMostValuesWereNeverMetIsTold() {
    assertThat(remarks("ulm", "bonn", "bonn"))
        .containsExactly(
            "all 3 values of column 'city' are not among those that the model learned, such as 'ulm':"
                + " they count as unknown");
    assertThat(remarks("Ulm", "Rom", "Oslo").getFirst())
        .startsWith("2 of 3 values of column 'city'");
    assertThat(remarks("Ulm", "Bonn", "Rom")).isEmpty();
  }
}
