package dev.lazuli.ml.onnx;

import dev.lazuli.ml.model.Calibration;
import dev.lazuli.ml.model.Combination;
import dev.lazuli.ml.model.Member;
import dev.lazuli.ml.onnx.OnnxAttribute.Whole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What becomes of the members' predictions, as operators over them.
final class CombinationGraph {
  private final GraphBuilder graph;
  private final Combination combination;
  private final int outputs;

  CombinationGraph(GraphBuilder graph, Combination combination, int outputs) {
    this.graph = graph;
    this.combination = combination;
    this.outputs = outputs;
  }

  /// The model's predictions, `rows x outputs`.
  ///
  /// @param predictions of each member, `rows x outputs`
  String combined(List<Member> members, List<String> predictions) {
    String mixed =
        combination
            .secondLayer()
            .map(layer -> secondLayer(layer, predictions))
            .orElseGet(() -> mixed(members, predictions));
    return outputs == 1 ? mixed : calibrated(mixed);
  }

  private String mixed(List<Member> members, List<String> predictions) {
    String sum = "";
    for (int m = 0; m < members.size(); m++) {
      String weight = graph.constant(members.get(m).weight());
      String share = graph.op("Mul", weight, predictions.get(m));
      sum = sum.isEmpty() ? share : graph.op("Add", sum, share);
    }
    return sum;
  }

  private String secondLayer(Member layer, List<String> predictions) {
    List<String> inputs = new ArrayList<>();
    for (String prediction : predictions) {
      inputs.add(
          switch (outputs) {
            case 1 -> prediction;
            case 2 -> logOdds(graph.columns(prediction, 1));
            default -> logOdds(prediction);
          });
    }
    int[] codeCounts = new int[inputs.size() * Combination.width(outputs)];
    return new MemberGraph(graph, graph.besides(inputs), codeCounts).predictions(layer, outputs);
  }

  private String logOdds(String probabilities) {
    String kept =
        graph.op(
            "Min",
            graph.op("Max", probabilities, graph.constant(Calibration.LEAST)),
            graph.constant(1 - Calibration.LEAST));
    String odds = graph.op("Div", kept, graph.op("Sub", graph.constant(1), kept));
    return graph.op("Log", odds);
  }

  private String calibrated(String probabilities) {
    return switch (combination.calibration()) {
      case Calibration.None _ -> probabilities;
      case Calibration.Temperature(double power) -> {
        String kept = graph.op("Max", probabilities, graph.constant(Calibration.LEAST));
        String powers =
            graph.op("Exp", graph.op("Mul", graph.constant(power), graph.op("Log", kept)));
        yield graph.op("Div", powers, sum(powers));
      }
      case Calibration.Platt(double slope, double shift) -> {
        String odds = logOdds(graph.columns(probabilities, 1));
        String line =
            graph.op("Add", graph.op("Mul", graph.constant(slope), odds), graph.constant(shift));
        String inverse = graph.op("Exp", graph.op("Neg", line));
        yield withFirst(
            graph.op("Div", graph.constant(1), graph.op("Add", graph.constant(1), inverse)));
      }
      case Calibration.Isotonic isotonic -> isotonic(isotonic, probabilities);
    };
  }

  private String isotonic(Calibration.Isotonic isotonic, String probabilities) {
    int[] counts = isotonic.counts();
    if (counts.length == 1) {
      return withFirst(line(isotonic, graph.columns(probabilities, 1), 0, counts[0]));
    }
    List<String> columns = new ArrayList<>();
    int start = 0;
    for (int c = 0; c < counts.length; c++) {
      columns.add(line(isotonic, graph.columns(probabilities, c), start, start + counts[c]));
      start += counts[c];
    }
    String all = graph.besides(columns);
    String total = sum(all);
    return graph.op(
        "Where",
        graph.op("Greater", total, graph.constant(0)),
        graph.op("Div", all, total),
        graph.constant(1.0 / outputs));
  }

  /// The first value, and of each piece its slope times how far the number goes into it.
  private String line(Calibration.Isotonic isotonic, String number, int start, int end) {
    int pieces = end - start - 1;
    double[] from = new double[pieces];
    double[] width = new double[pieces];
    double[] slope = new double[pieces];
    for (int i = 0; i < pieces; i++) {
      from[i] = isotonic.from()[start + i];
      width[i] = isotonic.from()[start + i + 1] - from[i];
      double rise = isotonic.to()[start + i + 1] - isotonic.to()[start + i];
      slope[i] = width[i] > 0 ? rise / width[i] : 0;
    }
    String first = graph.constant(isotonic.to()[start]);
    if (pieces == 0) {
      return graph.op("Add", graph.op("Mul", number, graph.constant(0)), first);
    }
    String into = graph.op("Sub", number, graph.constant(OnnxTensor.doubles(from, 1, pieces)));
    String bounded =
        graph.op(
            "Min",
            graph.op("Max", into, graph.constant(0)),
            graph.constant(OnnxTensor.doubles(width, 1, pieces)));
    String rises =
        graph.op("MatMul", bounded, graph.constant(OnnxTensor.doubles(slope, pieces, 1)));
    return graph.op("Add", first, rises);
  }

  private String sum(String values) {
    return graph.op("ReduceSum", values, graph.constantWhole(1));
  }

  /// Of two classes, what is left to 1, then the second.
  private String withFirst(String second) {
    return graph.besides(List.of(graph.op("Sub", graph.constant(1), second), second));
  }

  /// The place of the class that is predicted.
  String decided(String probabilities) {
    double[] factors = combination.classFactors();
    String weighed =
        factors.length == 0
            ? probabilities
            : graph.op(
                "Mul",
                probabilities,
                graph.constant(OnnxTensor.doubles(factors.clone(), 1, outputs)));
    Map<String, OnnxAttribute> alongRow = Map.of("axis", new Whole(1), "keepdims", new Whole(0));
    return graph.op("ArgMax", alongRow, weighed);
  }
}
