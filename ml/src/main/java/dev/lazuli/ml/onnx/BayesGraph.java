package dev.lazuli.ml.onnx;

import dev.lazuli.ml.bayes.BayesModel;
import dev.lazuli.ml.design.NumberStore;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// The log-likelihoods of a naive Bayes classifier, as operators over the features.
///
/// The model's numbers are those that it keeps in its file; see [BayesModel#store].
final class BayesGraph {
  private final GraphBuilder graph;
  private final int classes;

  private BayesGraph(GraphBuilder graph, int classes) {
    this.graph = graph;
    this.classes = classes;
  }

  /// Arrays in memory.
  private static final class Kept implements NumberStore {
    private final Map<String, double[]> numbers = new HashMap<>();
    private final Map<String, int[]> wholes = new HashMap<>();

    @Override
    public void put(String name, double[] values) {
      numbers.put(name, values);
    }

    @Override
    public void put(String name, int[] values) {
      wholes.put(name, values);
    }

    @Override
    public double[] doubles(String name) {
      return numbers.getOrDefault(name, new double[0]);
    }

    @Override
    public int[] ints(String name) {
      return wholes.getOrDefault(name, new int[0]);
    }
  }

  /// The scores, `rows x classes`.
  static String scores(GraphBuilder graph, String features, BayesModel model) {
    Kept kept = new Kept();
    model.store(kept, "");
    BayesGraph bayes = new BayesGraph(graph, model.outputs());
    int[] kinds = kept.ints("kind");
    int[] lengths = kept.ints("length");
    String sum = bayes.row(kept.doubles("prior"));
    int from = 0;
    for (int f = 0; f < kinds.length; f++) {
      double[] own = Arrays.copyOfRange(kept.doubles("number"), from, from + lengths[f]);
      from += lengths[f];
      String column = graph.columns(features, f);
      String term =
          switch (kinds[f]) {
            case 0 -> bayes.normal(column, own);
            case 1 -> bayes.presence(column, own);
            case 2 -> bayes.count(column, own);
            case 3 -> bayes.codes(column, own);
            default -> throw new IllegalStateException("no term of kind " + kinds[f]);
          };
      String silent = graph.op("Where", graph.op("IsNaN", column), graph.constant(0), term);
      sum = graph.op("Add", sum, silent);
    }
    return sum;
  }

  private String normal(String column, double[] numbers) {
    String difference = graph.op("Sub", column, row(every(numbers, 0, 3)));
    String square = graph.op("Mul", difference, difference);
    return graph.op(
        "Add", graph.op("Mul", square, row(every(numbers, 1, 3))), row(every(numbers, 2, 3)));
  }

  private String presence(String column, double[] numbers) {
    return graph.op(
        "Where",
        graph.op("Greater", column, graph.constant(numbers[0])),
        row(every(numbers, 2, 2)),
        row(every(numbers, 1, 2)));
  }

  private String count(String column, double[] numbers) {
    String scaled =
        graph.op(
            "Mul", graph.op("Sub", column, graph.constant(numbers[0])), graph.constant(numbers[1]));
    if (numbers[2] > 0) {
      scaled = graph.op("Min", graph.op("Max", scaled, graph.constant(0)), graph.constant(1));
    }
    return graph.op("Mul", scaled, row(every(numbers, 3, 1)));
  }

  private String codes(String column, double[] numbers) {
    int count = numbers.length / classes;
    double[] table = Arrays.copyOf(numbers, numbers.length + classes);
    return graph.ofCodes(column, table, count, classes);
  }

  /// One number for each class: those at `first` and then every `step`.
  private double[] every(double[] numbers, int first, int step) {
    double[] values = new double[classes];
    Arrays.setAll(values, c -> numbers[first + c * step]);
    return values;
  }

  private String row(double[] values) {
    return graph.constant(OnnxTensor.doubles(values.clone(), 1, classes));
  }
}
