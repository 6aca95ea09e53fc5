package dev.lazuli.ml.automl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.ml.automl.Guardrail.Check;
import dev.lazuli.ml.automl.Guardrail.Status;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TotalsRowTest {
  private static final int ROWS = 60;

  @Test
  void theTotalOfTheRowsAboveIsLeftOutAndTold() {
    Frame table = table("Grand total", true, true);

    AutoMlResult result =
        AutoMl.run(table, AutoMlSettings.regression("revenue").withMaxTrials(1).withFolds(2));

    assertThat(result.leaderboard().guardrails())
        .filteredOn(one -> one.check() == Check.TOTALS_ROW)
        .singleElement()
        .isEqualTo(
            new Guardrail(
                Check.TOTALS_ROW,
                Status.DONE,
                "the last row ('Grand total' in column 'region') is the sum of the rows above it in"
                    + " 'units', 'revenue' and is left out",
                List.of("units", "revenue")));
    assertThat(result.leaderboard().notes())
        .noneMatch(note -> note.contains("alone tells the target"));
  }

  @Test
  void twoSumsNeedNoName() {
    Frame table = table("north", true, true);

    TotalsRow found = TotalsRow.of(table);

    assertThat(found.isCertain()).isTrue();
    assertThat(found.without(table).rowCount()).isEqualTo(ROWS);
  }

  @Test
  void aNameAloneIsOnlyToldOf() {
    Frame table = table("total", false, false);
    Findings findings = new Findings();

    TotalsRow found = TotalsRow.of(table);
    found.tell(findings);

    assertThat(found.without(table)).isSameAs(table);
    assertThat(findings.notes())
        .containsExactly(
            "the last row seems to sum up others ('total' in column 'region'); if it does, take it"
                + " out of the data");
  }

  @Test
  void aLabelAmongTimesIsToldAsWhatItDoes() {
    Frame table = table("Total", true, true);
    TextColumn days =
        TextColumn.of(
            "day", ColumnType.CATEGORY, ROWS + 1, row -> row < ROWS ? "2024-01-" + row : "Total");
    Findings findings = new Findings();

    TotalsRow.of(new Frame(List.of(days, table.require("units"), table.require("revenue"))))
        .tell(findings);

    assertThat(findings.notes())
        .singleElement()
        .asString()
        .endsWith("left out; take it out of the data, as its text makes 'day' a column of texts");
  }

  @Test
  void otherRowsStay() {
    assertThat(TotalsRow.of(table("north", false, false)).sums()).isEmpty();
    assertThat(TotalsRow.of(table("north", true, false)).isCertain()).isFalse();
    assertThat(TotalsRow.of(new Frame(List.of(numbers("zero", new double[ROWS])))).sums())
        .isEmpty();
    double[] few = {1, 2, 3, 6};
    assertThat(TotalsRow.of(new Frame(List.of(numbers("a", few), numbers("b", few)))).sums())
        .isEmpty();
  }

  /// A table whose last row may be a total.
  private static Frame table(String label, boolean unitsTotal, boolean revenueTotal) {
    SplittableRandom random = new SplittableRandom(5);
    double[] units = new double[ROWS + 1];
    double[] revenue = new double[ROWS + 1];
    List<String> regions = new ArrayList<>();
    for (int row = 0; row <= ROWS; row++) {
      units[row] = random.nextInt(1, 50);
      revenue[row] = Math.rint(units[row] * random.nextDouble(100, 1000)) / 100;
      regions.add(row % 2 == 0 ? "north" : "south");
    }
    if (unitsTotal) {
      units[ROWS] = Arrays.stream(units, 0, ROWS).sum();
    }
    if (revenueTotal) {
      revenue[ROWS] = Math.rint(Arrays.stream(revenue, 0, ROWS).sum() * 100) / 100;
    }
    regions.set(ROWS, label);
    return new Frame(
        List.of(
            TextColumn.of("region", ColumnType.CATEGORY, ROWS + 1, regions::get),
            numbers("units", units),
            numbers("revenue", revenue)));
  }

  private static NumberColumn numbers(String name, double[] values) {
    return new NumberColumn(name, ColumnType.NUMBER, values);
  }
}
