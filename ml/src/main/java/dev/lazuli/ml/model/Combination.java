package dev.lazuli.ml.model;

import java.util.Optional;

/// What becomes of the members' predictions: they are mixed by weight or by a second layer that
/// learned from them, then corrected, and for classes decided.
public final class Combination {
  private final Optional<Member> secondLayer;
  private final Calibration calibration;
  private final double[] classFactors;

  /// A combination.
  ///
  /// @param secondLayer takes, member after member, the predictions as [#inputs] says; absent to
  ///   mix by weight
  /// @param classFactors the class with the greatest probability times factor is predicted; one for
  ///   each class, or empty for 1 each
  public Combination(Optional<Member> secondLayer, Calibration calibration, double[] classFactors) {
    this.secondLayer = secondLayer;
    this.calibration = calibration;
    this.classFactors = classFactors;
  }

  /// Members mixed by weight, nothing more.
  public static Combination plain() {
    return new Combination(Optional.empty(), new Calibration.None(), new double[0]);
  }

  /// Whether members are mixed by weight and nothing more is done.
  public boolean isPlain() {
    return secondLayer.isEmpty()
        && calibration instanceof Calibration.None
        && classFactors.length == 0;
  }

  /// What learned from the members' predictions.
  public Optional<Member> secondLayer() {
    return secondLayer;
  }

  /// What corrects probabilities.
  public Calibration calibration() {
    return calibration;
  }

  /// What probabilities are multiplied with to decide for a class, or empty; not a copy: only to
  /// read.
  public double[] classFactors() {
    return classFactors;
  }

  /// Numbers that a second layer takes of each member.
  ///
  /// @param outputs predictions of a member
  public static int width(int outputs) {
    return outputs == 2 ? 1 : outputs;
  }

  /// Writes what a second layer takes of a member: a number as it is; of two classes the log-odds
  /// of the second; of more classes the log-odds of each.
  ///
  /// @param predictions of the member
  public static void inputs(double[] predictions, double[] out, int first) {
    switch (predictions.length) {
      case 1 -> out[first] = predictions[0];
      case 2 -> out[first] = Calibration.Platt.logOdds(predictions[1]);
      default -> {
        for (int c = 0; c < predictions.length; c++) {
          out[first + c] = Calibration.Platt.logOdds(predictions[c]);
        }
      }
    }
  }

  /// The class to predict, the first of equals.
  public int decide(double[] probabilities) {
    int best = 0;
    for (int c = 1; c < probabilities.length; c++) {
      if (weighed(probabilities, c) > weighed(probabilities, best)) {
        best = c;
      }
    }
    return best;
  }

  private double weighed(double[] probabilities, int group) {
    return classFactors.length == 0
        ? probabilities[group]
        : probabilities[group] * classFactors[group];
  }
}
