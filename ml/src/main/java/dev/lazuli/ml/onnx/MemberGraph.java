package dev.lazuli.ml.onnx;

import dev.lazuli.ml.bayes.BayesModel;
import dev.lazuli.ml.boost.Link;
import dev.lazuli.ml.kernel.KernelSvmModel;
import dev.lazuli.ml.linear.LinearModel;
import dev.lazuli.ml.model.Member;
import dev.lazuli.ml.neural.NeuralModel;
import dev.lazuli.ml.onnx.OnnxAttribute.Whole;
import dev.lazuli.ml.score.TreeEnsemble;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// The prediction of one member, as operators over the features.
final class MemberGraph {
  private final GraphBuilder graph;
  private final String features;
  private final int[] codeCounts;

  /// @param features name of the value `rows x d`
  /// @param codeCounts how many codes each feature has; 0 for a numeric one
  MemberGraph(GraphBuilder graph, String features, int[] codeCounts) {
    this.graph = graph;
    this.features = features;
    this.codeCounts = codeCounts;
  }

  /// The member's predictions for `outputs` outputs.
  ///
  /// @return name of the value, `rows x outputs`
  String predictions(Member member, int outputs) {
    int scores = member.part().model().outputs();
    boolean alone = outputs == 2 && scores == 1;
    if (alone && member.link() == Link.SHARES && isUnbounded(member)) {
      return linked(complementAndShare(member.part()), Link.SHARES);
    }
    String raw = bounded(raw(member.part()), member);
    String linked =
        alone && member.link() == Link.SHARES ? clipped(raw) : linked(raw, member.link());
    return alone
        ? graph.besides(List.of(graph.op("Sub", graph.constant(1), linked), linked))
        : linked;
  }

  private static boolean isUnbounded(Member member) {
    return Double.isInfinite(member.scoreMin()) && Double.isInfinite(member.scoreMax());
  }

  private String raw(Member.Part part) {
    return switch (part) {
      case Member.Trees(TreeEnsemble ensemble) -> trees(TreeNodes.of(ensemble, codeCounts));
      case Member.Linear(LinearModel model) -> linear(model);
      case Member.Network(NeuralModel model) -> NetworkGraph.scores(graph, features, model);
      case Member.Bayes(BayesModel model) -> BayesGraph.scores(graph, features, model);
      case Member.Kernel(KernelSvmModel model) -> KernelGraph.scores(graph, features, model);
      case Member.Neighbors _ -> throw obstacle(part);
    };
  }

  private static IllegalStateException obstacle(Member.Part part) {
    return new IllegalStateException("%s is an obstacle".formatted(part));
  }

  /// A share and what is left to 1: trees give floats, so that 1 minus a float near 1 would have
  /// few digits.
  private String complementAndShare(Member.Part part) {
    return switch (part) {
      case Member.Trees(TreeEnsemble ensemble) ->
          trees(TreeNodes.withComplement(ensemble, codeCounts));
      case Member.Linear _,
          Member.Network _,
          Member.Neighbors _,
          Member.Bayes _,
          Member.Kernel _ -> {
        String share = raw(part);
        yield graph.besides(List.of(graph.op("Sub", graph.constant(1), share), share));
      }
    };
  }

  private String trees(Map<String, OnnxAttribute> attributes) {
    return graph.cast(graph.ml("TreeEnsembleRegressor", attributes, features), ElementType.DOUBLE);
  }

  private String bounded(String scores, Member member) {
    String atLeast =
        Double.isInfinite(member.scoreMin())
            ? scores
            : graph.op("Max", scores, graph.constant(member.scoreMin()));
    return Double.isInfinite(member.scoreMax())
        ? atLeast
        : graph.op("Min", atLeast, graph.constant(member.scoreMax()));
  }

  private String linked(String scores, Link link) {
    return switch (link) {
      case IDENTITY -> scores;
      case LOG -> graph.op("Exp", scores);
      case LOGIT -> {
        String odds = graph.op("Exp", graph.op("Neg", scores));
        yield graph.op("Div", graph.constant(1), graph.op("Add", graph.constant(1), odds));
      }
      case SOFTMAX -> graph.op("Softmax", Map.of("axis", new Whole(1)), scores);
      case SHARES -> {
        String shares = clipped(scores);
        String sum = graph.op("ReduceSum", shares, graph.constantWhole(1));
        String count = graph.op("ReduceSum", ones(shares), graph.constantWhole(1));
        yield graph.op(
            "Where",
            graph.op("Greater", sum, graph.constant(0)),
            graph.op("Div", shares, sum),
            graph.op("Div", graph.constant(1), count));
      }
    };
  }

  private String ones(String shares) {
    return graph.cast(graph.op("GreaterOrEqual", shares, graph.constant(0)), ElementType.DOUBLE);
  }

  private String clipped(String shares) {
    return graph.op("Min", graph.op("Max", shares, graph.constant(0)), graph.constant(1));
  }

  /// Intercepts, plus slopes or missing weights of numbers, plus the weights of codes.
  private String linear(LinearModel model) {
    int k = model.outputs();
    int[] cardinalities = model.cardinalities();
    List<Integer> numbers = new ArrayList<>();
    List<String> parts = new ArrayList<>();
    int line = 0;
    int[] lines = new int[cardinalities.length];
    for (int f = 0; f < cardinalities.length; f++) {
      lines[f] = line;
      if (cardinalities[f] == 0) {
        numbers.add(f);
        line += 2;
      } else {
        parts.add(codes(model, f, line));
        line += cardinalities[f] + 1;
      }
    }
    if (!numbers.isEmpty()) {
      parts.addAll(numbers(model, numbers, lines));
    }
    String sum = graph.constant(OnnxTensor.doubles(model.intercepts().clone(), 1, k));
    for (String part : parts) {
      sum = graph.op("Add", sum, part);
    }
    return sum;
  }

  private String codes(LinearModel model, int feature, int line) {
    int k = model.outputs();
    int cardinality = model.cardinalities()[feature];
    double[] table = Arrays.copyOfRange(model.weights(), line * k, (line + cardinality + 1) * k);
    return graph.ofCodes(graph.columns(features, feature), table, cardinality, k);
  }

  private List<String> numbers(LinearModel model, List<Integer> numbers, int[] lines) {
    int k = model.outputs();
    int count = numbers.size();
    double[] places = new double[count];
    double[] low = new double[count];
    double[] high = new double[count];
    double[] slopes = new double[count * k];
    double[] absent = new double[count * k];
    for (int i = 0; i < count; i++) {
      int f = numbers.get(i);
      places[i] = f;
      low[i] = model.low()[f];
      high[i] = model.high()[f];
      System.arraycopy(model.weights(), lines[f] * k, slopes, i * k, k);
      System.arraycopy(model.weights(), (lines[f] + 1) * k, absent, i * k, k);
    }
    String columns = graph.columns(features, places);
    String missing = graph.op("IsNaN", columns);
    String zero = graph.constant(0);
    String clipped =
        graph.op(
            "Min",
            graph.op(
                "Max",
                graph.op("Where", missing, zero, columns),
                graph.constant(OnnxTensor.doubles(low, 1, count))),
            graph.constant(OnnxTensor.doubles(high, 1, count)));
    String present = graph.op("Where", missing, zero, clipped);
    return List.of(
        graph.op("MatMul", present, graph.constant(OnnxTensor.doubles(slopes, count, k))),
        graph.op(
            "MatMul",
            graph.cast(missing, ElementType.DOUBLE),
            graph.constant(OnnxTensor.doubles(absent, count, k))));
  }
}
