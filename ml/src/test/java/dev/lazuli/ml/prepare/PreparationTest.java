package dev.lazuli.ml.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.frame.ColumnType;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.frame.TextColumn;
import dev.lazuli.ml.model.FeatureSpec;
import dev.lazuli.ml.model.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PreparationTest {
  private static final int ROWS = 200;
  private static final double DAY = 86_400_000;

  @Test
  void theDaysBetweenTwoTimesAreAFeature() {
    SplittableRandom random = new SplittableRandom(1);
    double[] ordered = random.doubles(ROWS, 0, 3e12).toArray();
    double[] sent = Arrays.stream(ordered).map(at -> at + 1.5 * DAY).toArray();
    double[] paid = Arrays.stream(ordered).map(at -> at + random.nextInt(9) * DAY).toArray();
    paid[5] = Double.NaN;
    Frame table =
        new Frame(List.of(times("ordered", ordered), times("sent", sent), times("paid", paid)));

    Prepared prepared = learn(table, Featurization.automatic(), new double[ROWS]);

    assertThat(names(prepared))
        .contains("paid minus ordered days", "paid minus sent days")
        .doesNotContain("sent minus ordered days");
    int place = names(prepared).indexOf("paid minus ordered days");
    for (int row = 0; row < ROWS; row++) {
      double days = row == 5 ? Double.NaN : Math.rint((paid[row] - ordered[row]) / DAY);
      double found = prepared.table().features().get(place).value(row);
      assertThat(Math.rint(found)).isEqualTo(Double.valueOf(days));
    }
    double[][] again = prepared.encoder().encode(table);
    assertThat(again[place][7]).isEqualTo(prepared.table().features().get(place).value(7));
  }

  @Test
  void aTextHasScoresUnlessTfIdfIsBlocked() {
    SplittableRandom random = new SplittableRandom(1);
    List<String> texts =
        List.of("a very good day", "a bad day", "good and cheap", "never again, so bad");
    int[] codes = random.ints(ROWS, 0, texts.size()).toArray();
    double[] y =
        Arrays.stream(codes)
            .mapToDouble(code -> texts.get(code).contains("good") ? 1 : 0)
            .toArray();
    Frame table = new Frame(List.of(new TextColumn("t", ColumnType.TEXT, codes, texts)));
    Featurization text = Featurization.automatic().withPurposes(Map.of("t", ColumnPurpose.TEXT));

    assertThat(names(learn(table, text, y))).contains("t words score 0", "t words mean 0");
    assertThat(names(learn(table, text.withBlocked(Set.of(Transformer.TF_IDF)), y)))
        .contains("t words mean 0")
        .doesNotContain("t words score 0");
    assertThat(names(learn(table, text.withBlocked(Set.of(Transformer.TEXT_TARGET_ENCODER)), y)))
        .contains("t words score 0")
        .doesNotContain("t words mean 0");
  }

  @Test
  void whatIsRefusedIsLeftOutWithTheColumnsThatOnlyItReads() {
    double[] ordered = IntStream.range(0, ROWS).mapToDouble(row -> row * DAY).toArray();
    double[] paid = IntStream.range(0, ROWS).mapToDouble(row -> row * row * DAY).toArray();
    double[] size = IntStream.range(0, ROWS).mapToDouble(row -> Math.sqrt(row)).toArray();
    Prepared prepared =
        learn(
            new Frame(
                List.of(
                    times("ordered", ordered),
                    times("paid", paid),
                    new NumberColumn("size", ColumnType.NUMBER, size))),
            Featurization.automatic(),
            size);

    Prepared left =
        prepared.without(encoding ->
            encoding.features().getFirst().name().startsWith("ordered ")
                ? Optional.of("no")
                : Optional.empty());

    assertThat(left.notes()).contains("no; it is left out");
    assertThat(left.encoder().signature().inputs()).hasSize(3);
    Prepared last =
        left.without(
            encoding -> encoding.columns().length > 1 ? Optional.of("no gaps") : Optional.empty());
    assertThat(last.encoder().signature().inputs())
        .extracting(input -> input.name())
        .containsExactly("paid", "size");
    assertThat(last.encoder().width()).isEqualTo(last.table().features().size());
  }

  private static NumberColumn times(String name, double[] millis) {
    return new NumberColumn(name, ColumnType.DATETIME, millis);
  }

  private static Prepared learn(Frame table, Featurization wanted, double[] y) {
    return new Preparation(wanted, 1, StopSignal.never())
        .learn(table, TargetValues.of(Target.number("y"), y));
  }

  private static List<String> names(Prepared prepared) {
    return prepared.encoder().features().stream().map(FeatureSpec::name).toList();
  }
}
