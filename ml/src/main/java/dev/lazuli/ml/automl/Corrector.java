package dev.lazuli.ml.automl;

import dev.lazuli.ml.ensemble.CalibrationFit;
import dev.lazuli.ml.ensemble.ClassFactors;
import dev.lazuli.ml.model.Calibration;
import dev.lazuli.ml.model.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

/// Corrects the probabilities of a choice and the way classes are decided, each only where that
/// does better on rows that did not teach it.
final class Corrector {
  private static final int PARTS = 5;
  private static final int ROWS_MIN = 200;

  /// Rows of the rarest class from which steps are tried in place of lines.
  private static final int STEPS_ROWS_MIN = 1_000;

  /// The least gain of the log loss, and of the metric of decided classes, as a part of itself.
  private static final double LOSS_GAIN_MIN = 2e-3;

  private static final double DECISION_GAIN_MIN = 2e-3;

  private final AutoMlSettings settings;
  private final Evaluation evaluation;
  private final RunClock clock;
  private final boolean classes;
  private final int[] actual;
  private final double[] weights;
  private final int[] partOf;

  Corrector(AutoMlSettings settings, TrainingSet set, Evaluation evaluation, RunClock clock) {
    this.settings = settings;
    this.evaluation = evaluation;
    this.clock = clock;
    this.classes = set.target().task() == Task.CLASSIFICATION;
    this.actual = Arrays.stream(evaluation.targets()).mapToInt(c -> (int) c).toArray();
    double[] given = evaluation.weights();
    this.weights = given == null ? new double[actual.length] : given;
    if (given == null) {
      Arrays.fill(weights, 1);
    }
    SplittableRandom random = new SplittableRandom(settings.seed() + 23);
    this.partOf = random.ints(actual.length, 0, PARTS).toArray();
  }

  /// The choice, or a better corrected one, judged by its predictions: those that other rows taught
  /// a line of many points to correct, but all by the one or two numbers of other corrections, too
  /// few to learn the rows by heart.
  Choice correct(Choice choice) {
    if (!classes || !settings.ensembles().calibrate() || actual.length < ROWS_MIN) {
      return choice;
    }
    double[][] predictions = choice.predictions();
    Calibration calibration = calibration(predictions);
    Map<String, String> params = new LinkedHashMap<>(choice.result().params());
    if (!(calibration instanceof Calibration.None)) {
      predictions =
          calibration instanceof Calibration.Isotonic
              ? crossed(predictions, kind(calibration))
              : applied(predictions, calibration);
      params.put("calibration", name(calibration));
    }
    double[] factors = new double[0];
    int[] decided = new int[0];
    if (evaluation.metrics().primary().isOfDecisions()) {
      int[] crossed = crossedDecisions(predictions);
      if (isBetter(evaluation.decidedScore(predictions, crossed), evaluation.score(predictions))) {
        decided = crossed;
        factors = factors(applied(choice.predictions(), calibration), all());
        params.put("class_factors", Arrays.toString(factors));
      }
    }
    if (calibration instanceof Calibration.None && factors.length == 0) {
      return choice;
    }
    return choice.corrected(
        calibration, factors, predictions, decided, result(choice, params, predictions, decided));
  }

  private static boolean isBetter(double one, double other) {
    return one > other + DECISION_GAIN_MIN * Math.abs(other);
  }

  private TrialResult result(
      Choice choice, Map<String, String> params, double[][] predictions, int[] decided) {
    TrialResult before = choice.result();
    double[] folds = evaluation.foldValues(predictions, decided);
    return new TrialResult(
        before.number(),
        before.algorithm(),
        params,
        before.state(),
        Arrays.stream(folds).average().orElse(Double.NaN),
        Arrays.stream(folds).boxed().toList(),
        evaluation.all(predictions, decided),
        before.seconds(),
        before.message());
  }

  /// The kind of correction that helps most on rows that did not teach it, fitted to all rows.
  ///
  /// That the primary metric gets no worse is seen with that one correction of all rows: one for
  /// each part would bring rows of different parts out of their order, which ranks are judged by.
  private Calibration calibration(double[][] predictions) {
    List<Function<CalibrationFit, Calibration>> kinds = new ArrayList<>();
    kinds.add(CalibrationFit::temperature);
    if (predictions.length == 2) {
      kinds.add(CalibrationFit::platt);
    }
    long rarest = Arrays.stream(counts()).filter(count -> count > 0).min().orElse(0);
    if (rarest >= STEPS_ROWS_MIN) {
      kinds.add(CalibrationFit::isotonic);
    }
    CalibrationFit all = new CalibrationFit(predictions, actual, weights);
    double plain = all.logLoss(new Calibration.None());
    double least = plain * (1 - LOSS_GAIN_MIN);
    double score = evaluation.score(predictions);
    Calibration best = new Calibration.None();
    for (Function<CalibrationFit, Calibration> kind : kinds) {
      if (clock.ensemble().isStopped()) {
        return best;
      }
      double[][] crossed = crossed(predictions, kind);
      double loss = new CalibrationFit(crossed, actual, weights).logLoss(new Calibration.None());
      Calibration one = kind.apply(all);
      double scoreOfOne = evaluation.score(applied(predictions, one));
      if (loss < least && scoreOfOne >= score - 1e-5 * Math.abs(score)) {
        least = loss;
        best = one;
      }
    }
    return best;
  }

  private long[] counts() {
    long[] counts = new long[Arrays.stream(actual).max().orElse(0) + 1];
    for (int group : actual) {
      counts[group]++;
    }
    return counts;
  }

  private static Function<CalibrationFit, Calibration> kind(Calibration calibration) {
    return switch (calibration) {
      case Calibration.None none -> _ -> none;
      case Calibration.Temperature _ -> CalibrationFit::temperature;
      case Calibration.Platt _ -> CalibrationFit::platt;
      case Calibration.Isotonic _ -> CalibrationFit::isotonic;
    };
  }

  private static String name(Calibration calibration) {
    return switch (calibration) {
      case Calibration.None _ -> "none";
      case Calibration.Temperature(double power) -> "temperature %.3f".formatted(1 / power);
      case Calibration.Platt(double slope, double shift) ->
          "platt %.3f %.3f".formatted(slope, shift);
      case Calibration.Isotonic isotonic -> "isotonic, %d points".formatted(isotonic.from().length);
    };
  }

  private int[] all() {
    int[] all = new int[actual.length];
    Arrays.setAll(all, row -> row);
    return all;
  }

  private int[] rows(int part, boolean inside) {
    return Arrays.stream(all()).filter(row -> (partOf[row] == part) == inside).toArray();
  }

  /// Predictions, each part corrected by what the others taught.
  private double[][] crossed(double[][] predictions, Function<CalibrationFit, Calibration> kind) {
    double[][] crossed = new double[predictions.length][actual.length];
    for (int part = 0; part < PARTS; part++) {
      clock.checkCaller();
      int[] others = rows(part, false);
      int[] own = rows(part, true);
      CalibrationFit fit =
          new CalibrationFit(
              Evaluation.selected(predictions, others),
              Arrays.stream(others).map(row -> actual[row]).toArray(),
              Arrays.stream(others).mapToDouble(row -> weights[row]).toArray());
      double[][] corrected = applied(Evaluation.selected(predictions, own), kind.apply(fit));
      for (int j = 0; j < crossed.length; j++) {
        for (int i = 0; i < own.length; i++) {
          crossed[j][own[i]] = corrected[j][i];
        }
      }
    }
    return crossed;
  }

  private static double[][] applied(double[][] predictions, Calibration calibration) {
    double[][] applied = new double[predictions.length][predictions[0].length];
    double[] row = new double[predictions.length];
    for (int i = 0; i < applied[0].length; i++) {
      for (int j = 0; j < row.length; j++) {
        row[j] = predictions[j][i];
      }
      calibration.apply(row);
      for (int j = 0; j < row.length; j++) {
        applied[j][i] = row[j];
      }
    }
    return applied;
  }

  /// Decided classes, each part's by the factors that the others taught.
  private int[] crossedDecisions(double[][] predictions) {
    int[] decided = new int[actual.length];
    for (int part = 0; part < PARTS; part++) {
      int[] own = rows(part, true);
      double[] factors = factors(predictions, rows(part, false));
      int[] classesOf = ClassFactors.decide(Evaluation.selected(predictions, own), factors);
      for (int i = 0; i < own.length; i++) {
        decided[own[i]] = classesOf[i];
      }
    }
    return decided;
  }

  private double[] factors(double[][] predictions, int[] rows) {
    double[][] some = Evaluation.selected(predictions, rows);
    return ClassFactors.find(
        some,
        decided -> {
          clock.checkCaller();
          return evaluation.decidedScore(some, rows, decided);
        },
        clock.ensemble());
  }
}
