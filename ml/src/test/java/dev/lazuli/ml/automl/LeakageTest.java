package dev.lazuli.ml.automl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.automl.Guardrail.Check;
import dev.lazuli.ml.automl.Guardrail.Status;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import dev.lazuli.ml.prepare.ColumnPurpose;
import dev.lazuli.ml.split.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LeakageTest {
  private static final int ROWS = 600;

  @Test
  void aCopyOfTheTargetIsLeftOut() {
    for (String target : List.of("price", "kind", "sold", "grade")) {
      Frame clean = MixedTables.withTarget(target, ROWS, 3);
      Frame leaking = with(clean, clean.require(target).named("copy"));

      TrainingSet set = read(leaking, target);

      assertThat(alerts(set, Check.LEAKAGE))
          .containsExactly(
              "column 'copy' is a copy of the target '%s'; it is left out".formatted(target));
      assertThat(set.encoder().signature().place("copy")).isEmpty();
    }
  }

  @Test
  void aCopyUnderOtherNamesIsLeftOut() {
    Frame clean = MixedTables.withTarget("grade", ROWS, 3);
    NumberColumn grade = (NumberColumn) clean.require("grade");
    TextColumn words =
        new TextColumn(
            "words",
            ColumnType.CATEGORY,
            Arrays.stream(grade.values()).mapToInt(v -> v == 5 ? 0 : v == 2 ? 1 : 2).toArray(),
            List.of("best", "middling", "poor"));

    assertThat(alerts(read(with(clean, words), "grade"), Check.LEAKAGE)).hasSize(1);
  }

  @Test
  void aColumnWhoseUseIsAskedForStays() {
    Frame clean = MixedTables.withTarget("price", ROWS, 3);
    Frame leaking = with(clean, clean.require("price").named("copy"));
    AutoMlSettings settings =
        AutoMlSettings.regression("price").withPurposes(Map.of("copy", ColumnPurpose.NUMERIC));

    TrainingSet set = new TableReading(settings).read(leaking, StopSignal.never());

    assertThat(set.encoder().signature().place("copy")).isPresent();
    assertThat(alerts(set, Check.LEAKAGE)).hasSize(1);
  }

  @Test
  void aNearCopyIsToldOf() {
    Frame clean = MixedTables.withTarget("price", ROWS, 3);
    double[] price = ((NumberColumn) clean.require("price")).values();
    SplittableRandom random = new SplittableRandom(1);
    Column near = numbers("invoice", row -> 1.19 * price[row] + random.nextGaussian());

    assertThat(alerts(read(with(clean, near), "price"), Check.LEAKAGE).getFirst())
        .startsWith("column 'invoice' alone tells the target almost exactly");
  }

  @Test
  void aColumnFilledAfterTheEventIsToldOf() {
    Frame clean = MixedTables.withTarget("sold", ROWS, 3);
    double[] sold = ((NumberColumn) clean.require("sold")).values();
    double rarer = Arrays.stream(sold).sum() > ROWS / 2.0 ? 0 : 1;
    SplittableRandom random = new SplittableRandom(1);
    Column paid =
        numbers(
            "paid",
            row ->
                sold[row] == rarer && random.nextDouble() < 0.7 ? random.nextInt(9) : Double.NaN);

    assertThat(alerts(read(with(clean, paid), "sold"), Check.LEAKAGE).getFirst())
        .startsWith("column 'paid' has values for rows of one class only");
  }

  @Test
  void anIdInTheOrderOfTheTargetIsLeftOut() {
    for (String target : List.of("price", "kind")) {
      Frame clean = MixedTables.withTarget(target, ROWS, 3);
      int[] order =
          IntStream.range(0, ROWS)
              .boxed()
              .sorted(Comparator.comparing(row -> sortKey(clean.require(target), row)))
              .mapToInt(row -> row)
              .toArray();
      double[] ids = new double[ROWS];
      for (int place = 0; place < ROWS; place++) {
        ids[order[place]] = 5000 + 3 * place;
      }
      Column id = new NumberColumn("customer_id", ColumnType.INTEGER, ids);

      assertThat(alerts(read(with(clean, id), target), Check.LEAKAGE).getFirst())
          .startsWith("column 'customer_id' numbers the rows in the order of the target");
    }
  }

  @Test
  void repeatedRowsStayOnOneSideOfEachSplit() {
    Frame clean = MixedTables.withTarget("sold", 400, 3);
    Frame repeated =
        clean.select(
            IntStream.concat(IntStream.range(0, 400), IntStream.range(100, 220)).toArray());

    TrainingSet set = read(repeated, "sold");

    assertThat(alerts(set, Check.DUPLICATE_ROWS))
        .containsExactly(
            "120 of 520 rows repeat an earlier one and stay on its side of each split; the model is chosen for new rows and for rows"
                + " that come again");
    AutoMlSettings settings = AutoMlSettings.classification("sold");
    CostModel costs = new CostModel(set, settings.limits());
    for (Split split : SplitPlan.of(set, settings, costs).splits()) {
      boolean[] held = new boolean[520];
      Arrays.stream(split.validation()).forEach(row -> held[row] = true);
      for (int row = 400; row < 520; row++) {
        assertThat(held[row]).isEqualTo(held[row - 300]);
      }
    }
  }

  @Test
  void rowsThatRepeatByChanceAreNotKeptTogether() {
    SplittableRandom random = new SplittableRandom(1);
    Frame coarse =
        new Frame(
            List.of(
                numbers("a", row -> random.nextInt(12)),
                numbers("b", row -> random.nextInt(9)),
                numbers("y", row -> random.nextInt(3))));

    TrainingSet set = read(coarse, "y");

    assertThat(alerts(set, Check.DUPLICATE_ROWS).getFirst()).contains("which may be chance");
    assertThat(set.roles().leaders()).isEmpty();
  }

  @Test
  void aTargetThatDriftsInTimeIsToldOf() {
    double[] at = IntStream.range(0, ROWS).mapToDouble(row -> 3.6e6 * row).toArray();
    Column time = new NumberColumn("at", ColumnType.DATETIME, at);
    SplittableRandom random = new SplittableRandom(1);
    Frame series =
        new Frame(
            List.of(
                time,
                numbers("x", row -> random.nextDouble()),
                numbers("y", row -> Math.sin(row / 30.0) + 0.3 * random.nextGaussian())));

    assertThat(alerts(read(series, "y"), Check.TIME_ORDER).getFirst())
        .contains("a random split tells too much; to predict later rows give time_column");
  }

  @Test
  void cleanTablesRaiseNoAlarm() {
    for (long seed = 1; seed <= 12; seed++) {
      for (String target : List.of("price", "kind", "sold", "grade")) {
        TrainingSet set = read(MixedTables.withTarget(target, 300 + (int) seed * 50, seed), target);

        assertThat(set.findings().all())
            .filteredOn(one ->
                one.check() == Check.LEAKAGE
                    || one.check() == Check.DUPLICATE_ROWS
                    || one.check() == Check.TIME_ORDER)
            .extracting(Guardrail::status)
            .containsOnly(Status.PASSED);
      }
    }
  }

  @Test
  void cleanTablesOfManyKindsRaiseNoAlarm() {
    for (long seed = 1; seed <= 40; seed++) {
      AutoMlSettings settings =
          CleanTables.isNumber(seed)
              ? AutoMlSettings.regression("y")
              : AutoMlSettings.classification("y");

      TrainingSet set = new TableReading(settings).read(CleanTables.of(seed), StopSignal.never());

      assertThat(set.findings().all())
          .as("seed %d", seed)
          .filteredOn(one ->
              one.check() == Check.LEAKAGE
                  || one.check() == Check.DUPLICATE_ROWS
                  || one.check() == Check.TIME_ORDER)
          .extracting(Guardrail::message)
          .containsOnly("");
    }
  }

  @Test
  void leaksPlantedInCleanTablesAreFound() {
    for (long seed = 1; seed <= 20; seed++) {
      Frame clean = CleanTables.of(seed);
      AutoMlSettings settings =
          CleanTables.isNumber(seed)
              ? AutoMlSettings.regression("y")
              : AutoMlSettings.classification("y");

      TrainingSet set =
          new TableReading(settings)
              .read(with(clean, clean.require("y").named("result")), StopSignal.never());

      assertThat(alerts(set, Check.LEAKAGE))
          .as("seed %d", seed)
          .containsExactly("column 'result' is a copy of the target 'y'; it is left out");
    }
  }

  private static String sortKey(Column column, int row) {
    return column instanceof NumberColumn number
        ? "%020.6f".formatted(number.value(row))
        : column.text(row);
  }

  private static List<String> alerts(TrainingSet set, Check check) {
    return set.findings().all().stream()
        .filter(one -> one.check() == check && one.status() != Status.PASSED)
        .map(Guardrail::message)
        .toList();
  }

  private static TrainingSet read(Frame frame, String target) {
    AutoMlSettings settings =
        target.equals("price") || target.equals("y")
            ? AutoMlSettings.regression(target)
            : AutoMlSettings.classification(target);
    return new TableReading(settings).read(frame, StopSignal.never());
  }

  private static Frame with(Frame frame, Column more) {
    List<Column> columns = new ArrayList<>(frame.columns());
    columns.add(more);
    return new Frame(columns);
  }

  private static NumberColumn numbers(String name, IntToDoubleFunction value) {
    double[] values = new double[ROWS];
    Arrays.setAll(values, value);
    return new NumberColumn(name, ColumnType.NUMBER, values);
  }
}
