package dev.lazuli.ml.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lazuli.ml.InvalidInput;
import dev.lazuli.ml.onnx.OnnxImport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that were broken, by chance or on purpose, are refused with a reason; nothing else may
/// come out of them.
class HostileFilesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "xgb-categories.json",
        "xgb-codes.ubj",
        "catboost-categories.json",
        "catboost-classes.json",
        "sk-columns-forest.onnx",
        "sk-columns-linear.onnx",
        "sk-hist-binary.onnx",
        "sk-tree.onnx"
      })
  void filesWithWrongBytesAreReadOrRefused(String name) throws IOException {
    byte[] good = bytes(name);
    SplittableRandom random = new SplittableRandom(name.hashCode());
    int refused = 0;
    for (int round = 0; round < 500; round++) {
      boolean cut = random.nextInt(4) == 0;
      byte[] bad = Arrays.copyOf(good, cut ? random.nextInt(good.length) : good.length);
      for (int change = random.nextInt(1, 4); change > 0 && bad.length > 0; change--) {
        bad[random.nextInt(bad.length)] =
            (byte) (name.endsWith("json") ? random.nextInt(' ', '~') : random.nextInt(256));
      }
      refused += isRefused(name, bad) ? 1 : 0;
    }
    assertThat(refused).isGreaterThan(40);
  }

  private static boolean isRefused(String name, byte[] file) {
    try {
      read(name, file).tabular();
      return false;
    } catch (InvalidInput expected) {
      return true;
    }
  }

  private static ImportedModel read(String name, byte[] file) {
    if (name.endsWith("onnx")) {
      return OnnxImport.read(file);
    }
    return name.startsWith("xgb") ? ModelImports.xgboost(file) : ModelImports.catBoost(file);
  }

  @Test
  void lengthsThatClaimMoreThanThereIsAreRefused() {
    refused(ModelImports::xgboost, "{L\0\0\0\0\0\0\0\7learner[$d#L\0\0\0\7\0\0\0\0")
        .hasMessageContaining("has a length of 30064771072 where 0 bytes are left");
    refused(ModelImports::xgboost, "{L\0\0\0\0\0\0\0\7learner[$Z#L\0\0\0\7\0\0\0\0")
        .hasMessageContaining("has a container of type 90");
    refused(ModelImports::xgboost, "{L\177\377\377\377\377\377\377\377")
        .hasMessageContaining("the UBJSON file has a length of");
  }

  @Test
  void deepNestingIsRefused() {
    refused(ModelImports::xgboost, "{U\1x" + "[".repeat(100_000))
        .hasMessageContaining("nested deeper than 200 levels");
    refused(ModelImports::xgboost, "{\"x\":" + "[".repeat(100_000))
        .hasMessageContaining("nested deeper than 200 levels");
    refused(ModelImports::catBoost, "{\"trees\":" + "{\"left\":".repeat(100_000))
        .hasMessageContaining("nested deeper than 200 levels");
  }

  @Test
  void aWrongValueIsToldWithItsPlace() throws IOException {
    String good = new String(bytes("xgb-categories.json"), StandardCharsets.UTF_8);

    refused(
            ModelImports::xgboost,
            good.replace("\"num_class\":\"0\"", "\"num_class\":\"99999999\""))
        .hasMessage(
            "XGBoost: learner.learner_model_param.num_class is 9.9999999E7,"
                + " it must be a whole number from 0 to 10000");
    refused(ModelImports::xgboost, good.replace("reg:squarederror", "survival:cox"))
        .hasMessage("XGBoost: learner.objective.name is 'survival:cox', which is not supported");
    refused(
            ModelImports::xgboost,
            good.replaceFirst("\"left_children\":\\[1", "\"left_children\":[0"))
        .hasMessage("a tree of the model has a node that leads to node 0");
    refused(ModelImports::xgboost, "{}").hasMessage("XGBoost: lacks 'learner'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "num_tree_per_iteration=2147483647",
        "num_tree_per_iteration=-1",
        "num_tree_per_iteration=99999999999",
        "max_feature_idx=2147483647",
        "max_feature_idx=-2",
        "num_leaves=2147483647",
        "num_leaves=-5",
        "split_feature=7",
        "left_child=5",
        "threshold=x",
        "decision_type=1",
        "leaf_value=1"
      })
  void lightGbmTextWithAWrongLineIsRefused(String line) {
    String good =
        """
        tree
        num_tree_per_iteration=1
        max_feature_idx=0
        objective=regression
        feature_names=x
        Tree=0
        num_leaves=2
        split_feature=0
        threshold=1
        decision_type=2
        left_child=-1
        right_child=-2
        leaf_value=1 2
        """;
    String key = line.substring(0, line.indexOf('=') + 1);

    assertThat(ModelImports.lightGbm(good.getBytes(StandardCharsets.UTF_8)).outputs()).isEqualTo(1);
    refused(ModelImports::lightGbm, good.replaceFirst("(?m)^" + key + ".*$", line));
  }

  private static org.assertj.core.api.AbstractThrowableAssert<?, ?> refused(
      Consumer<byte[]> reader, String file) {
    byte[] bytes = file.getBytes(StandardCharsets.ISO_8859_1);
    return assertThatThrownBy(() -> reader.accept(bytes)).isInstanceOf(InvalidInput.class);
  }

  private static byte[] bytes(String name) throws IOException {
    try (InputStream in = HostileFilesTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }
}
