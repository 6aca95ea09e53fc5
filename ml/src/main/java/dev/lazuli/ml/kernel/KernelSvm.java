package dev.lazuli.ml.kernel;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.boost.FeatureTable;
import dev.lazuli.ml.design.Design;
import dev.lazuli.ml.design.TrainingRows;
import dev.lazuli.ml.linear.LinearModel;
import dev.lazuli.ml.linear.ScoreCalibration;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Fits support vector machines with a Gaussian kernel for classes, one against the rest, and for
/// numbers. Time grows with the square of the rows.
public final class KernelSvm {
  private KernelSvm() {}

  /// A model whose scores are distances from the margin, or predicted numbers.
  ///
  /// @param target one value for each row of the table: a number, or a class from 0 on
  /// @param weights one for each row of the table; null gives all rows the weight 1
  /// @return one score, positive for class 1, or one for each of three or more classes
  /// @throws StopSignal.Stopped when the work was told to end
  public static KernelSvmModel fit(
      FeatureTable table,
      int[] rows,
      double[] target,
      double @Nullable [] weights,
      KernelSvmSettings settings,
      StopSignal stop) {
    TrainingRows training = TrainingRows.of(table, rows, target, weights);
    if (settings.classes() > 0) {
      training.requireClasses(settings.classes());
    }
    return fit(training, settings, stop);
  }

  /// A model of classes whose scores are log-odds, or become probabilities by softmax: a logistic
  /// model of out-of-fold scores is folded into it, see [ScoreCalibration].
  public static KernelSvmModel fitProbabilities(
      FeatureTable table,
      int[] rows,
      double[] target,
      double @Nullable [] weights,
      KernelSvmSettings settings,
      StopSignal stop) {
    TrainingRows training =
        TrainingRows.of(table, rows, target, weights).requireClasses(settings.classes());
    LinearModel calibration =
        ScoreCalibration.learn(
            training, settings.classes(), settings.seed(), part -> fit(part, settings, stop), stop);
    int outputs = settings.outputs();
    double[][] slopes = new double[outputs][outputs];
    double[] constants = new double[outputs];
    for (int j = 0; j < outputs; j++) {
      constants[j] = calibration.intercept(j);
      for (int from = 0; from < outputs; from++) {
        slopes[j][from] = calibration.slope(from, j);
      }
    }
    return fit(training, settings, stop).then(slopes, constants);
  }

  /// A model of numbers whose target was standardised first: cost and epsilon are those of a target
  /// with mean 0 and deviation 1.
  public static KernelSvmModel fitStandardised(
      FeatureTable table,
      int[] rows,
      double[] target,
      double @Nullable [] weights,
      KernelSvmSettings settings,
      StopSignal stop) {
    TrainingRows training = TrainingRows.of(table, rows, target, weights);
    int n = training.size();
    double mean = IntStream.range(0, n).mapToDouble(training::target).average().orElse(0);
    double squares =
        IntStream.range(0, n)
            .mapToDouble(i -> (training.target(i) - mean) * (training.target(i) - mean))
            .sum();
    double deviation = squares > 0 ? Math.sqrt(squares / n) : 1;
    double[] standard = Arrays.stream(target).map(value -> (value - mean) / deviation).toArray();
    return fit(TrainingRows.of(table, rows, standard, weights), settings, stop)
        .scaled(deviation, mean);
  }

  private static KernelSvmModel fit(
      TrainingRows training, KernelSvmSettings settings, StopSignal stop) {
    Design design = Design.learn(training.table(), training.rows());
    double[] vectors = design.matrix(training.table(), training.rows());
    int n = training.size();
    double gamma = settings.gamma() > 0 ? settings.gamma() : gamma(vectors, design.columns());
    KernelRows kernel =
        new KernelRows(vectors, n, design.columns(), gamma, settings.cacheBytes(), stop);
    int outputs = settings.outputs();
    double[] coefficients = new double[n * outputs];
    double[] intercepts = new double[outputs];
    for (int j = 0; j < outputs; j++) {
      DualSteps steps =
          settings.classes() == 0
              ? numbers(training, settings, kernel, stop)
              : oneClass(training, settings, kernel, outputs == 1 ? 1 : j, stop);
      intercepts[j] = steps.solve(settings.tolerance());
      double[] ofVectors = steps.ofVectors();
      for (int i = 0; i < n; i++) {
        coefficients[i * outputs + j] = ofVectors[i];
      }
    }
    return supported(design, gamma, vectors, coefficients, intercepts);
  }

  /// One over the columns times the variance of all their values.
  private static double gamma(double[] vectors, int columns) {
    double mean = Arrays.stream(vectors).average().orElse(0);
    double variance =
        Arrays.stream(vectors).map(value -> (value - mean) * (value - mean)).average().orElse(0);
    return variance > 0 ? 1 / (columns * variance) : 1;
  }

  private static DualSteps oneClass(
      TrainingRows training,
      KernelSvmSettings settings,
      KernelRows kernel,
      int positive,
      StopSignal stop) {
    int n = training.size();
    double[] signs = new double[n];
    double[] low = new double[n];
    double[] high = new double[n];
    for (int i = 0; i < n; i++) {
      double bound = settings.cost() * training.weight(i);
      boolean isPositive = training.classOf(i) == positive;
      signs[i] = isPositive ? 1 : -1;
      low[i] = isPositive ? 0 : -bound;
      high[i] = isPositive ? bound : 0;
    }
    return new DualSteps(kernel, signs, low, high, stop);
  }

  /// Two coefficients for each row: of errors above and below.
  private static DualSteps numbers(
      TrainingRows training, KernelSvmSettings settings, KernelRows kernel, StopSignal stop) {
    int n = training.size();
    double[] targets = new double[2 * n];
    double[] low = new double[2 * n];
    double[] high = new double[2 * n];
    for (int i = 0; i < n; i++) {
      double bound = settings.cost() * training.weight(i);
      targets[i] = training.target(i) - settings.epsilon();
      targets[n + i] = training.target(i) + settings.epsilon();
      high[i] = bound;
      low[n + i] = -bound;
    }
    return new DualSteps(kernel, targets, low, high, stop);
  }

  /// The model of the vectors that count.
  private static KernelSvmModel supported(
      Design design, double gamma, double[] vectors, double[] coefficients, double[] intercepts) {
    int outputs = intercepts.length;
    int columns = design.columns();
    int[] support =
        IntStream.range(0, coefficients.length / outputs)
            .filter(
                i -> IntStream.range(0, outputs).anyMatch(j -> coefficients[i * outputs + j] != 0))
            .toArray();
    double[] ofSupport = new double[support.length * columns];
    double[] weights = new double[support.length * outputs];
    for (int i = 0; i < support.length; i++) {
      System.arraycopy(vectors, support[i] * columns, ofSupport, i * columns, columns);
      System.arraycopy(coefficients, support[i] * outputs, weights, i * outputs, outputs);
    }
    return new KernelSvmModel(design, gamma, ofSupport, weights, intercepts);
  }
}
