package dev.lazuli.ml.kernel;

import dev.lazuli.ml.design.Design;
import dev.lazuli.ml.design.NumberStore;
import dev.lazuli.ml.design.Scratch;
import dev.lazuli.ml.score.RowModel;

/// Scores by how near a row lies to the support vectors. Immutable.
///
/// Each score is `intercept + sum_i coefficient_i exp(-gamma |x - v_i|^2)` of the row's
/// standardised vector `x`, see [Design].
public final class KernelSvmModel implements RowModel {
  private final Design design;
  private final double gamma;
  private final double[] vectors;
  private final double[] coefficients;
  private final double[] intercepts;
  private final Scratch queries;

  /// @param vectors `n x columns` of the design
  /// @param coefficients `n x outputs`
  KernelSvmModel(
      Design design, double gamma, double[] vectors, double[] coefficients, double[] intercepts) {
    this.design = design;
    this.gamma = gamma;
    this.vectors = vectors;
    this.coefficients = coefficients;
    this.intercepts = intercepts;
    queries = new Scratch(design.columns());
  }

  @Override
  public int features() {
    return design.features();
  }

  @Override
  public int outputs() {
    return intercepts.length;
  }

  /// The vectors of rows.
  public Design design() {
    return design;
  }

  /// The factor of squared distances.
  public double gamma() {
    return gamma;
  }

  /// Number of support vectors.
  public int vectorCount() {
    return coefficients.length / intercepts.length;
  }

  /// Support vectors, `n x columns` of the design; not a copy: only to read.
  public double[] vectors() {
    return vectors;
  }

  /// Weights of the support vectors, `n x outputs`; not a copy: only to read.
  public double[] coefficients() {
    return coefficients;
  }

  /// What each score begins with; not a copy: only to read.
  public double[] intercepts() {
    return intercepts;
  }

  @Override
  public void score(double[] row, double[] out) {
    int columns = design.columns();
    int outputs = intercepts.length;
    double[] query = queries.take();
    design.write(row, query);
    System.arraycopy(intercepts, 0, out, 0, outputs);
    int count = vectorCount();
    for (int i = 0; i < count; i++) {
      double distance = 0;
      int at = i * columns;
      for (int column = 0; column < columns; column++) {
        double difference = query[column] - vectors[at + column];
        distance += difference * difference;
      }
      double near = Math.exp(-gamma * distance);
      for (int j = 0; j < outputs; j++) {
        out[j] += coefficients[i * outputs + j] * near;
      }
    }
    queries.give(query);
  }

  /// The same with scores multiplied and then moved; of one score.
  KernelSvmModel scaled(double factor, double shift) {
    return then(new double[][] {{factor}}, new double[] {shift});
  }

  /// The model whose scores are a linear function of this one's.
  ///
  /// @param slopes `outputs x outputs`: what each new score takes of each old one
  KernelSvmModel then(double[][] slopes, double[] constants) {
    int outputs = intercepts.length;
    double[] folded = new double[coefficients.length];
    double[] starts = constants.clone();
    for (int j = 0; j < outputs; j++) {
      for (int from = 0; from < outputs; from++) {
        double slope = slopes[j][from];
        starts[j] += slope * intercepts[from];
        for (int i = 0; i < vectorCount(); i++) {
          folded[i * outputs + j] += slope * coefficients[i * outputs + from];
        }
      }
    }
    return new KernelSvmModel(design, gamma, vectors, folded, starts);
  }

  /// Keeps this under names that begin with `prefix`.
  public void store(NumberStore store, String prefix) {
    design.store(store, prefix + "design_");
    store.put(prefix + "gamma", new double[] {gamma});
    store.put(prefix + "vector", vectors);
    store.put(prefix + "coefficient", coefficients);
    store.put(prefix + "intercept", intercepts);
  }

  /// Reads what [#store] kept.
  public static KernelSvmModel read(NumberStore store, String prefix) {
    return new KernelSvmModel(
        Design.read(store, prefix + "design_"),
        store.doubles(prefix + "gamma")[0],
        store.doubles(prefix + "vector"),
        store.doubles(prefix + "coefficient"),
        store.doubles(prefix + "intercept"));
  }
}
