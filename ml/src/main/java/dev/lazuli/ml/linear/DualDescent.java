package dev.lazuli.ml.linear;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.design.DesignRows;
import dev.lazuli.ml.design.TrainingRows;
import java.util.SplittableRandom;

/// Coordinate descent on the dual of a linear support vector machine.
///
/// Methods: Hsieh, Chang, Lin, Keerthi and Sundararajan, [A dual coordinate descent method for
/// large-scale linear SVM](https://www.csie.ntu.edu.tw/~cjlin/papers/cddual.pdf), algorithm 3, with
/// its shrinking; and Ho and Lin, [Large-scale linear support vector
/// regression](https://www.csie.ntu.edu.tw/~cjlin/papers/linear-svr.pdf), algorithm 4, without.
final class DualDescent {
  private final DesignRows rows;
  private final TrainingRows training;
  private final SvmSettings settings;
  private final StopSignal stop;
  private final SplittableRandom random;
  private final int[] order;
  private final double[] dual;
  private final double[] squares;
  private final double[] weights;

  DualDescent(DesignRows rows, TrainingRows training, SvmSettings settings, StopSignal stop) {
    this.rows = rows;
    this.training = training;
    this.settings = settings;
    this.stop = stop;
    int n = rows.size();
    random = new SplittableRandom(settings.seed());
    order = new int[n];
    dual = new double[n];
    squares = new double[n];
    weights = new double[rows.columns() + 1];
    for (int i = 0; i < n; i++) {
      order[i] = i;
      squares[i] = rows.squaredNorm(i) + ridge(i);
    }
  }

  /// What a squared loss adds to the diagonal.
  private double ridge(int i) {
    double cost = settings.cost() * training.weight(i);
    return settings.loss().isSquared() && cost > 0 ? 1 / (2 * cost) : 0;
  }

  private double bound(int i) {
    double cost = settings.cost() * training.weight(i);
    return settings.loss().isSquared() && cost > 0 ? Double.POSITIVE_INFINITY : cost;
  }

  private void shuffle(int active) {
    for (int s = 0; s < active; s++) {
      swap(s, s + random.nextInt(active - s));
    }
  }

  private void swap(int one, int other) {
    int held = order[one];
    order[one] = order[other];
    order[other] = held;
  }

  /// Coefficients, intercept last, that part a class from all others.
  double[] oneClass(int positive) {
    int n = rows.size();
    int active = n;
    double highest = Double.POSITIVE_INFINITY;
    double lowest = Double.NEGATIVE_INFINITY;
    for (int epoch = 0; epoch < settings.epochsMax(); epoch++) {
      double high = Double.NEGATIVE_INFINITY;
      double low = Double.POSITIVE_INFINITY;
      shuffle(active);
      for (int s = 0; s < active; s++) {
        stop.checkAt(s);
        int i = order[s];
        double sign = training.classOf(i) == positive ? 1 : -1;
        double slope = sign * rows.dot(i, weights) - 1 + ridge(i) * dual[i];
        double bound = bound(i);
        boolean settled = (dual[i] == 0 && slope > highest) || (dual[i] >= bound && slope < lowest);
        if (settled) {
          active--;
          swap(s, active);
          s--;
          continue;
        }
        double projected = projected(slope, dual[i], bound);
        high = Math.max(high, projected);
        low = Math.min(low, projected);
        if (projected != 0) {
          double next = Math.min(Math.max(dual[i] - slope / squares[i], 0), bound);
          rows.addTo(i, (next - dual[i]) * sign, weights);
          dual[i] = next;
        }
      }
      if (high - low <= settings.tolerance()) {
        if (active == n) {
          break;
        }
        active = n;
        highest = Double.POSITIVE_INFINITY;
        lowest = Double.NEGATIVE_INFINITY;
      } else {
        highest = high > 0 ? high : Double.POSITIVE_INFINITY;
        lowest = low < 0 ? low : Double.NEGATIVE_INFINITY;
      }
    }
    return weights;
  }

  private static double projected(double slope, double at, double bound) {
    if (at == 0) {
      return Math.min(slope, 0);
    }
    return at >= bound ? Math.max(slope, 0) : slope;
  }

  /// Coefficients, intercept last, that predict numbers.
  double[] numbers() {
    for (int epoch = 0; epoch < settings.epochsMax(); epoch++) {
      double wrong = 0;
      shuffle(order.length);
      for (int s = 0; s < order.length; s++) {
        stop.checkAt(s);
        wrong = Math.max(wrong, numberStep(order[s]));
      }
      if (wrong <= settings.tolerance()) {
        break;
      }
    }
    return weights;
  }

  /// Moves one dual variable to its best place and returns how wrong its slope was.
  private double numberStep(int i) {
    double at = dual[i];
    double bound = bound(i);
    double slope = rows.dot(i, weights) - training.target(i) + ridge(i) * at;
    double up = slope + settings.epsilon();
    double down = slope - settings.epsilon();
    double next;
    if (up < squares[i] * at) {
      next = at - up / squares[i];
    } else if (down > squares[i] * at) {
      next = at - down / squares[i];
    } else {
      next = 0;
    }
    next = Math.min(Math.max(next, -bound), bound);
    if (next != at) {
      rows.addTo(i, next - at, weights);
      dual[i] = next;
    }
    return violation(at, bound, up, down);
  }

  private static double violation(double at, double bound, double up, double down) {
    if (at == 0) {
      return Math.max(Math.max(-up, down), 0);
    }
    if (at > 0) {
      return at >= bound ? Math.max(up, 0) : Math.abs(up);
    }
    return at <= -bound ? Math.max(-down, 0) : Math.abs(down);
  }
}
