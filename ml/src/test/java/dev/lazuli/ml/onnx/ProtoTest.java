package dev.lazuli.ml.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.ml.InvalidInput;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ProtoTest {
  @Test
  void numbersAreWrittenAsTheSpecificationsExamples() {
    assertThat(new ProtoWriter().number(1, 150).toBytes()).containsExactly(0x08, 0x96, 0x01);
    assertThat(new ProtoWriter().text(2, "testing").toBytes())
        .containsExactly(0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67);
    assertThat(new ProtoWriter().numbers(6, new long[] {3, 270, 86942}).toBytes())
        .containsExactly(0x32, 0x06, 0x03, 0x8e, 0x02, 0x9e, 0xa7, 0x05);
    assertThat(new ProtoWriter().number(1, -1).toBytes()).hasSize(11);
  }

  @Test
  void aGraphReadBackIsTheSame() {
    OnnxGraph graph = graph();

    OnnxGraph read = OnnxReader.read(graph.toBytes());

    assertThat(read.toBytes()).isEqualTo(graph.toBytes());
    assertThat(read.inputs()).isEqualTo(graph.inputs());
    assertThat(read.nodes().getFirst().wholes("places")).containsExactly(1, -2);
    assertThat(read.nodes().getFirst().reals("shares")).containsExactly(0.5, Float.MAX_VALUE);
    assertThat(read.nodes().getFirst().texts("words")).containsExactly("Köln", "");
    assertThat(Objects.requireNonNull(read.initializers().get("table")).numbers())
        .containsExactly(1.5, Double.NaN);
    assertThat(Objects.requireNonNull(read.initializers().get("names")).texts())
        .containsExactly("a", "b");
  }

  @Test
  void aLengthBeyondTheEndIsRefusedBeforeAnythingIsAllocated() {
    byte[] huge = {0x3a, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07, 0x0a};

    assertThatThrownBy(() -> OnnxReader.read(huge))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("the ONNX file has a field of 2147483647 bytes where 1 are left");
  }

  @Test
  void brokenFilesAreRefusedAndNothingElseHappens() {
    byte[] good = graph().toBytes();
    SplittableRandom random = new SplittableRandom(5);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] bad = Arrays.copyOf(good, random.nextInt(good.length) + 1);
      for (int change = random.nextInt(4); change > 0; change--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      refused += isRefused(bad) ? 1 : 0;
    }
    assertThat(refused).isGreaterThan(10_000);
  }

  private static boolean isRefused(byte[] file) {
    try {
      OnnxReader.read(file);
      return false;
    } catch (InvalidInput expected) {
      return true;
    }
  }

  private static OnnxGraph graph() {
    OnnxNode node =
        new OnnxNode(
            "Some",
            OnnxNode.ML,
            List.of("x", "table"),
            List.of("y"),
            Map.of(
                "places", new OnnxAttribute.Wholes(1, -2),
                "shares", new OnnxAttribute.Reals(0.5f, Float.MAX_VALUE),
                "words", new OnnxAttribute.Texts(List.of("Köln", "")),
                "axis", new OnnxAttribute.Whole(-1),
                "alpha", new OnnxAttribute.Real(0.25f),
                "mode", new OnnxAttribute.Text("SUM"),
                "values", new OnnxAttribute.Tensor(OnnxTensor.wholes(new double[] {7}, 1))));
    return new OnnxGraph(
        List.of(new OnnxGraph.Value("x", ElementType.STRING, 1)),
        List.of(new OnnxGraph.Value("y", ElementType.DOUBLE, -1)),
        List.of(node),
        Map.of(
            "table", OnnxTensor.doubles(new double[] {1.5, Double.NaN}, 1, 2),
            "names", OnnxTensor.texts(List.of("a", "b"))),
        Map.of("lazuli.task", "regression"));
  }
}
