package dev.lazuli.ml.automl;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.automl.Guardrail.Check;
import dev.lazuli.ml.boost.FeatureTable;
import dev.lazuli.ml.frame.Column;
import dev.lazuli.ml.frame.Frame;
import dev.lazuli.ml.frame.NumberColumn;
import dev.lazuli.ml.model.Target;
import dev.lazuli.ml.model.Task;
import dev.lazuli.ml.onnx.OnnxExport;
import dev.lazuli.ml.prepare.Featurization;
import dev.lazuli.ml.prepare.Preparation;
import dev.lazuli.ml.prepare.Prepared;
import dev.lazuli.ml.prepare.TargetValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Turns a user's table into a training set, or refuses it with the reason.
final class TableReading {
  private static final int ROWS_MIN = 10;

  private final AutoMlSettings settings;
  private final Findings findings = new Findings();

  TableReading(AutoMlSettings settings) {
    this.settings = settings;
  }

  /// Reads and prepares the table.
  ///
  /// @throws InvalidInput when nothing can be learned from it
  TrainingSet read(Frame given, StopSignal stop) {
    Frame train = withTarget(given, "training_data");
    if (train.rowCount() < ROWS_MIN) {
      throw new InvalidInput(
          "training_data",
          "the table has %d row%s with a target, at least %d are needed"
              .formatted(train.rowCount(), train.rowCount() == 1 ? "" : "s", ROWS_MIN));
    }
    TargetReading reading = TargetReading.of(train.require(settings.target()), settings.task());
    reading.notes().forEach(note -> findings.alert(Check.CLASS_BALANCE, note));
    Target target = reading.target();
    double[] y = reading.values(train.require(settings.target()));
    Frame features = finite(features(train));
    if (settings.validation().table() != null) {
      features = features.widenedFor(settings.validation().table());
    }
    stop.check();
    RowRoles roles = new RowRoles.Reading(settings, findings, stop).read(train, features, y);
    features = features.without(leaking(features, target, y, stop));
    Preparation preparation = new Preparation(settings.featurization(), settings.seed(), stop);
    Prepared prepared =
        exportable(
            preparation.learn(features, TargetValues.of(target, y), findings.done(Check.LEAKAGE)));
    prepared.notes().forEach(note -> findings.done(Check.FEATURIZATION, note));
    stop.check();
    return assemble(train, target, y, prepared, new Parts(features, roles), stop);
  }

  /// For ONNX, only the columns whose preparation can be exported.
  private Prepared exportable(Prepared prepared) {
    return settings.learners().onnxOnly()
        ? prepared.without(encoding -> OnnxExport.obstacle(encoding, prepared.encoder()))
        : prepared;
  }

  private record Parts(Frame features, RowRoles roles) {}

  /// Columns that give the target away and are left out; those whose use was asked for stay.
  private List<String> leaking(Frame features, Target target, double[] y, StopSignal stop) {
    Featurization asked = settings.featurization();
    Set<String> wanted = new HashSet<>(asked.purposes().keySet());
    wanted.addAll(asked.imputations().keySet());
    return new LeakageGuard(target, y, wanted, findings)
        .check(features.without(asked.dropped()), stop);
  }

  private TrainingSet assemble(
      Frame train, Target target, double[] y, Prepared prepared, Parts parts, StopSignal stop) {
    FeatureTable table = prepared.table();
    double[] allY = y;
    double @Nullable [] weights = RowWeights.of(train, settings.weightColumn());
    Frame given = settings.validation().table();
    if (given != null) {
      Frame held = withTarget(given, "validation_data");
      if (held.rowCount() == 0) {
        throw new InvalidInput("validation_data", "validation_data has no rows with a target");
      }
      double[][] more = prepared.encoder().encode(held, stop);
      table = joined(prepared, more);
      TargetReading classes = new TargetReading(target, List.of());
      allY = joined(y, classes.values(held.require(settings.target())));
      double @Nullable [] heldWeights = RowWeights.of(held, settings.weightColumn());
      weights = weights == null || heldWeights == null ? null : joined(weights, heldWeights);
    }
    Frame kept = new Frame(keptColumns(parts.features(), prepared));
    return new TrainingSet(
        new TrainingSet.Builder(
            target,
            prepared.encoder(),
            table,
            allY,
            weights,
            y.length,
            findings,
            parts.roles(),
            kept),
        stop);
  }

  private static List<Column> keptColumns(Frame features, Prepared prepared) {
    return prepared.encoder().signature().inputs().stream()
        .map(input -> features.require(input.name()))
        .toList();
  }

  /// The rows whose target is known.
  private Frame withTarget(Frame given, String subject) {
    Column column = given.require(settings.target());
    int[] known =
        IntStream.range(0, given.rowCount())
            .filter(row -> !column.isMissing(row))
            .filter(row ->
                !(column instanceof NumberColumn number) || Double.isFinite(number.value(row)))
            .toArray();
    if (known.length == 0 && given.rowCount() > 0) {
      throw new InvalidInput(
          settings.target(),
          "all values of the target '%s' are missing".formatted(settings.target()));
    }
    if (known.length == given.rowCount()) {
      return given;
    }
    findings.done(
        Check.TARGET,
        "%d rows of %s without a target are left out"
            .formatted(given.rowCount() - known.length, subject));
    return given.select(known);
  }

  private Frame features(Frame train) {
    List<String> others = new ArrayList<>(List.of(settings.target()));
    if (!settings.weightColumn().isEmpty()) {
      others.add(settings.weightColumn());
    }
    others.addAll(settings.validation().rolesOnly());
    others.stream().sorted().forEach(train::require);
    Frame features = train.without(others);
    if (features.columns().isEmpty()) {
      throw new InvalidInput(
          "training_data",
          "the table has no column beside the target '%s'".formatted(settings.target()));
    }
    return features;
  }

  /// Infinite numbers are no values, as wherever rows are scored.
  private Frame finite(Frame features) {
    return new Frame(features.columns().stream().map(this::finite).toList());
  }

  private Column finite(Column column) {
    if (!(column instanceof NumberColumn number)
        || Arrays.stream(number.values()).noneMatch(Double::isInfinite)) {
      return column;
    }
    double[] values =
        Arrays.stream(number.values())
            .map(value -> Double.isInfinite(value) ? Double.NaN : value)
            .toArray();
    findings.done(
        Check.FEATURIZATION,
        "%,d infinite values of column '%s' count as missing"
            .formatted(
                Arrays.stream(number.values()).filter(Double::isInfinite).count(), column.name()));
    return new NumberColumn(column.name(), column.type(), values);
  }

  private static FeatureTable joined(Prepared prepared, double[][] more) {
    double[][] all = new double[more.length][];
    for (int f = 0; f < more.length; f++) {
      int place = f;
      double[] first =
          IntStream.range(0, prepared.table().rows())
              .mapToDouble(row -> prepared.table().features().get(place).value(row))
              .toArray();
      all[f] = joined(first, more[f]);
    }
    return Prepared.table(prepared.encoder().features(), all);
  }

  private static double[] joined(double[] first, double[] second) {
    double[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  /// Whether log scale suits the target: all values positive and skewed to the right.
  static boolean suitsLogarithm(TrainingSet set) {
    if (set.target().task() != Task.REGRESSION) {
      return false;
    }
    double mean = 0;
    double least = Double.POSITIVE_INFINITY;
    int n = set.trainCount();
    for (int row = 0; row < n; row++) {
      mean += set.y()[row] / n;
      least = Math.min(least, set.y()[row]);
    }
    double second = 0;
    double third = 0;
    for (int row = 0; row < n; row++) {
      double off = set.y()[row] - mean;
      second += off * off / n;
      third += off * off * off / n;
    }
    return least > 0 && third > Math.pow(second, 1.5);
  }
}
