package dev.lazuli.ml.onnx;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.json.Json;
import dev.lazuli.ml.model.ColumnEncoding;
import dev.lazuli.ml.model.FeatureSpec;
import dev.lazuli.ml.model.Member;
import dev.lazuli.ml.model.MlflowFolder;
import dev.lazuli.ml.model.ModelStamp;
import dev.lazuli.ml.model.RowEncoder;
import dev.lazuli.ml.model.Signature;
import dev.lazuli.ml.model.SignatureType;
import dev.lazuli.ml.model.TabularModel;
import dev.lazuli.ml.model.Target;
import dev.lazuli.ml.model.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tabular models as ONNX files, preparation and all members in one graph of operator sets 15 and
/// `ai.onnx.ml` 3.
///
/// The graph takes an input for each column of the signature that the model uses, of shape `rows x
/// 1`: strings (empty when missing), or doubles (NaN when missing; truth values as 0 and 1; times
/// as milliseconds since 1970-01-01T00:00Z). It gives `prediction` (doubles, `rows x 1`), or
/// `label` (`rows`) and `probabilities` (doubles, `rows x classes`).
public final class OnnxExport {
  /// The file of the graph in a model folder.
  public static final String FILE = "model.onnx";

  /// The first release of the Python package `onnx` that knows these operator sets.
  private static final String ONNX_VERSION = "1.11.0";

  private final TabularModel model;
  private final GraphBuilder graph = new GraphBuilder();

  private OnnxExport(TabularModel model) {
    this.model = model;
  }

  /// Why a model cannot be exported, a sentence for each reason; none when it can.
  public static List<String> obstacles(TabularModel model) {
    List<String> obstacles = new ArrayList<>(obstacles(model.encoder()));
    model
        .combination()
        .secondLayer()
        .flatMap(layer -> obstacle(layer.part().kind()))
        .ifPresent(reason -> obstacles.add("the second layer " + reason));
    for (Member member : model.members()) {
      obstacle(member.part().kind())
          .ifPresent(reason -> obstacles.add("member '%s' %s".formatted(member.name(), reason)));
    }
    return obstacles;
  }

  /// Why a preparation cannot be exported, a sentence for each reason; none when it can.
  public static List<String> obstacles(RowEncoder encoder) {
    List<String> obstacles = new ArrayList<>();
    if (encoder.encodings().isEmpty()) {
      obstacles.add("no column is used");
    }
    encoder.encodings().forEach(encoding -> obstacle(encoding, encoder).ifPresent(obstacles::add));
    return obstacles.stream().distinct().toList();
  }

  /// Why one of a preparation's encodings cannot be exported, as a sentence; empty when it can.
  public static Optional<String> obstacle(ColumnEncoding encoding, RowEncoder encoder) {
    return ColumnGraph.obstacle(encoding, encoder.signature());
  }

  /// Why models of a kind cannot be exported, as words that follow their name; empty when they can.
  ///
  /// Mixtures, second layers, calibration and class factors are no obstacles.
  public static Optional<String> obstacle(Member.Kind kind) {
    return switch (kind) {
      case TREES, LINEAR, NETWORK, BAYES, KERNEL -> Optional.empty();
      case NEIGHBORS -> Optional.of("keeps training rows, which ONNX cannot search");
    };
  }

  /// The bytes of an ONNX file.
  ///
  /// @throws InvalidInput with the reasons when the model cannot be exported
  public static byte[] bytes(TabularModel model) {
    List<String> obstacles = obstacles(model);
    if (!obstacles.isEmpty()) {
      throw new InvalidInput(
          "onnx", "the model cannot be written as ONNX: " + String.join("; ", obstacles));
    }
    return new OnnxExport(model).graph().toBytes();
  }

  /// Writes an ONNX file.
  ///
  /// @throws InvalidInput with the reasons when the model cannot be exported
  public static void save(TabularModel model, Path file) throws IOException {
    Files.write(file, bytes(model));
  }

  /// Writes an MLflow model folder that holds the model as ONNX too, in [#FILE], under MLflow's
  /// flavor [`onnx`](https://mlflow.org/docs/latest/api_reference/python_api/mlflow.onnx.html).
  ///
  /// @param stamp identity and time, which do not come from here
  /// @throws InvalidInput with the reasons when the model cannot be exported
  public static void saveFolder(TabularModel model, Path folder, ModelStamp stamp)
      throws IOException {
    byte[] bytes = bytes(model);
    Files.createDirectories(folder);
    Files.write(folder.resolve(FILE), bytes);
    Json settings =
        Json.object()
            .with("code", new Json.Nothing())
            .with("data", FILE)
            .with("onnx_session_options", new Json.Nothing())
            .with("onnx_version", ONNX_VERSION)
            .with("providers", Json.texts(List.of("CPUExecutionProvider")));
    model.save(folder, stamp, List.of(new MlflowFolder.Flavor("onnx", settings, FILE)));
  }

  private OnnxGraph graph() {
    RowEncoder encoder = model.encoder();
    Signature signature = model.signature();
    encoder.encodings().stream()
        .flatMap(encoding -> Arrays.stream(encoding.columns()).boxed())
        .distinct()
        .sorted()
        .map(signature.inputs()::get)
        .forEach(input -> graph.input(input.name(), ColumnGraph.type(input)));
    ColumnGraph columns = new ColumnGraph(graph, signature);
    List<String> blocks = encoder.encodings().stream().map(columns::features).toList();
    int[] codeCounts = encoder.features().stream().mapToInt(FeatureSpec::cardinality).toArray();
    Target target = model.target();
    MemberGraph ofFeatures = new MemberGraph(graph, graph.besides(blocks), codeCounts);
    List<Member> members = model.members();
    List<String> predictions =
        members.stream().map(member -> ofFeatures.predictions(member, target.outputs())).toList();
    CombinationGraph combination =
        new CombinationGraph(graph, model.combination(), target.outputs());
    String sum = combination.combined(members, predictions);
    if (target.task() == Task.REGRESSION) {
      graph.output("prediction", sum, ElementType.DOUBLE, 1);
    } else {
      OnnxTensor labels = labels(target);
      String best = combination.decided(sum);
      graph.output("label", graph.op("Gather", graph.constant(labels), best), labels.type(), -1);
      graph.output("probabilities", sum, ElementType.DOUBLE, target.outputs());
    }
    return graph.build(Map.of("lazuli.task", target.task().key(), "lazuli.target", target.name()));
  }

  /// The classes as a tensor of their own type.
  private static OnnxTensor labels(Target target) {
    int k = target.outputs();
    if (target.type() == SignatureType.STRING || target.type() == SignatureType.DATETIME) {
      return OnnxTensor.texts(target.classes());
    }
    double[] values = target.classes().stream().mapToDouble(ColumnGraph::number).toArray();
    return switch (target.type()) {
      case LONG -> OnnxTensor.wholes(values, k);
      case BOOLEAN -> OnnxTensor.truths(values);
      case DOUBLE, STRING, DATETIME -> OnnxTensor.doubles(values, k);
    };
  }
}
