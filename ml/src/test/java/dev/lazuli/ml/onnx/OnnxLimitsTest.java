package dev.lazuli.ml.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.imports.ImportedModel;
import dev.lazuli.ml.onnx.OnnxAttribute.Reals;
import dev.lazuli.ml.onnx.OnnxAttribute.Whole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OnnxLimitsTest {
  private static final Map<String, OnnxTensor> ONE =
      Map.of("one", OnnxTensor.doubles(new double[] {1}, 1));

  @Test
  void aLinearModelAfterSomeStepsIsRead() {
    ImportedModel model = OnnxImport.read(chain(1, 99));

    double[] out = new double[1];
    model.part().model().score(new double[] {5}, out);
    assertThat(out).containsExactly(2 * (5 + 99));
  }

  @Test
  void aChainOfStepsWithoutEndIsRefused() {
    byte[] file = chain(1, 5000);

    assertThatThrownBy(() -> OnnxImport.read(file))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("the ONNX file prepares a column in more than 100 steps");
  }

  @Test
  void columnsThatAFileOnlyClaimsAreLimited() {
    byte[] wide = chain(100_000, 60);
    byte[] wider = chain(Integer.MAX_VALUE, 1);

    assertThatThrownBy(() -> OnnxImport.read(wide))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("the ONNX file's operator Add makes too many columns");
    assertThatThrownBy(() -> OnnxImport.read(wider))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("the ONNX file's input 'x' has 2147483647 columns");
  }

  @Test
  void anOperatorThatIsNotReadIsNamed() {
    OnnxNode node = new OnnxNode("Conv", "", List.of("x"), List.of("y"), Map.of());
    byte[] file = graph(1, List.of(node)).toBytes();

    assertThatThrownBy(() -> OnnxImport.read(file))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("the ONNX file's operator Conv is not supported before a model");
  }

  /// Adds one again and again, then multiplies by two.
  private static byte[] chain(long columns, int steps) {
    List<OnnxNode> nodes = new ArrayList<>();
    String value = "x";
    for (int step = 0; step < steps; step++) {
      nodes.add(new OnnxNode("Add", "", List.of(value, "one"), List.of("v" + step), Map.of()));
      value = "v" + step;
    }
    Map<String, OnnxAttribute> weights =
        Map.of(
            "coefficients", new Reals(2),
            "intercepts", new Reals(0),
            "targets", new Whole(Long.MAX_VALUE));
    nodes.add(new OnnxNode("LinearRegressor", OnnxNode.ML, List.of(value), List.of("y"), weights));
    return graph(columns, nodes).toBytes();
  }

  private static OnnxGraph graph(long columns, List<OnnxNode> nodes) {
    return new OnnxGraph(
        List.of(new OnnxGraph.Value("x", ElementType.DOUBLE, columns)),
        List.of(new OnnxGraph.Value("y", ElementType.FLOAT, 1)),
        nodes,
        ONE,
        Map.of());
  }
}
