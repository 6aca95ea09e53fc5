package dev.lazuli.ml.neural;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.StopSignal;
import dev.lazuli.ml.boost.FeatureTable;
import dev.lazuli.ml.design.Design;
import dev.lazuli.ml.design.TrainingRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Fits neural networks by Adam on batches of rows, and keeps the pass with the least loss on rows
/// held out.
public final class NeuralFit {
  /// Fewer rows held out than this cannot tell passes apart.
  private static final int VALIDATION_MIN = 5;

  private static final int CUTS_MAX = 1;
  private static final double CUT = 0.1;

  private final NeuralSettings settings;
  private final StopSignal stop;
  private final StopSignal softStop;
  private final SplittableRandom random;
  private final Design design;
  private final double[] vectors;
  private final double[] target;
  private final double[] weight;
  private final double mean;
  private final double deviation;
  private final int[] train;
  private final int[] validation;
  private final List<Layer> layers = new ArrayList<>();
  private final List<Adam> adams = new ArrayList<>();
  private final Backward backward;
  private final NeuralLoss loss;
  private final int batch;
  private int step;

  private NeuralFit(
      TrainingRows training, NeuralSettings settings, StopSignal stop, StopSignal softStop) {
    this.settings = settings;
    this.stop = stop;
    this.softStop = softStop;
    random = new SplittableRandom(settings.seed());
    design = Design.learn(training.table(), training.rows());
    vectors = design.matrix(training.table(), training.rows());
    loss = new NeuralLoss(settings.classes());
    int n = training.size();
    target = new double[n];
    weight = new double[n];
    double[] moments = moments(training, settings.classes() == 0);
    mean = moments[0];
    deviation = moments[1];
    for (int i = 0; i < n; i++) {
      target[i] = (training.target(i) - mean) / deviation;
      weight[i] = training.weight(i) * n / training.weightSum();
    }
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    shuffle(order);
    int held = (int) Math.round(settings.validationShare() * n);
    held = held < VALIDATION_MIN ? 0 : held;
    validation = Arrays.copyOf(order, held);
    train = Arrays.copyOfRange(order, held, n);
    int inputs = design.columns();
    for (int units : settings.hidden()) {
      addLayer(inputs, units);
      inputs = units;
    }
    addLayer(inputs, settings.outputs());
    batch = Math.min(settings.batch(), n);
    backward = new Backward(layers, batch);
  }

  private void addLayer(int inputs, int outputs) {
    layers.add(Layer.random(inputs, outputs, random));
    adams.add(new Adam(inputs * outputs));
    adams.add(new Adam(outputs));
  }

  /// Mean and deviation of numbers; 0 and 1 for classes.
  private static double[] moments(TrainingRows training, boolean isNumber) {
    if (!isNumber) {
      return new double[] {0, 1};
    }
    double sum = 0;
    for (int i = 0; i < training.size(); i++) {
      sum += training.weight(i) * training.target(i);
    }
    double mean = sum / training.weightSum();
    double squares = 0;
    for (int i = 0; i < training.size(); i++) {
      double difference = training.target(i) - mean;
      squares += training.weight(i) * difference * difference;
    }
    double deviation = Math.sqrt(squares / training.weightSum());
    return new double[] {mean, deviation > 0 ? deviation : 1};
  }

  /// A model of these rows.
  ///
  /// @param target one value for each row of the table: a number, or a class from 0 on
  /// @param weights one for each row of the table; null gives all rows the weight 1
  /// @throws StopSignal.Stopped when the work was told to end
  public static NeuralModel fit(
      FeatureTable table,
      int[] rows,
      double[] target,
      double @Nullable [] weights,
      NeuralSettings settings,
      StopSignal stop) {
    return fit(table, rows, target, weights, settings, stop, StopSignal.never());
  }

  /// A model of these rows.
  ///
  /// @param softStop ends the fit after the current pass, with the best one so far
  public static NeuralModel fit(
      FeatureTable table,
      int[] rows,
      double[] target,
      double @Nullable [] weights,
      NeuralSettings settings,
      StopSignal stop,
      StopSignal softStop) {
    TrainingRows training = TrainingRows.of(table, rows, target, weights);
    if (settings.classes() > 0) {
      training.requireClasses(settings.classes());
    }
    return new NeuralFit(training, settings, stop, softStop).run();
  }

  private NeuralModel run() {
    List<Layer> best = copy();
    double least = Double.POSITIVE_INFINITY;
    double rate = settings.learningRate();
    int bad = 0;
    int cuts = 0;
    for (int epoch = 0; epoch < settings.epochsMax(); epoch++) {
      epoch(rate);
      double now = validation.length == 0 ? -epoch : validationLoss();
      if (now < least) {
        least = now;
        best = copy();
        bad = 0;
      } else if (++bad == settings.patience() || !Double.isFinite(now)) {
        if (cuts++ == CUTS_MAX) {
          break;
        }
        restore(best);
        rate *= CUT;
        bad = 0;
      }
      if (softStop.isStopped()) {
        break;
      }
    }
    return model(best);
  }

  private NeuralModel model(List<Layer> best) {
    Layer last = best.removeLast();
    best.add(settings.classes() == 0 ? last.scaled(deviation, mean) : last);
    for (Layer layer : best) {
      for (double value : layer.biases()) {
        if (!Double.isFinite(value)) {
          throw new InvalidInput("learning_rate", "the fit diverged; use a lower learning rate");
        }
      }
    }
    return new NeuralModel(design, settings.classes(), best);
  }

  private List<Layer> copy() {
    List<Layer> copies = new ArrayList<>();
    layers.forEach(layer -> copies.add(layer.copy()));
    return copies;
  }

  private void restore(List<Layer> from) {
    for (int l = 0; l < layers.size(); l++) {
      Layer layer = layers.get(l);
      System.arraycopy(from.get(l).weights(), 0, layer.weights(), 0, layer.weights().length);
      System.arraycopy(from.get(l).biases(), 0, layer.biases(), 0, layer.biases().length);
    }
  }

  private void epoch(double rate) {
    shuffle(train);
    for (int from = 0; from < train.length; from += batch) {
      stop.check();
      int size = Math.min(batch, train.length - from);
      fill(train, from, size);
      backward.forward(size, settings.dropout(), random);
      double[] scores = backward.scores();
      double[] slopes = backward.scoreSlopes();
      int k = settings.outputs();
      for (int r = 0; r < size; r++) {
        int i = train[from + r];
        loss.slopes(scores, r * k, target[i], weight[i] / size, slopes);
      }
      backward.backward(size, settings.dropout());
      step++;
      for (int l = 0; l < layers.size(); l++) {
        Layer layer = layers.get(l);
        double[] weightSlopes = backward.weightSlopes(l);
        adams.get(2 * l).step(layer.weights(), weightSlopes, step, rate, settings.weightDecay());
        adams.get(2 * l + 1).step(layer.biases(), backward.biasSlopes(l), step, rate, 0);
      }
    }
  }

  private void fill(int[] places, int from, int size) {
    int columns = design.columns();
    for (int r = 0; r < size; r++) {
      System.arraycopy(
          vectors, places[from + r] * columns, backward.inputs(), r * columns, columns);
    }
  }

  private double validationLoss() {
    double sum = 0;
    double weights = 0;
    int k = settings.outputs();
    for (int from = 0; from < validation.length; from += batch) {
      stop.check();
      int size = Math.min(batch, validation.length - from);
      fill(validation, from, size);
      backward.forward(size, 0, random);
      for (int r = 0; r < size; r++) {
        int i = validation[from + r];
        sum +=
            weight[i] * loss.slopes(backward.scores(), r * k, target[i], 1, backward.scoreSlopes());
        weights += weight[i];
      }
    }
    return weights > 0 ? sum / weights : 0;
  }

  private void shuffle(int[] order) {
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int held = order[i];
      order[i] = order[other];
      order[other] = held;
    }
  }
}
