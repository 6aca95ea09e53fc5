package dev.lazuli.ml.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.automl.MixedTables;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.DateOrder;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import dev.lazuli.ml.prepare.Featurization;
import dev.lazuli.ml.prepare.Preparation;
import dev.lazuli.ml.prepare.Prepared;
import dev.lazuli.ml.prepare.TargetValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowEncoderTest {
  private static final Frame TRAIN = MixedTables.withTarget("price", 300, 1);

  @Test
  void oneRowGetsTheSameFeaturesAsTheTable() {
    RowEncoder encoder = encoder();
    Frame rows = MixedTables.strange("price", 200, 4);

    double[][] features = encoder.encode(rows);

    RawRow raw = new RawRow(encoder.signature().size());
    double[] row = new double[encoder.width()];
    for (int i = 0; i < rows.rowCount(); i++) {
      fill(raw, encoder.signature(), rows, i);
      encoder.encode(raw, row);
      for (int f = 0; f < row.length; f++) {
        assertThat(Double.valueOf(row[f])).isEqualTo(Double.valueOf(features[f][i]));
      }
    }
  }

  @Test
  void datesAreReadInTheOrderThatTheModelLearnedThemIn() {
    Signature signature =
        Signature.fromJson(
            new Signature(
                    List.of(
                        new Signature.Input(
                            "day",
                            SignatureType.DATETIME,
                            true,
                            DateOrder.DAY_FIRST,
                            Optional.empty())))
                .toJson());
    RowEncoder encoder =
        new RowEncoder(
            signature, List.of(new DateEncoding(0, "day", List.of(DatePart.MONTH, DatePart.DAY))));
    RawRow raw = signature.row();
    double[] row = new double[2];

    for (String text : List.of("01/02/2026", "1.2.2026 10:30", "2026-02-01", "2026/2/1")) {
      raw.setText(0, text);
      encoder.encode(raw, row);
      assertThat(row).as(text).containsExactly(2, 1);
    }
    assertThatThrownBy(() -> encoder.encode(texts("01/02/2026", "02/13/2026")))
        .isInstanceOf(InvalidInput.class)
        .hasMessage(
            "row 2: column 'day' expects a time such as 31/01/2026, the day first, not"
                + " '02/13/2026'");
    Frame monthFirst =
        new Frame(
            List.of(
                new NumberColumn(
                    "day", ColumnType.DATETIME, new double[] {0}, DateOrder.MONTH_FIRST)));
    assertThatThrownBy(() -> encoder.encode(monthFirst))
        .hasMessageContaining("read the table with CsvOptions.withDates(");
  }

  private static Frame texts(String... values) {
    int[] codes = IntStream.range(0, values.length).toArray();
    return new Frame(List.of(new TextColumn("day", ColumnType.CATEGORY, codes, List.of(values))));
  }

  @Test
  void aTableWithoutAnyOfTheColumnsIsRefusedEvenWhereAllMayBeLeftOut() {
    Signature signature =
        new Signature(
            List.of(
                new Signature.Input("size", SignatureType.DOUBLE, false),
                new Signature.Input("rooms", SignatureType.DOUBLE, false)));
    RowEncoder encoder =
        new RowEncoder(signature, List.of(new NumericEncoding(1, "rooms", Double.NaN)));

    assertThat(encoder.encode(TRAIN.without(List.of("rooms")))[0]).containsOnly(Double.NaN);
    assertThatThrownBy(() -> encoder.encode(TRAIN.without(List.of("rooms", "size"))))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith(
            "the table has none of the columns that the model takes; it takes size, rooms, the table"
                + " has garden, ");
  }

  @Test
  void numbersAndTheirTextsAreTheSame() {
    RowEncoder encoder = encoder();
    RawRow raw = new RawRow(encoder.signature().size());
    double[] asText = new double[encoder.width()];
    double[] asNumber = new double[encoder.width()];
    int size = encoder.signature().place("size").orElseThrow();
    int city = encoder.signature().place("city").orElseThrow();
    int garden = encoder.signature().place("garden").orElseThrow();
    int built = encoder.signature().place("built").orElseThrow();

    raw.setText(size, " 12.5e1 ");
    raw.setText(city, "10");
    raw.setText(garden, "TRUE");
    raw.setText(built, "2001-09-09T01:46:40Z");
    encoder.encode(raw, asText);
    raw.setNumber(size, 125);
    raw.setNumber(city, 10);
    raw.setTruth(garden, true);
    raw.setTime(built, 1e12);
    encoder.encode(raw, asNumber);

    assertThat(asText).isEqualTo(asNumber).contains(125.0, 2001.0);
  }

  @Test
  void aValueThatDoesNotFitItsColumnIsRefused() {
    Signature signature = encoder().signature();
    RawRow raw = new RawRow(signature.size());
    raw.setText(signature.place("size").orElseThrow(), "big");

    assertThatThrownBy(() -> signature.admit(raw))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("column 'size' expects a number, not 'big'");
  }

  @Test
  void aTableWithoutARequiredColumnIsRefused() {
    Frame rows = TRAIN.without(List.of("rooms"));

    assertThatThrownBy(() -> encoder().encode(rows))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("no column 'rooms'");
  }

  @Test
  void columnsWithoutUseAreLeftOut() {
    int rows = 200;
    double[] numbers = new double[rows];
    double[] same = new double[rows];
    int[] names = new int[rows];
    List<String> dictionary = new ArrayList<>();
    double[] target = new double[rows];
    for (int row = 0; row < rows; row++) {
      numbers[row] = row;
      names[row] = row;
      dictionary.add("customer-" + row);
      target[row] = row % 7;
    }
    Frame frame =
        new Frame(
            List.of(
                new NumberColumn("row", ColumnType.INTEGER, numbers),
                new NumberColumn("same", ColumnType.NUMBER, same),
                new TextColumn("name", ColumnType.TEXT, names, dictionary),
                new NumberColumn("useful", ColumnType.NUMBER, target)));

    Prepared prepared =
        new Preparation(Featurization.automatic(), 1, StopSignal.never())
            .learn(frame, TargetValues.of(Target.number("y"), target));

    assertThat(prepared.encoder().features()).containsExactly(FeatureSpec.numeric("useful"));
    assertThat(prepared.notes()).hasSize(3);
  }

  private static RowEncoder encoder() {
    double[] target = ((NumberColumn) TRAIN.require("price")).values();
    return new Preparation(Featurization.automatic(), 1, StopSignal.never())
        .learn(TRAIN.without(List.of("price")), TargetValues.of(Target.number("price"), target))
        .encoder();
  }

  private static void fill(RawRow raw, Signature signature, Frame rows, int row) {
    for (int place = 0; place < signature.size(); place++) {
      Column column = rows.require(signature.inputs().get(place).name());
      raw.set(place, column, row);
    }
  }
}
