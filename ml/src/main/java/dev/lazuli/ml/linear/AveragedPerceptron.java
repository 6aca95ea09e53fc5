package dev.lazuli.ml.linear;

import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.boost.FeatureTable;
import dev.lazuli.ml.design.Design;
import dev.lazuli.ml.design.DesignRows;
import dev.lazuli.ml.design.TrainingRows;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Fits averaged perceptrons: each row that is misjudged moves the weights, and the mean of all
/// weights on the way is the model.
///
/// Method: Freund and Schapire, [Large margin classification using the perceptron
/// algorithm](https://doi.org/10.1023/A:1007662407062); several classes move the right one up and
/// the one that won down.
public final class AveragedPerceptron {
  private AveragedPerceptron() {}

  /// A model whose score is positive for class 1, or whose highest score tells the class.
  ///
  /// @param target one value for each row of the table: a class from 0 on
  /// @param weights one for each row of the table; null gives all rows the weight 1
  /// @throws StopSignal.Stopped when the work was told to end
  public static LinearModel fit(
      FeatureTable table,
      int[] rows,
      double[] target,
      double @Nullable [] weights,
      PerceptronSettings settings,
      StopSignal stop) {
    TrainingRows training =
        TrainingRows.of(table, rows, target, weights).requireClasses(settings.classes());
    Design design = Design.learn(table, rows);
    DesignRows vectors = design.rows(table, rows);
    int k = settings.classes();
    double[][] now = new double[k][design.columns() + 1];
    double[][] late = new double[k][design.columns() + 1];
    SplittableRandom random = new SplittableRandom(settings.seed());
    int n = training.size();
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    double step = 1;
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      for (int at = 0; at < n; at++, step++) {
        stop.checkAt(at);
        int other = at + random.nextInt(n - at);
        int i = order[other];
        order[other] = order[at];
        order[at] = i;
        int right = training.classOf(i);
        int rival = rival(vectors, i, now, right);
        if (vectors.dot(i, now[rival]) >= vectors.dot(i, now[right])) {
          double weight = training.weight(i);
          vectors.addTo(i, weight, now[right]);
          vectors.addTo(i, -weight, now[rival]);
          vectors.addTo(i, weight * step, late[right]);
          vectors.addTo(i, -weight * step, late[rival]);
        }
      }
    }
    return Folding.model(design, means(now, late, step));
  }

  /// The class with the highest score but the right one.
  private static int rival(DesignRows vectors, int i, double[][] now, int right) {
    int rival = right == 0 ? 1 : 0;
    for (int c = rival + 1; c < now.length; c++) {
      if (c != right && vectors.dot(i, now[c]) > vectors.dot(i, now[rival])) {
        rival = c;
      }
    }
    return rival;
  }

  /// The mean weights over all steps; for two classes how much class 1 is above class 0.
  private static double[][] means(double[][] now, double[][] late, double steps) {
    double[][] means = new double[now.length][now[0].length];
    for (int c = 0; c < now.length; c++) {
      for (int j = 0; j < means[c].length; j++) {
        means[c][j] = now[c][j] - late[c][j] / steps;
      }
    }
    if (means.length > 2) {
      return means;
    }
    double[] difference = new double[means[0].length];
    for (int j = 0; j < difference.length; j++) {
      difference[j] = means[1][j] - means[0][j];
    }
    return new double[][] {difference};
  }
}
