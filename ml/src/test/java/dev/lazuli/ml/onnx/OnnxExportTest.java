package dev.lazuli.ml.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.automl.AutoMl;
import dev.lazuli.ml.automl.AutoMlSettings;
import dev.lazuli.ml.automl.MixedTables;
import dev.lazuli.ml.boost.Link;
import dev.lazuli.ml.json.Json;
import dev.lazuli.ml.linear.LinearModel;
import dev.lazuli.ml.model.Calibration;
import dev.lazuli.ml.model.CategoryEncoding;
import dev.lazuli.ml.model.ColumnEncoding;
import dev.lazuli.ml.model.Combination;
import dev.lazuli.ml.model.DateEncoding;
import dev.lazuli.ml.model.DatePart;
import dev.lazuli.ml.model.LookupEncoding;
import dev.lazuli.ml.model.Member;
import dev.lazuli.ml.model.NumericEncoding;
import dev.lazuli.ml.model.RowEncoder;
import dev.lazuli.ml.model.Signature;
import dev.lazuli.ml.model.SignatureType;
import dev.lazuli.ml.model.TabularModel;
import dev.lazuli.ml.model.Target;
import dev.lazuli.ml.model.Task;
import dev.lazuli.ml.model.TextEncoding;
import dev.lazuli.ml.score.Tree;
import dev.lazuli.ml.score.TreeBuilder;
import dev.lazuli.ml.score.TreeEnsemble;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxExportTest {
  private static final Signature SIGNATURE =
      new Signature(
          List.of(
              new Signature.Input("size", SignatureType.DOUBLE, true),
              new Signature.Input("city", SignatureType.STRING, true),
              new Signature.Input("built", SignatureType.DATETIME, true),
              new Signature.Input("garden", SignatureType.BOOLEAN, true)));

  @Test
  void aModelOfOneTreeBecomesThisGraph() {
    TreeBuilder tree = new TreeBuilder(2);
    tree.split(0, 0, 1.5, true, 1);
    tree.leaf(0, 10, 1);
    tree.leaf(1, 20, 1);
    TabularModel model =
        model(
            Target.number("y"),
            List.of(new NumericEncoding(0, "size")),
            List.of(
                new Member(
                    "trees", 1, trees(tree.build(), 0.25), Link.LOG, Double.NEGATIVE_INFINITY, 9)));

    OnnxGraph graph = OnnxReader.read(OnnxExport.bytes(model));

    assertThat(graph.inputs()).containsExactly(new OnnxGraph.Value("size", ElementType.DOUBLE, 1));
    assertThat(graph.outputs())
        .containsExactly(new OnnxGraph.Value("prediction", ElementType.DOUBLE, 1));
    assertThat(graph.nodes())
        .extracting(OnnxNode::op)
        .containsExactly("TreeEnsembleRegressor", "Cast", "Min", "Exp", "Mul", "Identity");
    OnnxNode trees = graph.nodes().getFirst();
    assertThat(trees.texts("nodes_modes")).containsExactly("BRANCH_LEQ", "LEAF", "LEAF");
    assertThat(trees.wholes("nodes_missing_value_tracks_true")).containsExactly(1, 0, 0);
    assertThat(trees.wholes("nodes_truenodeids")).containsExactly(1, 0, 0);
    assertThat(trees.wholes("nodes_falsenodeids")).containsExactly(2, 0, 0);
    assertThat(trees.reals("nodes_values")).containsExactly(1.5, 0, 0);
    assertThat(trees.reals("target_weights")).containsExactly(10, 20);
    assertThat(trees.reals("base_values")).containsExactly(0.25);
    assertThat(graph.metadata()).containsEntry("lazuli.target", "y");
  }

  @Test
  void aSetOfCodesBecomesAChainOverTheSmallerSide() {
    TreeBuilder few = new TreeBuilder(2);
    few.splitCodes(0, 0, new long[] {0b0101}, 1);
    TreeBuilder many = new TreeBuilder(2);
    many.splitCodes(0, 0, new long[] {0b1101}, 1);

    OnnxNode left = treesOf(few.build());
    OnnxNode right = treesOf(many.build());

    assertThat(left.texts("nodes_modes")).containsExactly("BRANCH_EQ", "BRANCH_EQ", "LEAF", "LEAF");
    assertThat(left.reals("nodes_values")).startsWith(0, 2);
    assertThat(left.wholes("nodes_truenodeids")).startsWith(2, 2);
    assertThat(left.wholes("nodes_falsenodeids")).startsWith(1, 3);
    assertThat(left.wholes("nodes_missing_value_tracks_true")).startsWith(0, 0);
    assertThat(right.reals("nodes_values")).startsWith(1);
    assertThat(right.wholes("nodes_truenodeids")).startsWith(2);
    assertThat(right.wholes("nodes_falsenodeids")).startsWith(1);
    assertThat(right.wholes("nodes_missing_value_tracks_true")).startsWith(1);
  }

  @Test
  void whatCannotBeExportedIsNamed() {
    TabularModel model =
        model(
            Target.number("y"),
            List.of(
                new TextEncoding(1, "city", 1, new double[] {1, 2}),
                new NumericEncoding(1, "city")),
            List.of(Member.of("linear", 1, linear(0, 0, 0, 0, 0), Link.IDENTITY)));

    assertThat(OnnxExport.obstacles(model))
        .containsExactly(
            "column 'city' is free text with hashed words, which ONNX's operators cannot do",
            "column 'city' is text that is read as numbers, which ONNX's operators cannot do");
    assertThatThrownBy(() -> OnnxExport.bytes(model))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith("the model cannot be written as ONNX: column 'city' is free text");
  }

  @Test
  void classesGiveLabelsOfTheirOwnTypeBesideProbabilities() {
    Target target = new Target("y", Task.CLASSIFICATION, SignatureType.LONG, List.of("1", "5"));
    TabularModel model =
        model(
            target,
            List.of(
                new CategoryEncoding(1, "city", List.of("Ulm", "Bonn")),
                new LookupEncoding(1, "city", 1, List.of("Ulm"), new double[] {1, 2}),
                new CategoryEncoding(3, "garden", List.of("false", "true")),
                new CategoryEncoding(0, "size", List.of("2.50", "10")),
                new DateEncoding(2, "built", List.of(DatePart.values()))),
            List.of(
                Member.of("linear", 0.5, linear(2, 0, 2, 2, 0, 0, 0, 0, 0, 0, 0), Link.LOGIT),
                Member.of("trees", 0.5, shares(), Link.SHARES)));

    OnnxGraph graph = OnnxReader.read(OnnxExport.bytes(model));

    assertThat(graph.inputs())
        .containsExactly(
            new OnnxGraph.Value("size", ElementType.DOUBLE, 1),
            new OnnxGraph.Value("city", ElementType.STRING, 1),
            new OnnxGraph.Value("built", ElementType.DOUBLE, 1),
            new OnnxGraph.Value("garden", ElementType.DOUBLE, 1));
    assertThat(graph.outputs())
        .containsExactly(
            new OnnxGraph.Value("label", ElementType.INT64, -1),
            new OnnxGraph.Value("probabilities", ElementType.DOUBLE, 2));
    OnnxNode trees =
        graph.nodes().stream().filter(n -> n.op().startsWith("Tree")).findFirst().orElseThrow();
    assertThat(trees.whole("n_targets", 0)).isEqualTo(2);
    assertThat(trees.reals("base_values")).containsExactly(0.75, 0.25);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"NeuralNetwork", "BernoulliNaiveBayes", "LinearSVM", "SVM", "RandomForest"})
  void modelsOfEveryKindButNeighborsAreExported(String algorithm) {
    TabularModel model =
        AutoMl.run(
                MixedTables.withTarget("kind", 80, 1).without(List.of("about")),
                AutoMlSettings.classification("kind")
                    .withAllowed(List.of(algorithm))
                    .withFolds(2)
                    .withMaxTrials(1))
            .model();

    OnnxGraph graph = OnnxReader.read(OnnxExport.bytes(model));

    assertThat(graph.outputs())
        .containsExactly(
            new OnnxGraph.Value("label", ElementType.STRING, -1),
            new OnnxGraph.Value("probabilities", ElementType.DOUBLE, 3));
  }

  @Test
  void aSecondLayerAndCorrectionsAreInTheGraph() {
    Target target =
        new Target("y", Task.CLASSIFICATION, SignatureType.STRING, List.of("no", "yes"));
    Member member = Member.of("linear", 1, linear(0), Link.LOGIT);
    Member second = Member.of("second", 1, linear(0), Link.LOGIT);
    Combination combination =
        new Combination(Optional.of(second), new Calibration.Platt(0.5, 0.25), new double[] {1, 2});
    RowEncoder encoder = new RowEncoder(SIGNATURE, List.of(new NumericEncoding(0, "size")));
    TabularModel model =
        new TabularModel(target, encoder, List.of(member), combination, Json.object());

    OnnxGraph graph = OnnxReader.read(OnnxExport.bytes(model));

    assertThat(OnnxExport.obstacles(model)).isEmpty();
    assertThat(graph.nodes()).extracting(OnnxNode::op).filteredOn("Log"::equals).hasSize(2);
    assertThat(graph.nodes()).extracting(OnnxNode::op).filteredOn("Exp"::equals).hasSize(3);
    assertThat(graph.initializers().values())
        .anyMatch(tensor -> Arrays.equals(tensor.numbers(), new double[] {1, 2}));
  }

  private static OnnxNode treesOf(Tree tree) {
    TabularModel model =
        model(
            Target.number("y"),
            List.of(new CategoryEncoding(1, "city", List.of("a", "b", "c", "d"))),
            List.of(Member.of("trees", 1, trees(tree, 0), Link.IDENTITY)));
    return OnnxReader.read(OnnxExport.bytes(model)).nodes().stream()
        .filter(node -> node.op().equals("TreeEnsembleRegressor"))
        .findFirst()
        .orElseThrow();
  }

  private static Member.Part trees(Tree tree, double start) {
    return new Member.Trees(new TreeEnsemble(List.of(tree), 1, new double[] {start}));
  }

  private static Member.Part shares() {
    return new Member.Trees(
        new TreeEnsemble(List.of(Tree.constant(0.5, 1)), 11, new double[] {0.25}));
  }

  /// A linear model of one output with all weights 1.
  private static Member.Part linear(int... cardinalities) {
    int lines = 0;
    for (int cardinality : cardinalities) {
      lines += cardinality == 0 ? 2 : cardinality + 1;
    }
    double[] weights = new double[lines];
    Arrays.fill(weights, 1);
    double[] bounds = new double[cardinalities.length];
    return new Member.Linear(
        new LinearModel(cardinalities, bounds, bounds, new double[1], weights));
  }

  private static TabularModel model(
      Target target, List<ColumnEncoding> encodings, List<Member> members) {
    return new TabularModel(target, new RowEncoder(SIGNATURE, encodings), members, Json.object());
  }
}
