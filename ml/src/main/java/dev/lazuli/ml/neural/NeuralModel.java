package dev.lazuli.ml.neural;

import dev.lazuli.ml.boost.Link;
import dev.lazuli.ml.design.Design;
import dev.lazuli.ml.design.NumberStore;
import dev.lazuli.ml.design.Scratch;
import dev.lazuli.ml.score.RowModel;
import java.util.ArrayList;
import java.util.List;

/// A feed-forward network over standardised vectors, with rectified hidden units. Immutable.
public final class NeuralModel implements RowModel {
  private final Design design;
  private final int classes;
  private final List<Layer> layers;
  private final int width;
  private final Scratch scratch;

  /// @param classes 0 for numbers
  /// @param layers the first takes the design's columns
  NeuralModel(Design design, int classes, List<Layer> layers) {
    this.design = design;
    this.classes = classes;
    this.layers = List.copyOf(layers);
    int widest = design.columns();
    for (Layer layer : layers) {
      widest = Math.max(widest, layer.outputs());
    }
    width = widest;
    scratch = new Scratch(2 * width);
  }

  @Override
  public int features() {
    return design.features();
  }

  /// The vectors of rows.
  public Design design() {
    return design;
  }

  /// What turns scores into predictions.
  public Link link() {
    return switch (classes) {
      case 0 -> Link.IDENTITY;
      case 2 -> Link.LOGIT;
      default -> Link.SOFTMAX;
    };
  }

  /// Number of layers, the output layer included.
  public int layers() {
    return layers.size();
  }

  /// Units of a layer.
  public int units(int layer) {
    return layers.get(layer).outputs();
  }

  /// Weights of a layer, inputs x units; not a copy: only to read.
  public double[] weights(int layer) {
    return layers.get(layer).weights();
  }

  /// Biases of a layer; not a copy: only to read.
  public double[] biases(int layer) {
    return layers.get(layer).biases();
  }

  /// A number, the log-odds of class 1, or a score for each of three or more classes.
  @Override
  public int outputs() {
    return layers.getLast().outputs();
  }

  @Override
  public void score(double[] row, double[] out) {
    double[] values = scratch.take();
    design.write(row, values);
    int at = 0;
    for (int l = 0; l < layers.size() - 1; l++) {
      layers.get(l).apply(values, at, values, width - at, true);
      at = width - at;
    }
    layers.getLast().apply(values, at, out, 0, false);
    scratch.give(values);
  }

  /// Keeps this under names that begin with `prefix`.
  public void store(NumberStore store, String prefix) {
    design.store(store, prefix + "design_");
    int[] units = layers.stream().mapToInt(Layer::outputs).toArray();
    store.put(prefix + "units", units);
    store.put(prefix + "classes", new int[] {classes});
    for (int l = 0; l < units.length; l++) {
      store.put(prefix + "weight" + l, layers.get(l).weights());
      store.put(prefix + "bias" + l, layers.get(l).biases());
    }
  }

  /// Reads what [#store] kept.
  public static NeuralModel read(NumberStore store, String prefix) {
    Design design = Design.read(store, prefix + "design_");
    int[] units = store.ints(prefix + "units");
    List<Layer> layers = new ArrayList<>();
    int inputs = design.columns();
    for (int l = 0; l < units.length; l++) {
      double[] weights = store.doubles(prefix + "weight" + l);
      layers.add(new Layer(inputs, units[l], weights, store.doubles(prefix + "bias" + l)));
      inputs = units[l];
    }
    return new NeuralModel(design, store.ints(prefix + "classes")[0], layers);
  }
}
