package dev.lazuli.ml.onnx;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.boost.Link;
import dev.lazuli.ml.imports.ImportedModel;
import dev.lazuli.ml.imports.ModelImports;
import dev.lazuli.ml.model.Member;
import dev.lazuli.ml.model.SignatureType;
import dev.lazuli.ml.score.TreeEnsemble;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// Reads ONNX files that hold one tree ensemble or linear model behind a preparation of numbers and
/// one-hot categories, as skl2onnx writes them for scikit-learn.
///
/// Splits decide as ONNX Runtime does, whose comparisons and scaling are in floats where the graph
/// is; sums are of doubles.
public final class OnnxImport {
  private static final Set<String> AFTER =
      Set.of("Cast", "Identity", "ZipMap", "Normalizer", "Reshape", "Flatten");

  private final OnnxGraph graph;
  private final OnnxColumns columns;
  private final Set<String> results = new HashSet<>();

  /// Nodes after the model that have been read with it.
  private final Set<OnnxNode> read = new HashSet<>();

  private OnnxImport(byte[] file) {
    if (file.length > ModelImports.BYTES_MAX) {
      throw new InvalidInput(
          "model", "the ONNX file has more than %d bytes".formatted(ModelImports.BYTES_MAX));
    }
    this.graph = OnnxReader.read(file);
    this.columns = new OnnxColumns(graph);
  }

  /// Reads a model.
  ///
  /// @throws InvalidInput when the file is broken, or has operators that are not read, with the
  ///   operator
  public static ImportedModel read(byte[] file) {
    return new OnnxImport(file).model();
  }

  private ImportedModel model() {
    ImportedModel found = null;
    for (int i = 0; i < graph.nodes().size(); i++) {
      OnnxNode node = graph.nodes().get(i);
      if (node.inputs().stream().anyMatch(results::contains)) {
        if (!AFTER.contains(node.op()) && !read.contains(node)) {
          throw node.invalid("is not supported after a model");
        }
        results.addAll(node.outputs());
      } else if (node.op().startsWith("TreeEnsemble")
          || node.op().startsWith("Linear")
          || node.op().equals("MatMul")) {
        if (found != null) {
          throw node.invalid("is a second model, which is not supported");
        }
        found = node.op().equals("MatMul") ? product(node, i) : model(node);
        results.addAll(node.outputs());
      } else {
        columns.read(node);
      }
    }
    if (found == null) {
      throw new InvalidInput("model", "the ONNX file has no trees and no linear model");
    }
    return found;
  }

  private ImportedModel model(OnnxNode node) {
    List<Expression> own = columns.columns(node, node.input());
    return switch (node.op()) {
      case "TreeEnsembleRegressor" -> regressor(node, own);
      case "TreeEnsembleClassifier" -> classifier(node, own);
      case "LinearRegressor" -> {
        double[] intercepts = node.reals("intercepts");
        int targets = Math.clamp(node.whole("targets", 1), 1, ModelImports.OUTPUTS_MAX);
        yield imported(
            linear(
                node,
                own,
                node.reals("coefficients"),
                intercepts.length == 0 ? new double[targets] : intercepts),
            link(node, Link.IDENTITY));
      }
      case "LinearClassifier" -> linearClassifier(node, own);
      default -> throw node.invalid("is not supported");
    };
  }

  private ImportedModel regressor(OnnxNode node, List<Expression> own) {
    OnnxTrees trees = new OnnxTrees(node, own, "target");
    int k = Math.clamp(node.whole("n_targets", 1), 1, ModelImports.OUTPUTS_MAX);
    TreeEnsemble ensemble =
        trees.ensemble(columns.features().size(), start(node, k), IntStream.range(0, k).toArray());
    return imported(new Member.Trees(ensemble), link(node, Link.IDENTITY));
  }

  private static double[] start(OnnxNode node, int k) {
    double[] start = node.reals("base_values");
    if (start.length != 0 && start.length != k) {
      throw node.invalid("has %d base values for %d outputs".formatted(start.length, k));
    }
    return start.length == 0 ? new double[k] : start;
  }

  private static Link link(OnnxNode node, Link none) {
    String transform = node.text("post_transform", "NONE");
    return switch (transform) {
      case "NONE" -> none;
      case "LOGISTIC" -> Link.LOGIT;
      case "SOFTMAX" -> Link.SOFTMAX;
      default -> throw node.invalid("has the transform '%s'".formatted(transform));
    };
  }

  /// Two classes may share one score, that of the second one.
  private ImportedModel classifier(OnnxNode node, List<Expression> own) {
    OnnxTrees trees = new OnnxTrees(node, own, "class");
    Labels labels = Labels.of(node, "classlabels_strings", "classlabels_int64s");
    int k = labels.count();
    Link link = link(node, Link.SHARES);
    int width = columns.features().size();
    if (k == 2 && trees.outputsUsed().length == 1) {
      if (link == Link.SOFTMAX || (link == Link.SHARES && trees.isAnyWeightNegative())) {
        throw node.invalid("has one score for two classes that is no probability");
      }
      TreeEnsemble ensemble = trees.ensemble(width, start(node, 1), new int[] {0, 0});
      return labels.on(imported(new Member.Trees(ensemble), link));
    }
    if (link == Link.LOGIT) {
      throw node.invalid("has a logistic score for each of %d classes".formatted(k));
    }
    int[] all = IntStream.range(0, k).toArray();
    TreeEnsemble ensemble = trees.ensemble(width, start(node, k), all);
    return labels.on(imported(new Member.Trees(ensemble), link));
  }

  private ImportedModel linearClassifier(OnnxNode node, List<Expression> own) {
    Labels labels = Labels.of(node, "classlabels_strings", "classlabels_ints");
    double[] weights = node.reals("coefficients");
    double[] intercepts = node.reals("intercepts");
    Link link = link(node, Link.SHARES);
    int d = own.size();
    if (link == Link.SOFTMAX && labels.count() == intercepts.length) {
      return labels.on(imported(linear(node, own, weights, intercepts), link));
    }
    boolean mirrored =
        link == Link.LOGIT
            && labels.count() == 2
            && intercepts.length == 2
            && weights.length == 2 * d
            && intercepts[0] == -intercepts[1]
            && IntStream.range(0, d).allMatch(c -> weights[c] == -weights[d + c]);
    boolean single = link == Link.LOGIT && labels.count() == 2 && intercepts.length == 1;
    if (!mirrored && !single) {
      throw node.invalid("gives scores that are no probabilities of its classes");
    }
    double[] second = mirrored ? Arrays.copyOfRange(weights, d, 2 * d) : weights;
    double[] intercept = {intercepts[intercepts.length - 1]};
    return labels.on(imported(linear(node, own, second, intercept), link));
  }

  /// A product with constant weights, and the sum with constant intercepts that follows it.
  private ImportedModel product(OnnxNode node, int place) {
    List<Expression> own = columns.columns(node, node.input());
    OnnxTensor weights = graph.initializers().get(node.input(1));
    if (weights == null || weights.dims().length > 2 || weights.dims().length == 0) {
      throw node.invalid("is supported with constant weights only");
    }
    int d = own.size();
    int k = weights.size() / Math.max(1, d);
    double[] turned = new double[weights.size()];
    for (int c = 0; c < d && weights.size() == d * k; c++) {
      for (int j = 0; j < k; j++) {
        turned[j * d + c] = weights.numbers()[c * k + j];
      }
    }
    double[] intercepts = new double[k];
    if (place + 1 < graph.nodes().size() && graph.nodes().get(place + 1).op().equals("Add")) {
      OnnxNode sum = graph.nodes().get(place + 1);
      OnnxTensor constant = graph.initializers().get(sum.input(1));
      if (constant == null
          || !node.outputs().contains(sum.input(0))
          || (constant.size() != 1 && constant.size() != k)) {
        throw sum.invalid("after a product is supported with constant intercepts only");
      }
      Arrays.setAll(intercepts, j -> constant.numbers()[j % constant.size()]);
      read.add(sum);
    }
    return imported(linear(node, own, turned, intercepts), Link.IDENTITY);
  }

  private Member.Part linear(
      OnnxNode node, List<Expression> own, double[] weights, double[] intercepts) {
    return new Member.Linear(OnnxLinear.model(node, columns.features(), own, weights, intercepts));
  }

  private ImportedModel imported(Member.Part part, Link link) {
    return new ImportedModel(
        "ONNX", columns.features(), part, link, List.of(), SignatureType.DOUBLE);
  }

  /// The labels of a classifier.
  private record Labels(List<String> texts, SignatureType type) {
    static Labels of(OnnxNode node, String texts, String wholes) {
      List<String> strings = node.texts(texts);
      List<String> numbers = Arrays.stream(node.wholes(wholes)).mapToObj(String::valueOf).toList();
      if (strings.isEmpty() && numbers.size() < 2) {
        throw node.invalid("has no class labels");
      }
      return strings.isEmpty()
          ? new Labels(numbers, SignatureType.LONG)
          : new Labels(strings, SignatureType.STRING);
    }

    int count() {
      return texts.size();
    }

    ImportedModel on(ImportedModel model) {
      return new ImportedModel(
          model.source(), model.features(), model.part(), model.link(), texts, type);
    }
  }
}
